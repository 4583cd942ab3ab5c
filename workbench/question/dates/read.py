"""All date phrases of a text: find them, let neighbours lend a year, join two to a range, see which bound they give."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from workbench.question.dates import absolute, relative
from workbench.question.dates import calendar as cal
from workbench.question.dates import korean_words as kw
from workbench.question.dates.calendar import Period
from workbench.question.dates.english import english
from workbench.question.dates.moment import Moment
from workbench.question.interpreted import DateSpan

SP = kw.SP
_KOREAN: tuple[Callable[[str, int, dt.date], Moment | None], ...] = (
    absolute.years,
    absolute.year_led,
    absolute.numeric_date,
    relative.last_n,
    relative.week,
    relative.month,
    relative.quarter,
    relative.day,
    relative.ago,
    relative.edge,
    relative.to_date,
    absolute.without_year,
)
_WORDS = (
    *(kw.YEARS_BACK | kw.MONTHS_BACK | kw.WEEKS_BACK | kw.QUARTERS_BACK | kw.DAYS_BACK | kw.SPANS_IN_DAYS | kw.COUNTS),
    *"상하전반봄여가겨최과직앞향다오월연분",
)
_HEAD = re.compile(rf"[0-9A-Za-z'’‘`{''.join(sorted({word[0] for word in _WORDS}))}]")
"""Characters a date phrase can begin with: the readers look at no others, which keeps 20,000 characters quick."""
_WORD_HEAD = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z0-9]")
_QUOTED = re.compile(
    r"'([^']*)'|\"([^\"]*)\"|‘([^’]*)’|“([^”]*)”|「([^」]*)」|『([^』]*)』|《([^》]*)》|〈([^〉]*)〉|`([^`]*)`"
)
_LIST = re.compile(
    r"(?:과|와|,|및|이랑|랑|하고|또는|혹은|이나|나|부터|까지|에서|의|중|에| |·|/|~|∼|〜|～|–|—|-|vs\.?)*"
)
_JOIN = re.compile(
    rf"(?P<dash>{SP}[~∼〜～–—]{SP}| - |(?<=[0-9])-(?=[0-9])|{SP}(?:에서)?부터{SP})"
    rf"|(?P<english> (?:to|through|until|and) )|(?P<loose>{SP}에서{SP}|(?:과|와){SP})"
)
_OPENED = re.compile(r"\b(?:between|from) $", re.IGNORECASE)
_DAY_ONLY = re.compile(rf"(?:(?P<day>\d{{1,2}})일|(?P<last>말일|월말|말))(?:(?={SP}(?:까지|사이))|{kw.STRICT})")
_NOW = re.compile(rf"(?:지금|현재|이제)(?={SP}까지)")
_UP_TO = re.compile(rf"(?P<word>{SP}까지)")
_BETWEEN = re.compile(rf"(?P<word>{SP}사이)")
_BOUND = re.compile(
    rf"{SP}(?:(?P<until>까지)|(?P<since>(?:에서)?부터|이후(?:로|부터)?|이래(?:로)?)|(?P<to>이전(?:까지)?)"
    r"|(?P<later>(?:후|지나서|넘어서)(?:에|로|부터)?)(?![가-힣0-9])|(?P<earlier>전(?:에|까지)?)(?![가-힣0-9]| 분기| 달)"
    rf"|(?P<entered>(?:에{SP})?들어(?:서|와서)?)(?![가-힣]))"
)
_COMPARED = re.compile(
    rf"{SP}(?:(?P<since>이상|(?:또는|이나|혹은){SP}그{SP}이후)|(?P<to>이하|(?:또는|이나|혹은){SP}그{SP}이전)"
    rf"|(?P<later>초과|보다{SP}(?:더{SP})?(?:나중|늦|뒤|후(?!원)|최근))"
    rf"|(?P<earlier>미만|보다{SP}(?:더{SP})?(?:이르|이른|일찍|앞|먼저|전(?!체)|오래)))(?![가-힣]{{2}}부)"
)
"""A date that is written out may be compared like a number."""
_AGAIN = re.compile(rf"{SP}\([^()]{{1,14}}?{SP}(?:(?P<without>제외|미포함|불포함)|포함)[^()]{{0,4}}\)")
"""`2000년 이후(2000년 제외)`: whether the bound itself is in."""
_EXCLUSIVE = {"since": "later", "until": "earlier", "to": "earlier"}
_GLOSS = re.compile(r"[^()0-9,]{1,12}\(")
_ENGLISH_BOUND = re.compile(
    r"\b(?P<word>since|from|starting|after|before|until|till|through|by|up to)(?: the)? $", re.IGNORECASE
)


def read_dates(text: str, today: dt.date) -> tuple[DateSpan, ...]:
    """Date phrases in order of appearance; they do not overlap."""
    moments = _without_glosses(text, _lend_years(text, _find(text, today), today))
    spans: list[DateSpan] = []
    index = 0
    while index < len(moments):
        following = moments[index + 1] if index + 1 < len(moments) else None
        joined, used = _join(text, moments[index], following, today)
        spans.append(joined or _bound(text, _resolve_echo(index, moments), today))
        index += 1 + used
        while index < len(moments) and moments[index].start < spans[-1].end:
            index += 1
    return tuple(spans)


def _find(text: str, today: dt.date) -> list[Moment]:
    moments: list[Moment] = []
    names = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text)]
    pos = 0
    for head in _HEAD.finditer(text):
        if head.start() < pos:
            continue
        moment = _read_at(text, head.start(), today)
        if moment is None or kw.RECURRING.search(text, max(0, moment.start - 8), moment.start):
            continue
        if not _is_part_of_name(moment, names):
            moments.append(moment)
            pos = moment.end
    return moments


def _read_at(text: str, pos: int, today: dt.date) -> Moment | None:
    try:
        if _WORD_HEAD.match(text, pos) and (found := english(text, pos, today)):
            return found
        return next((found for reader in _KOREAN if (found := reader(text, pos, today))), None)
    except (ValueError, OverflowError):  # a day that no calendar has: `2월 30일`, `최근 9999년`
        return None


def _is_part_of_name(moment: Moment, names: list[tuple[int, int]]) -> bool:
    """`'2024년 봄 프로모션'` is the name of something; `'2024-03-05'` is a date."""
    span = (moment.start, moment.end)
    return any(start <= span[0] and span[1] <= end and span != (start, end) for start, end in names)


def _lend_years(text: str, moments: list[Moment], today: dt.date) -> list[Moment]:
    """A phrase without a year takes its neighbour's (`2023년 1월과 2월`), else the only year the text writes out."""
    written = {m.year for m in moments if m.absolute and m.unit == "year" and not _BOUND.match(text, m.end)}
    result: list[Moment] = []
    for moment in moments:
        before = result[-1] if result else None
        if before is not None and before.year is not None and _LIST.fullmatch(text, before.end, moment.start):
            moment = moment.in_year(before.period[0].year)
        elif len(written) == 1:
            moment = moment.in_year(next(iter(written)) or today.year)
        result.append(moment)
    return result


