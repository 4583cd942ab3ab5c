"""A schema with rows, as one DuckDB file that the sandbox opens read-only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.schema.model import Schema


@dataclass(frozen=True)
class Database:
    """`path` is a DuckDB file; only the sandbox opens it, read-only.

    rows: `real` (files, a database), `sample` (a shipped business, made up but complete), `example` (generated for a
    bare DDL), or `empty` (tables without rows, enough to bind and EXPLAIN).
    """

    schema: Schema
    path: Path
    rows: Literal["real", "sample", "example", "empty"]
    label: str
    """Short name to show: file name, sample title."""
    notes: tuple[str, ...] = ()
    """Ready-to-show remarks from loading: skipped rows with line numbers, guessed encodings, tables without a file."""

    @property
    def is_made_up(self) -> bool:
        """Label 예시 데이터 wherever these rows are shown."""
        return self.rows in ("sample", "example")

    @property
    def has_known_values(self) -> bool:
        """Whether the rows may count as evidence: generated ones say nothing about the company's own."""
        return self.rows in ("real", "sample")
