"""SQL that somebody else generated, to be graded like our own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.ask.cases import read_text
from workbench.errors import UsageError
from workbench.evaluate.case import BadRow
from workbench.text import t


@dataclass(frozen=True)
class Prediction:
    """`sql` None or blank: the model offered none; `status` (as `generate` writes it) may say why."""

    sql: str | None
    status: str = ""
    message: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Predictions:
    """By case id. `digest` is the sha256 (hex) of what was read, in whatever order the lines came."""

    source: str
    by_id: dict[str, Prediction]
    problems: tuple[BadRow, ...]
    digest: str


def read_predictions(path: Path) -> Predictions:
    """`{"id", "sql"}` lines, such as `generate --out` writes. Of an id that comes twice the first line counts.

    Raises UsageError where the file cannot be read or has no such line.
    """
    by_id: dict[str, Prediction] = {}
    problems: list[BadRow] = []
    # Not splitlines(): U+2028 and its kin may stand inside a JSON string.
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        item = _parse(line)
        if isinstance(item, str):
            problems.append(BadRow(number, item))
        elif item[0] in by_id:
            problems.append(BadRow(number, t("cli.same_id", id=item[0])))
        else:
            by_id[item[0]] = item[1]
    if not by_id:
        reason = problems[0].message if problems else t("runs.empty_file")
        raise UsageError(t("runs.no_prediction", path=path, reason=reason))
    digest = hashlib.sha256()
    for case_id, prediction in sorted(by_id.items()):
        digest.update(json.dumps([case_id, prediction.sql, prediction.status]).encode() + b"\n")
    return Predictions(str(path.resolve()), by_id, tuple(problems), digest.hexdigest())


def _parse(line: str) -> tuple[str, Prediction] | str:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return t("cli.not_json")
    if not isinstance(item, dict) or isinstance(item.get("id"), bool | dict | list | None):
        return t("cli.no_id")
    if "sql" not in item or not isinstance(item["sql"], str | None):
        return t("cli.no_field", field="sql")
    return str(item["id"]), Prediction(
        item["sql"], _text(item.get("status")), _text(item.get("message")), _seconds(item.get("seconds"))
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _seconds(value: Any) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
    return float(value) if usable else 0.0
