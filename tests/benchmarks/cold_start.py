"""The first question after pasting a company's DDL, and the first one after the model server was restarted."""

from __future__ import annotations

import statistics
import time

from tests.benchmarks.gold import TODAY, office_cases, office_ddl
from tests.benchmarks.home import fresh_home, stop_server
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import figure, timed
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer
from workbench.ask.warm import warm
from workbench.ask.workspace import Workspace, open_workspace
from workbench.data.build import build_examples
from workbench.llm.chat import ChatModel
from workbench.llm.select import open_model
from workbench.prompt.format import render
from workbench.prompt.schema_text import prompt_schema
from workbench.schema.ddl import read_ddl

TYPING_SECONDS = 15.0
_SCHEMAS = ("mysql", "postgres", "oracle")
_WARM_ROUNDS = 3


def measure(quick: bool) -> Measured:
    """Each of three 8-table DDLs in a home of its own: no prefix saved, no database built; the server is up."""
    first: list[float] = []
    warm_seconds: list[float] = []
    restarted: list[float] = []
    at_once: list[float] = []
    facts: dict[str, dict[str, float]] = {}
    for name in _SCHEMAS[: 1 if quick else None]:
        with fresh_home():
            times = _one_schema(name)
        first.append(times["first"])
        warm_seconds.append(times["warm"])
        restarted.append(times["restarted"])
        at_once.append(times["restarted_and_loaded"])
        facts[name] = {key: round(value, 2) for key, value in times.items()}
        say(f"{name}: {facts[name]}")
    values = {
        "first_seconds": max(first),
        "restart_ratio": max(a / b for a, b in zip(restarted, warm_seconds, strict=True)),
        "restart_with_load_ratio": statistics.median(a / b for a, b in zip(at_once, warm_seconds, strict=True)),
    }
    figures = {
        "first": figure(first),
        "warm": figure(warm_seconds),
        "restarted": figure(restarted),
        "restarted_and_loaded": figure(at_once),
    }
    return Measured(values, figures, {"typing_seconds": TYPING_SECONDS, "schemas": facts, "shown": "worst of all"})


def _one_schema(name: str) -> dict[str, float]:
    """Seconds. `first` counts from the end of typing, and typing begins at the paste: all loading is inside it."""
    question = office_cases(name)[1].question
    model = open_model(None)
    model.count_tokens("SELECT 1")  # the server is up
    pasted = time.perf_counter()
    workspace = open_workspace(build_examples(read_ddl(office_ddl(name)), today=TODAY))
    opened = time.perf_counter() - pasted
    warm(workspace)
    time.sleep(max(0.0, TYPING_SECONDS - (time.perf_counter() - pasted)))
    _ask(workspace, model, question)
    first = time.perf_counter() - pasted - TYPING_SECONDS
    times = {"opened": opened, "first": first}
    times["warm"] = statistics.median(_ask(workspace, model, question) for _ in range(_WARM_ROUNDS))
    stop_server()
    model.count_tokens("SELECT 2")  # the server is up again, with nothing in its memory
    times["restarted"] = _ask(workspace, model, question)
    stop_server()
    times["restarted_and_loaded"] = _ask(workspace, model, question)
    prompt = render(prompt_schema(workspace.schema), "")
    times["schema_tokens"] = float(model.count_tokens(prompt.prefix))
    return times


def _ask(workspace: Workspace, model: ChatModel, question: str) -> float:
    seconds, given = timed(lambda: answer(workspace, model, question, AskOptions(today=TODAY, run=False)))
    if given.sql is None:
        say(f"no SQL: {given.message}")
    return seconds
