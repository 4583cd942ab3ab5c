"""The answers of a run as a judge sees them."""

from __future__ import annotations

from workbench.errors import UsageError
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import Rubric
from workbench.evaluate.runs.generate import Work
from workbench.evaluate.runs.shown import judge_rows
from workbench.store import results, runs, sets
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.text import t


def find_run(name: str) -> Run:
    """By id or name. Raises UsageError when there is none, StoreError when the store cannot be read."""
    run = runs.find(name) or runs.named(name)
    if run is None:
        raise UsageError(t("judge.no_run", run=name))
    return run


def rows_of_run(run: Run, rubric: Rubric) -> tuple[JudgeRow, ...]:
    """All graded answers in the set's order, with both results where the rubric shows them. Raises StoreError."""
    cases = {case.id: case for case in sets.cases_of(run.set_digest)}
    work = Work(run, cases, {id: position for position, id in enumerate(cases)})
    answers = results.select(Filters(run=run.id), limit=None)
    rows = {row.case_id: row for row in judge_rows(work, [one for one in answers if one.valid], rubric)}
    for one in answers:
        if one.case_id not in rows:
            rows[one.case_id] = JudgeRow(one.case_id, one.question, "", one.gold, one.sql, binds=False)
    return tuple(rows[one.case_id] for one in answers)


def askable_ids(run: Run) -> tuple[str, ...]:
    """Ids of the cases that a judge is asked about: graded, and their SQL binds. Raises StoreError."""
    answers = results.select(Filters(run=run.id), limit=None)
    return tuple(one.case_id for one in answers if one.valid and (one.sql or "").strip())
