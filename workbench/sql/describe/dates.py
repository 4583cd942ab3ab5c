"""Days and periods in words: `2024년 3월 1일`, `2024년 3월`, `2024년 1분기`."""

from __future__ import annotations

import datetime as dt
import re

from sqlglot import exp

from workbench.text import t

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_TIME = re.compile(r"[ T](\d\d):(\d\d)(?::(\d\d))?")


def day_of(node: exp.Expr) -> dt.date | None:
    """The day of a date literal or of one that is cast, at midnight; None for anything else."""
    text = _literal(node)
    match = _DATE.match(text) if text else None
    if not match or (
        _TIME.match(text, match.end()) and not re.fullmatch(r"[ T]00:00(:00(\.0+)?)?", text[match.end() :])
    ):
        return None
    try:
        return dt.date(*map(int, match.groups()))
    except ValueError:
        return None


def moment_words(node: exp.Expr) -> str | None:
    """A date or timestamp literal in words, or None."""
    text = _literal(node)
    match = _DATE.match(text) if text else None
    if not match:
        return None
    day = t("describe.day", year=int(match[1]), month=int(match[2]), day=int(match[3]))
    clock = _TIME.match(text, match.end())
    if not clock or clock[0][1:] in ("00:00", "00:00:00"):
        return day
    return t("describe.moment", day=day, hour=int(clock[1]), minute=int(clock[2]))


def period_words(first: dt.date, last: dt.date) -> str:
    """`first`..`last`, both inclusive, by the name of the period where it has one."""
    after = last + dt.timedelta(days=1)
    if first == last:
        return t("describe.day", year=first.year, month=first.month, day=first.day)
    if first.day == after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        if months == 1:
            return t("describe.month", year=first.year, month=first.month)
        if months == 3 and first.month % 3 == 1:
            return t("describe.quarter", year=first.year, quarter=(first.month + 2) // 3)
        if months == 6 and first.month in (1, 7):
            return t("describe.half_1" if first.month == 1 else "describe.half_2", year=first.year)
        if months == 12 and first.month == 1:
            return t("describe.year", year=first.year)
    return t(
        "describe.from_to",
        first=t("describe.day", year=first.year, month=first.month, day=first.day),
        last=t("describe.day", year=last.year, month=last.month, day=last.day),
    )


def _literal(node: exp.Expr) -> str:
    while isinstance(node, (exp.Cast, exp.TryCast, exp.Paren, exp.Date, exp.TsOrDsToDate)) and node.this is not None:
        node = node.this
    return str(node.this) if isinstance(node, exp.Literal) and node.is_string else ""