def _without_glosses(text: str, moments: list[Moment]) -> list[Moment]:
    """`2022년 크리스마스 이브(12월 24일)` is one day: what the brackets say, up to their end."""
    result: list[Moment] = []
    for moment in moments:
        before = result[-1] if result else None
        is_gloss = before is not None and before.unit == "year" and before.year == moment.year and moment.remake
        if before is not None and is_gloss and _GLOSS.fullmatch(text, before.end, moment.start):
            if text[moment.end : moment.end + 1] == ")":
                result[-1] = replace(moment, start=before.start, end=moment.end + 1)
                continue
        result.append(moment)
    return result


def _join(text: str, first: Moment, second: Moment | None, today: dt.date) -> tuple[DateSpan | None, int]:
    """The range that begins with `first` and ends right behind it, and how many more moments it took."""
    link = _JOIN.match(text, first.end)
    if link is None:
        return None, 0
    used = second is not None and second.start == link.end()
    if used and second is not None:
        first, until = _years_of_range(first, second, today)
    else:
        found = _end_without_month(text, link.end(), first, today)
        if found is None:
            return None, 0
        until = found
    tail = _UP_TO.match(text, until.end) or _BETWEEN.match(text, until.end)
    opened = _OPENED.search(text, max(0, first.start - 10), first.start)
    if not (tail or link["dash"] or (link["english"] and opened)):
        return None, 0
    ends = sorted((first.said, until.said))
    end = tail.end("word") if tail else until.end
    return DateSpan(text[first.start : end], first.start, end, ends[0][0], ends[1][1]), int(used)


def _years_of_range(first: Moment, second: Moment, today: dt.date) -> tuple[Moment, Moment]:
    """`2023년 12월 ~ 2월` ends in 2024; `11월부터 2월까지`, asked in November, began last year."""
    if second.remake is not None:
        second = second.in_year(first.period[0].year)
        if second.period[1] < first.period[0]:
            second = second.in_year(first.period[0].year + 1)
            if first.year is None and second.period[0] > today:
                return first.in_year(first.period[0].year - 1), second.in_year(first.period[0].year)
    elif first.remake is not None:
        first = first.in_year(second.period[0].year)
        if first.period[0] > second.period[1]:
            first = first.in_year(second.period[0].year - 1)
    return first, second


