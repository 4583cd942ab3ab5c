"""What cleaning did and what leaked: counts with examples, as values and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.errors import DataError
from workbench.text import t


@dataclass(frozen=True)
class Example:
    """A row that a rule found. reason: ready to show."""

    id: str
    question: str
    gold: str
    reason: str


@dataclass(frozen=True)
class RuleReport:
    """found: rows that the rule finds, looked at alone; removed: those it removed, less what rules before it had
    removed already (0 where it is off)."""

    code: str
    on: bool
    found: int
    removed: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class LeakReport:
    """Rows removed for an evaluation set: by an alike schema, or else by an alike question."""

    guard: str
    schemas: int
    questions: int
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class SourceReport:
    """read: cases; skipped: rows that are no case. databases: schemas of its cases. raw, rows: before and after
    cleaning, without what is held out or leaks."""

    name: str
    read: int
    skipped: int
    databases: int
    raw: int
    rows: int


@dataclass(frozen=True)
class DataReport:
    """held_out_databases: their names. held_out_unused: cases of theirs that are neither asked nor trained on.

    longest, mean: tokens of prompt and answer, as estimated. digest is "" for a report without a dataset.
    """

    name: str
    preset: str
    seed: int
    today: str
    sources: tuple[SourceReport, ...]
    rules: tuple[RuleReport, ...]
    leaks: tuple[LeakReport, ...]
    raw: int
    rows: int
    held_out: int
    held_out_databases: tuple[str, ...]
    held_out_unused: int
    longest: int
    mean: float
    digest: str = ""
    prompt_digest: str = ""


def to_json(report: DataReport) -> dict[str, Any]:
    return asdict(report)


def from_json(value: dict[str, Any], folder: Path) -> DataReport:
    """Raises DataError where `value` is no report."""
    try:
        return DataReport(
            **{
                **value,
                "sources": tuple(SourceReport(**one) for one in value["sources"]),
                "rules": tuple(RuleReport(**{**one, "examples": _examples(one)}) for one in value["rules"]),
                "leaks": tuple(LeakReport(**{**one, "examples": _examples(one)}) for one in value["leaks"]),
                "held_out_databases": tuple(value["held_out_databases"]),
            }
        )
    except (KeyError, TypeError) as error:
        raise DataError(t("train.data_unreadable", folder=folder, reason=error)) from error


def _examples(value: dict[str, Any]) -> tuple[Example, ...]:
    return tuple(Example(**one) for one in value["examples"])
