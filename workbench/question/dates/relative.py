"""Dates counted from today: `어제`, `지난주 금요일`, `이번 분기`, `최근 30일`, `3개월 전`, `월말`, `YTD`."""

from __future__ import annotations

import datetime as dt
import re

from workbench.question.dates import calendar as cal
from workbench.question.dates import korean_words as kw
from workbench.question.dates.calendar import Period
from workbench.question.dates.in_year import SP, edge_of_quarter, inside_month, quarter_edge
from workbench.question.dates.moment import Moment, Unit

_DAY = re.compile(rf"{kw.BEFORE_WORD}(?P<word>{kw.words(kw.DAYS_BACK)})(?:(?<=어제)|{kw.STRICT})")
_WEEK = re.compile(
    rf"{kw.BEFORE_WORD}(?P<word>{kw.words(kw.WEEKS_BACK)})"
    rf"(?:(?P<weekend>말){kw.STRICT}|(?:의|{SP})?{SP}(?P<weekday>[{kw.WEEKDAYS}])요일|{kw.STRICT})"
)
_WEEKEND = re.compile(rf"{kw.BEFORE_WORD}(?P<word>지지난|지난|저번|이번|다음){SP}주말{kw.STRICT}")
_WEEK_BEFORE = re.compile(rf"{kw.BEFORE_WORD}전주(?={SP}(?:대비|동기|보다))(?:{SP}동기)?")
_MONTH = re.compile(
    rf"{kw.BEFORE_WORD}(?P<word>{kw.words(kw.MONTHS_BACK)})"
    rf"(?:(?P<echo>{SP}(?:동기간?|같은{SP}기간|이맘때))|(?P<today>{SP}(?:오늘|같은{SP}날))|(?!력|러|빛|리|성|세|걀|변))"
)
_QUARTER = re.compile(rf"{kw.BEFORE_WORD}(?P<word>{kw.words(kw.QUARTERS_BACK)})")
_EDGE = re.compile(
    rf"{kw.BEFORE_WORD}(?P<word>월초|월말|연초|연말|분기{SP}초|분기{SP}말)(?P<asof>{SP}(?:기준|현재|시점))?{kw.STRICT}"
)
_LENGTH = (
    rf"(?:(?:(?P<number>\d{{1,4}}){SP}|(?P<count>{kw.words(kw.COUNTS)}){SP})?(?:개{SP})?"
    r"(?P<unit>주일|주|일|개월|달|분기|년|해)"
    rf"|(?P<days>{kw.words(kw.SPANS_IN_DAYS)})|(?P<half>반{SP}년))"
)
_LAST = re.compile(
    rf"{kw.BEFORE_WORD}(?P<way>최근|지난|과거|직전|앞으로|향후|다음){SP}(?:의{SP})?(?:만{SP})?{_LENGTH}"
    rf"(?P<tail>{SP}(?:이내|동안|간|사이|내))?(?:(?<=[간안])|{kw.STRICT})"
)
_AGO = re.compile(rf"{kw.BEFORE_WORD}{_LENGTH}{SP}전(?P<tail>{kw.STRICT})")
_SAME_DAY = re.compile(rf"{SP}(?:오늘|이{SP}날|같은{SP}날)")
_EVENT_BEFORE = re.compile(
    r"(?:만료|종료|마감|출발|도착|출고|배송|행사|시작|예약|출산|퇴사|입사|만기|공연|경기|수령|결제|주문|방문|가입|체크인"
    r"|[가-힣]{1,4}일|[가-힣]기|로부터|보다)(?:의|에서)?\s?$"
)
_TO_DATE = re.compile(r"(?<![A-Za-z])(?P<letter>[YMQymq])[Tt][Dd](?![A-Za-z])")


def day(text: str, pos: int, today: dt.date) -> Moment | None:
    match = _DAY.match(text, pos)
    if not match:
        return None
    that = today + dt.timedelta(days=kw.look_up(kw.DAYS_BACK, match["word"]))
    return Moment(pos, match.end("word"), (that, that), "day", that.year)


def week(text: str, pos: int, today: dt.date) -> Moment | None:
    """A week, one day of it, or its weekend: 지난주, 지난주 금요일, 지난 주말."""
    if match := _WEEK_BEFORE.match(text, pos):
        return Moment(pos, match.end(), cal.week_of(today, -1), "week", today.year)
    if match := _WEEKEND.match(text, pos):
        monday = cal.week_of(today, kw.look_up(kw.WEEKS_BACK, match["word"] + "주"))[0]
        saturday = monday + dt.timedelta(days=5)
        end = match.start("word") + match[0].index("주말") + 2
        return Moment(pos, end, (saturday, saturday + cal.ONE_DAY), "span", saturday.year)
    match = _WEEK.match(text, pos)
    if not match:
        return None
    period = cal.week_of(today, kw.look_up(kw.WEEKS_BACK, match["word"]))
    if match["weekend"]:
        return Moment(pos, match.end("weekend"), (period[0] + dt.timedelta(days=5), period[1]), "span", period[0].year)
    if match["weekday"]:
        that = period[0] + dt.timedelta(days=kw.WEEKDAYS.index(match["weekday"]))
        return Moment(pos, match.end(), (that, that), "day", that.year)
    return Moment(pos, match.end("word"), period, "week", period[0].year)


