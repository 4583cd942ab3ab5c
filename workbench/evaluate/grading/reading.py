"""Gold and answer made ready to run: judged by policy, bound by DuckDB, and translated where they must be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from workbench.data.database import Database
from workbench.evaluate.grading.clock import is_random, pinned
from workbench.evaluate.grading.mending import mend
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.result import Inspection
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.check import check
from workbench.sql.policy import judge
from workbench.sql.policy.judge import status
from workbench.sql.repair import Repaired
from workbench.text import t

OTHERS = ("mysql", "sqlite", "postgres", "tsql", "oracle")
"""Dialects tried, in this order, for a gold that binds neither as DuckDB nor as what its DDL is written in."""

Refusal = Literal["invalid_sql", "refused", "timeout", "grader_error"]


@dataclass(frozen=True)
class Ready:
    """`sql` binds, passes policy, and has the clock pinned. `notes` say what was changed, ready to show.

    dialect: what it was read as where it did not bind as written; None where it did.
    """

    sql: str
    notes: tuple[str, ...] = ()
    dialect: str | None = None


@dataclass(frozen=True)
class Unfit:
    """Why a text may not or cannot run; `message` is ready to show."""

    outcome: Refusal
    message: str


class Reader:
    """Reads SQL against one schema. `database` needs no rows: nothing is run here."""

    def __init__(self, schema: Schema, database: Database, today: dt.date) -> None:
        self.schema, self.database, self.today = schema, database, today
        self.sandbox = open_sandbox(database.path)

    def gold(self, sql: str, dialect: str | None) -> Ready | Unfit:
        """Gold as DuckDB, else translated from `dialect`, from the DDL's, or from any other that helps."""
        own = dialect or self.schema.dialect
        tried = [own] if dialect else [own, *(other for other in OTHERS if other != own)]
        found = self._read(sql, [d for d in tried if d != "duckdb"])
        if isinstance(found, Ready) and is_random(found.sql):
            return Unfit("invalid_sql", t("score.random_gold"))
        return found

    def answer(self, sql: str, dialects: tuple[str, ...]) -> Ready | Unfit:
        """An answer as DuckDB, else translated from one of `dialects`."""
        return self._read(sql, [d for d in dialects if d != "duckdb"])

    def _read(self, sql: str, dialects: list[str]) -> Ready | Unfit:
        sql = sql.strip().rstrip(";").rstrip()
        text = pinned(sql, self.today, self.schema)
        first = self.look(text)
        if first is None:
            return Ready(text)
        if first.outcome != "invalid_sql":
            return first
        for dialect in dialects:
            found = self._translated(sql, dialect)
            if found is not None:
                return Ready(pinned(found.sql, self.today, self.schema), found.notes, dialect)
        return Unfit(first.outcome, self._reason(text) or first.message)

    def _translated(self, sql: str, dialect: str) -> Repaired | None:
        return mend(sql, dialect, self.schema, lambda text: self.look(pinned(text, self.today, self.schema)) is None)

    def look(self, sql: str) -> Unfit | None:
        """Why `sql` may not run, as cheaply as that can be told (the lint is not asked); None when it may."""
        if len(sql) > INPUT.sql_chars:
            return Unfit("invalid_sql", t("sandbox.too_long", length=len(sql), limit=INPUT.sql_chars))
        inspection = self.sandbox.inspect(sql)
        failed = _failed(inspection)
        if failed is not None:
            return failed
        refusals = judge(sql, inspection, self.schema)
        if status(refusals) == "refused":
            return Unfit("refused", refusals[0].message)
        if refusals or inspection.status != "ok":
            return Unfit("invalid_sql", refusals[0].message if refusals else inspection.message)
        return None

    def _reason(self, sql: str) -> str:
        """The message of the full check, which says what is wrong in words."""
        return check(sql, self.database, self.sandbox, schema=self.schema).message


def _failed(inspection: Inspection) -> Unfit | None:
    """A sandbox that ran out of time, or that failed itself (an error without DuckDB's)."""
    if inspection.status in ("timeout", "limit"):
        return Unfit("timeout", inspection.message)
    if inspection.status == "error" and inspection.error is None:
        return Unfit("grader_error", inspection.message)
    return None
