"""The clock stands still, and only the clock."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluate.clock import is_random, pinned
from workbench.sandbox.pool import open_sandbox
from workbench.schema.model import Column, Schema, Table

DAY = dt.date(2024, 3, 15)
SCHEMA = Schema((Table("t", (Column("a", "INTEGER"), Column("today", "DATE"))),))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT now(), NOW ( ), get_current_timestamp(), transaction_timestamp(), current_timestamp",
        "SELECT current_date, Current_Date(), today(), CURRENT_TIME, localtime, localtimestamp",
        "SELECT current_localtimestamp(), current_localtime()",
        "SELECT ago(INTERVAL 1 DAY), age(TIMESTAMP '2020-01-01'), age(now(), TIMESTAMP '2020-01-01')",
        "SELECT year(current_date), CAST(now() AS DATE) - 7, date_diff('day', DATE '2024-01-01', today())",
        "SELECT EXTRACT(YEAR FROM NOW()), now()::DATE, (SELECT max(x) FROM (SELECT today() AS x))",
    ],
)
def test_every_form_of_the_clock_gives_the_given_day(sql: str) -> None:
    text = pinned(sql, DAY, SCHEMA)
    one, other = (open_sandbox(None).run(pinned(sql, day, SCHEMA)) for day in (DAY, dt.date(2023, 1, 2)))
    assert one.status == "ok", (text, one.error)
    assert not any(name in text.lower() for name in ("now", "today", "current_", "local", "ago("))
    assert one.table != other.table


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 'now()', a AS now FROM t",
        'SELECT "current_date" FROM t',
        "SELECT t.today, today FROM t",
        "SELECT 1 -- now()",
        "SELECT age(DATE '2024-01-01', DATE '2023-01-01')",
    ],
)
def test_what_only_looks_like_it_stays(sql: str) -> None:
    assert pinned(sql, DAY, SCHEMA) == sql


def test_a_column_that_is_called_like_the_clock_is_a_column() -> None:
    schema = Schema((Table("t", (Column("current_date", "DATE"),)),))
    assert pinned("SELECT current_date FROM t", DAY, schema) == "SELECT current_date FROM t"


@settings(deadline=None)
@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    pinned(text, DAY, SCHEMA)
    is_random(text)


@pytest.mark.parametrize(
    ("sql", "random"),
    [
        ("SELECT a FROM t ORDER BY random() LIMIT 1", True),
        ("SELECT uuid()", True),
        ("SELECT a FROM t USING SAMPLE 3", True),
        ("SELECT a FROM t TABLESAMPLE reservoir(3)", True),
        ("SELECT random FROM t", False),
        ("SELECT 'random()' FROM t", False),
    ],
)
def test_lots_are_known(sql: str, random: bool) -> None:
    assert is_random(sql) is random
