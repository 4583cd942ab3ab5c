"""Each case beside what can be told of it: the prompt that 질문하기 would send, and what gold gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.ask.prompting import question_prompt
from workbench.ask.workspace import Workspace
from workbench.evaluate.grading.reading import Reader, Ready
from workbench.prompt.format import Prompt
from workbench.question.link import estimate_tokens
from workbench.schema.model import Schema
from workbench.sql.transpile.inward import parse as parse_any
from workbench.train.data.places import Place, places_of
from workbench.train.data.sources import Sourced

Heard = Callable[[int, int, str], None]
"""Called with the cases done, of how many, and the database at work."""
Fate = Literal["fine", "broken_ddl", "unparsable", "unbound", "fails", "empty"]
"""What became of gold: `empty` gives no row, or one of NULLs only, on the rows that came with it."""


@dataclass(frozen=True)
class Examined:
    """schema: None where no table of the DDL can be read; then there is no prompt either.

    gold: DuckDB SQL without a closing semicolon; as it came where it does not bind. fault: why it is not fine, ready
    to show ("" where `fate` says all).
    """

    sourced: Sourced
    fate: Fate
    schema: Schema | None = None
    prompt: Prompt | None = None
    gold: str = ""
    fault: str = ""

    @property
    def binds(self) -> bool:
        return self.fate in ("fine", "fails", "empty")


class _Estimate:
    """Counts tokens without a model; 3.1 characters each, as measured on DDL with Korean comments."""

    context_tokens = 16_384

    def count_tokens(self, text: str) -> int:
        return estimate_tokens(text)


def examine(cases: Sequence[Sourced], today: dt.date, progress: Heard | None = None) -> Iterator[Examined]:
    """Every case once, schema by schema. Never raises for a case of its own."""
    done = 0
    for place in places_of(cases):
        if progress is not None:
            progress(done, len(cases), place.cases[0].case.db_id)
        with place:
            for one in place.cases:
                yield _examined(one, place, one.case.today or today)
        done += len(place.cases)
    if progress is not None:
        progress(done, len(cases), "")


def _examined(one: Sourced, place: Place, today: dt.date) -> Examined:
    gold = _bare(one.case.gold)
    if place.workspace is None:
        return Examined(one, "broken_ddl", gold=gold, fault=place.fault)
    workspace = place.workspace
    prompt = question_prompt(workspace, one.case.question, today, _Estimate())
    reader = Reader(workspace.schema, workspace.database, today)
    dialect = one.case.dialect or None
    ready = reader.gold(one.case.gold, dialect)
    if place.fault:
        sql = _answer(ready) if isinstance(ready, Ready) else gold
        return Examined(one, "broken_ddl", workspace.schema, prompt, sql, place.fault)
    if not isinstance(ready, Ready):
        fate: Fate = "unbound" if _parses(gold, dialect or workspace.schema.dialect, workspace) else "unparsable"
        return Examined(one, fate, workspace.schema, prompt, gold, ready.message)
    fate, fault = _run(_bare(ready.sql), place) if place.has_rows else ("fine", "")
    return Examined(one, fate, workspace.schema, prompt, _answer(ready), fault)


def _answer(ready: Ready) -> str:
    """What the model is to write: CURRENT_DATE stays, for the prompt never says what day it is."""
    return _bare(ready.unpinned or ready.sql)


def _run(sql: str, place: Place) -> tuple[Fate, str]:
    assert place.workspace is not None
    result = place.workspace.sandbox.run(sql, 2)
    if result.status != "ok" or result.table is None:
        return "fails", result.message
    rows = result.table.to_pylist()
    is_empty = not rows or (len(rows) == 1 and all(value is None for value in rows[0].values()))
    return ("empty" if is_empty else "fine"), ""


def _parses(sql: str, dialect: str, workspace: Workspace) -> bool:
    """By DuckDB itself, or as a query of what it is written in. sqlglot reads much that no database does."""
    error = workspace.sandbox.inspect(sql, explain=False).error
    if error is None or error.kind != "Parser":
        return True
    if dialect == "duckdb":
        return False
    try:
        return isinstance(parse_any(sql, dialect), exp.Query)
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError):
        return False


def _bare(sql: str) -> str:
    return sql.strip().rstrip(";").rstrip()
