"""DuckDB's errors in Korean, with the right code at the right characters."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shop import SHOP, ddl

from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.sandbox.result import EngineError
from workbench.sql.binding import diagnostics

CASES = Path(__file__).parents[1] / "cases" / "lint"
ERRORS = tomllib.loads((CASES / "binding.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    path = tmp_path_factory.mktemp("shop") / "shop.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(ddl())
    opened = open_sandbox(path)
    yield opened
    opened.close()


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case["sql"])
def test_an_engine_error_is_explained_at_its_place(case: dict[str, str], sandbox: Sandbox) -> None:
    error = sandbox.inspect(case["sql"]).error
    assert error is not None
    (found,) = diagnostics(case["sql"], error, SHOP)
    assert found.code == case["code"]
    assert found.severity == "error"
    assert case["at"] in ("*", case["sql"][found.start : found.end])
    assert case.get("says", "") in found.message
    assert "Error" not in found.message


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=120), st.one_of(st.none(), st.integers(0, 80)))
def test_any_error_about_any_text_gives_one_place_inside_it(sql: str, message: str, position: int | None) -> None:
    place = None if position is None else min(position, len(sql))
    (found,) = diagnostics(sql, EngineError("Binder", "", message, place), SHOP)
    assert 0 <= found.start <= found.end <= len(sql)


def test_duckdbs_english_never_reaches_the_asker() -> None:
    error = EngineError("Binder", "", "Some quite unforeseen condition was hit", 7)
    (found,) = diagnostics("SELECT 이름 FROM 고객", error, SHOP)
    assert "unforeseen" not in found.message
    assert "이름" in found.message
