"""A schema as a few readable lines: what the golden files under `tests/cases/ddl/read` hold."""

from __future__ import annotations

from workbench.schema.model import Schema, Table


def outline(schema: Schema) -> str:
    return "".join(_table(table) for table in schema.tables)


def _table(table: Table) -> str:
    head = f"{table.namespace}.{table.name}" if table.namespace else table.name
    lines = [head + (f"  -- {table.comment}" if table.comment else "")]
    for column in table.columns:
        marks = ("" if column.nullable else " not null") + (f" {list(column.choices)}" if column.choices else "")
        lines.append(f"  {column.name}  {column.type}{marks}" + (f"  -- {column.comment}" if column.comment else ""))
    if table.primary_key:
        lines.append(f"  primary key {', '.join(table.primary_key)}")
    lines += [f"  unique {', '.join(key)}" for key in table.unique_keys]
    lines += [f"  {', '.join(k.columns)} -> {k.table} ({', '.join(k.ref_columns)})" for k in table.foreign_keys]
    if table.view_sql:
        lines.append(f"  view {table.view_sql}")
    return "\n".join(lines) + "\n\n"
