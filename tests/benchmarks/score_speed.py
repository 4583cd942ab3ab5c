"""How many answers are graded in a minute on five instances, and where the time goes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby

from tests.benchmarks.gold import TODAY, GoldCase, business_cases
from tests.benchmarks.home import fresh_home
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import figure, timed
from workbench.cli.score import LANES
from workbench.evaluate.grading import Ground, open_ground, score_pair
from workbench.evaluate.grading.gold import Gold
from workbench.evaluate.mutants import mutants

QUICK = 3
"""Schemas of 20."""


@dataclass
class _Stages:
    """Milliseconds a pair for each stage, and what came out."""

    build: list[float] = field(default_factory=list)
    """Instances of a schema, per schema."""
    read: list[float] = field(default_factory=list)
    """Gold: parsed, judged by policy, bound, its probe made."""
    gold: list[float] = field(default_factory=list)
    """Gold run on five databases."""
    answer: list[float] = field(default_factory=list)
    """The answer parsed, judged and bound."""
    run: list[float] = field(default_factory=list)
    """The answer run on as many databases as it takes."""
    rest: list[float] = field(default_factory=list)
    """Both results compared, exact match, the difference."""
    pairs: int = 0
    seconds: float = 0.0
    """Wall clock of grading all pairs with nothing kept, on LANES threads."""
    outcomes: Counter[str] = field(default_factory=Counter)


def measure(quick: bool) -> Measured:
    """Each gold of the 20 businesses against itself rewritten and against two of its mutants."""
    stages = _Stages()
    with fresh_home():
        for number, (name, group) in enumerate(groupby(business_cases(), key=lambda case: case.schema)):
            if quick and number == QUICK:
                break
            _schema(list(group), stages)
            say(f"{name}: {stages.pairs} pairs in {stages.seconds:.1f} s")
    figures = {name: getattr(stages, name) for name in ("build", "read", "gold", "answer", "run", "rest")}
    return Measured(
        {"pairs_per_minute": 60 * stages.pairs / stages.seconds},
        {name: figure(values, "ms") for name, values in figures.items()},
        {"pairs": stages.pairs, "lanes": LANES, "outcomes": dict(stages.outcomes)},
    )


def _schema(cases: list[GoldCase], stages: _Stages) -> None:
    golds = [case.sql for case in cases]
    with open_ground(cases[0].ddl, None, None, golds, TODAY) as ground:
        stages.build.append(1000 * timed(ground.instances)[0])
        pairs = list(_pairs(ground, golds))
        for gold, pred in pairs:
            _staged(ground, gold, pred, stages)
    # Again from nothing: the stages above have warmed what a run would meet cold.
    with open_ground(cases[0].ddl, None, None, golds, TODAY) as ground, ThreadPoolExecutor(LANES) as pool:
        ground.instances()
        started = time.perf_counter()
        scores = list(pool.map(lambda pair: score_pair(ground, *pair), pairs))
        stages.seconds += time.perf_counter() - started
    stages.pairs += len(pairs)
    stages.outcomes.update(score.outcome for score in scores)


def _pairs(ground: Ground, golds: list[str]) -> Iterator[tuple[str, str]]:
    for gold in golds:
        yield gold, f"SELECT * FROM ({gold.rstrip(';')}) AS answer"
        for mutant in mutants(gold, ground.schema)[:2]:
            yield gold, mutant.sql


def _staged(ground: Ground, gold: str, pred: str, stages: _Stages) -> None:
    seconds, found = timed(ground.gold, gold, None)
    if not isinstance(found, Gold):
        return
    running, _ = timed(lambda: list(ground.runs(found)))
    if seconds > 1e-4:  # not kept from the pair before
        stages.read.append(1000 * seconds)
        stages.gold.append(1000 * running)
    reading, _ = timed(ground.reader.answer, pred, (), None)
    whole, score = timed(score_pair, ground, gold, pred)
    stages.answer.append(1000 * reading)
    stages.run.append(1000 * score.seconds)
    stages.rest.append(1000 * max(0.0, whole - reading - score.seconds))
