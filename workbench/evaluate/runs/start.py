"""A new run, or the one of that name again."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace

from workbench.ask.options import SEOUL, today_in_seoul
from workbench.errors import UsageError
from workbench.evaluate.case import QuestionSet
from workbench.evaluate.judge.rubric import DEFAULT as DEFAULT_RUBRIC
from workbench.evaluate.runs.hashes import data_hash, differences, tool_hashes
from workbench.evaluate.runs.limits import Limits, limits_for, to_options
from workbench.evaluate.runs.predictions import Predictions
from workbench.evaluate.runs.stored import to_stored
from workbench.llm import catalog
from workbench.llm.select import spoken_name
from workbench.store import results, reviews, runs, sets
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.text import t


@dataclass(frozen=True)
class Plan:
    """model: name for `open_model`, empty for the default; with `predictions` only what the run calls their author.

    name: empty for one made of set, model and time. judge: empty for none. today: None for today in Seoul.
    limits: of the judge; None for what suits it. without: parts of 질문하기 (`ask.options.PARTS`) that are switched off
    to measure what they are worth. candidates: extra answers that vote.
    """

    questions: QuestionSet
    model: str = ""
    name: str = ""
    judge: str = ""
    rubric: str = DEFAULT_RUBRIC
    today: dt.date | None = None
    predictions: Predictions | None = None
    limits: Limits | None = None
    without: tuple[str, ...] = ()
    candidates: int = 0

    @property
    def pipeline(self) -> str:
        """How 질문하기 is changed for this run, as text; "" for not at all."""
        off = [f"-{part}" for part in sorted(set(self.without))]
        return " ".join([*off, f"+{self.candidates}"] if self.candidates else off)


def start(plan: Plan) -> Run:
    """Queue a run: a new one, or the one of that name where it stopped. A finished one is given back as it is.

    Whoever calls then sees to a worker (`process.ensure_worker`, or `process.attend`). Raises UsageError when the
    run of that name was measured with something else (the message says what), StoreError.
    """
    existing = runs.named(plan.name) if plan.name else None
    run = existing or _create(plan)
    if existing is not None:
        require_same(existing, _identity(plan, existing))
        if plan.limits is not None:  # may be raised: they change no figure
            runs.update(existing.id, options=json.dumps(json.loads(existing.options) | to_options(plan.limits)))
    if run.state in ("paused", "stopped", "failed"):
        return runs.ask_for(run.id, "resume") or run
    return run


def require_same(run: Run, now: dict[str, str]) -> None:
    """Raises UsageError naming everything that differs between what `run` was measured with and `now`."""
    changed = differences(json.loads(run.hashes), now)
    if changed:
        raise UsageError(t("runs.differs", name=run.name, parts=", ".join(changed)))


def _identity(plan: Plan, existing: Run | None) -> dict[str, str]:
    model, day = _model(plan), plan.today
    if day is None:
        day = today_of(existing) if existing is not None else today_in_seoul()
    identity = {
        "set": plan.questions.digest,
        "data": data_hash(str(case.data_path) for case in plan.questions.cases if case.data_path is not None),
        "today": day.isoformat(),
        **tool_hashes(model, plan.judge, plan.rubric),
    }
    if plan.pipeline or (existing is not None and "pipeline" in json.loads(existing.hashes)):
        identity["pipeline"] = plan.pipeline
    if plan.predictions is not None:
        identity |= {"model": f"{model} {plan.predictions.digest}", "prompt": ""}
    return identity


def _model(plan: Plan) -> str:
    if plan.predictions is not None:
        return plan.model or t("runs.given_sql")
    return plan.model.strip() or catalog.default_name()


def today_of(run: Run) -> dt.date:
    """The day for NOW() and relative dates."""
    return dt.date.fromisoformat(json.loads(run.hashes)["today"])


def _create(plan: Plan) -> Run:
    questions, identity = plan.questions, _identity(plan, None)
    if not questions.cases:
        raise UsageError(t("runs.no_cases", name=questions.name))
    stored = [to_stored(case) for case in questions.cases]
    sets.save(questions.digest, questions.name, questions.source, stored)
    now = dt.datetime.now(SEOUL)
    run = Run(
        runs.new_id(),
        plan.name or " · ".join(filter(None, (*_about(plan), f"{now:%m-%d %H:%M:%S}"))),
        now.isoformat(timespec="milliseconds"),
        "queued",
        questions.name,
        questions.digest,
        questions.source,
        _model(plan),
        "predictions" if plan.predictions is not None else "model",
        plan.judge,
        plan.rubric if plan.judge else "",
        json.dumps(identity),
        json.dumps(_options(plan)),
        total=len(stored),
    )
    if plan.predictions is not None:
        golds = reviews.corrected_golds(questions.digest)
        # Before the run itself: a kill between the two leaves rows that nothing shows, not a run without answers.
        results.add(_given(run.id, position, plan, golds) for position in range(len(stored)))
    if runs.add(run):
        return run
    if plan.name:
        raise UsageError(t("runs.name_taken", name=run.name))
    # Two runs of one second: the name we made ourselves is ours to tell apart.
    named = replace(run, name=f"{run.name} · {run.id[-4:]}")
    if not runs.add(named):
        raise UsageError(t("runs.name_taken", name=named.name))
    return named


def _about(plan: Plan) -> tuple[str, ...]:
    return (plan.questions.name, spoken_name(_model(plan)), plan.pipeline)


def _options(plan: Plan) -> dict[str, object]:
    limits = plan.limits or limits_for(plan.judge, None, None, None)
    options: dict[str, object] = {"bad_rows": len(plan.questions.problems), **to_options(limits)}
    if plan.pipeline:
        options |= {"without": sorted(set(plan.without)), "candidates": plan.candidates}
    if plan.predictions is not None:
        known = {case.id for case in plan.questions.cases}
        options |= {"predictions": plan.predictions.source, "unknown_ids": len(plan.predictions.by_id.keys() - known)}
    return options


def _given(run: str, position: int, plan: Plan, golds: dict[str, str]) -> Result:
    assert plan.predictions is not None
    case = plan.questions.cases[position]
    prediction = plan.predictions.by_id.get(case.id)
    base = Result(run, case.id, position, case.question, case.db_id, golds.get(case.id, case.gold), cost=0.0)
    if prediction is None:
        return replace(base, status="error", message=t("runs.not_predicted"))
    sql = prediction.sql if prediction.sql and prediction.sql.strip() else None
    return replace(
        base,
        sql=sql,
        status=prediction.status or ("ok" if sql else "error"),
        message=prediction.message or ("" if sql else t("runs.predicted_nothing")),
        seconds=prediction.seconds,
    )
