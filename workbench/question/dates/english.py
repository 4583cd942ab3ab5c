"""English date phrases: `last month`, `past 30 days`, `March 2024`, `since 2020`. The same conventions as in Korean."""

from __future__ import annotations

import datetime as dt
import re

from workbench.question.dates import calendar as cal
from workbench.question.dates.calendar import Period
from workbench.question.dates.moment import Moment, Unit, latest_begun

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_BEGIN = r"(?<![A-Za-z0-9_'-])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![0-9A-Za-z_]|[.,-]\d)"
_ORDINAL = r"(?:st|nd|rd|th)?"
_DAY = re.compile(rf"{_BEGIN}(?P<word>day before yesterday|yesterday|today|tomorrow)\b", re.IGNORECASE)
_PERIOD = re.compile(
    rf"{_BEGIN}(?P<way>this|current|last|previous|next) (?P<unit>week|month|quarter|year)\b(?! of)", re.IGNORECASE
)
_LAST = re.compile(
    rf"{_BEGIN}(?P<way>last|past|previous|next) (?P<count>\d{{1,4}}|two|three|six|twelve)"
    r" (?P<unit>day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    rf"{_BEGIN}(?P<count>\d{{1,4}}|a|one|two|three|six) (?P<unit>day|week|month|year)s? ago\b", re.IGNORECASE
)
_QUARTER = re.compile(rf"{_BEGIN}(?:Q(?P<q>[1-4])|(?P<h>first|second) half)(?: of)?,? {_YEAR}(?! ?Q)", re.IGNORECASE)
_ON_DAY = re.compile(
    rf"{_BEGIN}(?:{_MONTH} (?P<day>\d{{1,2}}){_ORDINAL},? {_YEAR}"
    rf"|(?P<day2>\d{{1,2}}){_ORDINAL} (?:of )?{_MONTH.replace('month', 'month2')},? {_YEAR.replace('year', 'year2')})",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(rf"{_BEGIN}{_MONTH}(?: of)?,? {_YEAR}", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"(?<=\bin ){_MONTH}\b", re.IGNORECASE)
_IN_YEAR = re.compile(
    rf"(?:(?<=\bin )|(?<=\bsince )|(?<=\bbefore )|(?<=\bafter )|(?<=\bduring )|(?<=\bfrom )|(?<=\bto )|(?<=\bbetween )"
    rf"|(?<=\buntil )|(?<=\band )|(?<=\byear )){_YEAR}",
    re.IGNORECASE,
)
_TO_DATE = re.compile(rf"{_BEGIN}(?P<unit>year|quarter|month)[- ]to[- ]date\b", re.IGNORECASE)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "six": 6, "twelve": 12}
_DAYS = {"day before yesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def english(text: str, pos: int, today: dt.date) -> Moment | None:
    """The English phrase at `pos`, or None."""
    return _counted(text, pos, today) or _written(text, pos, today)


def _counted(text: str, pos: int, today: dt.date) -> Moment | None:
    if match := _DAY.match(text, pos):
        that = today + dt.timedelta(days=_DAYS[match["word"].lower()])
        return Moment(pos, match.end(), (that, that), "day", that.year)
    if match := _LAST.match(text, pos):
        count, unit = _number(match["count"]), match["unit"].lower()
        if match["way"].lower() == "next":
            return Moment(pos, match.end(), (today, _shift(today, count, unit) - cal.ONE_DAY), "span", today.year)
        return Moment(pos, match.end(), (_shift(today, -count, unit) + cal.ONE_DAY, today), "span", today.year)
    if match := _PERIOD.match(text, pos):
        shift = {"this": 0, "current": 0, "next": 1}.get(match["way"].lower(), -1)
        name: Unit = match["unit"].lower()  # type: ignore[assignment]
        period = _whole(_shift(today, shift, name), name)
        return Moment(pos, match.end(), period, name, period[0].year)
    if match := _AGO.match(text, pos):
        name = match["unit"].lower()  # type: ignore[assignment]
        that = _shift(today, -_number(match["count"]), name)
        return Moment(pos, match.end(), _whole(that, name), name, that.year, exact=(that, that))
    if match := _TO_DATE.match(text, pos):
        first = _whole(today, match["unit"].lower())[0]
        return Moment(pos, match.end(), (first, today), "span", today.year)
    return None


def _written(text: str, pos: int, today: dt.date) -> Moment | None:
    if match := _ON_DAY.match(text, pos):
        year = int(match["year"] or match["year2"])
        month = _month_number(match["month"] or match["month2"])
        day = dt.date(year, month, int(match["day"] or match["day2"]))
        return Moment(pos, match.end(), (day, day), "day", year, True)
    if match := _IN_MONTH.match(text, pos):
        year = int(match["year"])
        return Moment(pos, match.end(), cal.month_of(year, _month_number(match["month"])), "month", year, True)
    if match := _QUARTER.match(text, pos):
        year = int(match["year"])
        if match["q"]:
            return Moment(pos, match.end(), cal.quarter_of(year, int(match["q"])), "quarter", year, True)
        half = 1 if match["h"].lower() == "first" else 2
        return Moment(pos, match.end(), cal.half_of(year, half), "half", year, True)
    if match := _IN_YEAR.match(text, pos):
        year = int(match["year"])
        return Moment(pos, match.end(), cal.year_of(year), "year", year, True)
    if match := _MONTH_ALONE.match(text, pos):
        number = _month_number(match["month"])

        def make(year: int) -> Period:
            return cal.month_of(year, number)

        return Moment(pos, match.end(), latest_begun(make, today), "month", remake=make)
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _month_number(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _shift(day: dt.date, count: int, unit: str) -> dt.date:
    if unit in ("day", "week"):
        return day + dt.timedelta(days=count * (7 if unit == "week" else 1))
    return cal.add_months(day, count * _MONTHS_IN[unit])


def _whole(day: dt.date, unit: str) -> Period:
    if unit == "day":
        return day, day
    if unit == "week":
        return cal.week_of(day)
    if unit == "month":
        return cal.month_of(day.year, day.month)
    if unit == "quarter":
        return cal.quarter_of(day.year, (day.month + 2) // 3)
    return cal.year_of(day.year)
