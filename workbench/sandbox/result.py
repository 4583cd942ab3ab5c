"""What comes back from the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

RunStatus = Literal["ok", "invalid", "timeout", "limit", "error"]


@dataclass(frozen=True)
class EngineError:
    """A DuckDB error as data (`errors_as_json`). `position` is a character offset into the SQL, or None."""

    kind: str
    """DuckDB's exception type, e.g. `Binder`, `Catalog`, `Parser`, `Out of Memory`."""
    subtype: str
    """`COLUMN_NOT_FOUND`, `MISSING_ENTRY`, `NO_MATCHING_FUNCTION`, `SYNTAX_ERROR` … or empty."""
    message: str
    """DuckDB's own English text: for the repair prompt and logs, never shown bare to a user."""
    position: int | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspection:
    """What DuckDB itself makes of a text, without running it.

    `statements`: one StatementType name each (`SELECT`, `MULTI` for PIVOT, …); empty when `error` is set by the parser.
    `ast`: `json_serialize_sql` output for a single SELECT, else None; every `query_location` in it is a character
    offset or None. For a PIVOT without a value list (`MULTI`), which DuckDB cannot serialize, the tree of the same
    text with `PIVOT … ON … USING …` read as `FROM … SELECT … , …`: the same tables and functions, for policy only.
    `plan`: `EXPLAIN (FORMAT json)` output (list of nodes) when asked for and the text binds, else None.
    """

    status: RunStatus
    statements: tuple[str, ...] = ()
    ast: dict[str, Any] | None = None
    plan: list[dict[str, Any]] | None = None
    error: EngineError | None = None
    seconds: float = 0.0
    message: str = ""
    """Ready to show; empty when ok."""


@dataclass(frozen=True)
class RunResult:
    """Rows of one query. `table` has at most the row limit; `truncated` tells that there was more."""

    status: RunStatus
    message: str = ""
    """Ready to show; empty when ok."""
    table: pa.Table | None = None
    truncated: bool = False
    seconds: float = 0.0
    error: EngineError | None = None

    @property
    def columns(self) -> list[str]:
        return list(self.table.column_names) if self.table is not None else []
