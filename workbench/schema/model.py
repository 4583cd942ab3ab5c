"""Tables, columns, keys and comments, as this product sees any database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal


@dataclass(frozen=True)
class Column:
    """One column. `type` is the DuckDB type (e.g. `DECIMAL(10,2)`), `source_type` the type as it was written."""

    name: str
    type: str
    source_type: str = ""
    nullable: bool = True
    comment: str = ""
    choices: tuple[str, ...] = ()
    """Admitted values where the DDL names them: ENUM labels, CHECK (x IN (…))."""


@dataclass(frozen=True)
class ForeignKey:
    """`columns` of the owning table reference `ref_columns` of `table`, pairwise, same length."""

    columns: tuple[str, ...]
    table: str
    ref_columns: tuple[str, ...]
    inferred: bool = False
    """True where no constraint says so and the names do (`orders.customer_id` → `customers.customer_id`)."""


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    comment: str = ""
    primary_key: tuple[str, ...] = ()
    unique_keys: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    namespace: str = ""
    """The schema or owner it was written with (`public`, `SCOTT`); SQL here uses the bare name."""
    view_sql: str = ""
    """For a view: its query in DuckDB's dialect. Empty for a table."""

    def column(self, name: str) -> Column | None:
        """The column of that name, case-insensitively as SQL has it."""
        wanted = name.casefold()
        return next((c for c in self.columns if c.name.casefold() == wanted), None)


@dataclass(frozen=True)
class Problem:
    """Something in the pasted text that could not be read, or was read with a change of meaning."""

    line: int
    """1-based line in the text as pasted."""
    text: str
    """The offending piece, shortened to one line."""
    message: str
    """Ready to show."""
    severity: Literal["error", "warning", "info"] = "error"


@dataclass(frozen=True)
class Schema:
    tables: tuple[Table, ...]
    dialect: str = "duckdb"
    """sqlglot name of the dialect the DDL was written in: mysql, postgres, oracle, tsql, sqlite, duckdb, bigquery,
    snowflake (MariaDB reads as mysql). Questions about functions are answered in this dialect first."""
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Table]:
        return {table.name.casefold(): table for table in self.tables}

    def table(self, name: str) -> Table | None:
        """The table of that name, case-insensitively."""
        return self._by_name.get(name.casefold())

    def subset(self, names: Iterable[str]) -> Schema:
        """The same schema with only these tables, in schema order."""
        wanted = {name.casefold() for name in names}
        return Schema(tuple(t for t in self.tables if t.name.casefold() in wanted), self.dialect)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 (hex) of everything that matters for prompts and built databases; problems do not."""
        payload = json.dumps([asdict(t) for t in self.tables], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(f"{self.dialect}\n{payload}".encode()).hexdigest()