def _end_without_month(text: str, pos: int, first: Moment, today: dt.date) -> Moment | None:
    """지금 in `3월부터 지금까지`, 15일 in `3월 1일부터 15일까지`."""
    if match := _NOW.match(text, pos):
        return Moment(pos, match.end(), (today, today), "day")
    match = _DAY_ONLY.match(text, pos)
    if not match or first.unit != "day":
        return None
    begin = first.period[0]
    last = cal.days_in(begin.year, begin.month)
    day = int(match["day"] or last)
    if not 1 <= day <= last:
        return None
    that = begin.replace(day=day)
    return Moment(pos, match.end("last") if match["last"] else match.end("day") + 1, (that, that), "day")


def _resolve_echo(index: int, moments: list[Moment]) -> Moment:
    """`이번 분기를 전년 동기와 비교`: last year's same quarter; alone, the part of last year up to this day."""
    moment = moments[index]
    if moment.echo is None:
        return moment
    others = [m for m in (*reversed(moments[:index]), *moments[index + 1 :]) if m.echo is None]
    if moment.unit == "month":
        others = [m for m in others if m.unit == "month"]
    if not others:
        return moment
    base = others[0]
    try:
        return replace(moment, period=_moved(base, moment.echo))
    except (ValueError, OverflowError):
        return moment


def _moved(base: Moment, months: int) -> Period:
    first, last = base.period
    if base.unit == "week" and months % 12 == 0:
        weeks = dt.timedelta(weeks=52 * months // 12)
        return first + weeks, last + weeks
    moved = cal.add_months(last, months)
    whole_month = last.day == cal.days_in(last.year, last.month)
    return cal.add_months(first, months), cal.month_of(moved.year, moved.month)[1] if whole_month else moved


def _bound(text: str, moment: Moment, today: dt.date) -> DateSpan:
    """The phrase alone, with what stands behind it (까지, 이후) or, in English, before it (since)."""
    try:
        return _korean_bound(text, moment, today) or _english_bound(text, moment) or _plain(text, moment)
    except OverflowError:  # the day before year 1
        return _plain(text, moment)


def _plain(text: str, moment: Moment) -> DateSpan:
    return DateSpan(text[moment.start : moment.end], moment.start, moment.end, *moment.period)


def _korean_bound(text: str, moment: Moment, today: dt.date) -> DateSpan | None:
    start, (first, last) = moment.start, moment.said
    match = _BOUND.match(text, moment.end) or (_COMPARED.match(text, moment.end) if moment.absolute else None)
    if match is None:
        return None
    kind, end = match.lastgroup or "", match.end()
    if again := _AGAIN.match(text, end):
        kind, end = _EXCLUSIVE.get(kind, kind) if again["without"] else kind, again.end()
    written = text[start:end]
    if kind == "entered":
        return DateSpan(written, start, end, first, max(first, today)) if first <= today else None
    if kind == "until":
        if moment.remake is not None and moment.year is None:  # `12월까지` looks ahead
            first, last = moment.remake(today.year)
        return DateSpan(written, start, end, first, last, "before")
    if kind == "since":
        return DateSpan(written, start, end, first, last, "after")
    if kind == "later":  # 이후 takes the day in, 후 does not
        return DateSpan(written, start, end, last + cal.ONE_DAY, last + cal.ONE_DAY, "after")
    if kind == "earlier":
        return DateSpan(written, start, end, first - cal.ONE_DAY, first - cal.ONE_DAY, "before")
    return DateSpan(written, start, end, first, last, "before")


def _english_bound(text: str, moment: Moment) -> DateSpan | None:
    match = _ENGLISH_BOUND.search(text, max(0, moment.start - 12), moment.start)
    if match is None:
        return None
    word, (first, last) = match["word"].lower(), moment.said
    plain = replace(_plain(text, moment), first=first, last=last)
    if word in ("since", "from", "starting"):
        return replace(plain, role="after")
    if word == "after":
        return replace(plain, first=last + cal.ONE_DAY, last=last + cal.ONE_DAY, role="after")
    if word == "before":
        return replace(plain, first=first - cal.ONE_DAY, last=first - cal.ONE_DAY, role="before")
    return replace(plain, role="before")
