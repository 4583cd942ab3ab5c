"""Each category with a case of its own, the choice among several, and evidence that names what it means."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.category_confusion import PATH, to_markdown
from workbench.evaluate.categories import categorize
from workbench.evaluate.score import CATEGORIES, Outcome, ResultDifference, Score
from workbench.schema.ddl import read_ddl
from workbench.text import t

DDL = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR, joined DATE);
CREATE TABLE suppliers (id INTEGER PRIMARY KEY, name VARCHAR, city VARCHAR);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id), supplier_id INTEGER,
  amount INTEGER, fee INTEGER, status VARCHAR, pay_ym VARCHAR, ordered_at TIMESTAMP);
COMMENT ON COLUMN orders.status IS '주문상태(10:접수)';
COMMENT ON TABLE orders IS '주문';
"""
SCHEMA = read_ddl(DDL, "postgres")

CASES = [
    ("wrong_table", "SELECT count(*) FROM customers", "SELECT count(*) FROM suppliers"),
    ("missing_join", "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id",
     "SELECT name FROM customers"),
    ("wrong_join", "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id",
     "SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id"),
    ("wrong_join", "SELECT c.name FROM customers c JOIN orders o ON o.customer_id = c.id",
     "SELECT c.name FROM customers c JOIN orders o ON o.id = c.id"),
    ("missing_condition", "SELECT id FROM orders WHERE fee > 3 AND status = '10'",
     "SELECT id FROM orders WHERE fee > 3"),
    ("condition_column", "SELECT id FROM orders WHERE fee > 3", "SELECT id FROM orders WHERE amount > 3"),
    ("condition_value", "SELECT id FROM orders WHERE status = '10'", "SELECT id FROM orders WHERE status = '접수'"),
    ("comparison", "SELECT id FROM orders WHERE fee > 3", "SELECT id FROM orders WHERE fee >= 3"),
    ("comparison", "SELECT id FROM orders WHERE fee > 3 AND status = 'a'",
     "SELECT id FROM orders WHERE fee > 3 OR status = 'a'"),
    ("comparison", "SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)",
     "SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders)"),
    ("aggregate", "SELECT sum(fee) FROM orders", "SELECT avg(fee) FROM orders"),
    ("aggregate", "SELECT status, sum(fee) FROM orders GROUP BY status",
     "SELECT status, fee FROM orders GROUP BY status, fee"),
    ("grouping", "SELECT city, count(*) FROM customers GROUP BY city",
     "SELECT name, count(*) FROM customers GROUP BY name"),
    ("duplicates", "SELECT count(DISTINCT status) FROM orders", "SELECT count(status) FROM orders"),
    ("duplicates", "SELECT name FROM customers UNION SELECT name FROM suppliers",
     "SELECT name FROM customers UNION ALL SELECT name FROM suppliers"),
    ("sorting", "SELECT id FROM orders ORDER BY fee DESC LIMIT 1", "SELECT id FROM orders ORDER BY fee LIMIT 1"),
    ("row_count", "SELECT id FROM orders ORDER BY fee LIMIT 5", "SELECT id FROM orders ORDER BY fee"),
    ("columns", "SELECT name FROM customers", "SELECT name, city FROM customers"),
    ("columns", "SELECT sum(fee) FROM orders", "SELECT sum(amount) FROM orders"),
    ("date", "SELECT id FROM orders WHERE year(ordered_at) = 2026",
     "SELECT id FROM orders WHERE year(ordered_at) = 2025"),
    ("date", "SELECT id FROM orders WHERE pay_ym = '202610'", "SELECT id FROM orders WHERE pay_ym = '202611'"),
    ("date", "SELECT date_trunc('month', ordered_at) m, count(*) FROM orders GROUP BY m",
     "SELECT date_trunc('year', ordered_at) m, count(*) FROM orders GROUP BY m"),
    ("unit", "SELECT id FROM orders WHERE amount >= 10000000", "SELECT id FROM orders WHERE amount >= 1000"),
    ("unit", "SELECT sum(amount) FROM orders", "SELECT sum(amount) / 10000 FROM orders"),
    ("unit", "SELECT 100.0 * sum(fee) / sum(amount) FROM orders", "SELECT sum(fee) / sum(amount) FROM orders"),
]  # fmt: skip


@pytest.mark.parametrize(("category", "gold", "answer"), CASES)
def test_one_mistake_is_named(category: str, gold: str, answer: str) -> None:
    found = categorize(Score("wrong", gold_sql=gold, sql=answer), SCHEMA)
    assert found.code == category, found.evidence
    assert found.evidence


INVALID = [
    ("unknown_name", "SELECT nme FROM customers"),
    ("unknown_name", "SELECT name FROM clients"),
    ("unknown_name", "SELECT count(*) FROM (SELECT nme FROM customers)"),
    ("missing_join", "SELECT customers.name, orders.fee FROM customers"),
    ("syntax", "SELECT name FROM customers WHERE ("),
    ("syntax", "SELCT 1"),
    ("grouping", "SELECT city, name, count(*) FROM customers GROUP BY city"),
]


