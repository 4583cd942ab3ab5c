"""A small database in the sandbox, and no process left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from workbench.sandbox.pool import Sandbox, close_all, open_sandbox


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sandbox") / "작은 가게.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE 주문 AS SELECT i AS 번호, i % 3 AS 상태, i * 10 AS 금액 FROM range(100) r(i)")
    return path


@pytest.fixture(scope="session")
def sandbox(database: Path) -> Iterator[Sandbox]:
    yield open_sandbox(database)
    close_all()
