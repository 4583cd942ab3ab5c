"""Foreign SQL runs on DuckDB after translation and gives the rows its own database would give."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.schema.model import Column, Schema, Table
from workbench.sql.transpile import from_duckdb, to_duckdb

CASES = Path(__file__).parent.parent / "cases" / "transpile"
GOLDEN = tomllib.loads((CASES / "golden.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def shop() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    connection.execute((CASES / "shop.sql").read_text(encoding="utf-8"))
    yield connection
    connection.close()


def schema_of(connection: duckdb.DuckDBPyConnection) -> Schema:
    found: dict[str, list[Column]] = {}
    for table, name, kind in connection.execute(
        "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    ).fetchall():
        comment = "생년월일 YYYYMMDD" if name == "birth" else ""
        found.setdefault(table, []).append(Column(name, kind, comment=comment))
    return Schema(tuple(Table(name, tuple(columns)) for name, columns in found.items()))


def plain(value: Any) -> Any:
    if value is None:
        return "NULL"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


@pytest.mark.parametrize("case", [c for c in GOLDEN if "rows" in c], ids=lambda c: f"{c['dialect']}: {c['sql'][:60]}")
def test_golden_case_gives_its_rows(shop: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> None:
    translated = to_duckdb(case["sql"], case["dialect"], schema_of(shop))
    rows = [[plain(v) for v in row] for row in shop.execute(translated.sql).fetchall()]
    ordered = "ORDER BY" in case["sql"] or len(rows) < 2
    assert (rows if ordered else sorted(rows, key=str)) == (
        case["rows"] if ordered else sorted(case["rows"], key=str)
    ), translated.sql


UNREADABLE = ("SELECT (", "안녕하세요", "SELECT FROM WHERE", "(" * 3000, "SELECT '", "", ";", "SELECT DATE_FORMAT(")
VALID = (
    "SELECT city, COUNT(*) AS n FROM customers GROUP BY ALL ORDER BY n DESC",
    "FROM customers SELECT name QUALIFY ROW_NUMBER() OVER (PARTITION BY city ORDER BY joined) = 1",
    "SELECT list_filter([1, 2, 3], lambda x : x > 1), {'a': 1}.a, date_trunc('month', joined) FROM customers",
    "SELECT c.name, o.amount / 2, 7 // 2 FROM customers c JOIN orders o ON c.id = o.customer_id WHERE o.paid",
    "SELECT strftime(joined, '%Y-%m'), datediff('day', joined, DATE '2025-01-01') FROM customers ORDER BY 1",
    "SELECT name FROM customers WHERE name LIKE '%SYSDATE; DROP TABLE dual%' OR phone IS NULL",
)


@pytest.mark.parametrize("dialect", ["mysql", "postgres", "oracle", "tsql", "sqlite", "duckdb"])
@pytest.mark.parametrize("sql", VALID)
def test_valid_duckdb_keeps_its_meaning(shop: duckdb.DuckDBPyConnection, sql: str, dialect: str) -> None:
    translated = to_duckdb(sql, dialect, schema_of(shop))
    assert sorted(shop.execute(translated.sql).fetchall(), key=str) == sorted(shop.execute(sql).fetchall(), key=str)


@pytest.mark.parametrize("sql", UNREADABLE)
def test_unreadable_text_comes_back_as_it_is(shop: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert to_duckdb(sql, "mysql", schema_of(shop)).sql == sql


PIECES = (
    "SELECT FROM WHERE TOP 5 ROWNUM <= DATE_FORMAT( DECODE( NVL( ) ( , '%Y' `a` [b] \"c\" a.b customers AS 총 매출 ; "
    "GROUP_CONCAT( SEPARATOR WITH ROLLUP DIV (+) MINUS DUAL INTERVAL 1 DAY CONVERT( USING utf8 name + - * ="
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=16))
def test_no_text_makes_it_raise(words: list[str]) -> None:
    schema = Schema((Table("customers", (Column("name", "VARCHAR"), Column("a", "DATE"))),))
    result = to_duckdb(" ".join(words), "oracle", schema)
    assert "wb_" not in result.sql


def test_company_dialects_get_their_own_spelling() -> None:
    sql = "SELECT strftime(d, '%Y-%m') AS m, COUNT(*) FROM t GROUP BY ALL LIMIT 3"
    assert "DATE_FORMAT" in from_duckdb("SELECT strftime(d, '%Y-%m') FROM t", "mysql").sql
    assert "TO_CHAR" in from_duckdb("SELECT strftime(d, '%Y-%m') FROM t", "oracle").sql
    assert "FETCH FIRST" in from_duckdb("SELECT a FROM t LIMIT 3", "oracle").sql
    assert "TOP 3" in from_duckdb("SELECT a FROM t LIMIT 3", "tsql").sql
    assert from_duckdb(sql, "duckdb").sql == sql


@pytest.mark.parametrize("dialect", ["mysql", "oracle", "tsql", "sqlite", "postgres", "bigquery", "snowflake"])
def test_what_a_dialect_cannot_say_is_noted_or_said(dialect: str) -> None:
    said = from_duckdb("SELECT ARG_MAX(a, b) FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1", dialect)
    assert said.sql
    assert from_duckdb("SELECT (", dialect).notes
