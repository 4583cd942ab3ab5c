"""Whatever the golds are, the rows obey the DDL, so that queries which are equal by its keys give equal results."""

from __future__ import annotations

import pytest

from tests.evaluate.instances.conftest import SHOP, answers, built
from workbench.data.database import Database
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted

GOLDS = (
    "SELECT name FROM member WHERE member_id = 7 OR email = 'a@b.kr' AND leave_yn = 'X'",
    "SELECT m.name, sum(o.amount) FROM member m JOIN orders o USING "
    "(member_id) GROUP BY m.member_id, m.name HAVING count(*) >= 3",
    "SELECT count(*) FROM member a JOIN member b ON a.recommender_id = b.member_id WHERE a.grade = '20'",
    "SELECT name FROM member m WHERE NOT EXISTS (SELECT 1 FROM "
    "orders o WHERE o.member_id = m.member_id AND o.amount > 100)",
    "SELECT order_id, count(*) FROM order_item WHERE qty BETWEEN 2 AND 4 GROUP BY order_id",
)


@pytest.fixture(scope="module")
def databases(shop: Schema) -> tuple[Database, ...]:
    return built(shop, *GOLDS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT count(*) FROM member", "SELECT count(name) FROM member"),
        ("SELECT count(*) FROM member", "SELECT count(DISTINCT member_id) FROM member"),
        ("SELECT count(email) FROM member", "SELECT count(DISTINCT email) FROM member"),
        ("SELECT count(*) FROM order_item", "SELECT count(*) FROM (SELECT DISTINCT order_id, line_no FROM order_item)"),
        ("SELECT count(*) FROM orders", "SELECT count(*) FROM orders JOIN member USING (member_id)"),
        (
            "SELECT count(*) FROM member WHERE recommender_id IS NOT NULL",
            "SELECT count(*) FROM member a JOIN member b ON a.recommender_id = b.member_id",
        ),
        (
            "SELECT name FROM member WHERE member_id IN (SELECT member_id FROM orders) ORDER BY member_id",
            "SELECT name FROM member m WHERE EXISTS (SELECT 1 FROM orders "
            "o WHERE o.member_id = m.member_id) ORDER BY member_id",
        ),
        (
            "SELECT count(*) FROM orders LEFT JOIN member USING (member_id)",
            "SELECT count(*) FROM orders JOIN member USING (member_id)",
        ),
        ("SELECT count(*) FROM member WHERE leave_yn <> 'Y'", "SELECT count(*) FROM member WHERE leave_yn = 'N'"),
        ("SELECT count(*) FROM order_item", "SELECT count(*) FROM order_item WHERE order_id IS NOT NULL"),
    ],
)
def test_queries_that_are_equal_by_the_keys_stay_equal(databases: tuple[Database, ...], one: str, other: str) -> None:
    first, second = answers(databases, one), answers(databases, other)
    assert [list(row.values()) for rows in first for row in rows] == [
        list(row.values()) for rows in second for row in rows
    ]


def test_a_code_explained_in_a_comment_is_the_only_value_of_its_column(databases: tuple[Database, ...]) -> None:
    for rows in answers(databases, "SELECT DISTINCT grade FROM member WHERE grade IS NOT NULL"):
        assert {row["grade"] for row in rows} <= {"10", "20"}


def test_texts_are_no_longer_than_declared(databases: tuple[Database, ...]) -> None:
    for rows in answers(databases, "SELECT max(length(name)) AS n, max(length(status)) AS s FROM member, orders"):
        assert rows[0]["n"] <= 20
        assert rows[0]["s"] <= 10


def test_where_no_key_is_declared_some_children_have_no_parent(databases: tuple[Database, ...]) -> None:
    orphans = answers(
        databases, "SELECT count(*) AS n FROM visit_log WHERE member_id NOT IN (SELECT member_id FROM member)"
    )
    assert any(rows[0]["n"] for rows in orphans)


def test_some_parents_have_no_child_and_some_have_several(databases: tuple[Database, ...]) -> None:
    counts = answers(
        databases,
        "SELECT DISTINCT count(order_id) AS n FROM member LEFT JOIN orders USING (member_id) GROUP BY member_id",
    )
    assert all({0, 1} <= {row["n"] for row in rows} for rows in counts)
    assert any(max(row["n"] for row in rows) >= 3 for rows in counts)


def test_nullable_columns_hold_null_on_some_instances_and_not_on_others(databases: tuple[Database, ...]) -> None:
    missing = [rows[0]["n"] for rows in answers(databases, "SELECT count(*) - count(status) AS n FROM orders")]
    assert 0 in missing
    assert any(missing)


def test_tables_without_a_key_hold_whole_rows_twice(databases: tuple[Database, ...]) -> None:
    rows = answers(
        databases, "SELECT count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM visit_log)) AS n FROM visit_log"
    )
    assert all(one[0]["n"] > 0 for one in rows)


def test_a_cycle_of_keys_is_closed() -> None:
    schema = read_pasted(
        "CREATE TABLE dept(id INT PRIMARY KEY, head INT NOT NULL);"
        "CREATE TABLE emp(id INT PRIMARY KEY, dept_id INT NOT NULL REFERENCES dept(id));"
        "ALTER TABLE dept ADD FOREIGN KEY (head) REFERENCES emp(id);",
        "postgres",
    )
    gold = "SELECT d.id FROM dept d JOIN emp e ON e.id = d.head WHERE e.dept_id <> d.id"
    databases = built(schema, gold)
    lost = (
        "SELECT (SELECT count(*) FROM dept WHERE head NOT IN (SELECT id FROM emp)) + "
        "(SELECT count(*) FROM emp WHERE dept_id NOT IN (SELECT id FROM dept)) AS n"
    )
    assert [rows[0]["n"] for rows in answers(databases, lost)] == [0] * 5
    assert any(answers(databases, gold))


def test_the_same_golds_give_the_same_rows_and_another_seed_others(shop: Schema) -> None:
    sql = "SELECT * FROM member ORDER BY member_id"
    again = read_pasted(SHOP, "mysql")
    assert [d.path for d in built(shop, *GOLDS)] == [d.path for d in built(again, *reversed(GOLDS))]
    assert answers(built(shop, *GOLDS), sql) != answers(built(shop, *GOLDS, seed=1), sql)
    assert {d.rows for d in built(shop, *GOLDS)} == {"example"}
