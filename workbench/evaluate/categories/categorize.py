"""The category of an answer that is not correct, with its evidence."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.evaluate.categories.compare import differences
from workbench.evaluate.categories.finding import CAUSE, SLIGHT, Difference
from workbench.evaluate.categories.gold import doubts
from workbench.evaluate.categories.invalid import of_invalid
from workbench.evaluate.categories.results import ResultSigns, read_signs
from workbench.evaluate.score import Category, Score
from workbench.schema.model import Schema
from workbench.text import t

_ROOTS = (
    "wrong_table",
    "missing_join",
    "wrong_join",
    "condition_column",
    "date",
    "unit",
    "condition_value",
    "comparison",
    "missing_condition",
    "grouping",
    "aggregate",
    "columns",
    "duplicates",
    "sorting",
    "row_count",
)
"""From what is read first to what is done last: an early mistake brings later ones along."""
_GIVEN = {"timeout": "timeout", "refused": "refused", "generation_error": "no_answer", "grader_error": "other"}
_MOST_LINES = 8


def categorize(score: Score, schema: Schema) -> Category:
    """Why `score` is not correct. Never raises; `other` where nothing tells.

    schema: as graded, best with inferred keys. Evidence: the cause first, then the other differences, then what the
    results show; each line is ready to show.
    """
    if score.outcome == "invalid_sql":
        return of_invalid(score, schema)
    if score.outcome == "gold_broken":
        return Category("gold_suspect", _lines([score.message or t("category.gold_broken")]))
    if score.outcome in _GIVEN:
        return Category(_GIVEN[score.outcome], _lines([score.message]))
    signs = read_signs(score)
    found = differences(score.gold_sql, score.sql, schema)
    suspect = doubts(score, found, schema)
    if suspect:
        return Category("gold_suspect", _lines([*suspect, *(d.message for d in found), *signs.evidence]))
    if not found:
        return _by_result(score, signs)
    ranked = sorted(found, key=lambda d: _rank(d, signs))
    messages = [d.message for d in ranked if d.weight > SLIGHT or d is ranked[0]]
    return Category(ranked[0].category, _lines([*messages, *signs.evidence]))


def _rank(difference: Difference, signs: ResultSigns) -> tuple[int, int]:
    category = difference.category
    told = (
        (signs.order_only and category == "sorting")
        or (signs.extra_columns and category == "columns")
        or (bool(signs.scale) and category == "unit")
        or (signs.repeated and category == "duplicates")
    )
    weight = CAUSE + 1 if told else difference.weight
    place = _ROOTS.index(category) if category in _ROOTS else len(_ROOTS)
    # how results are combined comes before the conditions of each
    return -weight, min(place, _ROOTS.index("condition_column")) if difference.clause == "set" else place


def _by_result(score: Score, signs: ResultSigns) -> Category:
    """Where the texts say the same, or could not be read."""
    code = "other"
    if signs.order_only:
        code = "sorting"
    elif signs.extra_columns or signs.lacks_columns:
        code = "columns"
    elif signs.scale:
        code = "unit"
    elif signs.repeated:
        code = "duplicates"
    return Category(code, _lines([*signs.evidence, t("category.same_text" if score.sql else "category.unreadable")]))


def _lines(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for line in lines if line))[:_MOST_LINES]
