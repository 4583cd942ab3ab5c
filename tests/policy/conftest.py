"""The honest database and its schema, shared by the policy tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from workbench.sandbox.pool import Sandbox, close_all, open_sandbox
from workbench.schema.model import Column, Schema, Table

CASES = Path(__file__).parents[1] / "cases"


def statements(name: str) -> list[str]:
    """The statements of a case file, which stand between lines of `====`."""
    return (CASES / name).read_text(encoding="utf-8").rstrip("\n").split("\n====\n")


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("honest") / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute((CASES / "honest" / "schema.sql").read_text(encoding="utf-8"))
    return path


@pytest.fixture(scope="session")
def schema(database: Path) -> Schema:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT table_name, list(column_name), list(data_type)"
            " FROM duckdb_columns() WHERE NOT internal GROUP BY 1 ORDER BY 1"
        ).fetchall()
    return Schema(tuple(Table(name, tuple(map(Column, names, types))) for name, names, types in rows))


@pytest.fixture(scope="session")
def sandbox(database: Path) -> Iterator[Sandbox]:
    yield open_sandbox(database)
    close_all()
