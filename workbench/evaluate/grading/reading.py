"""Gold and answer made ready to run: judged by policy, bound by DuckDB, and translated where they must be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.data.database import Database
from workbench.evaluate.clock import is_random, pinned
from workbench.evaluate.grading.mending import mend
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.result import EngineError, Inspection
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.check import check
from workbench.sql.lexer import tokens
from workbench.sql.policy import judge
from workbench.sql.policy.judge import status
from workbench.sql.repair.running import repair_run
from workbench.text import t

OTHERS = ("mysql", "sqlite", "postgres", "tsql", "oracle")
"""Dialects tried, in this order, for a gold that binds neither as DuckDB nor as what its DDL is written in."""
_CASE_BLIND = frozenset({"mysql", "sqlite"})
"""Databases whose LIKE takes upper and lower case for the same."""

Refusal = Literal["invalid_sql", "refused", "timeout", "grader_error"]


@dataclass(frozen=True)
class Ready:
    """`sql` binds, passes policy, and has the clock pinned. `notes` say what was changed, ready to show.

    written: the text as it came. dialect: what it was read as where it did not bind as written; None where it did.
    unpinned: the same SQL with CURRENT_DATE and its kin as they were ("" where a repair came after pinning).
    """

    sql: str
    written: str
    notes: tuple[str, ...] = ()
    dialect: str | None = None
    unpinned: str = ""


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
        found = self._read(sql, self.dialects_of_gold(dialect), dialect in _CASE_BLIND)
        if isinstance(found, Ready) and is_random(found.sql):
            return Unfit("invalid_sql", t("score.random_gold"))
        return found

    def dialects_of_gold(self, dialect: str | None) -> tuple[str, ...]:
        own = dialect or self.schema.dialect
        return (own,) if dialect else (own, *(other for other in OTHERS if other != own))

    def answer(self, sql: str, dialects: Sequence[str], dialect: str | None) -> Ready | Unfit:
        """An answer as DuckDB, else translated from one of `dialects`; `dialect` is the one it is known to be in."""
        return self._read(sql, dialects, dialect in _CASE_BLIND)

    def retries(self, ready: Ready, error: EngineError, dialects: Sequence[str], repaired: bool) -> Iterator[Ready]:
        """What to try where `ready` binds and then fails on the rows; `repaired`: also as the ask page repairs it."""
        mended = repair_run(ready.sql, self.schema, error) if repaired else None
        if mended is not None and self.look(mended.sql) is None:
            yield Ready(mended.sql, ready.written, (*ready.notes, *mended.notes), ready.dialect)
        for dialect in dialects:
            found = self._translated(ready.written, dialect) if dialect not in ("duckdb", ready.dialect) else None
            if found is not None:
                yield found

    def _read(self, sql: str, dialects: Sequence[str], case_blind: bool) -> Ready | Unfit:
        sql = sql.strip().rstrip(";").rstrip()
        text = pinned(sql, self.today, self.schema)
        first = self.look(text)
        if first is None:
            plain = Ready(text, sql, unpinned=sql)
            return _blind(plain) if case_blind else plain
        if first.outcome != "invalid_sql":
            return first
        for dialect in dialects:
            found = self._translated(sql, dialect) if dialect != "duckdb" else None
            if found is not None:
                return _blind(found) if case_blind else found
        return Unfit(first.outcome, self._reason(text) or first.message)

    def _translated(self, sql: str, dialect: str) -> Ready | None:
        found = mend(sql, dialect, self.schema, lambda text: self.look(self._pinned(text)) is None)
        return Ready(self._pinned(found.sql), sql, found.notes, dialect, found.sql) if found is not None else None

    def _pinned(self, sql: str) -> str:
        return pinned(sql, self.today, self.schema)

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


def _blind(ready: Ready) -> Ready:
    """LIKE as MySQL and SQLite have it, where its pattern has letters that have a case."""
    found = tokens(ready.sql)
    out = [token.text for token in found]
    for at, token in enumerate(found):
        pattern = next((t for t in found[at + 1 :] if t.kind not in ("space", "comment")), None)
        cased = pattern is not None and (pattern.kind != "string" or pattern.text.lower() != pattern.text.upper())
        if token.is_word("LIKE") and cased:
            out[at] = "ILIKE"
    text = "".join(out)
    return Ready(text, ready.written, (*ready.notes, t("score.like")), ready.dialect) if text != ready.sql else ready
