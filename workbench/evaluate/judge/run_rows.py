"""The answers of a run as a judge sees them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Container, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from workbench.data.database import Database
from workbench.errors import UsageError, WorkbenchError
from workbench.evaluate.grading import Ground, open_ground
from workbench.evaluate.judge.gate import bind_each
from workbench.evaluate.judge.row import SHOWN_ROWS, JudgeRow, ShownResult, shown
from workbench.sandbox.pool import open_sandbox
from workbench.store import results, reviews, runs, sets
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t

_UNTOLD = ("gold_broken", "grader_error")
"""Outcomes that say nothing about whether the answer binds."""
Answer = tuple[StoredCase, Result]


def find_run(name: str) -> Run:
    """By id or name. Raises UsageError when there is none, StoreError when the store cannot be read."""
    run = runs.find(name) or runs.named(name)
    if run is None:
        raise UsageError(t("judge.no_run", run=name))
    return run


def rows_of_run(run: Run) -> tuple[JudgeRow, ...]:
    """All graded answers in the set's order; gold as it was graded, corrected where a person did. Raises StoreError."""
    answers = _answers(run)
    binding = _binding(answers)
    return tuple(_row(case, result, case.id in binding) for case, result in answers)


def rows_with_results(run: Run) -> tuple[JudgeRow, ...]:
    """The same with what both queries return on one database, the one that told them apart where there is one.

    Raises StoreError. What cannot be run is shown as such.
    """
    rows: dict[str, JudgeRow] = {}
    answers = _answers(run)
    binding = _binding(answers)
    for group in _by_ground(answers, str(json.loads(run.hashes).get("today") or "")):
        rows |= {row.case_id: row for row in _shown_on(group, binding)}
    return tuple(rows[case.id] for case, _ in answers)


def _answers(run: Run) -> list[Answer]:
    cases = {case.id: case for case in sets.cases_of(run.set_digest)}
    corrected = reviews.corrected_golds(run.set_digest)
    found = results.select(results.Filters(run=run.id), limit=None)
    return [
        (cases[result.case_id], replace(result, gold=corrected.get(result.case_id, result.gold)))
        for result in found
        if result.case_id in cases
    ]


def _binding(answers: Sequence[Answer]) -> set[str]:
    """Ids of the cases whose SQL binds: grading knows, except where it never came to look at the answer."""
    binding = {case.id for case, result in answers if result.valid}
    by_ddl: dict[tuple[str, str | None], list[Result]] = {}
    for case, result in answers:
        if result.outcome in _UNTOLD and result.sql:
            by_ddl.setdefault((case.ddl, case.dialect), []).append(result)
    for (ddl, dialect), group in by_ddl.items():
        told = bind_each([result.sql or "" for result in group], ddl, dialect)
        binding |= {result.case_id for result, binds in zip(group, told, strict=True) if binds}
    return binding


def _row(case: StoredCase, result: Result, binds: bool) -> JudgeRow:
    return JudgeRow(result.case_id, result.question, case.ddl, result.gold, result.sql, binds)


def _by_ground(answers: Sequence[Answer], today: str) -> Iterator[list[tuple[str, Answer]]]:
    groups: dict[tuple[str, str | None, str | None, str], list[tuple[str, Answer]]] = {}
    for case, result in answers:
        day = case.today or today
        groups.setdefault((case.ddl, case.dialect, case.data_path, day), []).append((day, (case, result)))
    yield from groups.values()


def _shown_on(group: Sequence[tuple[str, Answer]], binding: Container[str]) -> Iterator[JudgeRow]:
    day, (first, _) = group[0]
    golds = [result.gold for _, (_, result) in group]
    data = Path(first.data_path) if first.data_path else None
    try:
        ground = open_ground(first.ddl, first.dialect, data, golds, dt.date.fromisoformat(day) if day else None)
    except WorkbenchError:
        yield from (_row(case, result, case.id in binding) for _, (case, result) in group)
        return
    with closing(ground):
        for _, (case, result) in group:
            row = _row(case, result, case.id in binding)
            if row.is_gated:
                yield row
            else:
                database = _told_apart_on(ground, result)
                gold = _shown(database, result.gold_sql or result.gold)
                yield replace(row, gold_result=gold, result=_shown(database, result.sql or ""))


def _told_apart_on(ground: Ground, result: Result) -> Database | None:
    """The database of the difference that grading found; else the first."""
    try:
        label = json.loads(result.difference)["instance"] if result.difference else ""
        tried = (*ground.databases, *(ground.instances() if label else ()))
        return next((database for database in tried if database.label == label), tried[0] if tried else None)
    except (WorkbenchError, ValueError, KeyError, TypeError):
        return None


def _shown(database: Database | None, sql: str) -> ShownResult:
    if database is None:
        return ShownResult(fault="not run")
    return shown(open_sandbox(database.path).run(sql, row_limit=SHOWN_ROWS * 50))
