"""Tables of several schemas copied into one, inside the loading child, so that SQL can use their bare names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import duckdb

from workbench.data.files.naming import unique_names
from workbench.data.notes import Note, note
from workbench.data.record import Record, schema_from_json
from workbench.data.target import create_views, open_target
from workbench.schema.model import Schema, Table
from workbench.schema.names import quote


def flatten(job: dict[str, Any]) -> dict[str, Any]:
    """`job`: `target`, `source` (path of a DuckDB file), `schema` with namespaces. Returns a record's JSON."""
    given = schema_from_json(job["schema"])
    # main keeps its names; `sales.orders` becomes `sales_orders` only where `orders` is taken.
    ordered = sorted(given.tables, key=lambda table: table.namespace != "main")
    tables = [replace(table, name=name) for table, name in zip(ordered, _names(ordered), strict=True)]
    notes: list[Note] = []
    with open_target(job["target"], job["source"]) as connection:
        for old, new in zip(ordered, tables, strict=True):
            if old.name != new.name:
                notes.append(note("db_renamed", source=f"{old.namespace}.{old.name}", name=new.name))
            if not new.view_sql:
                origin = f"source.{quote(old.namespace)}.{quote(old.name)}"
                connection.execute(f"CREATE TABLE {quote(new.name)} AS FROM {origin}")
                _alias(connection, old, new)
        connection.execute("DETACH source")
        schema, refused = create_views(connection, Schema(tuple(_keys_renamed(ordered, tables)), given.dialect))
    return Record(schema, "real", (*notes, *refused)).to_json()


def _alias(connection: duckdb.DuckDBPyConnection, old: Table, new: Table) -> None:
    """`sales.orders` goes on working, also inside the file's own views."""
    if old.namespace != "main":
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quote(old.namespace)}")
        connection.execute(f"CREATE VIEW {quote(old.namespace)}.{quote(old.name)} AS FROM main.{quote(new.name)}")


def _names(tables: list[Table]) -> list[str]:
    taken: set[str] = set()
    names = []
    for table in tables:
        repeated = table.name.casefold() in taken
        names.append(f"{table.namespace}_{table.name}" if repeated else table.name)
        taken.add(names[-1].casefold())
    return unique_names(names, "table")


def _keys_renamed(old: list[Table], new: list[Table]) -> list[Table]:
    """Foreign keys name their parent by its bare name; a parent of the same namespace is meant."""
    renamed = {(before.namespace, before.name.casefold()): after.name for before, after in zip(old, new, strict=True)}
    return [
        replace(
            table,
            foreign_keys=tuple(
                replace(key, table=renamed.get((table.namespace, key.table.casefold()), key.table))
                for key in table.foreign_keys
            ),
        )
        for table in new
    ]
