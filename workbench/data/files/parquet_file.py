"""Parquet files, read with pyarrow in the loading child (DuckDB has no file access there)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from workbench.data.notes import shortened
from workbench.errors import DataError
from workbench.text import t

BATCH_ROWS = 50_000


@dataclass
class ParquetFile:
    path: Path
    name: str
    columns: tuple[str, ...]
    row_count: int

    def batches(self) -> Iterator[pa.Table]:
        """Tables with columns `line` (row number from 1) and `c0`, `c1` … in file order.

        Raises DataError when a page cannot be read.
        """
        first = 1
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(BATCH_ROWS):
                    arrays = [_plain(column) for column in batch.columns]
                    lines = pa.array(range(first, first + batch.num_rows), pa.int64())
                    yield pa.table([lines, *arrays], names=["line", *(f"c{i}" for i in range(len(arrays)))])
                    first += batch.num_rows
        except (pa.ArrowException, OSError):
            raise DataError(t("data.parquet_broken", file=shortened(self.path.name, 60))) from None


def open_parquet(path: Path, name: str) -> ParquetFile:
    """Raises DataError when the file's footer cannot be read."""
    try:
        with pq.ParquetFile(path) as file:
            return ParquetFile(path, name, tuple(file.schema_arrow.names), file.metadata.num_rows)
    except (pa.ArrowException, OSError):
        raise DataError(t("data.parquet_broken", file=shortened(path.name, 60))) from None


def _plain(column: pa.Array) -> pa.Array:
    """Dictionaries become their values (batches may differ in them); text that older tools call binary becomes text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        try:
            return column.cast(pa.string())
        except pa.ArrowInvalid:
            return column
    return column
