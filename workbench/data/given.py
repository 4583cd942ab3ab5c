"""Databases with rows that are given cell by cell, inside the loading child: several in one go, as starting it costs
more than writing one."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from workbench.data.convert import family
from workbench.data.record import Record, schema_from_json
from workbench.data.target import create_tables, create_views, open_target
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote

Cells = dict[str, list[str | None]]
"""Column → its values as text; all columns of a table have the same length."""


def write_given(job: dict[str, Any]) -> list[dict[str, Any]]:
    """`job`: `schema`, and `databases`, each with `target` and `rows` (table → Cells). Returns records' JSON.

    A text that does not convert to its column's type is NULL.
    """
    given = schema_from_json(job["schema"])
    return [_write(given, one["target"], one["rows"]) for one in job["databases"]]


def _write(given: Schema, target: str, rows: dict[str, Cells]) -> dict[str, Any]:
    with open_target(target, small=True) as connection:
        schema, notes = create_tables(connection, given)
        connection.begin()
        for table in schema.tables:
            if not table.view_sql and table.name in rows:
                insert_texts(connection, table, rows[table.name])
        connection.commit()
        schema, refused = create_views(connection, schema)
    return Record(schema, "example", (*notes, *refused)).to_json()


def insert_texts(connection: duckdb.DuckDBPyConnection, table: Table, cells: Cells) -> None:
    """Append rows in bulk."""
    arrays = [pa.array(cells[column.name], pa.string()) for column in table.columns]
    batch = pa.table(arrays, names=[f"c{place}" for place in range(len(arrays))])
    # Bare casts: the patterns that files need take 0.6 MB of vectors a column, a table of 1,000 columns too much.
    values = ", ".join(_cast(f"c{place}", column) for place, column in enumerate(table.columns))
    connection.register("batch", batch)
    connection.execute(f"INSERT INTO {quote(table.name)} SELECT {values} FROM batch")
    connection.unregister("batch")


def _cast(cell: str, column: Column) -> str:
    kind = family(column.type)
    return cell if kind == "text" else f"encode({cell})" if kind == "blob" else f"try_cast({cell} AS {column.type})"
