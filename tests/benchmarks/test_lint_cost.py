"""What lint costs beside DuckDB's own EXPLAIN of the same texts, as a ratio of processor time in one run."""

from __future__ import annotations

import importlib.util
import statistics
import time
from pathlib import Path

import duckdb

from workbench.sql.lint import lint

TESTS = Path(__file__).parents[1]
QUERIES = (TESTS / "cases" / "lint" / "silent.sql").read_text(encoding="utf-8").rstrip("\n").split("\n====\n")
MOST = 5.0


def test_lint_costs_at_most_five_times_an_explain() -> None:
    spec = importlib.util.spec_from_file_location("shop", TESTS / "lint" / "shop.py")
    assert spec is not None
    assert spec.loader is not None
    shop = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(shop)
    linting, explaining = [], []
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(shop.ddl())
        for sql in QUERIES * 2:
            started = time.process_time()
            lint(sql, shop.SHOP)
            linted = time.process_time()
            connection.execute(f"EXPLAIN (FORMAT json) {sql}").fetchall()
            linting.append(linted - started)
            explaining.append(time.process_time() - linted)
    ratio = statistics.median(linting) / statistics.median(explaining)
    assert ratio <= MOST, f"{ratio:.1f} times"
