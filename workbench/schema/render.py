"""The schema as DuckDB DDL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import fold, quote

_NOT_INDEXED = ("[", "STRUCT(", "MAP(", "UNION(", "JSON", "INTERVAL", "BIT")


def to_ddl(schema: Schema) -> str:
    """DuckDB DDL for the whole schema, one statement a paragraph; it always runs on an empty database.

    Primary keys and NOT NULL are in, as they say what the data means; foreign keys, unique keys and CHECKs are not:
    DuckDB refuses references to missing tables, and real data breaks what its own database did not enforce. Comments
    follow as COMMENT ON. Views come last, each after those it reads; a view over tables that are not in `schema`
    becomes a table with its columns.
    """
    return "".join(f"{statement};\n" for statement in create_statements(schema.tables))


def create_statements(tables: Iterable[Table]) -> Iterator[str]:
    """The statements of `to_ddl`, one by one, without semicolons."""
    tables = list(tables)
    views = _in_order([table for table in tables if table.view_sql], {fold(t.name) for t in tables if not t.view_sql})
    kept = {view.name for view in views}
    for table in tables:
        if table.name not in kept:
            yield _create(table)
            yield from _comments(table, "TABLE")
    for view in views:
        yield f"CREATE VIEW {quote(view.name)} AS {view.view_sql}"
        yield from _comments(view, "VIEW")


def _in_order(views: list[Table], known: set[str]) -> list[Table]:
    """The views of which everything they read is there, each after what it reads."""
    ordered: list[Table] = []
    while ready := [view for view in views if _sources(view.view_sql) <= known]:
        ordered += ready
        known = known | {fold(view.name) for view in ready}
        views = [view for view in views if view not in ready]
    return ordered


@lru_cache(maxsize=2048)
def _sources(view_sql: str) -> frozenset[str]:
    """Folded names of the tables that a view reads."""
    try:
        tree = sqlglot.parse_one(view_sql, read="duckdb")
    except (SqlglotError, RecursionError, ValueError):
        return frozenset()
    inner = {fold(cte.alias) for cte in tree.find_all(exp.CTE)}
    return frozenset(fold(table.name) for table in tree.find_all(exp.Table) if table.name) - inner


def _create(table: Table) -> str:
    lines = [
        f"  {quote(column.name)} {column.type}{'' if column.nullable else ' NOT NULL'}" for column in table.columns
    ]
    if table.primary_key and all(_indexable(table.column(name)) for name in table.primary_key):
        lines.append(f"  PRIMARY KEY ({', '.join(quote(name) for name in table.primary_key)})")
    return f"CREATE TABLE {quote(table.name)} (\n" + ",\n".join(lines) + "\n)"


def _indexable(column: Column | None) -> bool:
    """DuckDB has no index over nested types, and a key over them would fail the whole table."""
    return column is not None and not any(mark in column.type for mark in _NOT_INDEXED)


def _comments(table: Table, kind: str) -> Iterator[str]:
    if table.comment:
        yield f"COMMENT ON {kind} {quote(table.name)} IS {_string(table.comment)}"
    for column in table.columns:
        if column.comment:
            yield f"COMMENT ON COLUMN {quote(table.name)}.{quote(column.name)} IS {_string(column.comment)}"


def _string(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
