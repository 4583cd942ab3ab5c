"""Values on, beside and far from a constant, in the type of the column that is compared with it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from workbench.data.convert import family
from workbench.schema.model import Column

MOST = 48
"""Candidates a column and gold: an IN list of hundreds needs no more to be told from another."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_PACKED = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?")
_INTERVAL = re.compile(r"(-?\d+) (year|month|day)s?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def near(column: Column, constants: Iterable[str], today: dt.date) -> list[str]:
    """Candidates for `column`, those on the constants and at their edges first. Which of them fit is for DuckDB."""
    kind = family(column.type)
    constants = list(constants)
    found: dict[str, None] = {}
    rounds = [_within_calendar(_of(kind, column, constant, today)) for constant in constants]
    if kind == "moment":
        rounds.append(_within_calendar(_apart(constants, column.type.upper() == "DATE")))
    for place in range(max((len(values) for values in rounds), default=0)):
        # One of each constant, then the next of each: a long list is cut at the end, not at its last constants.
        for values in rounds:
            if place < len(values):
                found[values[place]] = None
    return list(found)[:MOST]


def _within_calendar(values: Iterator[str]) -> list[str]:
    """All values up to the first that no calendar holds: 730,000 days ago, the year 0."""
    found = []
    try:
        for value in values:
            found.append(value)
    except (ValueError, OverflowError):
        pass
    return found


def _of(kind: str, column: Column, constant: str, today: dt.date) -> Iterator[str]:
    if kind in ("integer", "decimal", "float"):
        yield from _numbers(constant, whole=kind == "integer")
        if kind == "integer" and _PACKED.fullmatch(constant):
            yield from _dated_texts(constant)
    elif kind == "moment":
        yield from _moments(constant, column.type.upper() == "DATE", today)
    elif kind == "boolean":
        yield from ("true", "false")
    elif kind == "text":
        yield from _texts(constant, today)
    else:
        yield constant


def _numbers(constant: str, *, whole: bool) -> Iterator[str]:
    if not _NUMBER.fullmatch(constant):
        return
    value = float(constant)
    step = 1.0 if whole or value.is_integer() else 10.0 ** -len(constant.partition(".")[2])
    near_by = [value, value + step, value - step]
    if not whole and step == 1.0:
        near_by += [value + 0.5, value - 0.5]
    near_by += [value + 2 * step, value + 10 * step, value * 2, value * 10 + step, value / 2, value - 7 * step]
    near_by += [value * 1000, value * 20_000]
    for number in near_by:
        if number < 0 < value:  # few columns hold negative numbers, and a CHECK that forbids them is not in the schema
            continue
        yield str(round(number)) if whole else f"{number:.12g}"


def _moments(constant: str, day_only: bool, today: dt.date) -> Iterator[str]:
    if match := _DAY.fullmatch(constant):
        at = _moment(*match.groups())
        yield from _around(at, day_only) if at else ()
    elif _MONTH.fullmatch(constant.strip("%-")) or _PACKED.fullmatch(constant):
        digits = constant.replace("-", "").strip("%")
        first = _moment(digits[:4], digits[4:6], digits[6:8] or "01", None, None, None)
        if first:
            yield _shown(first, day_only)
            yield _late_on_the_last_day(first, day_only)  # `<= '2023-02-28'` for a month loses it
            yield from _around(first, day_only)
            yield from (_shown(first + dt.timedelta(days=days), day_only) for days in (14, 27, 31, 365))
    elif match := _INTERVAL.search(constant):
        days = int(match[1]) * {"day": 1, "month": 30, "year": 365}[match[2]]
        yield from _before(today, days, day_only)
    elif _NUMBER.fullmatch(constant):
        yield from _by_number(int(float(constant)), day_only, today)


def _late_on_the_last_day(day: dt.datetime, day_only: bool) -> str:
    last = calendar.monthrange(day.year, day.month)[1]
    return _shown(day.replace(day=last, hour=10, minute=30), day_only)


def _moment(*parts: str | None) -> dt.datetime | None:
    try:
        return dt.datetime(*(int(part or 0) for part in parts))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _around(at: dt.datetime, day_only: bool) -> Iterator[str]:
    """The day itself at 00:00 and at 10:30, the days beside it, and the same day a month and a year off."""
    day = dt.timedelta(days=1)
    yield _shown(at, day_only)
    if not day_only:
        yield _shown(at.replace(hour=10, minute=30, second=0), False)
    yield _shown(at - day, day_only)
    yield _shown(at + day, day_only)
    if not day_only:
        yield _shown((at - day).replace(hour=23, minute=30), False)
        yield _shown((at + day).replace(hour=10, minute=30), False)
        yield _shown(at - dt.timedelta(seconds=1), False)
        yield _shown(at + dt.timedelta(hours=1), False)
    for days in (10, -10, 31, -31, 365, -365, -1100):
        yield _shown(at + dt.timedelta(days=days, hours=0 if day_only else 10), day_only)


def _apart(constants: Sequence[str], day_only: bool) -> Iterator[str]:
    """Moments that lie a number (of days, hours) among the constants away from a date among them."""
    dates = [at for c in constants if (match := _DAY.fullmatch(c)) and (at := _moment(*match.groups()))]
    numbers = [int(float(c)) for c in constants if _NUMBER.fullmatch(c) and 0 <= float(c) <= 4_000]
    for at in dates[:2]:
        for number in numbers[:2]:
            for shift in (number, number + 1, number - 1, -number, -number - 1, number + 9):
                yield _shown(at - dt.timedelta(days=shift), day_only)
                if not day_only and shift < 100:
                    yield _shown(at - dt.timedelta(hours=shift), False)


def _before(today: dt.date, days: int, day_only: bool) -> Iterator[str]:
    at = dt.datetime.combine(today, dt.time())
    for shift in (days, days - 1, days + 1, days // 2, days + 20, 0, -days, 1):
        yield _shown(at - dt.timedelta(days=shift), day_only)
        if not day_only:
            yield _shown(at - dt.timedelta(days=shift) + dt.timedelta(hours=10, minutes=30), False)


def _by_number(number: int, day_only: bool, today: dt.date) -> Iterator[str]:
    """A year, month, day, weekday or hour, or a number of days before today."""
    if 1800 <= number <= 2200:
        for month, day, hour in ((1, 1, 0), (12, 31, 10), (7, 15, 10), (12, 31, 0)):
            yield _shown(dt.datetime(number, month, day, hour), day_only)  # noqa: DTZ001
        for year in (number - 1, number + 1):
            yield _shown(dt.datetime(year, 12 if year < number else 1, 31 if year < number else 1), day_only)  # noqa: DTZ001
            yield _shown(dt.datetime(year, 7, 15), day_only)  # noqa: DTZ001
        return
    for year in (today.year, today.year - 1):
        if 1 <= number <= 12:
            yield _shown(dt.datetime(year, number, 1), day_only)  # noqa: DTZ001
            yield _shown(dt.datetime(year, number, 28, 10, 30), day_only)  # noqa: DTZ001
            yield _shown(dt.datetime(year, number % 12 + 1, 3), day_only)  # noqa: DTZ001
        if 1 <= number <= 28:
            yield _shown(dt.datetime(year, 5, number), day_only)  # noqa: DTZ001
    if 0 <= number <= 23 and not day_only:
        for hour in (number, (number + 1) % 24, (number - 1) % 24):
            yield _shown(dt.datetime(today.year, 3, 2, hour), False)  # noqa: DTZ001
            yield _shown(dt.datetime(today.year, 3, 2, hour, 59), False)  # noqa: DTZ001
    if 0 <= number <= 7:
        for offset in range(7):
            yield _shown(dt.datetime.combine(today, dt.time()) - dt.timedelta(days=offset), day_only)
    if number <= 40_000:
        yield from _before(today, number, day_only)


def _shown(at: dt.datetime, day_only: bool) -> str:
    return at.date().isoformat() if day_only else at.isoformat(sep=" ", timespec="seconds")


def _texts(constant: str, today: dt.date) -> Iterator[str]:
    if _DAY.fullmatch(constant) or _PACKED.fullmatch(constant) or _MONTH.fullmatch(constant.strip("%-")):
        yield from _dated_texts(constant.strip("%"))
    core = constant.replace("%", "").replace("_", "a").strip()
    if "%" in constant or "_" in constant:
        yield constant  # a text that only looks like a pattern: '5.2%'
        middle = constant.strip("%").replace("%", "x").replace("_", "a")
        yield from (middle, f"x{middle}", f"{middle}x", f"x{middle}x", f"x {middle} x", middle.upper(), middle.lower())
        yield from (core, middle[:-1], middle[1:], middle.replace("x", ""))
        return
    yield constant
    if not constant:
        yield from (" ", "x")
        return
    if _NUMBER.fullmatch(constant):
        yield from _numbers(constant, whole="." not in constant)
        number = constant.partition(".")[0].lstrip("-")
        yield str(int(number) + 1).zfill(len(number))
        if len(constant) <= 3:
            yield from ("가" * min(int(number), 60), "가" * min(int(number) + 1, 60), "가" * max(int(number) - 1, 0))
    yield from (f"{constant}x", f"x{constant}", f"x{constant}x", constant[:-1])
    for other in (constant.lower(), constant.upper(), constant.swapcase(), constant.title()):
        if other != constant:
            yield other
    yield from (f"{constant} ", f" {constant}", constant.replace(" ", ""), f"{constant}00", f"{constant}-1234")


def _dated_texts(constant: str) -> Iterator[str]:
    """Texts in the same form: the next and the previous day or month, and the same a year off."""
    dashed = "-" in constant
    digits = constant.replace("-", "")[:8]
    at = _moment(digits[:4], digits[4:6] or "01", digits[6:8] or "01", None, None, None)
    yield constant
    if at is None:
        return
    form = {8: "%Y-%m-%d" if dashed else "%Y%m%d", 6: "%Y-%m" if dashed else "%Y%m"}.get(len(digits))
    if form is None:
        return
    for days in (1, -1, 31, -31, 365, -365, 10, -10):
        yield (at + dt.timedelta(days=days)).strftime(form)
    if len(digits) == 6:
        full = "%Y-%m-%d" if dashed else "%Y%m%d"
        for days in (0, 14, -1, 31, 365):
            yield (at + dt.timedelta(days=days)).strftime(full)
