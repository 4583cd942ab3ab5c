"""One company schema in an empty DuckDB, and DuckDB's opinion of a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from workbench.sandbox.result import EngineError
from workbench.schema.ddl import read_ddl
from workbench.schema.model import Schema
from workbench.schema.render import to_ddl
from workbench.sql.repair import Binds

CASES = Path(__file__).parent.parent / "cases" / "repair"


@pytest.fixture(scope="session")
def company() -> Schema:
    return read_ddl((CASES / "company.sql").read_text(encoding="utf-8"), "mysql")


@pytest.fixture(scope="session")
def connection(company: Schema) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute(to_ddl(company))
        opened.execute("SET errors_as_json = true")
        yield opened


@pytest.fixture(scope="session")
def binds(connection: duckdb.DuckDBPyConnection) -> Binds:
    def test(sql: str) -> EngineError | None:
        try:
            if len(duckdb.extract_statements(sql)) != 1:
                return EngineError("Parser", "", "not one statement")
            connection.execute("EXPLAIN " + sql)
            return None
        except duckdb.Error as error:
            start = str(error).find("{")
            try:
                found = json.loads(str(error)[start:]) if start >= 0 else {}
            except ValueError:
                found = {}
            return EngineError(
                found.get("exception_type", type(error).__name__.removesuffix("Exception")),
                found.get("error_subtype", ""),
                found.get("exception_message", str(error)),
            )

    return test
