"""Which of a dataset's rows a configuration trains on."""

from __future__ import annotations

import random

from workbench.train.config import TrainConfig
from workbench.train.row import Dataset, PromptRow


def chosen_rows(dataset: Dataset, config: TrainConfig) -> tuple[PromptRow, ...]:
    """`config.share` of the cleaned (or raw) rows, drawn by `config.seed`, in the dataset's order.

    Smaller shares are parts of larger ones with the same seed: a curve over shares then adds data, never swaps it.
    """
    rows = dataset.rows if config.rows == "cleaned" else dataset.raw
    if config.share >= 1:
        return rows
    order = list(range(len(rows)))
    random.Random(config.seed).shuffle(order)
    kept = sorted(order[: max(1, round(config.share * len(rows)))])
    return tuple(rows[index] for index in kept)
