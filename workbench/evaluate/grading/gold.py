"""A gold that binds, and what it gives on each database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from workbench.data.database import Database
from workbench.evaluate.grading.matching import Expected
from workbench.evaluate.grading.probe import Probe, as_written, expected, probe_of
from workbench.evaluate.grading.reading import Ready, Unfit
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.result import RunResult
from workbench.schema.model import Schema
from workbench.sql.repair.running import repair_run

ROWS = 50_000
"""Rows compared in Python, 0.3 s for five columns; larger results are compared inside DuckDB."""


@dataclass(frozen=True, eq=False)
class GoldRun:
    """Gold's result on one database: `expected` and the rows themselves, or why there are none (`failure`).

    huge: there are more rows than `ROWS`, of which `expected` holds the first.
    """

    expected: Expected | None
    table: pa.Table | None = None
    failure: RunResult | None = None
    huge: bool = False

    @property
    def is_vacuous(self) -> bool:
        """Whether nothing can be told by it: no rows, or one of nothing but NULL and 0."""
        if self.expected is None or self.expected.rows == 0:
            return True
        shown = self.expected.shown
        return self.expected.rows == 1 and all(column.values[0] in (None, 0) for column in shown)


class Gold:
    """Safe for threads; each database is asked once."""

    def __init__(self, ready: Ready, schema: Schema, look: Callable[[str], Unfit | None]) -> None:
        self.schema, self._look = schema, look
        self.dialect = ready.dialect
        self.mended_running = False
        self._lock = threading.RLock()
        self._runs: dict[Path, GoldRun] = {}
        self._set(ready.sql, ready.notes)

    def _set(self, sql: str, notes: tuple[str, ...]) -> None:
        self.sql, self.notes = sql, tuple(dict.fromkeys(notes))
        self.probe: Probe = probe_of(sql)
        if not self.probe.is_plain and self._look(self.probe.sql) is not None:
            self.probe = as_written(self.probe, sql)

    @property
    def was_changed(self) -> bool:
        """Whether it had to be translated or repaired."""
        return self.dialect is not None or self.mended_running

    def on(self, database: Database) -> GoldRun:
        with self._lock:
            if database.path not in self._runs:
                self._runs[database.path] = self._run(database)
            return self._runs[database.path]

    def _run(self, database: Database) -> GoldRun:
        result = self._ask(database)
        if result.status == "error" and result.error is not None and not self.mended_running:
            mended = repair_run(self.sql, self.schema, result.error)
            if mended is not None and self._look(mended.sql) is None:
                before = self.sql, self.notes
                self._set(mended.sql, (*self.notes, *mended.notes))
                again = self._ask(database)
                if again.status == "ok":
                    self.mended_running = True
                    result = again
                else:
                    self._set(*before)
        if result.status != "ok" or result.table is None:
            return GoldRun(None, failure=result)
        found = expected(self.probe, result.table)
        visible = range(result.table.num_columns - self.probe.hidden)
        table = result.table.select(visible).slice(self.probe.offset, found.rows)
        return GoldRun(found, table, huge=result.truncated and self.probe.limit is None)

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