def month(text: str, pos: int, today: dt.date) -> Moment | None:
    """A month or what stands inside it: 지난달, 이번 달 15일, 지난달 말, 전월 동기."""
    match = _MONTH.match(text, pos)
    if not match:
        return None
    back = kw.look_up(kw.MONTHS_BACK, match["word"])
    same_day = cal.add_months(today, back)
    period = cal.month_of(same_day.year, same_day.month)
    if match["echo"] and back < 0:
        return Moment(pos, match.end("echo"), (period[0], same_day), "span", same_day.year, echo=back)
    if match["today"] and back:
        return Moment(pos, match.end("today"), (same_day, same_day), "day", same_day.year)
    inside = inside_month(text, match.end("word"))
    if inside is not None:
        end, make, unit = inside
        return Moment(pos, end, make(same_day.year, same_day.month), unit, same_day.year)
    return Moment(pos, match.end("word"), period, "month", same_day.year)


def quarter(text: str, pos: int, today: dt.date) -> Moment | None:
    match = _QUARTER.match(text, pos)
    if not match:
        return None
    period = cal.quarter_of(today.year, (today.month + 2) // 3, kw.look_up(kw.QUARTERS_BACK, match["word"]))
    edge = edge_of_quarter(text, match.end())
    if edge is not None:
        return Moment(pos, edge[0], quarter_edge(period, edge[1]), "month", period[0].year)
    return Moment(pos, match.end(), period, "quarter", period[0].year)


def edge(text: str, pos: int, today: dt.date) -> Moment | None:
    """월초, 월말, 연초, 연말, 분기말 of the running month, year or quarter."""
    match = _EDGE.match(text, pos)
    if not match:
        return None
    word = match["word"].replace(" ", "")
    if word.startswith("월"):
        period = cal.part_of_month(today.year, today.month, "말일" if match["asof"] and word == "월말" else word[1])
    elif word.startswith("연"):
        period = cal.month_of(today.year, 1 if word == "연초" else 12)
    else:
        period = quarter_edge(cal.quarter_of(today.year, (today.month + 2) // 3), word[-1])
    return Moment(pos, match.end("word"), period, "span", period[0].year)


def last_n(text: str, pos: int, today: dt.date) -> Moment | None:
    """최근 30일: 30 whole days with today as the last, for `최근 7일` is asked to see what is going on now and the rows
    of today are in the table. 최근 3개월 begins the day after the same day three months ago and ends today, too."""
    match = _LAST.match(text, pos)
    if not match or not _counts(match):
        return None
    count, unit = _length(match)
    if match["way"] == "지난" and unit == "분기" and not match[0].count("개"):
        return None  # `지난 3분기` is the third quarter
    end = match.end("tail") if match["tail"] else _end_of_length(match)
    if match["way"] in ("앞으로", "향후", "다음"):
        return Moment(pos, end, (today, _shift(today, count, unit) - cal.ONE_DAY), "span", today.year)
    return Moment(pos, end, (_shift(today, -count, unit) + cal.ONE_DAY, today), "span", today.year)


def ago(text: str, pos: int, today: dt.date) -> Moment | None:
    """3일 전 is a day, 2주 전 that week, 3개월 전 that month, 2년 전 that year; with a bound (2주 전부터) the day.

    Not `만료 30일 전`, `예약일 3일 전`: those count from a column and not from today.
    """
    match = _AGO.match(text, pos)
    if not match or not _counts(match) or _EVENT_BEFORE.search(text[max(0, pos - 12) : pos]):
        return None
    count, unit = _length(match)
    that = _shift(today, -count, unit)
    periods: dict[str, tuple[Unit, Period]] = {
        "주": ("week", cal.week_of(that)),
        "달": ("month", cal.month_of(that.year, that.month)),
        "분기": ("quarter", cal.quarter_of(that.year, (that.month + 2) // 3)),
        "년": ("year", cal.year_of(that.year)),
    }
    day_unit: tuple[Unit, Period] = ("day", (that, that))
    name, period = periods.get(unit, day_unit) if not match["half"] else day_unit
    if today_word := _SAME_DAY.match(text, match.start("tail")):
        return Moment(pos, today_word.end(), (that, that), "day", that.year)
    return Moment(pos, match.start("tail"), period, name, that.year, exact=(that, that))


def to_date(text: str, pos: int, today: dt.date) -> Moment | None:
    """YTD, QTD, MTD."""
    match = _TO_DATE.match(text, pos)
    if not match:
        return None
    letter = match["letter"].upper()
    quarter = cal.quarter_of(today.year, (today.month + 2) // 3)
    first = {"Y": dt.date(today.year, 1, 1), "Q": quarter[0], "M": today.replace(day=1)}[letter]
    return Moment(pos, match.end(), (first, today), "span", today.year)


def _counts(match: re.Match[str]) -> bool:
    """Whether a number was said that fits its unit: not in 지난 주, nor in 최근 일일 (daily) or 지난 세일 (sale)."""
    if match["count"]:
        fitting = (
            ("년", "개월", "주일") if match["count"] in kw.SINO_COUNTS else ("주", "주일", "달", "해", "개월", "분기")
        )
        return match["unit"] in fitting
    return bool(match["number"] or match["days"] or match["half"]) and match["number"] != "0"


def _length(match: re.Match[str]) -> tuple[int, str]:
    """Count and unit: one of 일, 주, 달, 분기, 년."""
    if match["half"]:
        return 6, "달"
    if match["days"]:
        return kw.SPANS_IN_DAYS[match["days"]], "일"
    unit = {"주일": "주", "개월": "달", "해": "년"}.get(match["unit"], match["unit"])
    return int(match["number"]) if match["number"] else kw.COUNTS[match["count"]], unit


def _end_of_length(match: re.Match[str]) -> int:
    return max(match.end(name) for name in ("unit", "days", "half"))


def _shift(day: dt.date, count: int, unit: str) -> dt.date:
    if unit in ("일", "주"):
        return day + dt.timedelta(days=count * (7 if unit == "주" else 1))
    return cal.add_months(day, count * {"달": 1, "분기": 3, "년": 12}[unit])
