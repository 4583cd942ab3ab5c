"""What counts as a right hint."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.benchmarks.hint_evidence import used_by
from tests.benchmarks.hint_precision import Tally, count, judge
from workbench.schema.model import Column, Schema, Table

TODAY = dt.date(2026, 11, 23)
SCHEMA = Schema(
    (
        Table(
            "o",
            (
                Column("d", "DATE"),
                Column("ym", "VARCHAR"),
                Column("open_year", "BIGINT"),
                Column("amount", "BIGINT"),
                Column("state", "VARCHAR"),
            ),
        ),
        Table("c", (Column("name", "VARCHAR"), Column("d", "DATE"))),
    )
)
MARCH = "o.d >= DATE '2024-03-01' AND o.d < DATE '2024-04-01'"


@pytest.mark.parametrize(
    ("gold", "hint", "right"),
    [
        ("SELECT 1 FROM o WHERE d >= DATE '2024-03-01' AND d < DATE '2024-04-01'", MARCH, True),
        ("SELECT 1 FROM o WHERE d BETWEEN '2024-03-01' AND '2024-03-31'", MARCH, True),
        ("SELECT 1 FROM o WHERE YEAR(d) = 2024 AND MONTH(d) = 3", MARCH, True),
        ("SELECT 1 FROM o AS x WHERE x.d LIKE '2024-03%'", MARCH, False),
        ("SELECT 1 FROM o WHERE d >= DATE '2024-02-01'", MARCH, False),
        ("SELECT 1 FROM c WHERE d >= DATE '2024-03-01' AND d < DATE '2024-04-01'", MARCH, False),
        ("SELECT 1 FROM o WHERE d = CURRENT_DATE - 1", "o.d >= DATE '2026-11-22' AND o.d < DATE '2026-11-23'", True),
        ("SELECT 1 FROM o WHERE ym = '202403'", "o.ym = '202403'", True),
        ("SELECT 1 FROM o WHERE ym = '202403'", "from DATE '2024-03-01' and before DATE '2024-04-01'", False),
        ("SELECT 1 FROM o WHERE ym = '202403'", "'202403'", True),
        ("SELECT 1 FROM o WHERE open_year < 1990", "o.open_year <= 1989", True),
        ("SELECT 1 FROM o WHERE open_year <= 1990", "o.open_year <= 1989", False),
        ("SELECT 1 FROM o WHERE state = 'A'", "o.state = 'A'", True),
        ("SELECT 1 FROM o WHERE state <> 'A'", "o.state = 'B'", False),
        ("SELECT name FROM c", "c.name", True),
        ("SELECT name FROM c", "o.state", False),
        ("SELECT 1 FROM o WHERE amount >= 1000000", "1000000", True),
        ("SELECT 1 FROM o WHERE amount >= 10000 AND amount < 20000", "from 10000 to less than 20000", True),
        ("SELECT 1 FROM o WHERE amount > 0.9", "90%", True),
        ("SELECT 1 FROM o WHERE amount > 50", "1000000", False),
    ],
)
def test_a_hint_is_right_where_gold_says_the_same(gold: str, hint: str, right: bool) -> None:
    parts = judge(f"말: {hint}", used_by(gold, SCHEMA, TODAY))
    assert all(part.is_right for part in parts) is right


def test_what_gold_uses_is_counted_as_named_or_not() -> None:
    tally = Tally()
    used = used_by("SELECT state FROM o WHERE d >= DATE '2024-03-01' AND amount > 5000", SCHEMA, TODAY)
    wrong = count(["3월: o.d >= DATE '2024-03-01'", "금액: c.name"], used, tally)
    assert [one.line for one in wrong] == ["금액: c.name"]
    assert (tally.lines, tally.wrong_lines, tally.precision()) == (2, 1, 50.0)
    assert (tally.named["range"], tally.named["date_column"], tally.unnamed["amount"]) == (1, 1, 1)
    assert (tally.named["column"], tally.unnamed["column"]) == (1, 2)
