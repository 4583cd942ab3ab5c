"""Amounts: tests/cases/question/amounts.txt says what is read, no_amounts.txt what must not be."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.question.case_lines import lines, pairs
from workbench.question.interpret import describe_interpretation, interpret, prompt_lines
from workbench.question.interpreted import Amount
from workbench.question.linked import DateTarget
from workbench.text import use_language

TODAY = dt.date(2026, 11, 23)


def plain(value: float) -> str:
    return f"{value:.10g}" if value < 1e10 else f"{value:.0f}"


def written(amount: Amount) -> str:
    number = plain(amount.value) + ("" if amount.below is None else f"..{plain(amount.below)}")
    return f"{amount.text} = {number} {amount.unit}".rstrip()


@pytest.mark.parametrize(("question", "expected"), pairs("amounts.txt"))
def test_amounts_are_these_numbers(question: str, expected: str) -> None:
    assert "; ".join(written(amount) for amount in interpret(question, TODAY).amounts) == expected


@pytest.mark.parametrize("question", lines("no_amounts.txt"))
def test_words_that_look_like_amounts_are_left_alone(question: str) -> None:
    assert interpret(question, TODAY).amounts == ()


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 9999))
def test_numbers_in_korean_groups_add_up(eok: int, man: int, rest: int) -> None:
    parts = [f"{eok}억" if eok else "", f"{man}만" if man else "", str(rest)]
    text = " ".join(part for part in parts if part) + "원"
    (amount,) = interpret(f"매출이 {text} 이상", TODAY).amounts
    assert (amount.value, amount.unit) == (eok * 10**8 + man * 10**4 + rest, "원")


def test_the_asker_reads_what_was_understood() -> None:
    read = interpret("지난달에 100만 원 이상 쓴 고객을 3월 5일 이후 가입, 5만원대로", TODAY)
    assert describe_interpretation(read) == (
        "지난달 → 2026-10-01 ~ 2026-10-31",
        "100만 원 → 1,000,000원",
        "3월 5일 이후 → 2026-03-05부터",
        "5만원대 → 50,000원 이상 60,000원 미만",
    )
    with use_language("en"):
        assert describe_interpretation(read)[2] == "3월 5일 이후 → from 2026-03-05"


def test_the_model_reads_half_open_bounds() -> None:
    read = interpret("지난달 1.5억 이상, 어제까지", TODAY)
    column = DateTarget("date", table="o", column="d")
    assert prompt_lines(read, (column, column)) == (
        "지난달: o.d >= DATE '2026-10-01' AND o.d < DATE '2026-11-01'",
        "1.5억: 150000000",
        "어제까지: o.d < DATE '2026-11-23'",
    )
    assert prompt_lines(read)[0] == "지난달: from DATE '2026-10-01' and before DATE '2026-11-01'"
    assert prompt_lines(interpret("고객 수", TODAY)) == ()


def test_a_period_to_compare_with_is_no_filter() -> None:
    read = interpret("올해 매출의 전월 대비 증감률, 작년 동월 대비도", TODAY)
    assert prompt_lines(read) == ("올해: from DATE '2026-01-01' and before DATE '2027-01-01'",)
    assert any("전월" in line for line in describe_interpretation(read))


def test_the_last_day_of_the_calendar_has_no_day_after() -> None:
    assert prompt_lines(interpret("오늘", dt.date.max))[0].endswith("'9999-12-31'")
