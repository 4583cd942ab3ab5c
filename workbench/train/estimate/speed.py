"""How fast a base is trained and asked on this machine: measured by earlier runs, else from recorded figures."""

from __future__ import annotations

import os
from dataclasses import dataclass
from statistics import median

from workbench.llm import catalog
from workbench.store import runs, trainings
from workbench.train.config import TrainConfig
from workbench.train.estimate.size import is_cuda, parameters

_SMALL = 0.494e9
_CPU_TOKENS = 85.0
"""Tokens a second trained of the 0.5B on two cores in bf16 (512 in 6 s); three times the weights, a third of it."""
_CUDA_TOKENS = 12_000.0
_ASKED_SMALL, _ASKED_REMOTE = 2.2, 4.0
"""Seconds a held-out question of the 0.5B takes on two cores, both slots at work, grading included."""
_FEW = 5
_RECENT = 100


@dataclass(frozen=True)
class Speed:
    """`value` with the factor by which it may be wrong either way; measured: on this machine, with this base."""

    value: float
    factor: float
    measured: bool


def training_speed(config: TrainConfig) -> Speed:
    """Tokens a second. Raises StoreError."""
    on_gpu = is_cuda(config)
    for training in trainings.every(_RECENT):
        if training.base != config.base:
            continue
        speeds = [one.tokens_per_second for one in trainings.metrics(training.id) if one.tokens_per_second]
        if len(speeds) >= _FEW:
            return Speed(median(speeds[-50:]), 1.25, True)
    if on_gpu:
        return Speed(_CUDA_TOKENS * (_SMALL / parameters(config.base)) ** 0.7, 3.0, False)
    cores = len(os.sched_getaffinity(0))
    return Speed(_CPU_TOKENS * min(cores, 16) / 2 * _SMALL / parameters(config.base), 1.8, False)


def asking_seconds(model: str, base: str) -> Speed:
    """Seconds a held-out question takes `model`, whose weights are those of `base`. Raises StoreError."""
    for run in runs.every(_RECENT):
        if run.model == model and run.mode == "model" and run.state == "finished" and run.total >= _FEW:
            return Speed(run.seconds / run.total, 1.4, True)
    if catalog.find_base(base) is None and not base.startswith("hf:"):
        return Speed(_ASKED_REMOTE, 3.0, False)
    return Speed(_ASKED_SMALL * (parameters(base) / _SMALL) ** 0.75, 1.8, False)
