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

from workbench.schema.model import Column, Schema, Table
from workbench.sql.transpile import to_duckdb

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
