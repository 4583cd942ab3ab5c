"""The trained model beside its base and the default, by ordinary evaluation runs over the same held-out questions."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import threading
import time
from collections.abc import Callable

from workbench.errors import ModelError, WorkbenchError
from workbench.evaluate.case import QuestionSet
from workbench.evaluate.runs.compare import compare
from workbench.evaluate.runs.hashes import tool_hashes
from workbench.evaluate.runs.process import work_on
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import digest_of
from workbench.llm import catalog
from workbench.store import results, runs
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.text import t
from workbench.train.config import TrainConfig
from workbench.train.row import Dataset
from workbench.train.runs.heart import Heart, Interrupted
from workbench.train.runs.held_out import asked_at_the_end, built_on
from workbench.train.runs.order import Baseline, Order
from workbench.train.runs.outcome import Outcome, compared

_LOOK_SECONDS = 0.5


def compare_all(
    config: TrainConfig,
    order: Order,
    dataset: Dataset,
    model: str,
    outcome: Outcome,
    heart: Heart,
    keep: Callable[[Outcome], None],
) -> Outcome:
    """Ask everyone the same questions; `keep` gets every comparison once it is there.

    Raises Interrupted, WorkbenchError where the trained model cannot be evaluated.
    """
    outcome = dataclasses.replace(outcome, compared=(), skipped=())
    cases = asked_at_the_end(dataset, config, order.questions)
    if not cases:
        reason = "train.run_no_held_out" if order.questions else "train.run_not_asked"
        outcome = dataclasses.replace(outcome, skipped=(t(reason),))
        keep(outcome)
        return outcome
    today = built_on(dataset)
    questions = QuestionSet(
        t("train.run_held_out", name=dataset.name), str(dataset.folder), cases, (), digest_of(cases)
    )
    after = evaluated(model, questions, today, heart)
    for baseline, other in _baselines(config, order, model):
        try:
            _require_local(other)
            before = evaluated(other, questions, today, heart)
        except WorkbenchError as error:
            note = t("train.run_skipped", model=other, reason=error.message)
            outcome = dataclasses.replace(outcome, skipped=(*outcome.skipped, note))
        else:
            one = compared(baseline, compare(before, after))
            outcome = dataclasses.replace(outcome, compared=(*outcome.compared, one))
        keep(outcome)
    return outcome


def _baselines(config: TrainConfig, order: Order, model: str) -> list[tuple[Baseline, str]]:
    """Each model once: where the base is the default, one comparison says both."""
    is_catalogued = catalog.find_base(config.base) is not None
    names: dict[Baseline, str] = {
        "default": catalog.default_name(),
        "base": config.base if is_catalogued else f"hf:{config.base}",
    }
    wanted = [(baseline, names[baseline]) for baseline in ("default", "base") if baseline in order.against]
    found: list[tuple[Baseline, str]] = []
    for baseline, name in wanted:
        if name != model and name not in [other for _, other in found]:
            found.append((baseline, name))
    return found


def _require_local(model: str) -> None:
    """Raises ModelError: nobody agreed to send questions elsewhere, or to pay for them; and a file may be missing."""
    known = catalog.find(model)
    if known is not None and not known.installed:
        raise ModelError(t("llm.not_installed", name=model))
    if known is None and not model.startswith("hf:"):
        raise ModelError(t("train.run_not_local"))


def evaluated(model: str, questions: QuestionSet, today: dt.date, heart: Heart) -> Run:
    """A finished evaluation run of `model`: one that is there already, or a new one worked off here.

    Raises Interrupted at a wish (the run is paused and goes on next time), WorkbenchError saying why it failed.
    """
    run = start(Plan(questions, model, name=_name(model, questions, today), today=today))
    while run.state != "finished":
        if heart.wish:
            raise Interrupted
        _work(run, heart)
        now = runs.find(run.id)
        if now is None or now.state in ("failed", "stopped"):
            raise WorkbenchError(now.message if now is not None and now.message else t("train.run_evaluation_gone"))
        run = now if now.state != "paused" or heart.wish else runs.ask_for(run.id, "resume") or now
    _require_answers(run)
    return run


def _require_answers(run: Run) -> None:
    """Raises ModelError where the model gave no answer at all: it could not be opened, and 0 % would be no figure."""
    failed = results.select(Filters(run=run.id, outcomes=("generation_error",)), limit=1)
    if failed and results.sums(Filters(run=run.id))["generation_error"].count == run.total:
        raise ModelError(failed[0].message)


def _name(model: str, questions: QuestionSet, today: dt.date) -> str:
    """The same for the same measurement: whoever measures it again finds it."""
    facts = {**tool_hashes(model, "", ""), "set": questions.digest, "today": today.isoformat()}
    mark = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:8]
    return f"{questions.name} · {model.rpartition('/')[2]} · {mark}"


def _work(run: Run, heart: Heart) -> None:
    """Work on the run here, or wait for the worker that does something else at the moment."""
    fault: list[BaseException] = []

    def work() -> None:
        try:
            work_on(run.id)
        except BaseException as error:  # handed to the thread that waits
            fault.append(error)

    thread = threading.Thread(target=work, name="evaluation", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_LOOK_SECONDS)
        if heart.wish:
            runs.ask_for(run.id, "pause")
    if fault:
        raise fault[0]
    time.sleep(_LOOK_SECONDS)
