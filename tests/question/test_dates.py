"""Dates in questions: tests/cases/question/dates.txt says what is read, no_dates.txt what must not be."""

from __future__ import annotations

import datetime as dt
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.question.case_lines import lines, pairs
from workbench.question.interpret import interpret
from workbench.question.interpreted import DateSpan

TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2050, 12, 31))


def written(span: DateSpan) -> str:
    first, last = span.first.isoformat(), span.last.isoformat()
    if span.role == "after":
        return f"{span.text} = {first}.."
    if span.role == "before":
        return f"{span.text} = ..{last}"
    return f"{span.text} = {first}" if first == last else f"{span.text} = {first}..{last}"


@pytest.mark.parametrize(("question", "expected"), pairs("dates.txt"))
def test_date_phrases_mean_these_days(question: str, expected: str) -> None:
    assert "; ".join(written(span) for span in interpret(question, TODAY).dates) == expected


@pytest.mark.parametrize("question", lines("no_dates.txt"))
def test_words_that_look_like_dates_are_left_alone(question: str) -> None:
    assert interpret(question, TODAY).dates == ()


FORMS = [
    "{:%Y-%m-%d}",
    "{:%Y.%m.%d}",
    "{:%Y/%m/%d}",
    "{:%Y%m%d}",
    "{0.year}년 {0.month}월 {0.day}일",
    "{0.year}년{0.month}월{0.day}일",
    "{0.year}. {0.month}. {0.day}.",
]


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_comes_back_however_it_is_written(day: dt.date, form: str) -> None:
    (span,) = interpret(f"주문일이 {form.format(day)} 인 주문", TODAY).dates
    assert (span.first, span.last, span.role) == (day, day, "range")


@given(DAYS, DAYS, st.sampled_from(["{} ~ {}", "{}부터 {}까지", "{}에서 {} 사이", "{}~{}까지"]))
def test_two_days_make_a_range_in_order(one: dt.date, other: dt.date, form: str) -> None:
    words = [f"{d.year}년 {d.month}월 {d.day}일" for d in (one, other)]
    (span,) = interpret(form.format(*words) + " 매출", TODAY).dates
    assert (span.first, span.last) == (min(one, other), max(one, other))


@given(DAYS, st.integers(1, 12))
def test_a_month_without_a_year_is_the_latest_that_has_begun(today: dt.date, month: int) -> None:
    (span,) = interpret(f"{month}월 매출", today).dates
    assert span.first.month == month
    assert span.first <= today < span.first.replace(year=span.first.year + 1)


@given(DAYS, st.integers(1, 400))
def test_the_last_days_are_that_many_and_end_today(today: dt.date, count: int) -> None:
    (span,) = interpret(f"최근 {count}일 매출", today).dates
    assert (span.last, (span.last - span.first).days + 1) == (today, count)


WORDS = [
    "지난",
    "이번",
    "최근",
    "작년",
    "3월",
    "2024년",
    "부터",
    "까지",
    "만 원",
    "억",
    *"0123456789 월일년주달분기초말전후~-.,'",
]
PIECES = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


@given(st.one_of(st.text(max_size=80), PIECES), st.dates())
def test_no_text_breaks_it_and_what_it_finds_is_in_the_text(question: str, today: dt.date) -> None:
    read = interpret(question, today)
    assert read.question == unicodedata.normalize("NFC", question)
    spans = sorted((s.start, s.end, s.text) for s in (*read.dates, *read.amounts))
    assert all(read.question[start:end] == text for start, end, text in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(span.first <= span.last for span in read.dates)


LONG = ["지난달 3월 매출 100만 원 최근 30일 ", "지이그올상하 12 ", "1", "1,", "2024-", "3월", "일", "'"]


@pytest.mark.parametrize("piece", LONG)
def test_a_question_of_20000_characters_is_read_quickly(piece: str) -> None:
    question = (piece * 20_000)[:20_000]
    started = time.perf_counter()
    interpret(question, TODAY)
    assert time.perf_counter() - started < 2.0


def test_a_decomposed_question_is_read_like_the_composed_one() -> None:
    question = "지난달 매출"
    assert interpret(unicodedata.normalize("NFD", question), TODAY) == interpret(question, TODAY)
