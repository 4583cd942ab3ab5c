"""Generation in a run: questions per minute by slots used, and with and without grouping by schema."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.gold import TODAY, GoldCase, business_cases
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure, timed
from workbench.ask.batch import PARALLEL, Done, run_cases
from workbench.ask.cases import Case
from workbench.ask.options import AskOptions
from workbench.llm.chat import ChatModel
from workbench.llm.select import open_model

_SLOTS = (1, 2, 4)
_SCHEMAS, _QUICK = 6, 2
"""About six questions each: enough to fill four slots, and few enough for four rounds in half an hour."""


def measure(quick: bool) -> Measured:
    """Every round starts in a new home: no prompt cache of the round before."""
    cases = _some_schemas(_QUICK if quick else _SCHEMAS)
    figures = {f"slots_{slots}": _round(cases, slots, grouped=True) for slots in ((1, 2) if quick else _SLOTS)}
    figures["ungrouped"] = _round(cases, PARALLEL, grouped=False)
    per_minute = {name: figure.median for name, figure in figures.items()}
    values = {
        "per_minute": per_minute[f"slots_{PARALLEL}"],
        "grouping_ratio": per_minute[f"slots_{PARALLEL}"] / per_minute["ungrouped"],
        "slots_ratio": per_minute[f"slots_{PARALLEL}"] / per_minute["slots_1"],
    }
    return Measured(values, figures, {"questions": len(cases), "schemas": len({case.schema for case in cases})})


def _some_schemas(count: int) -> tuple[GoldCase, ...]:
    cases = business_cases()
    kept = list(dict.fromkeys(case.schema for case in cases))[:count]
    return tuple(case for case in cases if case.schema in kept)


def _round(cases: tuple[GoldCase, ...], slots: int, grouped: bool) -> Figure:
    asked = [Case(case.id, case.question, case.ddl) for case in cases]
    random.Random(0).shuffle(asked)
    with fresh_home():
        model = open_model(None)
        model.count_tokens("SELECT 1")  # loaded before the clock starts
        seconds, _ = timed(_grouped if grouped else _one_by_one, asked, model, slots)
    rate = 60 * len(cases) / seconds
    say(f"{slots} slots, {'grouped' if grouped else 'in random order'}: {rate:.2f} questions a minute")
    return Figure(rate, rate, len(cases), "/min")


def _grouped(cases: list[Case], model: ChatModel, slots: int) -> None:
    run_cases(cases, model, AskOptions(today=TODAY), _note, parallel=slots)


def _one_by_one(cases: list[Case], model: ChatModel, slots: int) -> None:
    """As the questions come: every one is a batch of its own, so that its schema is opened for it alone."""
    with ThreadPoolExecutor(slots) as pool:
        list(pool.map(lambda case: run_cases([case], model, AskOptions(today=TODAY), _note, parallel=1), cases))


def _note(done: Done) -> None:
    say(f"{done.id}: {done.answer.seconds:.2f} s ({done.answer.status})")
