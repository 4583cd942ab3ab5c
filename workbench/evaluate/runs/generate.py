"""The first phase: SQL for every case that has no answer yet, kept one by one as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from workbench.ask.answer import Answer
from workbench.ask.batch import PARALLEL, Done, run_cases
from workbench.ask.options import AskOptions, without
from workbench.errors import ModelError
from workbench.evaluate.runs.heart import Heart
from workbench.evaluate.runs.price import cost_of
from workbench.evaluate.runs.start import today_of
from workbench.evaluate.runs.stored import to_question
from workbench.llm import catalog
from workbench.llm.select import open_model
from workbench.sql.clean import clean
from workbench.store import results
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t

PATIENCE = 30
"""Failures in a row after which the run ends: a dead server would turn 100,000 cases into failures overnight."""
_REMOTE_PARALLEL = 8
"""Questions in flight to a server elsewhere: the wait is its own, two cores check eight answers meanwhile."""
_RAW_CHARS = 20_000


@dataclass(frozen=True)
class Work:
    """A claimed run with its cases: by id, in the order of their set, golds corrected."""

    run: Run
    cases: Mapping[str, StoredCase]
    positions: Mapping[str, int]


def generate(work: Work, heart: Heart, on_answer: Callable[[str], None]) -> None:
    """Answer what is left. `on_answer` gets the case's id once its answer is in the store.

    Raises ModelError when the model cannot be opened or fails again and again.
    """
    known = {key.case_id for key in results.keys(results.Filters(run=work.run.id, unscored=True))}
    today = today_of(work.run)
    left = [to_question(case, today) for case in work.cases.values() if case.id not in known]
    if not left:
        return
    failures = 0

    def keep(done: Done) -> None:
        nonlocal failures
        result = _to_result(work, str(done.id), done.answer)
        results.add([result])
        on_answer(result.case_id)
        failures = failures + 1 if result.sql is None and not result.raw and result.status == "error" else 0
        if failures >= PATIENCE:
            raise ModelError(t("runs.model_gone", count=failures, reason=result.message))

    model = open_model(work.run.model)
    try:
        chosen = json.loads(work.run.options)
        options = AskOptions(
            work.run.model,
            today,
            candidates=int(chosen.get("candidates", 0)),
            parts=without(chosen.get("without", ())),
        )
        run_cases(left, model, options, keep, heart.stop, parallel_for(work.run.model))
    finally:
        model.close()


def parallel_for(model: str) -> int:
    """How many questions a model takes at once: one on this machine has two slots."""
    local = catalog.find(model) is not None or model.startswith("hf:")
    return PARALLEL if local else _REMOTE_PARALLEL


def _to_result(work: Work, case_id: str, answer: Answer) -> Result:
    case = work.cases[case_id]
    written = answer.raw[-1] if answer.raw else ""
    return Result(
        work.run.id,
        case_id,
        work.positions[case_id],
        case.question,
        case.db_id,
        case.gold,
        # SQL that was withheld because it failed the checks is kept: it is what a reader of failures looks at.
        sql=answer.sql or clean(written).sql or None,
        status=answer.status,
        message=answer.message,
        checks=json.dumps([check.to_json() for check in answer.checks], ensure_ascii=False),
        seconds=answer.seconds,
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        cost=cost_of(work.run.model, answer.prompt_tokens, answer.completion_tokens),
        raw="\n\n".join(answer.raw)[:_RAW_CHARS],
        trust=answer.trust.level if answer.sql else "",
        findings=" ".join(answer.trust.findings) if answer.sql else "",
    )
