"""What the sandbox adds to a small query, against the same DuckDB file opened in this process."""

from __future__ import annotations

import statistics

import duckdb
import pyarrow as pa

from tests.benchmarks.check_speed import connect
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.timing import figure, timed
from tests.benchmarks.typical import typical_queries
from workbench.ask.workspace import open_workspace
from workbench.data.samples import open_sample, sample_names
from workbench.settings import SANDBOX


def measure(quick: bool) -> Measured:
    """The typical queries over the samples (1,000 rows at most), a round to warm up and 5 (quick: 2) that count."""
    queries = typical_queries()
    with fresh_home():
        spaces = {name: open_workspace(open_sample(name)) for name in sample_names()}
        bare = {name: connect(space) for name, space in spaces.items()}
        sandboxed: list[float] = []
        direct: list[float] = []
        failed: list[str] = []
        for turn in range(3 if quick else 6):
            for query in queries:
                space, connection, sql = spaces[query.sample], bare[query.sample], query.fresh()
                plain, _ = timed(_fetch, connection, sql)
                spent, result = timed(space.sandbox.run, sql)
                if result.status != "ok":
                    failed.append(f"{query.sql[:60]}: {result.message}")
                if turn:
                    sandboxed.append(spent * 1000)
                    direct.append(plain * 1000)
        for connection in bare.values():
            connection.close()
    added = [mine - plain for mine, plain in zip(sandboxed, direct, strict=True)]
    return Measured(
        {"added_ms": statistics.median(added)},
        {"sandboxed": figure(sandboxed, "ms"), "direct": figure(direct, "ms"), "added": figure(added, "ms")},
        {"queries": len(queries), "failed": sorted(set(failed))},
    )


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.Table:
    return connection.sql(sql).limit(SANDBOX.row_limit).to_arrow_table()
