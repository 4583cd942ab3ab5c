"""One date phrase as it was read, before phrases are joined to ranges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from workbench.question.dates.calendar import Period

Unit = Literal["day", "week", "month", "quarter", "half", "year", "span"]


@dataclass(frozen=True)
class Moment:
    """question[start:end] stands for `period`.

    `remake` makes the same phrase in another year, for phrases that named none (`3월`): their `period` is the latest
    that has begun, until a neighbour lends its year. `year` is set where one was named, `absolute` where it
    was written in digits. `echo` is the months to move a neighbour by (`전년 동기`: -12); `period` is its sense alone.
    """

    start: int
    end: int
    period: Period
    unit: Unit
    year: int | None = None
    absolute: bool = False
    remake: Callable[[int], Period] | None = None
    echo: int | None = None
    exact: Period | None = None
    """Where a bound is attached (`2주 전부터`), the phrase means this day and not the whole week."""

    @property
    def said(self) -> Period:
        """What it means where a bound is attached."""
        return self.exact or self.period

    def in_year(self, year: int) -> Moment:
        """The same phrase in a year that somebody else named; `remake` stays, for a better neighbour may follow."""
        return self if self.remake is None else replace(self, period=self.remake(year), year=year)


def latest_begun(remake: Callable[[int], Period], today: dt.date, *, coming: bool = False) -> Period:
    """The phrase in this year, or in the last one where this year's has not begun; `coming` asks for the next one."""
    period = remake(today.year)
    if coming:
        return remake(today.year + 1) if period[1] < today else period
    return remake(today.year - 1) if period[0] > today else period
