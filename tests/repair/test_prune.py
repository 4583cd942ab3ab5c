"""Joins that the question does not ask for go; everything else stays as it was."""

from __future__ import annotations

import pytest

from workbench.schema.ddl import read_ddl
from workbench.sql.repair.precision import widen_floats
from workbench.sql.repair.prune import prune_joins

SCHEMA = read_ddl(
    """
    CREATE TABLE member (id INT PRIMARY KEY, name VARCHAR(20), grade VARCHAR(5));
    CREATE TABLE orders (id INT PRIMARY KEY, member_id INT REFERENCES member(id), amount INT);
    CREATE TABLE item (id INT PRIMARY KEY, order_id INT REFERENCES orders(id), product_id INT REFERENCES product(id));
    CREATE TABLE product (id INT PRIMARY KEY, title VARCHAR(20));
    """
)


@pytest.mark.parametrize(
    ("sql", "asked", "expected"),
    [
        (
            "SELECT m.name FROM member AS m JOIN orders AS o ON m.id = o.member_id WHERE m.grade = 'V'",
            ["member"],
            "SELECT m.name FROM member AS m WHERE m.grade = 'V'",
        ),
        (
            "SELECT m.name FROM orders AS o JOIN member AS m ON o.member_id = m.id",
            ["member"],
            "SELECT m.name FROM member AS m",
        ),
        (
            "SELECT SUM(o.amount) FROM orders AS o JOIN item AS i ON i.order_id = o.id "
            "JOIN product AS p ON i.product_id = p.id",
            ["orders"],
            "SELECT SUM(o.amount) FROM orders AS o",
        ),
        (
            "SELECT m.name FROM member AS m JOIN orders AS o ON m.id = o.member_id WHERE o.member_id = 3",
            ["member"],
            "SELECT m.name FROM member AS m WHERE m.id = 3",
        ),
        (
            "SELECT COUNT(DISTINCT o.member_id) FROM orders AS o JOIN member AS m ON o.member_id = m.id",
            ["member"],
            "SELECT COUNT(DISTINCT m.id) FROM member AS m",
        ),
    ],
)
def test_an_unasked_leaf_goes(sql: str, asked: list[str], expected: str) -> None:
    pruned = prune_joins(sql, SCHEMA, asked)
    assert pruned is not None
    assert pruned.sql == expected
    assert pruned.notes


@pytest.mark.parametrize(
    ("sql", "asked"),
    [
        ("SELECT m.name FROM member m JOIN orders o ON m.id = o.member_id", ["member", "orders"]),
        ("SELECT m.name, o.amount FROM member m JOIN orders o ON m.id = o.member_id", ["member"]),
        ("SELECT m.name FROM member m JOIN orders o ON m.id = o.member_id WHERE amount > 3", ["member"]),
        ("SELECT * FROM member m JOIN orders o ON m.id = o.member_id", ["member"]),
        ("SELECT m.name FROM member m JOIN orders o ON m.id = o.member_id AND o.amount > 3", ["member"]),
        ("SELECT m.name FROM member m CROSS JOIN orders o", ["member"]),
        ("SELECT m.name FROM member m RIGHT JOIN orders o ON m.id = o.member_id", ["member"]),
        ("SELECT m.name FROM member m JOIN (SELECT member_id FROM orders) o ON m.id = o.member_id", ["member"]),
        ("SELECT p.title FROM member m JOIN orders o ON m.id = o.member_id JOIN item i ON i.order_id = o.id "
         "JOIN product p ON p.id = i.product_id", ["member", "product"]),
        ("SELECT m.name FROM member m LEFT JOIN orders o ON m.id = o.member_id WHERE o.member_id IS NULL", ["member"]),
        ("SELECT FROM (", ["member"]),
    ],
)  # fmt: skip
def test_anything_used_asked_for_or_unclear_stays(sql: str, asked: list[str]) -> None:
    assert prune_joins(sql, SCHEMA, asked) is None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT CAST(a AS REAL) / b FROM t", "SELECT CAST(a AS DOUBLE) / b FROM t"),
        ("SELECT a::float FROM t", "SELECT a::DOUBLE FROM t"),
        ("SELECT 'CAST(a AS REAL)', a AS real FROM t", "SELECT 'CAST(a AS REAL)', a AS real FROM t"),
        ("SELECT (", "SELECT ("),
    ],
)
def test_short_floats_become_long_ones(sql: str, expected: str) -> None:
    assert widen_floats(sql) == expected
