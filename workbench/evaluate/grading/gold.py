"""A gold that binds, and what it gives on each database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from workbench.data.database import Database
from workbench.evaluate.grading.cells import columns_of
from workbench.evaluate.grading.listing import has_loose_list, has_order, settled
from workbench.evaluate.grading.matching import Expected, assign, whole
from workbench.evaluate.grading.probe import Probe, as_written, expected, probe_of
from workbench.evaluate.grading.reading import Reader, Ready
from workbench.evaluate.grading.ties import broken_both_ways, one_pick
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.result import EngineError, RunResult

ROWS = 50_000
"""Rows compared in Python, 0.3 s for five columns; larger results are compared inside DuckDB."""


@dataclass(frozen=True, eq=False)
class GoldRun:
    """Gold's result on one database: `expected` and the rows themselves, or why there are none (`failure`).

    huge: there are more rows than `ROWS`, of which `expected` holds the first. ambiguous: another choice among ties
    inside of gold gives another result, so that an answer that differs may be right.
    """

    expected: Expected | None
    table: pa.Table | None = None
    failure: RunResult | None = None
    huge: bool = False
    ambiguous: bool = False

    @property
    def is_vacuous(self) -> bool:
        """Whether nothing can be told by it: no rows, or one of nothing but NULL and 0."""
        if self.expected is None or self.expected.rows == 0:
            return True
        shown = self.expected.shown
        return self.expected.rows == 1 and all(column.values[0] in (None, 0) for column in shown)


class Gold:
    """Safe for threads; each database is asked once."""

    def __init__(self, ready: Ready, reader: Reader, dialects: tuple[str, ...]) -> None:
        self._reader, self._dialects = reader, dialects
        self.loose_lists = has_loose_list(ready.sql)
        self.ordered_lists = has_order(ready.sql)
        if self.loose_lists:
            ready = replace(ready, sql=settled(ready.sql, all_of_them=False))
        self.mended_running = False
        self._lock = threading.RLock()
        self._runs: dict[Path, GoldRun] = {}
        self._set(ready)

    def _set(self, ready: Ready) -> None:
        self.ready = ready
        self.probe: Probe = probe_of(ready.sql)
        if not self.probe.is_plain and self._reader.look(self.probe.sql) is not None:
            self.probe = as_written(self.probe, ready.sql)
        both = broken_both_ways(ready.sql)
        self.both_ways = both if both and all(self._reader.look(sql) is None for sql in both) else ()

    @property
    def sql(self) -> str:
        return self.ready.sql

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.ready.notes))

    def on(self, database: Database) -> GoldRun:
        with self._lock:
            if database.path not in self._runs:
                last = self._endless()
                self._runs[database.path] = self._run(database) if last is None else last
            return self._runs[database.path]

    def _endless(self) -> GoldRun | None:
        """The failure of a gold that ran out of time or memory on two databases: it will on the others."""
        spent = [run for run in self._runs.values() if run.failure and run.failure.status in ("timeout", "limit")]
        return spent[-1] if len(spent) > 1 else None

    def _run(self, database: Database) -> GoldRun:
        result = self._ask(database)
        if result.status == "error" and result.error is not None and not self.mended_running:
            result = self._mended(database, result, result.error)
        if result.status != "ok" or result.table is None:
            return GoldRun(None, failure=result)
        found = expected(self.probe, result.table)
        visible = range(result.table.num_columns - self.probe.hidden)
        table = result.table.select(visible).slice(self.probe.offset, found.rows)
        huge = result.truncated and self.probe.limit is None
        return GoldRun(found, table, huge=huge, ambiguous=self._is_ambiguous(database))

    def alternatives(self, database: Database) -> Iterator[Expected]:
        """What gold might as well have given where it picks one of several equal rows; not kept, this is rare."""
        for sql in (*self.both_ways, *self._picks(database)):
            probe = probe_of(sql)
            result = open_sandbox(database.path).run(probe.sql, ROWS) if self._reader.look(probe.sql) is None else None
            if result is not None and result.status == "ok" and result.table is not None and not result.truncated:
                yield expected(probe, result.table)

    def _picks(self, database: Database) -> tuple[str, ...]:
        """Gold with each of the rows that tie at its one inner LIMIT 1."""
        pick = one_pick(self.ready.sql)
        if pick is None:
            return ()
        probe = probe_of(pick.inner)
        if self._reader.look(probe.sql) is not None:
            return ()
        result = open_sandbox(database.path).run(probe.sql, ROWS)
        if result.table is None:
            return ()
        return pick.texts[: len(expected(probe, result.table).blocks)]

    def _is_ambiguous(self, database: Database) -> bool:
        results = [open_sandbox(database.path).run(sql, ROWS).table for sql in self.both_ways]
        if not results or any(table is None for table in results):
            return False
        one, other = (columns_of(table) for table in results)
        return assign([whole(one)], [other], forgiving=False) is None

    def _mended(self, database: Database, result: RunResult, error: EngineError) -> RunResult:
        """The result of the first text that does not fail on these rows; it stands for gold from then on."""
        before = self.ready
        for ready in self._reader.retries(before, error, self._dialects, repaired=True):
            self._set(ready)
            again = self._ask(database)
            if again.status == "ok":
                self.mended_running = True
                return again
        self._set(before)
        return result

    def _ask(self, database: Database) -> RunResult:
        sandbox = open_sandbox(database.path)
        result = sandbox.run(self.probe.sql, ROWS)
        if result.status != "ok" and not self.probe.is_plain:
            # The sort keys or the rows beyond the LIMIT may be what fails; gold itself need not.
            plain = sandbox.run(self.sql, ROWS)
            if plain.status == "ok":
                self.probe = as_written(self.probe, self.sql)
                return plain
        return result
