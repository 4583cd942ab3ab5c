"""Columns that hold a point in time, and the form they hold it in: DATE, '20250301', '202503', 2025."""

from __future__ import annotations

import re

from workbench.question.linked import TimeForm
from workbench.question.linking.names import words_of
from workbench.schema.labels import label_of
from workbench.schema.model import Column

_WHOLE_NUMBERS = ("BIGINT", "INTEGER", "SMALLINT", "INT", "UINTEGER", "USMALLINT", "HUGEINT", "DECIMAL(4", "DECIMAL(8")
_TEXTS = ("VARCHAR", "CHAR", "TEXT", "ENUM")
_WRITTEN: tuple[tuple[re.Pattern[str], TimeForm], ...] = (
    (re.compile(r"YYYY[-/.]MM[-/.]DD", re.I), "date"),
    (re.compile(r"YYYYMMDD ?HH", re.I), "moment"),
    (re.compile(r"YYYYMMDD", re.I), "day"),
    (re.compile(r"YYYY-MM\b", re.I), "dashed_month"),
    (re.compile(r"YYYYMM\b", re.I), "month"),
    (re.compile(r"\(YYYY\)|\bYYYY\b", re.I), "year"),
)
"""What a comment says of the form; the first that fits."""
_WIDTH = re.compile(r"CHAR\w*\s*\(\s*(\d+)", re.I)
_BY_WIDTH: dict[int, TimeForm] = {4: "year", 6: "month", 7: "dashed_month", 8: "day", 10: "date", 14: "moment"}
_DAY_NAME = re.compile(r"일자|날짜|년월일|(?<![가-힣])[가-힣]{1,4}일(?:시)?$|시각$")
_MONTH_NAME = re.compile(r"년월|연월|월$")
_YEAR_NAME = re.compile(r"연도|년도|연식|년$")
_MONTH_WORDS, _YEAR_WORDS = frozenset(("ym", "yyyymm", "yymm", "month")), frozenset(("year", "yy", "yyyy"))
_DAY_WORDS = frozenset(("date", "day", "datetime", "timestamp"))
_YEARS_LONG = re.compile(r"years|연수|년수|근속|경력|수명|보증|기간|차수")
"""`career_years`: so many years, no year."""
_HAPPENED = frozenset("founded opened built established launched released published creation since".split())
"""A whole number of this name alone is a year."""


def time_form(column: Column) -> TimeForm | None:
    """How a column holds points in time; None for a column that holds none."""
    if column.type.startswith(("DATE", "TIMESTAMP")):
        return "date"
    label = label_of(column.comment) or column.name
    if _YEARS_LONG.search(column.name.casefold() + label):
        return None
    for pattern, form in _WRITTEN:
        if pattern.search(column.comment):
            return form
    named = _named_form(column, label)
    if column.type.startswith(_WHOLE_NUMBERS):
        return "year" if named == "year" or column.name.casefold() in _HAPPENED else None
    if named is None or not column.type.startswith(_TEXTS):
        return None
    width = _WIDTH.search(column.source_type or column.type)
    if width is None:
        return {"day": "date", "year": "year"}.get(named)  # type: ignore[return-value]
    form = _BY_WIDTH.get(int(width[1]), "date")
    fits = {"day": ("day", "moment", "date"), "month": ("month", "dashed_month"), "year": ("year",)}[named]
    return form if form in fits else None


def _named_form(column: Column, label: str) -> str | None:
    """`day`, `month` or `year`, as the name or the label of the comment has it."""
    words = words_of(column.name)
    if set(words) & _YEAR_WORDS or _YEAR_NAME.search(label):
        return "year"
    if set(words) & _MONTH_WORDS or _MONTH_NAME.search(label):
        return "month"
    return "day" if set(words) & _DAY_WORDS or _DAY_NAME.search(label) else None


def is_number(column: Column) -> bool:
    """Whether its points in time are numbers, written without quotes."""
    return column.type.startswith(_WHOLE_NUMBERS)
