"""Estimates that are safe before and close after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.client.tokens import Learned, Usage, estimate, least_tokens, most_tokens

DDL = "CREATE TABLE 주문 (주문번호 INT PRIMARY KEY, 고객번호 INT, 주문일 DATE, 금액 NUMERIC(12,2));"


@pytest.mark.parametrize(
    ("text", "truth"),
    # Counted with cl100k_base, the larger of OpenAI's two.
    [
        ("지난달에 주문한 고객은 몇 명입니까?", 23),
        ("SELECT count(*) FROM orders WHERE order_date >= '2026-10-01'", 19),
        (DDL, 49),
    ],
)
def test_the_truth_lies_between_the_least_and_the_most(text: str, truth: int) -> None:
    assert least_tokens(text) <= truth <= most_tokens(text)


@given(st.text())
def test_the_most_is_never_below_the_least(text: str) -> None:
    assert most_tokens(text) >= least_tokens(text) * 0.99


@pytest.mark.parametrize(
    ("fields", "cap"),
    [
        ({}, None),
        ({"max_tokens": 100}, 100),
        ({"max_completion_tokens": 300, "max_tokens": 100}, 300),
        ({"max_tokens": 100, "n": 4}, 400),
        ({"max_tokens": "many"}, None),
    ],
)
def test_what_may_come_back_is_counted(fields: dict[str, object], cap: int | None) -> None:
    assert estimate({"model": "m", "messages": [{"role": "user", "content": "?"}], **fields}).cap == cap


def test_an_embedding_answers_no_text_and_takes_ready_made_tokens() -> None:
    guess = estimate({"model": "text-embedding-3-small", "input": [1, 2, 3, 4]})
    assert guess.cap == 0
    assert guess.prompt < 10


def test_tools_and_schemas_count_and_pictures_do_not_by_their_bytes() -> None:
    plain = estimate({"messages": [{"role": "user", "content": "?"}]}).prompt
    tools = [{"type": "function", "function": {"name": "f", "description": "설명" * 100}}]
    assert estimate({"messages": [{"role": "user", "content": "?"}], "tools": tools}).prompt > plain + 200
    picture = [{"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 500_000}}]
    assert estimate({"messages": [{"role": "user", "content": picture}]}).prompt < 2_000


def test_answers_correct_the_estimate_and_the_largest_counts() -> None:
    learned = Learned()
    guess = estimate({"model": "m", "messages": [{"role": "user", "content": "가" * 100}], "max_tokens": 500})
    before = learned.tokens(guess)
    for completion in (10, 12, 30, 11, 10, 10, 10, 10):
        learned.learn(guess, Usage(120, completion, 120 + completion))
    assert before > 600
    assert learned.tokens(guess) == pytest.approx(150)


def test_a_longer_request_than_all_before_is_scaled_not_capped() -> None:
    learned = Learned()
    short = estimate({"model": "m", "messages": [{"role": "user", "content": "가" * 100}]})
    long = estimate({"model": "m", "messages": [{"role": "user", "content": "가" * 1_000}]})
    for _ in range(10):
        learned.learn(short, Usage(100, 10, 110))
    assert learned.tokens(short) == pytest.approx(110)
    assert learned.tokens(long) > 900


def test_models_do_not_learn_from_each_other() -> None:
    learned = Learned()
    one, other = (estimate({"model": m, "messages": [{"role": "user", "content": "가" * 99}]}) for m in ("a", "b"))
    for _ in range(10):
        learned.learn(one, Usage(10, 1, 11))
    assert learned.tokens(other) > 10 * learned.tokens(one)
