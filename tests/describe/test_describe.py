"""Explanations: tests/cases/describe/korean.txt holds the queries and every word said about them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.describe.shop import SHOP
from workbench.schema.model import Column, Schema, Table
from workbench.sql.describe import describe
from workbench.text import t, use_language

FILE = Path(__file__).parent.parent / "cases" / "describe" / "korean.txt"


def cases() -> list[tuple[str, str]]:
    blocks = FILE.read_text(encoding="utf-8").split("\n> ")[1:]
    return [(sql, said.rstrip("\n")) for sql, _, said in (block.partition("\n") for block in blocks)]


@pytest.mark.parametrize(("sql", "said"), cases())
def test_a_query_is_told_in_these_words(sql: str, said: str) -> None:
    assert describe(sql, SHOP) == said


@pytest.mark.parametrize("sql", [sql for sql, said in cases() if said.startswith("- ")])
def test_every_query_can_be_told_in_english_too(sql: str) -> None:
    with use_language("en"):
        said = describe(sql, SHOP)
    assert said.startswith("- ")
    assert "{" not in said


def test_english_reads_naturally() -> None:
    schema = Schema((Table("orders", (Column("amount", "INTEGER"), Column("day", "DATE"))),))
    with use_language("en"):
        said = describe(
            "SELECT SUM(amount) FROM orders WHERE day >= DATE '2024-03-01' AND day < DATE '2024-04-01'", schema
        )
    assert said.splitlines() == [
        "- Look in orders.",
        "- Keep only rows where day is in 2024-03.",
        "- Show sum of amount.",
    ]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + "(" * 60 + "1" + ")" * 60,
        "SELECT " + " + ".join(["amount"] * 300) + " FROM orders",
        "SELECT * FROM orders WHERE " + " AND ".join(f"amount <> {n}" for n in range(300)),
        "SELECT * FROM orders WHERE " + " OR ".join(f"amount = {n}" for n in range(300)),
        " UNION ALL ".join(["SELECT 1"] * 100),
        "SELECT * FROM (" * 20 + "SELECT 1 AS x" + ") AS q" * 20,
        "SELECT id FROM orders WHERE id IN (" * 8 + "SELECT 1" + ")" * 8,
        "SELECT total AS total FROM orders ORDER BY total",
    ],
)
def test_deep_and_long_queries_are_told_without_a_fault(sql: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="workbench.sql.describe"):
        said = describe(sql, SHOP)
    assert said
    assert caplog.records == []
    assert max(map(len, said.splitlines())) < 4_000


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(sql: str) -> None:
    assert describe(sql, SHOP)


def test_names_of_the_schema_cannot_add_lines() -> None:
    evil = Schema((Table("t", (Column("c", "INTEGER", comment="이름\n- 지어낸 줄"),), "표\n- 또 다른 줄"),))
    said = describe('SELECT c AS "가\n- 나" FROM t', evil)
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("sql", ["DELETE FROM orders", "", "안녕하세요", "COPY orders TO 'x'"])
def test_what_is_no_query_gets_one_plain_sentence(sql: str) -> None:
    assert describe(sql, SHOP) == t("describe.fallback")
