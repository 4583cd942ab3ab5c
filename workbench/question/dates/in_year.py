"""What stands inside a year or month: `3월 5일`, `1~3월`, `2분기`, `상반기`, `3월 첫째 주 금요일`, `말`.

All of it answers with a function of the year (and month): the year may be named before, after or not at all.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.question.dates import calendar as cal
from workbench.question.dates import korean_words as kw
from workbench.question.dates.calendar import Period
from workbench.question.dates.moment import Unit

SP = kw.SP
DASH = rf"{SP}[~∼〜～–—-]{SP}"
OF = re.compile(rf"(?:의|{SP}중(?!순))?{SP}")

_DAY = re.compile(
    rf"(?P<first>\d{{1,2}})(?:일?{DASH}(?P<last>\d{{1,2}}))?{SP}일(?![간째차장정반용])(?!{SP}(?:이내|이상|동안))"
)
_PART = re.compile(rf"(?P<part>초순|중순|하순|말일|초|말)(?P<asof>{SP}(?:기준|현재|시점))?{kw.STRICT}")
_WEEK = re.compile(
    rf"(?:(?P<number>[1-5]){SP}(?:주차|(?:번째|째){SP}주)|(?P<word>{kw.words(kw.ORDINALS)}){SP}주)"
    rf"(?:{SP}(?P<weekday>[{kw.WEEKDAYS}])요일)?{kw.STRICT}"
)
_WHOLE = re.compile(rf"{SP}한{SP}달(?:간|{SP}동안)?")
_MONTH = re.compile(rf"(?P<first>\d{{1,2}})(?:{SP}월?{DASH}(?P<last>\d{{1,2}}))?{SP}월(?!호|령|생|세|물|급|정액)")
_QUARTER = re.compile(
    rf"(?P<first>[1-4])(?:{SP}(?:분기)?{DASH}(?P<last>[1-4]))?{SP}(?:/{SP}4{SP}|사)?분기"
    r"|[Qq](?P<q>[1-4])(?![0-9A-Za-z])|(?P<r>[1-4])[Qq](?![0-9A-Za-z])"
)
_EDGE = re.compile(rf"{SP}(?P<edge>초|말){kw.STRICT}")
_HALF = re.compile(r"(?P<half>상|하)반기|(?P<h>[12])H(?![0-9A-Za-z])|H(?P<i>[12])(?![0-9A-Za-z])")
_SEASON = re.compile(rf"(?P<season>봄|여름|가을|겨울)(?:철)?{kw.STRICT}")
_YEAR_EDGE = re.compile(rf"(?P<edge>초반?|연초|말|연말){kw.STRICT}")


@dataclass(frozen=True)
class Inside:
    """A phrase up to `end` that lacks its year. `strict`: it needs a boundary behind it when it stands alone."""

    end: int
    make: Callable[[int], Period]
    unit: Unit
    strict: bool = False


def inside_month(text: str, pos: int) -> tuple[int, Callable[[int, int], Period], Unit] | None:
    """Days, part or week of a month at `pos` (after an optional 의): end, function of year and month, unit."""
    at = _skip_of(text, pos)
    if match := _DAY.match(text, at):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        return match.end(), lambda y, m: (dt.date(y, m, first), dt.date(y, m, last)), "day"
    if match := _PART.match(text, at):
        part = "말일" if match["asof"] and match["part"] == "말" else match["part"]
        return match.end("part"), lambda y, m: cal.part_of_month(y, m, part), "span"
    if match := _WEEK.match(text, at):
        number = int(match["number"]) if match["number"] else kw.look_up(kw.ORDINALS, match["word"])
        weekday = kw.WEEKDAYS.index(match["weekday"]) if match["weekday"] else None
        end = match.end()
        return (
            end,
            lambda y, m: _weekday(cal.week_in_month(y, m, number), weekday),
            "week" if weekday is None else "day",
        )
    if match := _WHOLE.match(text, pos):
        return match.end(), lambda y, m: cal.month_of(y, m), "month"
    return None


def inside_year(text: str, pos: int) -> Inside | None:
    """Month, quarter, half, season or edge of a year at `pos`."""
    if match := _QUARTER.match(text, pos):
        return _quarters(text, match)
    if match := _MONTH.match(text, pos):
        return _months(text, match)
    if match := _HALF.match(text, pos):
        half = 1 if match["half"] == "상" or "1" in (match["h"], match["i"]) else 2
        return Inside(match.end(), lambda y: cal.half_of(y, half), "half")
    if match := _SEASON.match(text, pos):
        season = kw.SEASONS[match["season"]]
        return Inside(match.end("season"), lambda y: cal.season_of(y, season), "span")
    return None


def edge_of_year(text: str, pos: int) -> Inside | None:
    """초, 연초: January. 말, 연말: December."""
    match = _YEAR_EDGE.match(text, pos)
    if not match:
        return None
    month = 12 if "말" in match["edge"] else 1
    return Inside(match.end("edge"), lambda y: cal.month_of(y, month), "month")


def edge_of_quarter(text: str, pos: int) -> tuple[int, str] | None:
    """초 or 말 after a quarter, and where it ends."""
    match = _EDGE.match(text, pos)
    return (match.end("edge"), match["edge"]) if match else None


def quarter_edge(period: Period, edge: str) -> Period:
    """First or last month of a quarter."""
    first = period[0] if edge == "초" else cal.add_months(period[0], 2)
    return cal.month_of(first.year, first.month)


def _quarters(text: str, match: re.Match[str]) -> Inside:
    first = int(match["first"] or match["q"] or match["r"])
    last = int(match["last"] or first)
    edge = edge_of_quarter(text, match.end())
    if edge is not None and first == last:
        word = edge[1]
        return Inside(edge[0], lambda y: quarter_edge(cal.quarter_of(y, first), word), "month")
    unit: Unit = "quarter" if first == last else "span"
    return Inside(match.end(), lambda y: (cal.quarter_of(y, first)[0], cal.quarter_of(y, last)[1]), unit)


def _months(text: str, match: re.Match[str]) -> Inside | None:
    first, last = int(match["first"]), int(match["last"] or match["first"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    if first != last:
        return Inside(match.end(), lambda y: (_month(y, first)[0], _month(y + (last < first), last)[1]), "span", True)
    detail = inside_month(text, match.end())
    if detail is None:
        return Inside(match.end(), lambda y: _month(y, first), "month", True)
    end, make, unit = detail
    return Inside(end, lambda y: make(y, first), unit)


def _month(year: int, month: int) -> Period:
    return cal.month_of(year, month)


def _weekday(week: Period, weekday: int | None) -> Period:
    if weekday is None:
        return week
    day = week[0] + dt.timedelta(days=weekday)
    return day, day


def _skip_of(text: str, pos: int) -> int:
    match = OF.match(text, pos)
    return match.end() if match else pos
