"""A file's rows in a temporary DuckDB table `staged`: `line` and `c0`, `c1` …, text as written (Parquet: its types).

Types are decided on the whole file before a row reaches its table, so that one odd value on line 2,000,000 neither
fails the load nor is lost. Temporary tables spill to disk under DuckDB's memory limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import duckdb
import pyarrow as pa

from workbench.data.files.grid import Grid, Row
from workbench.data.files.parquet_file import ParquetFile

BATCH_CELLS = 150_000
"""Cells turned from Python to Arrow at once: about 15 MB of Python strings."""


def stage_grid(
    connection: duckdb.DuckDBPyConnection,
    grid: Grid,
    after_line: int,
    width: int,
    least: int,
    report: Callable[[], None],
) -> int:
    """Fill `staged` from a CSV file or worksheet; returns the number of rows."""
    names = ["line", *(f"c{i}" for i in range(width))]
    columns = ", ".join(f"{name} {'BIGINT' if name == 'line' else 'VARCHAR'}" for name in names)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged ({columns})")
    count = 0
    size = max(1_000, BATCH_CELLS // max(width, 1))
    for rows in _chunks(grid.rows(after_line, width, least), size):
        lines = pa.array([line for line, _ in rows], pa.int64())
        cells = [pa.array(column, pa.string()) for column in zip(*(cells for _, cells in rows), strict=True)]
        _append(connection, pa.table([lines, *cells], names=names))
        count += len(rows)
        report()
    return count


def stage_parquet(connection: duckdb.DuckDBPyConnection, file: ParquetFile, report: Callable[[int], None]) -> int:
    """Fill `staged` from a Parquet file; returns the number of rows."""
    count = 0
    for batch in file.batches():
        if count == 0:
            connection.register("batch", batch)
            connection.execute("CREATE OR REPLACE TEMP TABLE staged AS FROM batch LIMIT 0")
            connection.unregister("batch")
        _append(connection, batch)
        count += batch.num_rows
        report(count)
    if count == 0:
        columns = ", ".join(f"c{i} VARCHAR" for i in range(len(file.columns)))
        connection.execute(f"CREATE OR REPLACE TEMP TABLE staged (line BIGINT, {columns})")
    return count


def staged_types(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Column → DuckDB type of `staged`."""
    return {row[0]: row[1] for row in connection.execute("DESCRIBE staged").fetchall()}


def drop_stage(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DROP TABLE IF EXISTS staged")


def _append(connection: duckdb.DuckDBPyConnection, batch: pa.Table) -> None:
    connection.register("batch", batch)
    connection.execute("INSERT INTO staged FROM batch")
    connection.unregister("batch")


def _chunks(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, size)):
        yield chunk
