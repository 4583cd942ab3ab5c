"""Whole periods of the calendar as (first day, last day), both inclusive. Weeks start on Monday (ISO 8601)."""

from __future__ import annotations

import calendar
import datetime as dt

Period = tuple[dt.date, dt.date]
ONE_DAY = dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (or earlier), moved back to the month's end where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def week_of(day: dt.date, shift: int = 0) -> Period:
    monday = day - dt.timedelta(days=day.weekday()) + dt.timedelta(weeks=shift)
    return monday, monday + dt.timedelta(days=6)


def month_of(year: int, month: int, shift: int = 0) -> Period:
    first = add_months(dt.date(year, month, 1), shift)
    return first, first.replace(day=days_in(first.year, first.month))


def quarter_of(year: int, quarter: int, shift: int = 0) -> Period:
    first = add_months(dt.date(year, 3 * quarter - 2, 1), 3 * shift)
    return first, month_of(first.year, first.month, 2)[1]


def half_of(year: int, half: int) -> Period:
    return (dt.date(year, 1, 1), dt.date(year, 6, 30)) if half == 1 else (dt.date(year, 7, 1), dt.date(year, 12, 31))


def season_of(year: int, season: int) -> Period:
    """1 spring (March to May) … 4 winter (December into the next February), as the weather service counts them."""
    return month_of(year, 3 * season)[0], month_of(year, 3 * season, 2)[1]


def year_of(year: int) -> Period:
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def week_in_month(year: int, month: int, number: int) -> Period:
    """Week `number` of a month (1-based; -1 is the last). A week belongs to the month that has its Thursday, the
    rule of KS X ISO 8601, so the first week may begin in the month before. ValueError if the month has no such week."""
    first, last = month_of(year, month)
    thursdays = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    thursdays = [day for day in thursdays if day.weekday() == 3]
    if number > len(thursdays):
        raise ValueError(number)
    return week_of(thursdays[number - 1 if number > 0 else number])


def part_of_month(year: int, month: int, part: str) -> Period:
    """초 and 초순 are days 1 to 10, 중순 11 to 20, 하순 and 말 from 21 on, 말일 the last day."""
    first, last = month_of(year, month)
    if part in ("초", "초순"):
        return first, first.replace(day=10)
    if part == "중순":
        return first.replace(day=11), first.replace(day=20)
    if part == "말일":
        return last, last
    return first.replace(day=21), last
