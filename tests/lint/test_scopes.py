"""What a column reference stands for, by DuckDB's rules."""

from __future__ import annotations

import pytest
from shop import SHOP

from workbench.sql.parsing import parse
from workbench.sql.scopes import Scopes, read_scopes
from workbench.sql.scopes.kinds import kind_of, type_kind


def read(sql: str) -> Scopes:
    return read_scopes(parse(sql).statements[0], SHOP)


def meanings(sql: str) -> dict[str, str]:
    """Kind by column as written; the last one of a name counts."""
    return {column.sql("duckdb"): meaning.kind for column, _, meaning in read(sql).columns()}


@pytest.mark.parametrize(
    ("sql", "column", "kind"),
    [
        ("SELECT 이름 FROM 고객", "이름", "found"),
        ("SELECT 없음 FROM 고객", "없음", "missing"),
        ("SELECT c.이름 FROM 고객 AS c", "c.이름", "found"),
        ("SELECT x.이름 FROM 고객 AS c", "x.이름", "no-source"),
        ("SELECT 고객번호 FROM 고객, 주문", "고객번호", "ambiguous"),
        ("SELECT 고객번호 FROM 고객 JOIN 주문 USING (고객번호)", "고객번호", "found"),
        ("SELECT 고객번호 FROM 고객 NATURAL JOIN 주문", "고객번호", "found"),
        ("SELECT 고객.고객번호 FROM 고객, 주문 ORDER BY 고객번호", "고객번호", "alias"),
        ("SELECT 이름 AS n FROM 고객 WHERE n = 'a'", "n", "alias"),
        ("SELECT 고객 FROM 고객", "고객", "row"),
        ("SELECT a FROM 고객, unnest([1])", "a", "unsure"),
        ("SELECT a FROM read_parquet('x')", "a", "unsure"),
        ("SELECT x FROM (SELECT 이름 AS x FROM 고객)", "x", "found"),
        ("SELECT q.이름 FROM (SELECT 이름 AS x FROM 고객) q", "q.이름", "missing"),
        ("WITH t(a) AS (SELECT 이름 FROM 고객) SELECT a FROM t", "a", "found"),
        ("WITH t(a) AS (SELECT 이름 FROM 고객) SELECT t.이름 FROM t", "t.이름", "missing"),
        ("SELECT s.a FROM (SELECT {'a': 1} AS s)", "s.a", "unsure"),
        ("SELECT rowid FROM 고객", "rowid", "unsure"),
        ("SELECT 이름 FROM 고겍", "이름", "unsure"),
        ("SELECT 가격 FROM (SELECT * EXCLUDE (가격) FROM 상품)", "가격", "missing"),
    ],
)
def test_a_column_means(sql: str, column: str, kind: str) -> None:
    assert meanings(sql)[column] == kind


def test_a_schema_column_is_followed_through_queries_and_aliases() -> None:
    scopes = read("WITH t AS (SELECT 이름 AS n, 등급 FROM 고객) SELECT x.n FROM (SELECT n FROM t) AS x")
    outer = next(meaning for column, _, meaning in scopes.columns() if column.table == "x")
    assert outer.column is not None
    assert (outer.table.name if outer.table else "", outer.column.name) == ("고객", "이름")


def test_a_correlated_column_belongs_to_the_outer_frame() -> None:
    scopes = read("SELECT 이름 FROM 고객 c WHERE EXISTS (SELECT 1 FROM 주문 o WHERE o.고객번호 = c.고객번호)")
    outer = next(m for column, frame, m in scopes.columns() if column.table == "c" and frame.parent is not None)
    assert outer.frame is scopes.frames[0]


def test_names_bound_by_lambdas_and_comprehensions_are_no_columns() -> None:
    assert meanings("SELECT list_transform([1], lambda x: x + 1), [y for y in [1]] FROM 고객") == {}


def test_outer_joins_make_columns_nullable() -> None:
    scopes = read("SELECT o.금액, c.이름 FROM 고객 c LEFT JOIN 주문 o ON c.고객번호 = o.고객번호")
    nullable = {column.name: meaning.output.nullable for column, _, meaning in scopes.columns() if meaning.output}
    assert nullable["금액"]
    assert not nullable["이름"]


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("가격", "integer"), ("가격 / 2", "number"), ("가격 * 2", "integer"), ("이름", "text"), ("COUNT(*)", "integer"),
        ("AVG(가격)", "number"), ("upper(이름)", "text"), ("DATE '2024-01-01'", "date"), ("'a'", "text"),
        ("1.5", "number"),
        ("-1", "integer"), ("CAST(이름 AS TIMESTAMP)", "timestamp"), ("MAX(가격)", "integer"), ("md5_number(이름)", ""),
    ],
)  # fmt: skip
def test_the_kind_of_an_expression(expression: str, kind: str) -> None:
    scopes = read(f"SELECT {expression} FROM 상품")
    assert kind_of(scopes.frames[0].node.expressions[0], scopes) == kind


def test_types_that_hold_others_have_no_kind() -> None:
    assert type_kind("INTEGER[]") == ""
    assert type_kind("STRUCT(a INTEGER)") == ""
    assert type_kind("DECIMAL(10,0)") == "integer"
    assert type_kind("TIMESTAMP WITH TIME ZONE") == "timestamp"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM (SELECT 없음 FROM 주문)",
        "SELECT y.* FROM (SELECT * FROM (SELECT 없음 FROM 주문) z) y",
        "SELECT * FROM (WITH c AS (SELECT 없음 FROM 주문) SELECT * FROM c)",
        "SELECT 없음 FROM (SELECT 없음 FROM 주문)",
        "SELECT 주문번호 AS 없음 FROM (SELECT 주문번호, 없음 FROM 주문)",
        "SELECT * FROM (SELECT x.없음 FROM 주문 x) x",
        "SELECT * FROM (SELECT 주문번호 FROM 주문 UNION ALL SELECT 없음 FROM 주문)",
    ],
)
def test_a_query_in_from_does_not_see_itself(sql: str) -> None:
    missing = [column.name for column, _, meaning in read(sql).columns() if meaning.kind == "missing"]
    assert "없음" in missing


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM 주문 o, (SELECT o.고객번호 AS twin) x",
        "SELECT * FROM 주문 o JOIN LATERAL (SELECT c.고객번호 FROM 고객 c WHERE c.고객번호 = o.고객번호) x ON true",
        "SELECT * FROM 주문 o JOIN 고객 c ON c.고객번호 IN (SELECT o.고객번호)",
        "SELECT (SELECT max(c.고객번호) FROM 고객 c WHERE c.고객번호 = o.고객번호) FROM 주문 o",
    ],
)
def test_a_query_sees_what_stands_before_it(sql: str) -> None:
    assert {meaning.kind for _, _, meaning in read(sql).columns()} == {"found"}
