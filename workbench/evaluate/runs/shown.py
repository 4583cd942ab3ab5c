"""What the run's judge is shown: the answers, and both results where its rubric asks for them."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections import deque
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from workbench.data.database import Database
from workbench.errors import WorkbenchError
from workbench.evaluate.grading import Ground, open_ground
from workbench.evaluate.judge.row import JudgeRow, ShownResult, shown
from workbench.evaluate.judge.rubric import Rubric
from workbench.evaluate.runs.backlog import GroundKey, key_of
from workbench.evaluate.runs.generate import Work
from workbench.evaluate.runs.start import today_of
from workbench.sandbox.pool import open_sandbox
from workbench.store import results
from workbench.store.results import Filters, Result

_ROWS = 1_000
"""Rows fetched of a result: the judge is shown the first, and told how many there are."""


def answers_to_judge(work: Work) -> list[Result]:
    """Graded answers of the run without a verdict, in the set's order. Raises StoreError."""
    graded = results.select(Filters(run=work.run.id), limit=None)
    return [result for result in graded if result.judge is None]


def judge_rows(work: Work, answers: list[Result], rubric: Rubric) -> Iterator[JudgeRow]:
    """The rows one by one, schema by schema where results are shown: they are run again for it."""
    if not rubric.shows_results:
        for answer in answers:
            yield _row(work, answer)
        return
    today = today_of(work.run).isoformat()

    def place(answer: Result) -> GroundKey:
        return key_of(work.cases[answer.case_id], today)

    for key, group in groupby(sorted(answers, key=lambda answer: _order(place(answer))), key=place):
        yield from _with_results(work, key, list(group))


def _order(key: GroundKey) -> tuple[str, ...]:
    return (key.ddl, key.dialect or "", key.data_path or "", key.today)


def _with_results(work: Work, key: GroundKey, answers: list[Result]) -> Iterator[JudgeRow]:
    """On the databases of the grading: its golds decide what instances hold."""
    today = today_of(work.run).isoformat()
    golds = [case.gold for case in work.cases.values() if key_of(case, today) == key]
    data = Path(key.data_path) if key.data_path else None
    waiting = deque(answers)
    try:
        with open_ground(key.ddl, key.dialect, data, golds, dt.date.fromisoformat(key.today)) as ground:
            while waiting:
                sandbox = open_sandbox(_told_apart(ground, waiting[0]).path)
                sqls = waiting[0].gold_sql, waiting[0].ran_sql
                gold, ours = (shown(sandbox.run(sql, _ROWS)) for sql in sqls)
                yield _row(work, waiting.popleft(), gold, ours)
    except WorkbenchError:
        # They were graded, so this is a passing fault: judged without results, as under the published rubric.
        for answer in waiting:
            yield _row(work, answer)


def _told_apart(ground: Ground, answer: Result) -> Database:
    """The database on which grading found the difference; the first one for an answer without any."""
    databases = ground.databases
    if answer.difference:
        label = json.loads(answer.difference)["instance"]
        everywhere = itertools.chain(databases, ground.instances() if ground.given is not None else ())
        return next((one for one in everywhere if one.label == label), databases[0])
    return databases[0]


def _row(work: Work, answer: Result, gold: ShownResult | None = None, ours: ShownResult | None = None) -> JudgeRow:
    case = work.cases[answer.case_id]
    return JudgeRow(case.id, case.question, case.ddl, answer.gold, answer.sql, answer.valid, gold, ours)
