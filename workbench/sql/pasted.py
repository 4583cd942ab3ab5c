"""Pasted DDL into a schema, its views translated: the schema package knows no SQL dialects, this one does."""

from __future__ import annotations

from workbench.schema.ddl import read_ddl
from workbench.schema.model import Schema
from workbench.sql.transpile import to_duckdb


def read_pasted(text: str, dialect: str | None = None) -> Schema:
    """`read_ddl` with company views (TO_CHAR, (+), CONVERT) translated to DuckDB. Raises SchemaError, UsageError."""
    return read_ddl(text, dialect, translate=lambda query, spoken, schema: to_duckdb(query, spoken, schema).sql)
