"""DuckDB → the company's own dialect, to copy. What cannot be said there is told, not guessed."""

from __future__ import annotations

import sqlglot
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError

from workbench.sql.transpile.transpiled import Transpiled
from workbench.text import t


def from_duckdb(sql: str, dialect: str) -> Transpiled:
    """`sql` as `dialect` writes it. On what it cannot say: the nearest text and a note; never raises."""
    if dialect == "duckdb":
        return Transpiled(sql)
    pretty = "\n" in sql.strip()
    try:
        exact = sqlglot.transpile(sql, read="duckdb", write=dialect, pretty=pretty, unsupported_level=ErrorLevel.RAISE)
        return Transpiled(exact[0])
    except UnsupportedError as error:
        missing = str(error)
    except (SqlglotError, RecursionError, ValueError, IndexError):
        return Transpiled(sql, (t("transpile.no_outward"),))
    try:
        nearest = sqlglot.transpile(
            sql, read="duckdb", write=dialect, pretty=pretty, unsupported_level=ErrorLevel.IGNORE
        )
    except (SqlglotError, RecursionError, ValueError, IndexError):
        return Transpiled(sql, (t("transpile.no_outward"),))
    return Transpiled(nearest[0], (t("transpile.unsupported", reason=missing.splitlines()[0]),))
