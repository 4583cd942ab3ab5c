"""Questions with the SQL that answers them: the office, its shop, and 20 small businesses."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
OFFICE = FOLDER / "office"
BUSINESSES = FOLDER / "businesses"
TODAY = dt.date(2026, 11, 23)
"""The day on which the gold SQL of every file here was written."""


@dataclass(frozen=True)
class GoldCase:
    """A question with the SQL that answers it, in DuckDB's dialect. `ddl` is the company's DDL as pasted."""

    id: str
    question: str
    sql: str
    ddl: str
    schema: str


def office_ddl(name: str) -> str:
    return (OFFICE / f"{name}.sql").read_text(encoding="utf-8")


def office_cases(name: str | None = None) -> tuple[GoldCase, ...]:
    """All office questions, or those on one schema."""
    lines = _lines(OFFICE / "questions.jsonl")
    return tuple(
        GoldCase(one["id"], one["question"], one["sql"], office_ddl(one["ddl"]), one["ddl"])
        for one in lines
        if name in (None, one["ddl"])
    )


def mall_cases() -> tuple[GoldCase, ...]:
    """20 questions on one schema: the office's shop and five more."""
    ddl = office_ddl("mysql")
    more = (
        GoldCase(one["id"], one["question"], one["sql"], ddl, "mysql") for one in _lines(FOLDER / "mall_more.jsonl")
    )
    return (*office_cases("mysql"), *more)


def business_cases() -> tuple[GoldCase, ...]:
    """112 questions over 20 small businesses; the file also works with `generate --cases`."""
    return tuple(
        GoldCase(
            one["id"],
            one["question"],
            one["sql"],
            (BUSINESSES / one["ddl_path"]).read_text(encoding="utf-8"),
            one["ddl_path"].removesuffix(".sql"),
        )
        for one in _lines(BUSINESSES / "cases.jsonl")
    )


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
