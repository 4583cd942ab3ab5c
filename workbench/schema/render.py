"""The schema as DuckDB DDL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote


def to_ddl(schema: Schema) -> str:
    """DuckDB DDL for the whole schema, one statement per paragraph; it always runs on an empty database.

    No foreign keys, unique keys or CHECKs: DuckDB refuses references to missing tables, and real data breaks
    constraints that its own database did not enforce. Comments follow as COMMENT ON, views come last.
    """
    return "".join(f"{statement};\n" for statement in create_statements(schema.tables))


def create_statements(tables: Iterable[Table]) -> Iterator[str]:
    """The statements of `to_ddl`, one by one, without semicolons."""
    views: list[Table] = []
    for table in tables:
        if table.view_sql:
            views.append(table)
        else:
            yield _create(table)
            yield from _comments(table, "TABLE")
    for view in views:
        yield f"CREATE VIEW {quote(view.name)} AS {view.view_sql}"
        yield from _comments(view, "VIEW")


def _create(table: Table) -> str:
    lines = [f"  {quote(column.name)} {column.type}{_not_null(column)}" for column in table.columns]
    if table.primary_key:
        lines.append(f"  PRIMARY KEY ({', '.join(quote(name) for name in table.primary_key)})")
    return f"CREATE TABLE {quote(table.name)} (\n" + ",\n".join(lines) + "\n)"


def _not_null(column: Column) -> str:
    return "" if column.nullable else " NOT NULL"


def _comments(table: Table, kind: str) -> Iterator[str]:
    if table.comment:
        yield f"COMMENT ON {kind} {quote(table.name)} IS {_string(table.comment)}"
    for column in table.columns:
        if column.comment:
            yield f"COMMENT ON COLUMN {quote(table.name)}.{quote(column.name)} IS {_string(column.comment)}"


def _string(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"
