"""The shop in a real DuckDB, to hold the rules' claims against."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from shop import ddl

CASES = Path(__file__).parents[1] / "cases" / "lint"


@pytest.fixture(scope="session")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(ddl())
        yield connection


@pytest.fixture(scope="session")
def binds(engine: duckdb.DuckDBPyConnection) -> Callable[[str], bool]:
    """Whether DuckDB can plan a text as one statement."""

    def decide(sql: str) -> bool:
        try:
            if len(engine.extract_statements(sql)) != 1:
                return False
            engine.execute(f"EXPLAIN {sql}").fetchall()
        except Exception:
            return False
        return True

    return decide
