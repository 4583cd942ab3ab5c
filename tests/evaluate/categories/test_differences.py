"""Two queries that mean the same have no differences; every difference has its place in both texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.restyled import restyled
from workbench.evaluate.categories import differences
from workbench.schema.ddl import read_ddl

DDL = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR, joined DATE);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), amount INTEGER,
  fee INTEGER, status VARCHAR, ordered_at TIMESTAMP);
CREATE TABLE staff (id INTEGER PRIMARY KEY, name VARCHAR, boss_id INTEGER REFERENCES staff(id));
"""
SCHEMA = read_ddl(DDL, "duckdb")

SAME = [
    ("SELECT name FROM customers", 'SELECT c."name" AS 이름 FROM "customers" AS c'),
    ("SELECT name, city FROM customers", "SELECT city, name FROM customers"),
    ("SELECT id FROM orders WHERE amount BETWEEN 1 AND 5", "SELECT id FROM orders WHERE 5 >= amount AND amount >= 1"),
    ("SELECT id FROM orders WHERE status IN ('a')", "SELECT id FROM orders WHERE status = 'a'"),
    ("SELECT id FROM orders WHERE status IN ('a', 'b')", "SELECT id FROM orders WHERE status = 'b' OR status = 'a'"),
    ("SELECT id FROM orders WHERE NOT (status = 'a' OR fee > 3)",
     "SELECT id FROM orders WHERE status <> 'a' AND fee <= 3"),
    ("SELECT id FROM orders WHERE NOT status LIKE 'a%'", "SELECT id FROM orders WHERE status NOT LIKE 'a%'"),
    (
        "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id",
        "SELECT customers.name FROM orders, customers WHERE customers.id = orders.customer_id",
    ),
    (
        "SELECT c.id FROM customers c JOIN orders o ON o.customer_id = c.id",
        "SELECT o.customer_id FROM customers c JOIN orders o ON o.customer_id = c.id",
    ),
    (
        "SELECT id FROM orders WHERE ordered_at >= DATE '2026-02-01' AND ordered_at < DATE '2026-03-01'",
        "SELECT id FROM orders WHERE strftime(ordered_at, '%Y-%m') = '2026-02'",
    ),
    (
        "SELECT id FROM orders WHERE year(ordered_at) = 2026 AND month(ordered_at) = 2",
        "SELECT id FROM orders WHERE date_trunc('month', ordered_at) = DATE '2026-02-01'",
    ),
    ("SELECT id FROM customers WHERE joined <= DATE '2026-01-31'",
     "SELECT id FROM customers WHERE joined < '2026-02-01'"),
    ("SELECT count(*) FROM orders", "SELECT count(id) FROM orders"),
    ("SELECT city, count(*) n FROM customers GROUP BY city ORDER BY n",
     "SELECT city, count(*) FROM customers GROUP BY 1 ORDER BY 2"),
    ("SELECT DISTINCT city FROM customers", "SELECT city FROM customers GROUP BY city"),
    (
        "SELECT 100.0 * count(*) FILTER (WHERE fee > 3) / count(*) FROM orders",
        "SELECT sum(CASE WHEN fee > 3 THEN 1 ELSE 0 END) * 100.0 / count(*) FROM orders",
    ),
    (
        "WITH big AS (SELECT * FROM orders WHERE amount > 9) SELECT b.id FROM big b WHERE b.fee = 1",
        "SELECT id FROM orders WHERE fee = 1 AND amount > 9",
    ),
    (
        "SELECT a.name, b.name FROM staff a JOIN staff b ON a.boss_id = b.id",
        "SELECT s.name, b.name FROM staff b JOIN staff s ON s.boss_id = b.id",
    ),
    (
        "SELECT c.city, sum(o.fee) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.city",
        "WITH t AS (SELECT c.city, o.fee FROM customers c JOIN orders o ON o.customer_id = c.id) "
        "SELECT city, sum(fee) FROM t GROUP BY city",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_what_means_the_same_has_no_differences(gold: str, answer: str) -> None:
    assert [d.message for d in differences(gold, answer, SCHEMA)] == []
    assert [d.message for d in differences(answer, gold, SCHEMA)] == []


@pytest.mark.parametrize("gold", [one for pair in SAME for one in pair])
def test_another_hand_makes_no_difference(gold: str) -> None:
    assert [d.message for d in differences(gold, restyled(gold, SCHEMA), SCHEMA)] == []


PLACES = [
    ("SELECT name FROM customers WHERE city = '서울'", "SELECT name FROM customers WHERE city = '부산'", "where",
     "city = '서울'", "city = '부산'"),
    ("SELECT name FROM customers WHERE city = 'a'", "SELECT name FROM customers", "where", "city = 'a'", None),
    ("SELECT name FROM customers", "SELECT name FROM customers WHERE NOT city IN ('a', 'b')", "where", None,
     "NOT city IN ('a', 'b')"),
    ("SELECT sum(amount) FROM orders", "SELECT avg(amount) AS m FROM orders", "select", "sum(amount)",
     "avg(amount) AS m"),
    ("SELECT name FROM customers ORDER BY id DESC", "SELECT name FROM customers ORDER BY id", "order", "id DESC", "id"),
    ("SELECT id FROM orders LIMIT 3", "SELECT id FROM orders LIMIT 5", "limit", "3", "5"),
    ("SELECT id FROM orders WHERE fee < amount + 1", "SELECT id FROM orders", "where", "fee < amount + 1", None),
    ("SELECT id FROM orders WHERE ordered_at > now() - INTERVAL 7 DAY", "SELECT id FROM orders", "where",
     "ordered_at > now() - INTERVAL 7 DAY", None),
    ("SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders)", "SELECT name FROM customers", "where",
     "NOT EXISTS (SELECT 1 FROM orders)", None),
]  # fmt: skip


@pytest.mark.parametrize(("gold", "answer", "clause", "own", "other"), PLACES)
def test_a_difference_says_where_it_is(gold: str, answer: str, clause: str, own: str | None, other: str | None) -> None:
    found = differences(gold, answer, SCHEMA)[0]
    assert found.clause == clause
    assert (gold[slice(*found.gold_span)] if found.gold_span else None) == own
    assert (answer[slice(*found.span)] if found.span else None) == other
    assert found.kind == ("missing" if other is None else "extra" if own is None else "changed")


def test_both_bounds_of_a_period_are_told_in_one_sentence() -> None:
    gold = "SELECT id FROM orders WHERE ordered_at >= '2026-01-01' AND ordered_at < '2026-02-01'"
    answer = "SELECT id FROM orders WHERE ordered_at >= '2025-01-01' AND ordered_at < '2025-02-01'"
    found = differences(gold, answer, SCHEMA)
    assert {d.category for d in found} == {"date"}
    assert len({d.message for d in found}) == 1
    assert len({d.gold_span for d in found}) == 2


def test_columns_of_the_same_name_are_told_with_their_tables() -> None:
    gold = "SELECT c.id FROM customers c CROSS JOIN orders o"
    answer = "SELECT o.id FROM customers c CROSS JOIN orders o"
    [found] = differences(gold, answer, SCHEMA)
    assert "customers.id" in found.message
    assert "orders.id" in found.message


@given(st.text(max_size=120), st.text(max_size=120))
def test_no_text_makes_it_fail(one: str, other: str) -> None:
    differences(one, other, SCHEMA)
    differences(f"SELECT {one} FROM orders", f"SELECT id FROM orders WHERE {other}", SCHEMA)


def test_a_tower_of_brackets_is_survived() -> None:
    deep = "SELECT " + "(" * 90 + "1" + ")" * 90
    assert differences(deep, "SELECT 2", SCHEMA) != ()
