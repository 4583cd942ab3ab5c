"""The shipped questions: each gold runs, says something, has one order and no tie at its LIMIT."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
import sqlglot
from rapidfuzz import fuzz
from sqlglot import exp

from workbench.data.database import Database
from workbench.data.samples import open_sample, sample_info, sample_names
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set
from workbench.sandbox.pool import Sandbox, close_all, open_sandbox
from workbench.schema.graph import with_inferred_keys
from workbench.sql.check import Checked, check

CASES = read_set("sample").cases


@dataclass(frozen=True)
class Ready:
    """A sample database with its sandbox."""

    database: Database
    sandbox: Sandbox

    def check(self, sql: str) -> Checked:
        return check(sql, self.database, self.sandbox, schema=with_inferred_keys(self.database.schema))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        result = self.sandbox.run(sql, row_limit=10_000)
        assert result.error is None, result.error
        assert result.table is not None
        return [tuple(row.values()) for row in result.table.rename_columns(
            [str(n) for n in range(result.table.num_columns)]
        ).to_pylist()]  # fmt: skip


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ready]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        databases = {name: open_sample(name) for name in sample_names()}
        yield {name: Ready(database, open_sandbox(database.path)) for name, database in databases.items()}
    close_all()


def with_sort_keys(sql: str) -> str | None:
    """`sql` with the keys of its outermost ORDER BY as last columns and one row past its LIMIT."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    order = tree.args.get("order")
    if order is None:
        return None
    keyed = tree.copy()
    if limit := tree.args.get("limit"):
        keyed.set("limit", exp.Limit(expression=exp.Literal.number(int(limit.expression.this) + 1)))
    for number, term in enumerate(order.expressions):
        keyed.select(exp.alias_(term.this.copy(), f"sort_{number}"), copy=False)
    return keyed.sql(dialect="duckdb")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_gold_runs_says_something_and_has_one_order(case: EvalCase, ready: dict[str, Ready]) -> None:
    here = ready[case.db_id]
    checked = here.check(case.gold)
    assert checked.status == "ok", checked.message
    rows = here.rows(case.gold)
    assert rows
    assert any(cell not in (None, 0) for row in rows for cell in row)
    keyed = with_sort_keys(case.gold)
    if keyed is None:
        assert not re.search(r"\blimit\b", case.gold[-10:], re.I)
        return
    width = len(rows[0])
    keys = [row[width:] for row in here.rows(keyed)]
    assert all(cell is not None for key in keys for cell in key)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    assert len(CASES) >= 150
    assert min(Counter(case.db_id for case in CASES).values()) >= 50
    assert min(Counter(case.difficulty for case in CASES).values()) >= 20
    assert {case.difficulty for case in CASES} == {"easy", "medium", "hard", "extra"}
    golds = " ".join(case.gold.upper() for case in CASES)
    for word in ("HAVING", " OVER (", "INTERSECT", "EXCEPT", "UNION", "NOT EXISTS", "NOT IN", "LEFT JOIN", "IS NULL",
                 "LIKE", "CASE", "FILTER", "DISTINCT", "LIMIT", "INTERVAL", "LAG(", "RANK()", "BETWEEN"):  # fmt: skip
        assert word in golds, word


def test_every_case_brings_its_rows_and_the_day_it_was_written_for() -> None:
    assert {case.today for case in CASES} == {dt.date(2026, 11, 23)}
    assert {case.db_id: case.data_path for case in CASES} == {
        name: sample_info(name).ddl_path.parent for name in sample_names()
    }
    clock = re.compile(r"now\(|current_|today\(", re.I)
    assert [case.id for case in CASES if clock.search(case.gold)] == []


def test_no_two_questions_are_alike() -> None:
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({(case.db_id, case.gold) for case in CASES}) == len(CASES)
    alike = [(a.id, b.id) for a, b in combinations(CASES, 2) if fuzz.ratio(a.question, b.question) > 80]
    assert alike == []


def test_parts_of_the_set_are_the_whole() -> None:
    parts = [case for name in sample_names() for case in read_set(f"sample:{name}").cases]
    assert tuple(parts) == CASES
    assert read_set("sample", limit=3).cases == CASES[:3]
    assert read_set(sample_info("hr").ddl_path.parent).cases == read_set("sample:hr").cases
