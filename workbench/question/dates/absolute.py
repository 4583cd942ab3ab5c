"""Dates on the calendar: `2024년 3월`, `'24년`, `작년 하반기`, `3월 5일`, `2024-03-05`, `20240305`."""

from __future__ import annotations

import datetime as dt
import re

from workbench.question.dates import calendar as cal
from workbench.question.dates import korean_words as kw
from workbench.question.dates.in_year import DASH, OF, SP, edge_of_year, inside_year
from workbench.question.dates.moment import Moment, latest_begun

_NUMERIC = re.compile(
    r"(?<![0-9A-Za-z가-힣_.,#/-])(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?:[ ]?)(?P<m>0?[1-9]|1[0-2])"
    r"(?:(?P=sep)[ ]?(?P<d>0?[1-9]|[12]\d|3[01])\.?)?(?![0-9A-Za-z_/]|[-.,][0-9A-Za-z])"
)
_SHORT_NUMERIC = re.compile(
    r"(?<![0-9A-Za-z가-힣_.,#/-])(?P<y>\d\d)(?P<sep>[-/.])(?P<m>0[1-9]|1[0-2])(?P=sep)(?P<d>0[1-9]|[12]\d|3[01])"
    r"(?![0-9A-Za-z_/]|[-.,][0-9])"
)
_COMPACT = re.compile(
    r"(?<![0-9A-Za-z가-힣_.,#-])(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?:(?P<d>0[1-9]|[12]\d|3[01])"
    r"|(?=월|부터|까지|\s?[~∼〜～]))월?(?![0-9A-Za-z_]|[-.,][0-9]|번|원|건|개(?!월)|명|점|회|호)"
)
_YEAR = re.compile(
    rf"{kw.BEFORE_DIGITS}(?P<digits>(?:19|20)\d\d)"
    rf"(?:{SP}년도?|(?=[- ]?(?:[Qq][1-4]|[1-4][Qq]|H[12])(?![0-9A-Za-z]))[- ]?)"
    rf"|(?<![0-9A-Za-z가-힣])['’‘`](?P<short>\d\d){SP}년도?|{kw.BEFORE_DIGITS}(?P<bare>\d\d)년도?"
    rf"|{kw.BEFORE_WORD}(?P<word>{kw.words(kw.YEARS_BACK)})"
)
_YEARS = re.compile(
    rf"{kw.BEFORE_DIGITS}(?P<first>(?:19|20)\d\d)년?{DASH}(?P<last>(?:19|20)\d\d){SP}년도?(?!{SP}\d{{1,2}}{SP}월)"
)
_DECADE = re.compile(rf"{kw.BEFORE_DIGITS}(?P<year>(?:19|20)?\d0){SP}년대")
_NOT_A_YEAR = re.compile(rf"{SP}(?:차|형|식|판|호|째|짜리|만기)")
_A_DURATION = re.compile(
    rf"(?:을|를|이|은|는|도)?{SP}(?:동안|간|이상|이하|이내|미만|초과|넘|치|정도|경력|근속|근무|보증|약정|할부|상환|된|되|전|후|뒤|만에|납|씩|연속|가까이"
    r"|이나|산|걸|경과|지난|거치|장기|모기지|단위|주기|계약|생|채우|채운|보다|밖에|밑도는|웃도는)"
)
_LASTS = re.compile(
    r"(?:경력|근속|재직|근무|보증|계약|약정|임기|수명|나이|연식|기간|연수|연차|보유|운영|운항|거주|숙성|활동|최소|최대|평균|적어도|약)"
    rf"(?:이|가|은|는|을|를|의|도|년수가|연수가|기간이|기간은)?{SP}(?:만{SP})?$"
)
"""`경력이 20년인`: what is counted in years stands before it."""
_ECHO = re.compile(
    rf"{SP}(?:(?P<period>동기간?|같은{SP}기간|동일{SP}기간)|(?P<month>동월|이맘때|같은{SP}달|이번{SP}달)|(?P<day>동일자?|같은{SP}날|오늘))"
    r"(?![가-힣]{2}부)"
)
_SHORT_MONTH = re.compile(rf"(?<![0-9A-Za-z가-힣.,-])['’‘]?(?P<year>\d\d)\.{SP}(?=\d{{1,2}}{SP}월)")
_YEAR_ALONE = re.compile(
    rf"{kw.BEFORE_DIGITS}(?P<year>(?:19|20)\d\d)(?:{DASH}(?P<last>(?:19|20)\d\d))?{SP}(?=(?:{kw.NOUNS})(?![가-힣]{{2}}))"
)
_BIRTHDAY = re.compile(r"(?:생일|생신|생월|출생|태어난|탄생)[가-힣]{0,3} ?$")
_BORN = re.compile(r"생(?!산|일)")
_ENTERED = re.compile(rf"{SP}들어")
_PREFIX = re.compile(rf"(?P<word>지난|올|이번|오는|다가오는|다음){SP}(?=\d|상반기|하반기|봄|여름|가을|겨울)")


