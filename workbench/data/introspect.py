"""An existing DuckDB file as a Database: opened read-only by the sandbox, its catalog read into our schema."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from workbench import settings
from workbench.data.build import build_flattened
from workbench.data.database import Database
from workbench.data.notes import listed, note, shortened, words
from workbench.errors import DataError
from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.schema.model import Column, ForeignKey, Schema, Table
from workbench.text import t

FLATTEN_MB = 1024
"""Files up to this size are copied where their tables lie in several schemas; SQL here uses bare names."""
_CATALOG_SECONDS = 30.0

_COLUMNS = """
SELECT c.schema_name, c.table_name, c.column_name, c.data_type, c.is_nullable, c.comment
FROM duckdb_columns() c WHERE c.database_name = current_database() AND NOT c.internal
ORDER BY c.table_oid, c.column_index"""
_TABLES = """
SELECT schema_name, table_name, comment, NULL AS sql FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal AND NOT temporary
UNION ALL SELECT schema_name, view_name, comment, sql FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal AND NOT temporary"""
_CONSTRAINTS = """
SELECT schema_name, table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names,
    expression
FROM duckdb_constraints() WHERE database_name = current_database() ORDER BY table_oid, constraint_index"""


def open_duckdb(path: Path | str) -> Database:
    """Tables, keys, comments and views of a DuckDB file, which stays as it is.

    Tables of schemas other than `main` are copied next to those of `main` (see `FLATTEN_MB`). Raises DataError: no
    DuckDB file, a storage version this DuckDB cannot read, encrypted, locked by a writer, damaged, or without tables.
    """
    path = Path(path).absolute()
    file = shortened(path.name, 60)
    _check_header(path, file)
    schema = _read_schema(open_sandbox(path), path, file)
    namespaces = sorted({table.namespace for table in schema.tables} - {"main"})
    if not schema.tables:
        raise DataError(t("data.db_no_tables", file=file))
    if len(schema.tables) > settings.INPUT.tables:
        raise DataError(t("data.db_too_wide", file=file, count=len(schema.tables), limit=settings.INPUT.tables))
    if not namespaces:
        return Database(schema, path, "real", file)
    if path.stat().st_size <= FLATTEN_MB << 20:
        return build_flattened(path, schema, file, namespaces)
    main = Schema(tuple(table for table in schema.tables if table.namespace == "main"))
    if not main.tables:
        raise DataError(t("data.db_no_tables", file=file))
    left = note("db_namespace_left", file=file, names=listed(namespaces))
    return Database(main, path, "real", file, words([left]))


def _check_header(path: Path, file: str) -> None:
    """Reads the first bytes only: the magic word and the encryption flag."""
    try:
        with path.open("rb") as raw:
            head = raw.read(64)
    except IsADirectoryError:
        raise DataError(t("data.file_not_regular", file=file)) from None
    except (OSError, ValueError):
        raise DataError(t("data.file_missing", file=file)) from None
    if head.startswith(b"SQLite format 3"):
        raise DataError(t("data.db_sqlite", file=file))
    if len(head) < 28 or head[8:12] != b"DUCK":
        raise DataError(t("data.db_not_duckdb", file=file))
    if struct.unpack_from("<Q", head, 20)[0] & 1:
        raise DataError(t("data.db_encrypted", file=file))


def _storage_version(path: Path) -> int:
    with path.open("rb") as raw:
        return int(struct.unpack_from("<Q", raw.read(20), 12)[0])


def _read_schema(sandbox: Sandbox, path: Path, file: str) -> Schema:
    comments = {(r["schema_name"], r["table_name"]): r for r in _rows(sandbox, _TABLES, path, file)}
    columns: dict[tuple[str, str], list[Column]] = {key: [] for key in comments}
    for row in _rows(sandbox, _COLUMNS, path, file):
        columns.setdefault((row["schema_name"], row["table_name"]), []).append(_column(row))
    keys: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in _rows(sandbox, _CONSTRAINTS, path, file):
        keys.setdefault((row["schema_name"], row["table_name"]), []).append(row)
    return Schema(
        tuple(
            _table(key, made, comments[key], keys.get(key, ()))
            for key, made in columns.items()
            if key in comments and made
        )
    )


OLDEST_STORAGE = 64
"""DuckDB 0.9.2 and later write 64 or more, which every release since reads."""
NEWEST_STORAGE = (69, 999)
"""DuckDB 2.0 writes 69, or 999 for "latest"."""


def _rows(sandbox: Sandbox, sql: str, path: Path, file: str) -> list[dict[str, Any]]:
    result = sandbox.run(sql, settings.INPUT.columns + 1, _CATALOG_SECONDS)
    if result.table is None:
        version = _storage_version(path)
        if version < OLDEST_STORAGE or NEWEST_STORAGE[0] < version != NEWEST_STORAGE[1]:
            raise DataError(t("data.db_version", file=file, version=version))
        raise DataError(t("data.db_unreadable", file=file))
    rows: list[dict[str, Any]] = result.table.to_pylist()
    return rows


def _column(row: Mapping[str, Any]) -> Column:
    kind = str(row["data_type"])
    labels = tuple(text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", kind)) if _is_enum(kind) else ()
    return Column(
        str(row["column_name"]),
        "VARCHAR" if _is_enum(kind) else kind,
        kind,
        bool(row["is_nullable"]),
        str(row["comment"] or ""),
        labels,
    )


def _is_enum(kind: str) -> bool:
    return kind.startswith("ENUM(")


def _table(
    key: tuple[str, str], columns: list[Column], about: Mapping[str, Any], constraints: Iterable[Mapping[str, Any]]
) -> Table:
    primary: tuple[str, ...] = ()
    unique, foreign = [], []
    for row in constraints:
        names = tuple(row["constraint_column_names"] or ())
        if row["constraint_type"] == "CHECK" and len(names) == 1:
            columns = [
                replace(c, choices=_choices(c, str(row["expression"])) or c.choices) if c.name == names[0] else c
                for c in columns
            ]
        if row["constraint_type"] == "PRIMARY KEY":
            primary = names
        elif row["constraint_type"] == "UNIQUE":
            unique.append(names)
        elif row["constraint_type"] == "FOREIGN KEY" and row["referenced_table"]:
            foreign.append(ForeignKey(names, row["referenced_table"], tuple(row["referenced_column_names"] or ())))
    sql = str(about["sql"] or "")
    return Table(
        name=key[1],
        columns=tuple(columns),
        comment=str(about["comment"] or ""),
        primary_key=primary,
        unique_keys=tuple(unique),
        foreign_keys=tuple(foreign),
        namespace=key[0],
        view_sql=_query_of(sql),
    )


_VIEW = re.compile(
    r'create\s+(?:temp\w*\s+)?view\s+(?:(?:"(?:[^"]|"")*"|[^\s(."]+)\.?)+\s*(\((?:"(?:[^"]|"")*"|[^")])*\)\s*)?as\s+(.*)',
    re.IGNORECASE | re.DOTALL,
)


def _query_of(create_view: str) -> str:
    """The query inside `CREATE VIEW name (columns) AS …;` as DuckDB stores it; named columns stay named."""
    found = _VIEW.match(create_view)
    if not found:
        return ""
    query = found[2].rstrip().rstrip(";")
    return f"SELECT * FROM ({query}) AS renamed{found[1].strip()}" if found[1] else query


def _choices(column: Column, expression: str) -> tuple[str, ...]:
    """Values of `CHECK (column IN ('a', 'b'))`; empty for any other check."""
    name = re.escape(column.name)
    found = re.fullmatch(rf"\(*\"?{name}\"?\s+IN\s+\(((?:'(?:[^']|'')*'|\d+|,\s*)+)\)\)*", expression, re.IGNORECASE)
    if not found:
        return ()
    return tuple(text.replace("''", "'") or number for text, number in re.findall(r"'((?:[^']|'')*)'|(\d+)", found[1]))
