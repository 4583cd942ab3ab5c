"""Mutants carry exactly one known mistake, and DuckDB takes them."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.mutants import mutants
from workbench.evaluate.score import CATEGORIES
from workbench.schema.ddl import read_ddl

DDL = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR, grade VARCHAR, joined DATE);
CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), amount INTEGER,
  fee INTEGER, status VARCHAR CHECK (status IN ('완료', '취소')), ordered_at TIMESTAMP);
"""
SCHEMA = read_ddl(DDL, "duckdb")
GOLDS = [
    "SELECT name FROM customers WHERE city = '서울' AND grade <> 'A'",
    "SELECT c.name, sum(o.amount) FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = '완료' "
    "GROUP BY c.name HAVING sum(o.amount) >= 10000 ORDER BY 2 DESC LIMIT 5",
    "SELECT c.city, count(DISTINCT o.id) n FROM orders o JOIN customers c ON o.customer_id = c.id "
    "WHERE o.ordered_at >= DATE '2026-01-01' AND o.ordered_at < DATE '2026-02-01' GROUP BY c.city ORDER BY n DESC",
    "SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders WHERE amount BETWEEN 10 AND 20)",
    "SELECT date_trunc('month', ordered_at) m, 100.0 * count(*) FILTER (WHERE status = '취소') / count(*) FROM orders "
    "GROUP BY date_trunc('month', ordered_at)",
    "WITH t AS (SELECT customer_id, sum(fee) s FROM orders GROUP BY customer_id) "
    "SELECT c.name FROM t JOIN customers c ON c.id = t.customer_id WHERE t.s > 300",
    "SELECT name, row_number() OVER (PARTITION BY city ORDER BY joined) FROM customers",
    "SELECT name FROM customers UNION SELECT name FROM suppliers",
    "SELECT name FROM customers WHERE name LIKE '김%' OR joined IS NULL",
    "SELECT o.id FROM orders o JOIN customers c USING (id) WHERE year(c.joined) = 2025",
]


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(DDL)
    return connection


@pytest.mark.parametrize("gold", GOLDS)
def test_every_mutant_binds(gold: str, database: duckdb.DuckDBPyConnection) -> None:
    found = mutants(gold, SCHEMA)
    assert found
    for mutant in found:
        database.execute(f"EXPLAIN {mutant.sql}")


def test_categories_are_those_of_the_score() -> None:
    assert {m.category for gold in GOLDS for m in mutants(gold, SCHEMA)} <= set(CATEGORIES)


def test_all_kinds_of_mistakes_are_made() -> None:
    made = {m.category for gold in GOLDS for m in mutants(gold, SCHEMA)}
    never = {"unknown_name", "syntax", "timeout", "refused", "gold_suspect", "no_answer", "other"}
    assert made == set(CATEGORIES) - never


def test_the_same_seed_gives_the_same_mutants() -> None:
    assert mutants(GOLDS[1], SCHEMA, 7) == mutants(GOLDS[1], SCHEMA, 7)


def test_no_mutant_is_the_gold_itself_and_no_two_are_alike() -> None:
    for gold in GOLDS:
        texts = [m.sql for m in mutants(gold, SCHEMA)]
        assert len(set(texts)) == len(texts)
        assert not any(text.casefold() == gold.casefold() for text in texts)


def test_a_dropped_join_takes_its_columns_and_conditions_along() -> None:
    found = [m.sql for m in mutants(GOLDS[1], SCHEMA) if m.what == "dropped-join"]
    assert all("JOIN" not in sql for sql in found)


def test_another_table_must_have_the_columns() -> None:
    found = [m.sql for m in mutants("SELECT name, city FROM customers", SCHEMA) if m.what == "other-table"]
    assert found == ["SELECT name, city FROM suppliers"]


def test_a_value_is_replaced_by_one_that_the_column_admits() -> None:
    found = [m.sql for m in mutants("SELECT id FROM orders WHERE status = '완료'", SCHEMA) if m.what == "literal"]
    assert found == ["SELECT id FROM orders WHERE status = '취소'"]


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    mutants(text, SCHEMA)
    mutants(f"SELECT {text} FROM orders", SCHEMA)
