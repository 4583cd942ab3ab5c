"""A query that is nearly the gold gives another result on some instance that was made for the gold alone."""

from __future__ import annotations

import pytest

from tests.evaluate.instances.conftest import TODAY, built, tells_apart
from workbench.evaluate.instances import empty_golds
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted


@pytest.mark.parametrize(
    ("gold", "other"),
    [
        ("SELECT name FROM member WHERE joined >= '2026-03-01'", "SELECT name FROM member WHERE joined > '2026-03-01'"),
        (
            "SELECT count(*) FROM orders WHERE ordered_at >= '2026-03-01' AND ordered_at < '2026-04-01'",
            "SELECT count(*) FROM orders WHERE ordered_at BETWEEN '2026-03-01' AND '2026-03-31'",
        ),
        (
            "SELECT count(*) FROM orders WHERE CAST(ordered_at AS DATE) <= DATE '2026-03-31'",
            "SELECT count(*) FROM orders WHERE ordered_at <= '2026-03-31'",
        ),
        (
            "SELECT order_id FROM orders WHERE ordered_at >= CURRENT_DATE - INTERVAL 7 DAY",
            "SELECT order_id FROM orders WHERE ordered_at >= CURRENT_DATE - INTERVAL 8 DAY",
        ),
        (
            "SELECT count(*) FROM orders WHERE year(ordered_at) = 2025",
            "SELECT count(*) FROM orders WHERE ordered_at BETWEEN '2025-01-01' AND '2025-12-31'",
        ),
        (
            "SELECT count(*) FROM orders WHERE CAST(ordered_at AS VARCHAR) LIKE '2023-02-%'",
            "SELECT count(*) FROM orders WHERE ordered_at >= '2023-02-01' AND ordered_at <= '2023-02-28'",
        ),
        ("SELECT name FROM member WHERE name LIKE '김%'", "SELECT name FROM member WHERE name LIKE '%김%'"),
        ("SELECT name FROM member WHERE name LIKE '%김'", "SELECT name FROM member WHERE name LIKE '김%'"),
        ("SELECT name FROM member WHERE name = 'Kim'", "SELECT name FROM member WHERE lower(name) = 'kim'"),
        ("SELECT name FROM member WHERE name = '김 철수'", "SELECT name FROM member WHERE name = '김철수'"),
        ("SELECT count(*) FROM orders", "SELECT count(status) FROM orders"),
        (
            "SELECT count(*) FROM orders WHERE status <> '취소'",
            "SELECT count(*) FROM orders WHERE status IS DISTINCT FROM '취소'",
        ),
        ("SELECT DISTINCT status FROM orders WHERE amount > 5000", "SELECT status FROM orders WHERE amount > 5000"),
        (
            "SELECT DISTINCT m.name FROM member m JOIN orders o USING (member_id)",
            "SELECT m.name FROM member m JOIN orders o USING (member_id)",
        ),
        (
            "SELECT m.name, count(o.order_id) FROM member m LEFT JOIN "
            "orders o USING (member_id) GROUP BY m.member_id, m.name",
            "SELECT m.name, count(*) FROM member m LEFT JOIN orders o USING (member_id) GROUP BY m.member_id, m.name",
        ),
        (
            "SELECT m.name, count(*) FROM member m JOIN orders o USING (member_id) GROUP BY m.member_id, m.name",
            "SELECT m.name, count(*) FROM member m JOIN orders o USING (member_id) GROUP BY m.name",
        ),
        (
            "SELECT member_id FROM orders GROUP BY member_id HAVING count(*) >= 12",
            "SELECT member_id FROM orders GROUP BY member_id HAVING count(*) > 12",
        ),
        (
            "SELECT member_id FROM orders GROUP BY member_id HAVING avg(amount) >= 300",
            "SELECT member_id FROM orders GROUP BY member_id HAVING max(amount) >= 300",
        ),
        (
            "SELECT name FROM member m WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.member_id = m.member_id"
            " AND o.ordered_at >= '2026-01-01')",
            "SELECT name FROM member m WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.member_id = m.member_id"
            " AND o.ordered_at > '2026-01-01')",
        ),
        (
            "SELECT name FROM member WHERE member_id NOT IN (SELECT member_id FROM orders)",
            "SELECT m.name FROM member m LEFT JOIN orders o USING (member_id)",
        ),
        (
            "SELECT name FROM member WHERE leave_yn = 'N' AND grade IN ('20') OR joined IS NULL",
            "SELECT name FROM member WHERE leave_yn = 'N' AND (grade IN ('20') OR joined IS NULL)",
        ),
        ("SELECT max(amount) FROM orders WHERE status = 'A'", "SELECT max(amount) FROM orders"),
        ("SELECT min(amount) FROM orders WHERE amount > 100", "SELECT min(amount) FROM orders WHERE amount >= 100"),
        (
            "SELECT name FROM member WHERE joined > '2020-01-01' INTERSECT SELECT name FROM member WHERE grade = '20'",
            "SELECT name FROM member WHERE joined > '2020-01-01' AND grade = '20'",
        ),
        (
            "SELECT status FROM orders WHERE amount > 10 UNION SELECT page FROM visit_log",
            "SELECT status FROM orders WHERE amount > 10 UNION ALL SELECT page FROM visit_log",
        ),
        (
            "WITH s AS (SELECT member_id, sum(amount) AS total FROM orders GROUP BY member_id)"
            " SELECT m.name FROM member m JOIN s USING (member_id) WHERE s.total > 700",
            "SELECT m.name FROM member m JOIN orders o USING (member_id) WHERE o.amount > 700",
        ),
        (
            "SELECT order_id FROM orders QUALIFY row_number() OVER "
            "(PARTITION BY member_id ORDER BY amount DESC, order_id) <= 2",
            "SELECT order_id FROM orders QUALIFY row_number() OVER "
            "(PARTITION BY member_id ORDER BY amount DESC, order_id) <= 3",
        ),
        (
            "SELECT sum(qty) FROM order_item i JOIN orders o USING (order_id) WHERE o.status = '완료' AND i.qty >= 3",
            "SELECT sum(qty) FROM order_item i JOIN orders o USING (order_id) WHERE i.qty >= 3",
        ),
        (
            "SELECT order_id FROM orders WHERE date_diff('day', ordered_at, TIMESTAMP '2026-03-10') > 5",
            "SELECT order_id FROM orders WHERE date_diff('day', ordered_at, TIMESTAMP '2026-03-10') >= 5",
        ),
    ],
)  # fmt: skip
def test_nearly_the_same_is_told_apart(shop: Schema, gold: str, other: str) -> None:
    assert tells_apart(shop, gold, other)


