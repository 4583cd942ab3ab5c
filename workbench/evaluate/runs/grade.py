"""The second phase, beside the first: grade answers as they come, schema by schema."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from workbench.evaluate.categories import categorize
from workbench.evaluate.features import features, hardness
from workbench.evaluate.grading import Ground, ground_or_score, score_pair
from workbench.evaluate.runs.backlog import Backlog, GroundKey, key_of
from workbench.evaluate.runs.generate import Work
from workbench.evaluate.runs.start import today_of
from workbench.evaluate.score import Outcome, Score
from workbench.store import results, reviews, runs, sets
from workbench.store.results import Filters, Key, Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t

_log = logging.getLogger(__name__)
LANES = 2
"""Threads that grade; the SQL itself runs in the sandbox's children. One while a model writes on the same cores."""
ATTEMPTS = 2
"""How often a case may take the whole process down with it before it counts as a fault of the grader."""
_WITHHELD: tuple[Outcome, ...] = ("invalid_sql", "refused", "gold_broken", "grader_error")


class Grader:
    """Grades in threads of its own what `take_in` brings, until `finish`."""

    def __init__(self, work: Work, stop: threading.Event, lanes: int) -> None:
        self._work, self._stop = work, stop
        self._today = today_of(work.run).isoformat()
        self._backlog = Backlog()
        self._golds: dict[GroundKey, list[str]] = {}
        for case in work.cases.values():
            self._golds.setdefault(key_of(case, self._today), []).append(case.gold)
        self._fault: BaseException | None = None
        self._threads = [threading.Thread(target=self._live, args=(n,), name=f"grade-{n}") for n in range(lanes)]

    def start(self) -> None:
        """Begin, with what was answered before but not graded."""
        for key in results.keys(Filters(run=self._work.run.id, unscored=True, scored=False)):
            self.take_in(key.case_id)
        for thread in self._threads:
            thread.start()

    def take_in(self, case_id: str) -> None:
        """One more answer that lies in the store."""
        case = self._work.cases.get(case_id)
        if case is not None:
            self._backlog.put(key_of(case, self._today), [case_id])

    def finish(self) -> None:
        """Wait for the rest. Raises what ended a thread (the store could not be written)."""
        self._backlog.close()
        for thread in self._threads:
            thread.join()
        if self._fault is not None:
            raise self._fault

    def abandon(self) -> None:
        """Let go after the answers in hand."""
        self._backlog.abandon()
        for thread in self._threads:
            thread.join()

    def _live(self, lane: int) -> None:
        try:
            self._work_off(lane)
        except BaseException as error:  # handed to the thread that waits in `finish`
            self._fault = error
            self._backlog.abandon()

    def _work_off(self, lane: int) -> None:
        taken = self._backlog.take(lane)
        while taken is not None:
            key = taken[0]
            with _ground(key, self._golds[key]) as ground:
                while taken is not None and taken[0] == key:
                    if self._stop.is_set():
                        self._backlog.abandon()
                        return
                    self._grade(taken[1], ground)
                    taken = self._backlog.take(lane)

    def _grade(self, case_id: str, ground: Ground | Score) -> None:
        key = Key(self._work.run.id, case_id)
        result = results.find(key.run, case_id)
        if result is None or result.scored:
            return
        if result.attempts >= ATTEMPTS:
            score = Score("grader_error", message=t("runs.grader_died", count=result.attempts))
        else:
            # Written down before: a case that kills this process is known when the next one starts.
            results.update(key, attempts=result.attempts + 1)
            score = ground if isinstance(ground, Score) else grade(result, self._work.cases[case_id], ground)
        results.update(key, **_columns(result, self._work.cases[case_id], score, ground), scored=True, attempts=0)


def _ground(key: GroundKey, golds: list[str]) -> AbstractContextManager[Ground | Score]:
    data = Path(key.data_path) if key.data_path else None
    return ground_or_score(key.ddl, key.dialect, data, golds, dt.date.fromisoformat(key.today))


