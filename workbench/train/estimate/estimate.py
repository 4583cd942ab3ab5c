"""Time, memory and disk of a training before its start."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.llm import catalog
from workbench.store import trainings
from workbench.train.config import TrainConfig
from workbench.train.estimate.load import load_of
from workbench.train.estimate.size import disk_bytes, memory_bytes, parameters
from workbench.train.estimate.speed import asking_seconds, training_speed
from workbench.train.row import Dataset
from workbench.train.runs.order import Order
from workbench.train.share import chosen_rows

_LOADING = 12.0
"""Seconds for torch and the weights of the 0.5B from disk; the same again for the export."""
_SMALL = 0.494e9
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Estimate:
    """Seconds until everything is done, the comparison included; of them `training` and `comparing`, in the middle.

    tokens: read in all steps. measured: the speed was measured on this machine with this base.
    """

    seconds_low: float
    seconds_high: float
    memory_mb: float
    disk_mb: float
    steps: int
    tokens: int
    training: float
    comparing: float
    measured: bool


def estimate(config: TrainConfig, dataset: Dataset, order: Order | None = None) -> Estimate:
    """Takes milliseconds. Raises StoreError."""
    order = order or Order()
    load = load_of(chosen_rows(dataset, config), config)
    speed = training_speed(config)
    loading = 2 * _LOADING * (parameters(config.base) / _SMALL) ** 0.8
    training = load.tokens / speed.value
    questions = min(order.questions, len(dataset.held_out))
    asked = [asking_seconds(model, base) for model, base in _asked(config, order)] if questions else []
    comparing = questions * sum(one.value for one in asked)
    low = sum(questions * one.value / one.factor for one in asked)
    high = sum(questions * one.value * one.factor for one in asked)
    return Estimate(
        loading / 2 + training / speed.factor + low,
        loading * 2 + training * speed.factor + high,
        memory_bytes(config) / _MEGABYTE,
        disk_bytes(config) / _MEGABYTE,
        load.steps,
        load.tokens,
        training,
        comparing,
        speed.measured,
    )


def _asked(config: TrainConfig, order: Order) -> list[tuple[str, str]]:
    """Models that answer in the comparison, each with what decides its speed."""
    names = {config.base: config.base}
    if "default" in order.against:
        default = catalog.default_name()
        model = catalog.find(default)
        names[default] = catalog.base_of(model).name if model is not None else default
    if "base" not in order.against:
        names.pop(config.base, None)
    return [(_trained_like(config.base), config.base), *names.items()]


def _trained_like(base: str) -> str:
    """A model trained on the same base earlier: it answers as fast as the new one will."""
    found = (one.model for one in trainings.every(100) if one.base == base and one.model)
    return next(found, base)
