"""All checks of a query against DuckDB's bare EXPLAIN of it, on the same file."""

from __future__ import annotations

import statistics
from collections.abc import Callable

import duckdb

from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.timing import figure, median_ratio, percentile, timed
from tests.benchmarks.typical import typical_queries
from workbench.ask.workspace import Workspace, open_workspace
from workbench.data.samples import open_sample, sample_names
from workbench.settings import SANDBOX
from workbench.sql.check import check
from workbench.sql.lint import lint
from workbench.sql.plan import read_plan
from workbench.sql.policy import judge

_EXPLAIN = "EXPLAIN (FORMAT json)"
"""The strict comparison: DuckDB draws the default text form about twice as slowly as it writes JSON."""


def measure(quick: bool) -> Measured:
    """Every query of typical.sql, 1 round to warm up and 5 (quick: 2) that count."""
    queries = typical_queries()
    with fresh_home():
        spaces = {name: open_workspace(open_sample(name)) for name in sample_names()}
        bare = {name: connect(space) for name, space in spaces.items()}
        checks: list[float] = []
        explains: list[float] = []
        texts: list[float] = []
        statuses: dict[str, int] = {}
        parts: dict[str, list[float]] = {"inspect": [], "policy": [], "lint": [], "plan": []}
        for turn in range(3 if quick else 6):
            for query in queries:
                space, connection, sql = spaces[query.sample], bare[query.sample], query.fresh()
                plain = _explain(connection, _EXPLAIN, query.fresh())
                drawn = _explain(connection, "EXPLAIN", query.fresh())
                spent, checked = timed(check, sql, space.database, space.sandbox, space.values, space.schema)
                if turn == 0:
                    statuses[checked.status] = statuses.get(checked.status, 0) + 1
                    continue
                checks.append(spent * 1000)
                explains.append(plain * 1000)
                texts.append(drawn * 1000)
                _add_parts(parts, space, query.fresh())
        for connection in bare.values():
            connection.close()
    facts = {
        "queries": len(queries),
        "statuses": statuses,
        "median_ms_by_part": {name: round(statistics.median(values), 2) for name, values in parts.items()},
    }
    return Measured(
        {"ratio": median_ratio(checks, explains), "p95_ms": percentile(checks, 95)},
        {"check": figure(checks, "ms"), "explain": figure(explains, "ms"), "explain_as_text": figure(texts, "ms")},
        facts,
    )


def connect(space: Workspace) -> duckdb.DuckDBPyConnection:
    """The same file in this process, with the threads a sandboxed query has."""
    return duckdb.connect(space.database.path, read_only=True, config={"threads": SANDBOX.threads})


def _explain(connection: duckdb.DuckDBPyConnection, how: str, sql: str) -> float:
    """Seconds of a bare EXPLAIN in this process."""
    return timed(lambda: connection.execute(f"{how} {sql}").fetchall())[0]


def _add_parts(parts: dict[str, list[float]], space: Workspace, sql: str) -> None:
    """Where the time of a check goes; each part alone, on a text of its own."""

    def add(name: str, action: Callable[[], object]) -> None:
        parts[name].append(timed(action)[0] * 1000)

    spent, inspection = timed(lambda: space.sandbox.inspect(sql, explain=True))
    parts["inspect"].append(spent * 1000)
    add("policy", lambda: judge(sql, inspection, space.schema))
    add("lint", lambda: lint(sql, space.schema, space.values))
    plan = inspection.plan
    if plan is not None:
        add("plan", lambda: read_plan(plan, space.schema))