@contextlib.contextmanager
def ground_of(run: Run, case_id: str) -> Iterator[Ground | Score]:
    """The databases that a run's answer to one case is graded on, as the run's worker has them. Raises StoreError."""
    today, golds = today_of(run).isoformat(), reviews.corrected_golds(run.set_digest)
    cases = sets.cases_of(run.set_digest)
    own = next((case for case in cases if case.id == case_id), None)
    if own is None:
        yield Score("grader_error", message=t("runs.grader_fault"))
        return
    key = key_of(own, today)
    with _ground(key, [golds.get(case.id, case.gold) for case in cases if key_of(case, today) == key]) as ground:
        yield ground


def grade_again(run: Run, case: StoredCase) -> Score | None:
    """Grade one stored answer anew, here and now (its gold was corrected); None where there is no such answer.

    Raises StoreError.
    """
    result = results.find(run.id, case.id)
    if result is None:
        return None
    with ground_of(run, case.id) as ground:
        score = ground if isinstance(ground, Score) else grade(result, case, ground)
        results.update(Key(run.id, case.id), **_columns(result, case, score, ground), scored=True, attempts=0)
    tally = results.tally(run.id)
    runs.update(run.id, done=tally.scored, failed=tally.failed)
    return score


def grade(result: Result, case: StoredCase, ground: Ground) -> Score:
    """The score of one answer. Never raises: a fault of the grader is an outcome of its own.

    SQL that our checks withheld is graded too, for what is wrong with it, but can no longer be right.
    """
    try:
        score = score_pair(ground, result.gold, result.sql, case.dialect)
    except Exception:
        _log.exception("grading of %s failed", case.id)
        return Score("grader_error", message=t("runs.grader_fault"))
    if score.outcome in ("gold_broken", "grader_error"):
        return score
    if result.sql is None:
        return replace(score, outcome=_without_sql(result), message=result.message or score.message)
    if result.status not in ("ok", "warning", "") and result.raw and score.outcome not in _WITHHELD:
        return replace(score, outcome=_withheld(result), forgiving=False, message=result.message)
    return score


def _without_sql(result: Result) -> Outcome:
    if result.status in ("refused", "limit"):
        return "refused"
    return "invalid_sql" if result.raw.strip() else "generation_error"


def _withheld(result: Result) -> Outcome:
    return "refused" if result.status == "refused" else "invalid_sql"


def _columns(result: Result, case: StoredCase, score: Score, ground: Ground | Score) -> dict[str, Any]:
    gold = score.gold_sql or result.gold
    columns: dict[str, Any] = {
        "outcome": score.outcome,
        "forgiving": score.forgiving,
        "em_string": score.em_string,
        "em_set": score.em_set,
        "valid": score.outcome in ("correct", "wrong", "timeout"),
        "message": score.message,
        "notes": json.dumps(score.notes, ensure_ascii=False),
        "gold_sql": score.gold_sql,
        "ran_sql": score.sql,
        "difference": json.dumps(asdict(score.difference), ensure_ascii=False, default=str) if score.difference else "",
        "features": _quietly(features, gold, ()),
        "difficulty": case.difficulty or _quietly(hardness, gold, None),
        "category": None,
        "evidence": "[]",
    }
    if score.offered and not result.raw and result.status in ("", "ok", "warning"):
        # Given SQL: what its file said is kept as what the model wrote.
        columns |= {"sql": score.offered, "raw": result.sql}
    if score.outcome != "correct" and not isinstance(ground, Score):
        category = _quietly(lambda _: categorize(score, ground.schema), gold, None)
        if category is not None:
            columns |= {"category": category.code, "evidence": json.dumps(category.evidence, ensure_ascii=False)}
    return columns


def _quietly(function: Any, sql: str, otherwise: Any) -> Any:
    """What is only shown beside a score must not cost it."""
    try:
        return function(sql)
    except Exception:
        _log.exception("%s failed", function)
        return otherwise