@pytest.mark.parametrize(("category", "sql"), INVALID)
def test_sql_that_cannot_run_says_why(category: str, sql: str) -> None:
    score = Score("invalid_sql", message="이유", gold_sql="SELECT name FROM customers", sql=sql)
    found = categorize(score, SCHEMA)
    assert found.code == category
    assert found.evidence[0] == "이유"


@pytest.mark.parametrize(
    ("outcome", "category"),
    [
        ("timeout", "timeout"),
        ("refused", "refused"),
        ("generation_error", "no_answer"),
        ("gold_broken", "gold_suspect"),
        ("grader_error", "other"),
    ],
)
def test_what_never_gave_rows_is_told_by_its_outcome(outcome: Outcome, category: str) -> None:
    found = categorize(Score(outcome, message="사정이 있습니다."), SCHEMA)
    assert found.code == category
    assert found.evidence == ("사정이 있습니다.",)


def result(**changes: object) -> ResultDifference:
    given = {"instance": "데이터 1", "gold_columns": ("a",), "columns": ("a",), "gold_rows": 1, "rows": 1,
             "missing": (), "extra": (), "matched": ()} | changes  # fmt: skip
    return ResultDifference(**given)  # type: ignore[arg-type]


def test_an_early_mistake_comes_before_the_later_ones_it_brings_along() -> None:
    gold = "SELECT c.city, sum(o.fee) FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.city"
    answer = "SELECT city, count(*) FROM customers GROUP BY city"
    found = categorize(Score("wrong", gold_sql=gold, sql=answer), SCHEMA)
    assert found.code == "missing_join"
    assert "주문(orders)" in found.evidence[0]
    assert any("count(*)" in line for line in found.evidence[1:])


def test_the_result_decides_where_the_text_leaves_several() -> None:
    gold, answer = "SELECT name FROM customers ORDER BY id", "SELECT name FROM customers WHERE id > 0"
    order = result(gold_columns=("name",), columns=("name",), gold_rows=3, rows=3, order_only=True)
    assert categorize(Score("wrong", gold_sql=gold, sql=answer, difference=order), SCHEMA).code == "sorting"
    wider = "SELECT name, city FROM customers WHERE id > 0"
    more = result(gold_columns=("name",), columns=("name", "city"), gold_rows=3, rows=3)
    score = Score("wrong", forgiving=True, gold_sql="SELECT name FROM customers", sql=wider, difference=more)
    assert categorize(score, SCHEMA).code == "columns"


def test_a_constant_ratio_between_the_results_is_a_unit() -> None:
    rows = result(missing=((1500,),), extra=((15.0,),), gold_columns=("total",), columns=("sum",))
    gold, answer = "SELECT sum(fee) FROM orders", "SELECT sum(fee * rate(fee)) FROM orders"
    found = categorize(Score("wrong", gold_sql=gold, sql=answer, difference=rows), SCHEMA)
    assert any("100배" in line for line in found.evidence)


def test_texts_alike_leave_the_result_to_speak() -> None:
    same = "SELECT name FROM customers"
    repeated = result(gold_rows=2, rows=4, extra=(("x",), ("x",)))
    assert categorize(Score("wrong", gold_sql=same, sql=same, difference=repeated), SCHEMA).code == "duplicates"
    assert categorize(Score("wrong", gold_sql=same, sql=same), SCHEMA).code == "other"


def test_gold_is_doubted_where_the_answer_mends_what_the_check_complains_about() -> None:
    gold = "SELECT id FROM orders WHERE ordered_at BETWEEN '2026-01-01' AND '2026-01-31'"
    mended = "SELECT id FROM orders WHERE ordered_at >= '2026-01-01' AND ordered_at < '2026-02-01'"
    found = categorize(Score("wrong", gold_sql=gold, sql=mended), SCHEMA)
    assert found.code == "gold_suspect"
    other = mended.replace("02-01", "03-01")
    assert categorize(Score("wrong", gold_sql=gold, sql=other), SCHEMA).code == "date"


def test_evidence_names_columns_and_values_in_korean() -> None:
    gold, answer = "SELECT id FROM orders WHERE status = '10'", "SELECT id FROM orders WHERE status = '접수'"
    found = categorize(Score("wrong", gold_sql=gold, sql=answer), SCHEMA)
    assert "주문상태(status)" in found.evidence[0]
    assert "'10'" in found.evidence[0]
    assert "'접수'" in found.evidence[0]


def test_every_category_has_a_title() -> None:
    assert all(t(f"category.{code}") for code in CATEGORIES)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["wrong", "invalid_sql", "gold_broken"]))
def test_it_never_fails_and_always_names_a_category(gold: str, sql: str, outcome: Outcome) -> None:
    assert categorize(Score(outcome, gold_sql=gold, sql=sql), SCHEMA).code in CATEGORIES


def test_the_confusion_table_is_current() -> None:
    """After changing a category or a mutation: `python -m tests.benchmarks.category_confusion`."""
    assert PATH.read_text(encoding="utf-8") == to_markdown() + "\n"
    shares = [float(share) for share in re.findall(r"^\*\*([\d.]+) %\*\*", PATH.read_text(encoding="utf-8"), re.M)]
    assert len(shares) == 2
    assert min(shares) >= 90
