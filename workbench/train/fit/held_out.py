"""Execution accuracy on held-out questions while training goes on: the weights in memory behind 질문하기's pipeline."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from typing import Any

from workbench.ask.batch import Done, run_cases
from workbench.ask.cases import Case
from workbench.ask.options import AskOptions, today_in_seoul
from workbench.evaluate.case import EvalCase
from workbench.evaluate.grading import ground_or_score, score_pair
from workbench.evaluate.score import Score
from workbench.llm.hf_loading import HfSource, Loaded
from workbench.llm.huggingface import HuggingFaceModel
from workbench.train.fit.point import Asked
from workbench.train.fit.trainer import Stopped, Wish


def asker(
    cases: Sequence[EvalCase], wish: Callable[[], Wish], today: dt.date | None = None
) -> Callable[[Any, Any, int], Asked]:
    """A function (model, tokenizer, step) → Asked over `cases`, one question after the other.

    It raises fit.trainer.Stopped when somebody wishes to stop or to pause in between: half a count says nothing.
    """
    by_id = {case.id: case for case in cases}
    day = today or today_in_seoul()

    def ask(model: Any, tokenizer: Any, step: int) -> Asked:
        chat = HuggingFaceModel("", HfSource(""), Loaded(model, tokenizer))
        stop = threading.Event()
        answers: dict[str, str | None] = {}

        def keep(done: Done) -> None:
            answers[str(done.id)] = done.answer.sql
            if wish():
                stop.set()

        model.config.use_cache = True
        try:
            run_cases([_question(case) for case in cases], chat, AskOptions(today=day), keep, stop, parallel=1)
        finally:
            model.config.use_cache = False
        if stop.is_set():
            raise Stopped
        right = sum(_is_right(by_id[id], sql, day) for id, sql in answers.items())
        return Asked(step, right, len(cases))

    return ask


def _question(case: EvalCase) -> Case:
    return Case(case.id, case.question, ddl=case.ddl, data_path=case.data_path, dialect=case.dialect, today=case.today)


def _is_right(case: EvalCase, sql: str | None, today: dt.date) -> bool:
    if sql is None:
        return False
    with ground_or_score(case.ddl, case.dialect, case.data_path, [case.gold], case.today or today) as ground:
        score = ground if isinstance(ground, Score) else score_pair(ground, case.gold, sql, case.dialect)
    return score.outcome == "correct"
