"""Rules about days and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sqlglot import exp

from workbench.sql.lint.filters import COMPARISONS, filters
from workbench.sql.lint.query import Finding, Query, inside

_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?\s*")
_LOOSE = re.compile(r"\s*(\d{4})[-./년 ]?\s*(\d{1,2})(?:[-./월 ]?\s*(\d{1,2})?\s*일?)?\s*")
_FORMATS_THAT_SORT = re.compile(r"(%Y)?[-./]?(%m)?[-./]?(%d)?.*")


def date_as_text(query: Query) -> Iterator[Finding]:
    """A day compared as letters: LIKE on a date, a text date with < or >, a text DuckDB cannot read as a date."""
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                if isinstance(node, exp.Like | exp.ILike) and query.kind(node.this) in ("date", "timestamp"):
                    yield query.at(node, variant="like", column=query.text(node.this))
                elif isinstance(node, (*COMPARISONS, exp.Between, exp.In)):
                    yield from _compared(node, query)


def _compared(node: exp.Expr, query: Query) -> Iterator[Finding]:
    kind = query.kind(node.this)
    for item in _literals(node):
        text = str(item.this)
        if kind in ("date", "timestamp"):
            if not _is_date(text):
                yield query.at(item, variant="unreadable", value=text)
        elif kind == "text" and not isinstance(node, exp.EQ | exp.NEQ | exp.In):
            if isinstance(node.this, exp.Column) and _ISO.fullmatch(text):
                yield query.at(node, variant="column", column=query.text(node.this))
                return
            if isinstance(node.this, exp.TimeToStr) and _does_not_sort(node.this):
                yield query.at(node, variant="format", column=query.text(node.this))
                return


def _literals(node: exp.Expr) -> list[exp.Literal]:
    items = [node.args.get(key) for key in ("expression", "low", "high")] + list(node.expressions or [])
    return [item for item in items if isinstance(item, exp.Literal) and item.is_string]


def _is_date(text: str) -> bool:
    match = _ISO.fullmatch(text)
    if match is None:
        return (
            text.strip().casefold() in ("epoch", "infinity", "-infinity", "today", "now") or "BC" in text or "+" in text
        )
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True


def _does_not_sort(node: exp.TimeToStr) -> bool:
    """strftime with the day or month before the year."""
    written = node.args.get("format")
    pattern = str(written.this) if isinstance(written, exp.Literal) else ""
    year, month = pattern.find("%Y"), max(pattern.find("%m"), pattern.find("%d"))
    return year > 0 and 0 <= month < year


def between_timestamp(query: Query) -> Iterator[Finding]:
    """`<= '2024-03-31'` on a time stamp ends at midnight when that day begins."""
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                if isinstance(node, exp.Between):
                    high: exp.Expr | None = node.args["high"]
                elif isinstance(node, exp.LTE):
                    high = node.expression
                else:
                    continue
                if query.kind(node.this) == "timestamp" and isinstance(node.this, exp.Column) and _is_day(high):
                    day = _day_text(high)
                    yield query.at(node, column=query.text(node.this), day=day)


def _is_day(node: exp.Expr | None) -> bool:
    if isinstance(node, exp.Cast) and node.is_type("date"):
        return True
    return (
        isinstance(node, exp.Literal)
        and node.is_string
        and bool(re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", str(node.this)))
    )


def _day_text(node: exp.Expr | None) -> str:
    literal = node.find(exp.Literal) if node is not None else None
    return str(literal.this) if literal is not None else ""


def timestamp_equals_day(query: Query) -> Iterator[Finding]:
    """`ts = DATE '2024-03-31'` only meets midnight."""
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                if (
                    isinstance(node, exp.EQ)
                    and isinstance(node.this, exp.Column)
                    and query.kind(node.this) == "timestamp"
                ):
                    if _is_day(node.expression) or isinstance(node.expression, exp.CurrentDate):
                        yield query.at(node, column=query.text(node.this))
