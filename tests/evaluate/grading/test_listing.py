"""Lists in no order of their own get one, on both sides."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluate.grading import Ground, score_pair
from workbench.evaluate.grading.listing import has_loose_list, settled


@pytest.mark.parametrize(
    ("sql", "ordered"),
    [
        ("SELECT string_agg(name, ',') FROM t", "SELECT string_agg(name, ',' ORDER BY name) FROM t"),
        ("SELECT GROUP_CONCAT(DISTINCT a.b) FROM a", "SELECT GROUP_CONCAT(DISTINCT a.b ORDER BY a.b) FROM a"),
        ("SELECT list(f(x, 1)), 2 FROM t", "SELECT list(f(x, 1) ORDER BY f(x, 1)), 2 FROM t"),
        ("SELECT array_agg(x ORDER BY y) FROM t", "SELECT array_agg(x ORDER BY y) FROM t"),
        ("SELECT listagg(x) WITHIN GROUP (ORDER BY y) FROM t", "SELECT listagg(x) WITHIN GROUP (ORDER BY y) FROM t"),
        ("SELECT list FROM t", "SELECT list FROM t"),
        ("SELECT 'string_agg(x)'", "SELECT 'string_agg(x)'"),
    ],
)
def test_a_list_is_ordered_by_its_values(sql: str, ordered: str) -> None:
    assert settled(sql, all_of_them=False) == ordered


def test_an_answer_may_order_a_list_that_gold_does_not() -> None:
    assert settled("SELECT list(x ORDER BY y DESC) FROM t", True) == "SELECT list(x  ORDER BY x) FROM t"


@settings(deadline=None)
@given(st.text(alphabet="list(),x'\" ORDERBY\n"))
def test_any_text_is_survived(text: str) -> None:
    settled(text, True)
    has_loose_list(text)


@pytest.mark.parametrize(
    ("gold", "pred", "outcome"),
    [
        (
            "SELECT city, string_agg(name, ',') FROM customers GROUP BY city",
            "SELECT city, string_agg(name, ',' ORDER BY joined DESC) FROM customers GROUP BY city",
            "correct",
        ),
        (
            "SELECT string_agg(name, ',' ORDER BY joined) FROM customers",
            "SELECT string_agg(name, ',' ORDER BY joined DESC) FROM customers",
            "wrong",
        ),
        (
            "SELECT string_agg(name, ',') FROM customers",
            "SELECT string_agg(DISTINCT name, ',') FROM customers",
            "wrong",
        ),
    ],
)
def test_lists_are_graded_by_what_gold_asks_for(gold: str, pred: str, outcome: str, shop: Ground) -> None:
    assert score_pair(shop, gold, pred).outcome == outcome