def test_golds_that_stay_empty_are_named(shop: Schema) -> None:
    good = (
        "SELECT name FROM member WHERE grade = '20' AND leave_yn "
        "= 'Y' AND joined = DATE '2026-02-28' AND name LIKE '박%희'"
    )
    never = "SELECT name FROM member WHERE grade = '10' AND grade = '20'"
    broken = "SELECT nothing FROM nowhere"
    databases = built(shop, good, never, broken, "no SQL at all (")
    assert empty_golds(databases, [good, never, broken], TODAY) == (never, broken)


def test_conditions_on_five_joined_tables_hold_together() -> None:
    schema = read_pasted(
        "CREATE TABLE a(id INT PRIMARY KEY, x TEXT); CREATE TABLE "
        "b(id INT PRIMARY KEY, a_id INT REFERENCES a(id), x TEXT);"
        "CREATE TABLE c(id INT PRIMARY KEY, b_id INT REFERENCES b(id), x TEXT);"
        "CREATE TABLE d(id INT PRIMARY KEY, c_id INT REFERENCES c(id), x TEXT, at TIMESTAMP);"
        "CREATE TABLE e(id INT PRIMARY KEY, d_id INT REFERENCES d(id), n INT);",
        "postgres",
    )
    gold = (
        "SELECT a.x, sum(e.n) FROM a JOIN b ON b.a_id = a.id JOIN c ON c.b_id = b.id JOIN d ON d.c_id = c.id"
        " JOIN e ON e.d_id = d.id WHERE a.x = '서울' AND b.x = '강남' AND c.x LIKE '%점' AND d.x <> 'x'"
        " AND d.at BETWEEN '2026-01-01' AND '2026-01-31' AND e.n > 41 GROUP BY a.x HAVING sum(e.n) > 9000"
    )
    assert empty_golds(built(schema, gold), [gold], TODAY) == ()


def test_without_any_key_and_with_numbers_kept_as_text() -> None:
    schema = read_pasted("CREATE TABLE t (season VARCHAR, lost VARCHAR, points INT)", "sqlite")
    gold = "SELECT max(points) FROM t WHERE season = '2008–09' AND CAST(lost AS INTEGER) > 9"
    assert empty_golds(built(schema, gold), [gold], TODAY) == ()
    assert tells_apart(schema, gold, gold.replace("> 9", ">= 9"))


def test_a_view_is_read_through() -> None:
    schema = read_pasted(
        "CREATE TABLE pay (id INT PRIMARY KEY, amount INT, paid DATE, kind VARCHAR(5));"
        "CREATE VIEW big AS SELECT id, amount * 2 AS twice, kind FROM pay WHERE amount > 77;",
        "postgres",
    )
    gold = "SELECT count(*) FROM big WHERE kind = '카드'"
    assert empty_golds(built(schema, gold), [gold], TODAY) == ()
    assert tells_apart(schema, gold, "SELECT count(*) FROM pay WHERE kind = '카드' AND amount > 78")
