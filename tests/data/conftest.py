"""A home of its own for every test, and a reader for what was built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from workbench.data.database import Database

Query = Callable[[Database, str], list[tuple[Any, ...]]]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def query() -> Query:
    """Rows of a query over a built database."""

    def run(database: Database, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(database.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return run
