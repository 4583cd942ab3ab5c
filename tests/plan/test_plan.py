"""DuckDB's own plans, read by the engine in this process over a small shop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.schema.model import Column, Schema, Table
from workbench.sql.plan import Plan, PlanStep, read_plan

SHOP = Schema(
    (
        Table("orders", (Column("id", "INTEGER"),), "주문(접수 순)"),
        Table("customers", (Column("id", "INTEGER"),)),
    )
)


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE customers AS SELECT i AS id, 'r' || (i % 5) AS region FROM range(1000) t(i);"
        "CREATE TABLE orders AS SELECT i AS id, i % 1000 AS customer_id, i * 10 AS amount FROM range(20000) t(i);"
        "CREATE TABLE empty_a (x INTEGER); CREATE TABLE empty_b (y INTEGER)"
    )
    yield connection
    connection.close()


def plan_of(engine: duckdb.DuckDBPyConnection, sql: str) -> Plan:
    rows = engine.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
    return read_plan(json.loads(rows[0][1]), SHOP)


def outline(step: PlanStep) -> list[str]:
    """Kinds of steps, indented by depth."""
    return [step.kind] + [f" {line}" for child in step.children for line in outline(child)]


def codes(plan: Plan) -> list[str]:
    return [warning.code for warning in plan.warnings]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT * FROM orders", ["scan"]),
        (
            "SELECT c.region, SUM(o.amount) s FROM orders o JOIN customers c ON c.id = o.customer_id"
            " WHERE o.amount > 100 GROUP BY 1 ORDER BY s DESC LIMIT 5",
            ["top", " group", "  join", "   scan", "   scan"],
        ),
        ("SELECT * FROM orders ORDER BY amount", ["sort", " scan"]),
        ("SELECT id FROM customers UNION ALL SELECT id FROM orders", ["union", " scan", " scan"]),
        ("SELECT 1", ["values"]),
    ],
)
def test_a_plan_is_a_small_tree(engine: duckdb.DuckDBPyConnection, sql: str, expected: list[str]) -> None:
    plan = plan_of(engine, sql)
    assert [line for line in outline(plan.root) if line.strip() != "project"] == expected
    assert codes(plan) == []


def test_steps_are_said_in_korean_with_rows_and_details(engine: duckdb.DuckDBPyConnection) -> None:
    step = plan_of(engine, "SELECT * FROM orders WHERE amount > 100").root
    assert step.title == "표 읽기: orders(주문)"
    assert "amount > 100" in step.detail
    assert step.rows is not None
    assert plan_of(engine, "SELECT * FROM orders ORDER BY amount DESC").root.detail.endswith("내림차순")


def test_a_product_of_two_tables_is_warned_about_even_when_they_are_empty(engine: duckdb.DuckDBPyConnection) -> None:
    plan = plan_of(engine, "SELECT * FROM orders, customers")
    assert codes(plan) == ["plan-cross-product"]
    assert plan.root.rows == 20_000_000
    assert "20,000,000" in plan.warnings[0].message
    assert (plan.warnings[0].start, plan.warnings[0].end) == (0, 0)
    assert codes(plan_of(engine, "SELECT * FROM empty_a, empty_b")) == ["plan-cross-product"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM orders, (SELECT MAX(id) AS m FROM customers)",
        "SELECT * FROM orders, (SELECT 1 AS one)",
        "SELECT * FROM orders WHERE amount > (SELECT AVG(amount) FROM orders)",
    ],
)
def test_a_product_with_one_row_is_fine(engine: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert codes(plan_of(engine, sql)) == []


def test_a_join_on_a_column_with_few_values_explodes(engine: duckdb.DuckDBPyConnection) -> None:
    plan = plan_of(engine, "SELECT a.id FROM orders a JOIN orders b ON a.customer_id = b.customer_id")
    assert codes(plan) == ["plan-exploding-join"]
    assert "customer_id = customer_id" in plan.warnings[0].message


def test_a_huge_table_read_whole_is_warned_about() -> None:
    node = {
        "name": "SEQ_SCAN",
        "children": [],
        "extra_info": {"Table": "a.b.orders", "Estimated Cardinality": "9000000"},
    }
    plan = read_plan([node], SHOP)
    assert codes(plan) == ["plan-huge-scan"]
    assert "9,000,000" in plan.warnings[0].message
    assert plan.root.warned


def test_json_holds_the_tree_and_the_warnings(engine: duckdb.DuckDBPyConnection) -> None:
    data = plan_of(engine, "SELECT * FROM orders, customers").to_json()
    assert data["kind"] == "cross"
    assert [child["kind"] for child in data["children"]] == ["scan", "scan"]
    assert data["warnings"][0]["code"] == "plan-cross-product"
    json.dumps(data)


def test_the_picture_has_a_node_a_step_and_escapes_what_it_shows() -> None:
    evil = 'x"]; evil [label="\\'
    node = {"name": "FILTER", "children": [{"name": "SEQ_SCAN", "children": [], "extra_info": {"Table": evil}}],
            "extra_info": {"Expression": evil + "\n}"}}  # fmt: skip
    dot = read_plan([node], SHOP).to_dot()
    outside = [re.sub(r'"(?:[^"\\]|\\.)*"', "", line) for line in dot.splitlines()]
    assert not any("evil" in line or '"' in line for line in outside)
    assert "n1 -> n0" in dot


def test_internal_projections_and_references_are_not_shown(engine: duckdb.DuckDBPyConnection) -> None:
    plan = plan_of(engine, "SELECT region, COUNT(*) FROM customers GROUP BY region ORDER BY 2")
    shown = json.dumps(plan.to_json(), ensure_ascii=False)
    assert "__internal" not in shown
    assert "#" not in shown


KEYS = st.sampled_from(["name", "children", "extra_info", "Table", "Join Type"])
LEAVES = st.none() | st.booleans() | st.integers() | st.text()
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4))


@given(st.lists(st.dictionaries(st.sampled_from(["name", "children", "extra_info"]), JSON), max_size=2))
def test_anything_shaped_like_a_plan_is_read(nodes: list[dict[str, Any]]) -> None:
    plan = read_plan(nodes, SHOP)
    assert plan.to_dot().endswith("}")
    json.dumps(plan.to_json())


def test_a_very_deep_plan_is_cut() -> None:
    node: dict[str, Any] = {"name": "FILTER", "children": [], "extra_info": {}}
    for _ in range(3000):
        node = {"name": "FILTER", "children": [node], "extra_info": {}}
    assert len(outline(read_plan([node], SHOP).root)) < 200


def test_no_plan_is_an_empty_one() -> None:
    assert read_plan(None, SHOP).root.children == ()
