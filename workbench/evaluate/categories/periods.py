"""Date conditions as bounds, so that a year, a LIKE on a month and two comparisons can say the same."""

from __future__ import annotations

import datetime as dt
import re

from sqlglot import exp

from workbench.evaluate.categories.canon import Canon, date_part, day_of
from workbench.evaluate.categories.conditions import Test
from workbench.sql.scopes.kinds import ValueKind, kind_of

_PREFIX = re.compile(r"'(\d{4})(?:-(\d\d)(?:-(\d\d))?)?-?%'")
_MONTH = re.compile(r"'(\d{4})-?(\d\d)'")
_DAY_FORMATS = {"%Y-%m-%d"}
_MONTH_FORMATS = {"%Y-%m", "%Y%m"}
_ONE_DAY = dt.timedelta(days=1)


def with_bounds(tests: list[Test], canon: Canon) -> list[Test]:
    """`tests` with those on a whole period of one date replaced by `>=` its first day and `<` the day after."""
    tests = [_inside(test, canon) if test.op == "or" else test for test in tests]
    found: list[Test] = []
    months = {canon.text(part[1]): t for t in tests if (part := _part(t, "month")) is not None}
    used: set[int] = set()
    for test in tests:
        year = _part(test, "year")
        month = months.get(canon.text(year[1])) if year is not None else None
        if year is not None and month is not None and test.op == "=" and 1 <= _number(month) <= 12:
            used.add(id(month))
            first = dt.date(_number(test), _number(month), 1)
            found += _period(year[1], first, _next(first, "month"), (*test.nodes, *month.nodes), ("=", ""))
        elif id(test) not in used:
            found.append(test)
    return [bound for test in found if id(test) not in used for bound in (_bounds(test, canon) or [test])]


def _inside(test: Test, canon: Canon) -> Test:
    parts = tuple(tuple(with_bounds(list(part), canon)) for part in test.parts)
    return Test(test.op, test.left, test.right, test.nodes, parts)


def _part(test: Test, unit: str) -> tuple[str, exp.Expr] | None:
    """The date whose part is compared with a number that can be such a part."""
    part = date_part(test.left) if test.left is not None else None
    if part is None or part[0] != unit or len(test.right) != 1 or test.op not in ("=", ">", ">=", "<", "<="):
        return None
    if unit == "month" and test.op != "=":
        return None
    return part if 0 < _number(test) < 9000 else None


def _number(test: Test) -> int:
    value = test.right[0]
    text = value.this if isinstance(value, exp.Literal) else ""
    return int(text) if text.isdecimal() else 0


def _bounds(test: Test, canon: Canon) -> list[Test] | None:
    if len(test.right) != 1 or test.left is None or test.was != ("", ""):
        return None
    value = canon.text(test.right[0])
    was = (test.op, value)
    if (part := _part(test, "year")) is not None:
        first = dt.date(_number(test), 1, 1)
        return _compared(part[1], test, first, _next(first, "year"), was)
    left = test.left.unnest()
    if test.op == "like" and isinstance(left, exp.Expr) and (match := _PREFIX.fullmatch(value)) is not None:
        return _of_prefix(left, match, test, was)
    if isinstance(left, exp.TimeToStr) and (match := _MONTH.fullmatch(value)) is not None:
        if left.text("format") in _MONTH_FORMATS and 1 <= int(match[2]) <= 12:
            first = dt.date(int(match[1]), int(match[2]), 1)
            return _compared(left.this, test, first, _next(first, "month"), was)
    day = day_of(value)
    if day is None:
        return None
    if isinstance(left, (exp.TimestampTrunc, exp.DateTrunc)):
        return _compared(left.this, test, day, _next(day, left.text("unit").lower()), was)
    whole, of = _whole_days(left, canon)
    if whole:
        return _compared(of, test, day, day + _ONE_DAY, was)
    if test.op in (">=", "<"):
        return [Test(test.op, left, (exp.Literal.string(str(day)),), test.nodes, (), was)]
    return None


def _of_prefix(left: exp.Expr, match: re.Match[str], test: Test, was: tuple[str, str]) -> list[Test] | None:
    try:
        first = dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    unit = "day" if match[3] else "month" if match[2] else "year"
    return _period(_bare(left), first, _next(first, unit), test.nodes, was)


def _bare(left: exp.Expr) -> exp.Expr:
    """The date that was cast to text."""
    return left.this if isinstance(left, exp.Cast) else left


def _whole_days(left: exp.Expr, canon: Canon) -> tuple[bool, exp.Expr]:
    """Whether a value has no time of day, and the value behind the cast that took it away."""
    if isinstance(left, exp.Cast | exp.Date | exp.TsOrDsToDate) and isinstance(left.this, exp.Column):
        return not isinstance(left, exp.Cast) or left.to.is_type("date"), left.this
    if isinstance(left, exp.TimeToStr) and left.text("format") in _DAY_FORMATS:
        return True, left.this
    kind: ValueKind = kind_of(left, canon.scopes)
    return kind in ("date", "text"), left


def _compared(
    of: exp.Expr, test: Test, first: dt.date, after: dt.date | None, was: tuple[str, str]
) -> list[Test] | None:
    """`of` compared with the period from `first` up to `after`."""
    if after is None:
        return None
    start, end = exp.Literal.string(str(first)), exp.Literal.string(str(after))
    match test.op:
        case "=":
            return _period(of, first, after, test.nodes, was)
        case ">=":
            return [Test(">=", of, (start,), test.nodes, (), was)]
        case ">":
            return [Test(">=", of, (end,), test.nodes, (), was)]
        case "<":
            return [Test("<", of, (start,), test.nodes, (), was)]
        case "<=":
            return [Test("<", of, (end,), test.nodes, (), was)]
    return None


def _period(
    of: exp.Expr, first: dt.date, after: dt.date | None, nodes: tuple[exp.Expr, ...], was: tuple[str, str]
) -> list[Test]:
    if after is None:
        return []
    return [
        Test(">=", of, (exp.Literal.string(str(first)),), nodes, (), was),
        Test("<", of, (exp.Literal.string(str(after)),), nodes, (), was),
    ]


def _next(first: dt.date, unit: str) -> dt.date | None:
    """The first day after the period that begins on `first`; None for a unit that is no calendar period here."""
    try:
        match unit:
            case "day":
                return first + _ONE_DAY
            case "week":
                return first + 7 * _ONE_DAY
            case "month" | "quarter":
                months = first.month - 1 + (1 if unit == "month" else 3)
                return dt.date(first.year + months // 12, months % 12 + 1, 1)
            case "year":
                return dt.date(first.year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return None
