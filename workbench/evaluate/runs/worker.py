"""Works off one run: generate and grade side by side, then judge."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import logging

from workbench.errors import WorkbenchError
from workbench.evaluate.runs.generate import Work, generate
from workbench.evaluate.runs.grade import LANES, Grader
from workbench.evaluate.runs.hashes import data_hash, tool_hashes
from workbench.evaluate.runs.heart import Heart
from workbench.evaluate.runs.judge import judge
from workbench.evaluate.runs.start import require_same
from workbench.llm import catalog
from workbench.store import file, results, reviews, runs, sets
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.text import t

_log = logging.getLogger(__name__)
_REGRADING = ("checks", "grading")


def work_off(run: Run) -> None:
    """Bring a claimed run to its end, or as far as it may go; the store says how it went. Raises StoreError."""
    message = ""
    with file.held_open(), Heart(run) as heart:
        try:
            _require_unchanged(run)
            _phases(_load(run), heart)
        except WorkbenchError as error:
            message = error.message
        except Exception:
            _log.exception("run %s failed", run.id)
            message = t("runs.unexpected")
        was_stopped = heart.stop.is_set()
    _close(run.id, message, was_stopped)


def _load(run: Run) -> Work:
    golds = reviews.corrected_golds(run.set_digest)
    stored = sets.cases_of(run.set_digest)
    cases = {case.id: dataclasses.replace(case, gold=golds.get(case.id, case.gold)) for case in stored}
    return Work(run, cases, {case.id: position for position, case in enumerate(stored)})


def _require_unchanged(run: Run) -> None:
    """Before anything is added to what was measured already: is it still the same measurement?

    Once all SQL is there, another model or prompt cannot change it any more, and another grading is no reason to
    refuse: it only takes minutes to grade everything anew.
    """
    now = {
        **tool_hashes(run.model, run.judge, run.rubric),
        "data": data_hash(case.data_path for case in sets.cases_of(run.set_digest)),
    }
    kept = json.loads(run.hashes)
    answered = results.count(Filters(run=run.id, unscored=True))
    if run.mode == "predictions" or answered == run.total:
        del now["model"], now["prompt"]
    if answered == run.total:
        require_same(run, {key: now[key] for key in ("data", "judge")})
        if any(kept.get(key) != now[key] for key in _REGRADING):
            results.unscore(run.id)
    elif answered:
        require_same(run, now)
    runs.update(run.id, hashes=json.dumps({**kept, **now}))


def _phases(work: Work, heart: Heart) -> None:
    heart.begin("generate" if work.run.mode == "model" else "grade")
    # An embedded model writes on the same cores; a model elsewhere and given SQL leave both to grading.
    busy = work.run.mode == "model" and catalog.find(work.run.model) is not None
    grader = Grader(work, heart.stop, 1 if busy else LANES)
    grader.start()
    try:
        if work.run.mode == "model":
            generate(work, heart, grader.take_in)
    except WorkbenchError:
        grader.finish()  # what was answered until then is a result, and a retry looks for failed ones by outcome
        raise
    except BaseException:
        grader.abandon()
        raise
    heart.begin("grade")
    grader.finish()
    if work.run.judge and not heart.stop.is_set():
        heart.begin("judge")
        judge(work, heart)


def _close(run_id: str, message: str, was_stopped: bool) -> None:
    """The state that follows from what was asked and what is done."""
    run = runs.find(run_id)
    if run is None:  # deleted meanwhile: what was written after that goes too
        runs.remove(run_id)
        return
    is_complete = run.done >= run.total and (not run.judge or run.judged >= run.total)
    state: runs.State = "finished"
    if message:
        state = "failed"
    elif is_complete:  # a wish that came after the last case has nothing left to stop
        state = "finished"
    elif run.state in ("pausing", "stopping"):
        state = "paused" if run.state == "pausing" else "stopped"
    elif was_stopped:  # and resumed while it was winding down
        state = "queued"
    else:
        state, message = "failed", t("runs.incomplete", left=run.total - run.done)
    runs.update(
        run_id,
        state=state,
        message=message,
        worker=None,
        heartbeat=None,
        phase="",
        finished_at=dt.datetime.now().astimezone().isoformat(timespec="seconds") if state == "finished" else None,
    )
