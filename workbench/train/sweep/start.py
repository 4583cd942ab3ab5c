"""A sweep begun, or taken up again where it stopped."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

from workbench.ask.options import SEOUL
from workbench.errors import UsageError
from workbench.store import sweeps, trainings
from workbench.store.sweeps import Sweep, SweepPoint
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.data import read_dataset
from workbench.train.row import Dataset
from workbench.train.runs.order import Order
from workbench.train.runs.start import create, identity, placed, resume
from workbench.train.sweep.grid import Grid


def begin(grid: Grid) -> Sweep:
    """Queue every point that is not there yet: points with equal weights, also of earlier sweeps, share a training.

    Whoever calls then sees to a worker. A sweep of that name with the same grid is taken up again. Raises UsageError
    where its grid is another or something in it is missing, DataError, StoreError.
    """
    existing = sweeps.named(grid.name)
    facts = json.dumps(
        {**grid.to_json(), "points": [_plain(point.config) for point in grid.points]}, ensure_ascii=False
    )
    if existing is not None:
        if existing.grid != facts:
            raise UsageError(t("train.sweep_name_taken", name=grid.name))
        for training in trainings_of(existing):
            resume(training)
        return existing
    points = _points(grid)
    sweep = Sweep(trainings.new_id(), grid.name, dt.datetime.now(SEOUL).isoformat(timespec="milliseconds"), facts)
    if not sweeps.add(sweep, points):
        raise UsageError(t("train.sweep_name_taken", name=grid.name))
    return sweep


def _plain(config: Any) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(placed(config)), default=list))
    return values


def _points(grid: Grid) -> list[SweepPoint]:
    """Every dataset is read once."""
    datasets: dict[str, Dataset] = {}
    order = Order(("base",), grid.questions)
    configs = [placed(point.config) for point in grid.points]
    for config in configs:
        if config.data not in datasets:
            datasets[config.data] = read_dataset(Path(config.data))
    found = []
    for number, (point, config) in enumerate(zip(grid.points, configs, strict=True)):
        dataset = datasets[config.data]
        label = " · ".join(f"{key} {_short(value)}" for key, value in point.values.items())
        training = trainings.of_digest(identity(config, dataset, "sft", order))
        if training is None or not _serves(training, grid.questions):
            named = dataclasses.replace(config, name=f"{grid.name} · {label}")
            training = create(named, order, dataset, "sft")
        else:
            training = resume(training)
        found.append(SweepPoint(number, json.dumps(point.values, ensure_ascii=False), training.id))
    return found


def _short(value: Any) -> str:
    return Path(value).name if isinstance(value, str) else str(value)


def _serves(training: Training, questions: int) -> bool:
    """Whether it is compared with its base on as many questions as this sweep asks."""
    order = json.loads(training.options)
    return "base" in order["against"] and order["questions"] == questions


def trainings_of(sweep: Sweep) -> tuple[Training, ...]:
    """Each once, in the grid's order; deleted ones are left out. Raises StoreError."""
    ids = dict.fromkeys(point.training for point in sweeps.points_of(sweep.id))
    return tuple(training for one in ids if (training := trainings.find(one)) is not None)
