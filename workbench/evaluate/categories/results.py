"""What the two results tell about the cause, beside the texts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from workbench.evaluate.score import ResultDifference, Score
from workbench.text import t

_UNITS = (10, 100, 1000, 10_000, 100_000, 1_000_000, 100_000_000, 60, 3600, 24)
_LONGEST = 100
_LONGEST_NAME = 30


@dataclass(frozen=True)
class ResultSigns:
    """order_only: same rows in another order. repeated: the same distinct rows. scale: `10,000` where a column of
    numbers differs by one ratio between units throughout; '' otherwise. extra_columns: right but for more columns."""

    order_only: bool = False
    repeated: bool = False
    scale: str = ""
    extra_columns: bool = False
    lacks_columns: bool = False
    evidence: tuple[str, ...] = ()


def read_signs(score: Score) -> ResultSigns:
    """Empty signs where the score has no results to compare."""
    found = score.difference
    if found is None:
        return ResultSigns(evidence=(score.message,) if score.message else ())
    if found.order_only:
        return ResultSigns(order_only=True, evidence=(t("category.result_order"),))
    wider = len(found.columns) > len(found.gold_columns)
    if score.forgiving and wider:
        return ResultSigns(extra_columns=True, evidence=(t("category.result_forgiving"),))
    repeated = _is_repeated(found)
    scale, column = _scale(found)
    evidence = [t("category.result_repeated")] if repeated else []
    if scale:
        evidence.append(t("category.result_scale", column=column, ratio=scale))
    evidence += _rows(found)
    lacks = len(found.columns) < len(found.gold_columns)
    return ResultSigns(False, repeated, scale, False, lacks, tuple(evidence))


def _is_repeated(found: ResultDifference) -> bool:
    """Only repetitions differ: whatever one side has more of, the other has at least once.

    `missing` and `extra` hold single occurrences, so rows of one side alone say it where none is new: a repeated row
    comes more than once, or the other side has exactly one less of it.
    """
    if found.gold_rows == found.rows or (found.missing and found.extra) or not (found.missing or found.extra):
        return False
    more = found.extra or found.missing
    fewer = min(found.gold_rows, found.rows)
    repeats = len(set(map(repr, more)))
    return fewer > 0 and repeats <= fewer and len(more) > repeats


def _scale(found: ResultDifference) -> tuple[str, str]:
    """The one ratio between the numbers of a column, from rows that only differ there."""
    if not found.missing or len(found.missing) != len(found.extra) or found.gold_rows != found.rows:
        return "", ""
    for place, name in enumerate(found.gold_columns):
        pair = dict(found.matched).get(name)
        at = found.columns.index(pair) if pair in found.columns else place
        if at >= len(found.columns):
            continue
        own = sorted(v for row in found.missing if (v := _number(row[place])) is not None)
        other = sorted(v for row in found.extra if (v := _number(row[at])) is not None)
        ratio = _one_ratio(own, other)
        if ratio:
            return f"{ratio:,}", name
    return "", ""


def _one_ratio(own: list[float], other: list[float]) -> int:
    if len(own) != len(other) or not own or 0 in own or 0 in other:
        return 0
    ratios = [b / a for a, b in zip(own, other, strict=True)]
    if not all(math.isclose(r, ratios[0], rel_tol=1e-6) for r in ratios):
        return 0
    whole = max(ratios[0], 1 / ratios[0])
    return round(whole) if any(math.isclose(whole, unit, rel_tol=1e-6) for unit in _UNITS) else 0


def _number(value: object) -> float | None:
    try:
        return float(str(value)) if not isinstance(value, bool) and value is not None else None
    except ValueError:
        return None


def _rows(found: ResultDifference) -> list[str]:
    lines = []
    if found.rows == 0 and found.gold_rows:
        lines.append(t("category.result_empty", instance=found.instance, gold=found.gold_rows))
    elif found.rows != found.gold_rows:
        lines.append(t("category.result_rows", instance=found.instance, gold=found.gold_rows, answer=found.rows))
    if found.gold_rows == found.rows == len(found.missing) == len(found.extra) == 1:
        own, other = _shown(found.gold_columns, found.missing[0]), _shown(found.columns, found.extra[0])
        return [t("category.result_values", gold=own, answer=other)]
    if found.missing:
        lines.append(t("category.result_missing", row=_shown(found.gold_columns, found.missing[0])))
    if found.extra:
        lines.append(t("category.result_extra", row=_shown(found.columns, found.extra[0])))
    return lines


def _short(name: str) -> str:
    """DuckDB names a column after its whole expression."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _shown(columns: tuple[str, ...], row: tuple[object, ...]) -> str:
    named = zip(columns, row, strict=False)
    text = ", ".join(f"{_short(name)}={'NULL' if value is None else value}" for name, value in named)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