def numeric_date(text: str, pos: int, today: dt.date) -> Moment | None:
    """2024-03-05, 2024.3.5, 2024/03, 24.03.05, 20240305, 202403월."""
    match = _NUMERIC.match(text, pos) or _COMPACT.match(text, pos) or _SHORT_NUMERIC.match(text, pos)
    if not match:
        return None
    year, month = int(match["y"]), int(match["m"])
    year += 2000 if year < 100 else 0
    if match["d"]:
        day = dt.date(year, month, int(match["d"]))
        return Moment(pos, match.end(), (day, day), "day", year, True)
    if "." in match[0] and not match["m"].startswith(("0", "1")):
        return None  # 2024.5 is as likely a number
    return Moment(pos, match.end(), cal.month_of(year, month), "month", year, True)


def years(text: str, pos: int, today: dt.date) -> Moment | None:
    """2022~2024년, 1990년대."""
    if match := _YEARS.match(text, pos):
        first, last = sorted((int(match["first"]), int(match["last"])))
        return Moment(pos, match.end(), (dt.date(first, 1, 1), dt.date(last, 12, 31)), "span", first, True)
    if match := _YEAR_ALONE.match(text, pos):  # `2023 매출`: what follows tells it from any other number
        first, last = sorted((int(match["year"]), int(match["last"] or match["year"])))
        end = match.end("last") if match["last"] else match.end("year")
        return Moment(pos, end, (dt.date(first, 1, 1), dt.date(last, 12, 31)), "year", first, True)
    if match := _DECADE.match(text, pos):
        year = int(match["year"])
        if year < 100:
            year += 1900 if year > (today.year - 2000) else 2000
        return Moment(pos, match.end(), (dt.date(year, 1, 1), dt.date(year + 9, 12, 31)), "span", year, True)
    return None


def year_led(text: str, pos: int, today: dt.date) -> Moment | None:
    """A year and what it names inside: 2024년 1분기, 작년 하반기, '24년 3월 5일, 올 여름, 지난해 말, 전년 동기."""
    if match := _SHORT_MONTH.match(text, pos):
        inside = inside_year(text, match.end())
        year = 2000 + int(match["year"])
        return Moment(pos, inside.end, inside.make(year), inside.unit, year, True) if inside else None
    match = _YEAR.match(text, pos)
    if not match:
        return None
    year, end = _year_number(match, today), match.end()
    relative = match["word"] is not None
    if relative and (echo := _ECHO.match(text, end)) and year < today.year:
        return _echo(echo, pos, year, today)
    of = OF.match(text, end)
    inside_at = of.end() if of else end
    inside = inside_year(text, inside_at) or edge_of_year(text, inside_at)
    if inside is not None:
        return Moment(pos, inside.end, inside.make(year), inside.unit, year, not relative)
    if _NOT_A_YEAR.match(text, end) or (match["word"] == "올" and not _ENTERED.match(text, end)):
        return None
    if match["bare"] and (8 < today.year + 1 - year < 28 or year > today.year + 1 or _is_length(text, pos, end)):
        return None  # `10년`, `30년 만기`: as likely a length; 98년 is none
    return Moment(pos, end, cal.year_of(year), "year", year, not relative)


def without_year(text: str, pos: int, today: dt.date) -> Moment | None:
    """3월, 3월 5일, 1~3월, 2분기, Q3, 하반기; with 지난, 올, 오는 before it."""
    prefix = _PREFIX.match(text, pos)
    start = prefix.end() if prefix else pos
    if not prefix and pos and re.match(r"[0-9A-Za-z가-힣_.#'’-]", text[pos - 1]):
        return None
    inside = inside_year(text, start)
    if not prefix and _BIRTHDAY.search(text, max(0, pos - 10), pos):
        return None  # `생일이 12월인 고객`: of any year
    if inside is not None and not prefix and _BORN.match(text, inside.end):
        return None  # 1월 1일생
    if inside is None or (inside.strict and not re.compile(kw.STRICT).match(text, inside.end)):
        return None
    word = prefix["word"] if prefix else ""
    if inside.unit == "span" and text.startswith(tuple(kw.SEASONS), start) and not word:
        return None  # `봄 신상품`: a season alone is rarely a date
    if word == "지난":
        period = inside.make(today.year)
        year = today.year if period[1] < today else today.year - 1
        return Moment(pos, inside.end, inside.make(year), inside.unit, year)
    if word in ("올", "이번"):
        return Moment(pos, inside.end, inside.make(today.year), inside.unit, today.year)
    coming = word in ("오는", "다가오는", "다음")
    period = latest_begun(inside.make, today, coming=coming)
    return Moment(pos, inside.end, period, inside.unit, remake=None if coming else inside.make)


def _year_number(match: re.Match[str], today: dt.date) -> int:
    if match["word"]:
        return today.year + kw.look_up(kw.YEARS_BACK, match["word"])
    if match["digits"]:
        return int(match["digits"])
    short = int(match["short"] or match["bare"])
    return short + (2000 if short <= today.year - 2000 + 10 else 1900)


def _is_length(text: str, start: int, end: int) -> bool:
    return bool(_A_DURATION.match(text, end) or _LASTS.search(text, max(0, start - 12), start))


def _echo(match: re.Match[str], pos: int, year: int, today: dt.date) -> Moment:
    back = year - today.year
    same_day = cal.add_months(today, 12 * back)
    if match["day"]:
        return Moment(pos, match.end("day"), (same_day, same_day), "day", year)
    if match["month"]:
        alone = cal.month_of(same_day.year, same_day.month)
        return Moment(pos, match.end("month"), alone, "month", year, echo=12 * back)
    return Moment(pos, match.end("period"), (dt.date(year, 1, 1), same_day), "span", year, echo=12 * back)
