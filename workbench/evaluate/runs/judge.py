"""The last phase: ask the run's judge about every answer that binds; the others never reach it."""

from __future__ import annotations

import contextvars
import datetime as dt
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial

from workbench.errors import ModelError
from workbench.evaluate.judge.keeping import keep_gated
from workbench.evaluate.judge.model import Judged, ask_judge
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import Rubric, load_rubric
from workbench.evaluate.runs.generate import PATIENCE, Work, parallel_for
from workbench.evaluate.runs.heart import Heart
from workbench.evaluate.runs.served_judge import ask_served
from workbench.evaluate.runs.shown import answers_to_judge, judge_rows
from workbench.llm.chat import ChatModel
from workbench.llm.select import open_model, served
from workbench.store import verdicts
from workbench.store.verdicts import Verdict
from workbench.text import t


def judge(work: Work, heart: Heart) -> None:
    """Ask about what has no verdict yet; each verdict is kept as it comes.

    A judge behind an address is asked by the client that keeps its limits; one on this machine as models are.
    Raises ModelError when it cannot be asked at all, or fails again and again.
    """
    rubric = load_rubric(work.run.rubric)
    place = served(work.run.judge)
    if place is not None:
        ask_served(work, rubric, place, heart)
        return
    waiting = answers_to_judge(work)
    keep_gated(work.run, work.run.judge, rubric, [result.case_id for result in waiting if not result.valid])
    left = [result for result in waiting if result.valid]
    if left:
        _ask_here(work, rubric, judge_rows(work, left, rubric), heart)


def _ask_here(work: Work, rubric: Rubric, rows: Iterator[JudgeRow], heart: Heart) -> None:
    model = open_model(work.run.judge)
    failures = 0
    try:
        for verdict in _answers(work, rubric, rows, model, heart):
            verdicts.save([verdict])
            failures = failures + 1 if verdict.answer == "failed" else 0
            if failures >= PATIENCE:
                raise ModelError(t("runs.model_gone", count=failures, reason=verdict.reason))
    finally:
        model.close()


def _answers(work: Work, rubric: Rubric, rows: Iterator[JudgeRow], model: ChatModel, heart: Heart) -> Iterator[Verdict]:
    parallel = parallel_for(work.run.judge)
    running: set[Future[tuple[str, Judged | None]]] = set()

    def ask(row: JudgeRow) -> tuple[str, Judged | None]:
        return row.case_id, ask_judge(row, rubric, model, heart.stop)

    with ThreadPoolExecutor(parallel, thread_name_prefix="judge") as pool:
        while True:
            while len(running) < parallel and not heart.stop.is_set() and (row := next(rows, None)) is not None:
                running.add(pool.submit(contextvars.copy_context().run, partial(ask, row)))
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for case_id, judged in (future.result() for future in finished):
                if judged is not None:
                    yield _verdict(work, rubric, case_id, judged)


def _verdict(work: Work, rubric: Rubric, case_id: str, judged: Judged) -> Verdict:
    return Verdict(
        work.run.id,
        case_id,
        work.run.judge,
        rubric.digest,
        judged.answer,
        judged.verdict.reason or judged.message,
        judged.verdict.category,
        judged.raw,
        0.0,
        dt.datetime.now().astimezone().isoformat(timespec="seconds"),
    )
