"""Which held-out questions are asked when: those that chose the best weights say nothing about them afterwards."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

from workbench.evaluate.case import EvalCase
from workbench.train.config import TrainConfig
from workbench.train.data.files import report_of
from workbench.train.row import Dataset


def asked_on_the_way(dataset: Dataset, config: TrainConfig) -> tuple[EvalCase, ...]:
    """For early stopping: `config.held_out` of them, at most half of all."""
    if not (config.held_out and config.evaluate_every):
        return ()
    return tuple(_in_turns(dataset)[: min(config.held_out, len(dataset.held_out) // 2)])


def asked_at_the_end(dataset: Dataset, config: TrainConfig, most: int) -> tuple[EvalCase, ...]:
    """For the comparison: `most` of the others, spread over the databases, in the dataset's order.

    The same for every configuration that asks as many on the way, so that a base is asked once for all of them.
    """
    turns = _in_turns(dataset)[len(asked_on_the_way(dataset, config)) :]
    chosen = {case.id for case in turns[:most]}
    return tuple(case for case in dataset.held_out if case.id in chosen)


def built_on(dataset: Dataset) -> dt.date:
    """The day that relative dates count from: the one the dataset was built for, so that a base is not asked daily."""
    return dt.date.fromisoformat(report_of(dataset.folder).today)


def _in_turns(dataset: Dataset) -> list[EvalCase]:
    """In an order drawn once for the dataset: the first question of every database, then the second, and so on."""
    drawn = random.Random(dataset.digest)
    by_database: dict[str, list[EvalCase]] = {}
    for case in drawn.sample(dataset.held_out, len(dataset.held_out)):
        by_database.setdefault(case.db_id, []).append(case)
    groups: Sequence[Sequence[EvalCase]] = list(by_database.values())
    longest = max(map(len, groups), default=0)
    return [group[at] for at in range(longest) for group in groups if at < len(group)]
