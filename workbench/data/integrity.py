"""Does the loaded data keep the keys its DDL promises? Said, never enforced."""

from __future__ import annotations

import duckdb

from workbench.data.convert import family
from workbench.data.notes import Note, note
from workbench.schema.model import Column, ForeignKey, Schema, Table
from workbench.schema.names import quote

MAX_ROWS = 3_000_000
"""Larger tables are not checked: counting distinct keys there takes seconds and memory."""


def integrity_notes(connection: duckdb.DuckDBPyConnection, schema: Schema, loaded: set[str]) -> list[Note]:
    """Repeated primary keys and rows whose parent is missing, for tables that were loaded."""
    notes = []
    for table in schema.tables:
        if table.name not in loaded or _rows(connection, table) > MAX_ROWS:
            continue
        repeated = _repeated(connection, table)
        if repeated:
            notes.append(note("key_repeated", table=table.name, columns=", ".join(table.primary_key), count=repeated))
        for key in table.foreign_keys:
            parent = schema.table(key.table)
            if parent is None or parent.name not in loaded or parent.view_sql or key.inferred:
                continue
            lost = _orphans(connection, table, key, parent)
            if lost:
                columns = ", ".join(key.columns)
                notes.append(note("parent_missing", table=table.name, columns=columns, parent=parent.name, count=lost))
    return notes


def _rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    return _number(connection, f"SELECT count(*) FROM {quote(table.name)}")


def _repeated(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """Rows past the first of each primary key."""
    if not table.primary_key:
        return 0
    columns = ", ".join(quote(name) for name in table.primary_key)
    return _number(
        connection,
        f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) n FROM {quote(table.name)} GROUP BY {columns})",
    )


def _orphans(connection: duckdb.DuckDBPyConnection, table: Table, key: ForeignKey, parent: Table) -> int:
    pairs = [(c, r) for c, r in zip(key.columns, key.ref_columns, strict=False) if table.column(c) and parent.column(r)]
    if not pairs or len(pairs) != len(key.columns):
        return 0
    matches = " AND ".join(_equal(table.column(c), parent.column(r)) for c, r in pairs)
    given = " AND ".join(f"c.{quote(c)} IS NOT NULL" for c, _ in pairs)
    return _number(
        connection,
        f"SELECT count(*) FROM {quote(table.name)} c WHERE {given} "
        f"AND NOT EXISTS (SELECT 1 FROM {quote(parent.name)} p WHERE {matches})",
    )


def _equal(child: Column | None, parent: Column | None) -> str:
    """SQL that compares the two sides, which may have different types: numbers as numbers, anything else as text."""
    assert child is not None
    assert parent is not None
    numbers = all(family(column.type) in {"integer", "decimal", "float"} for column in (child, parent))
    kind = "DOUBLE" if numbers and child.type != parent.type else "" if child.type == parent.type else "VARCHAR"
    cast = f"::{kind}" if kind else ""
    return f"p.{quote(parent.name)}{cast} = c.{quote(child.name)}{cast}"


def _number(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
