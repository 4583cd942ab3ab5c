"""A schema with rows, as one DuckDB file that the sandbox opens read-only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.schema.model import Schema


@dataclass(frozen=True)
class Database:
    """`path` is a DuckDB file; only the sandbox opens it, read-only.

    rows: `real` (files, a database, a sample), `example` (made up here: label 예시 데이터 wherever rows are shown),
    or `empty` (tables without rows, enough to bind and EXPLAIN).
    """

    schema: Schema
    path: Path
    rows: Literal["real", "example", "empty"]
    label: str
    """Short name to show: file name, sample title."""
    notes: tuple[str, ...] = ()
    """Ready-to-show remarks from loading: skipped rows with line numbers, guessed encodings, tables without a file."""
