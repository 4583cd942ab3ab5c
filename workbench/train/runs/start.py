"""A new training, or the one of that name again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
from pathlib import Path

from workbench import settings
from workbench.ask.options import SEOUL
from workbench.errors import UsageError
from workbench.evaluate.runs.hashes import model_identity
from workbench.llm import adapters, catalog
from workbench.store import trainings
from workbench.store.trainings import Kind, Training
from workbench.text import t
from workbench.train.config import TrainConfig, from_values
from workbench.train.data import read_dataset
from workbench.train.row import Dataset
from workbench.train.runs.order import Order
from workbench.train.share import chosen_rows

_NOT_WEIGHTS = ("name", "data", "save_every")
_UNFIT = re.compile(r"[^a-z0-9._-]+")
_SIZE = re.compile(r"(?<![\w.])\d+(?:\.\d+)?b(?![a-z])")


def start(config: TrainConfig, order: Order | None = None, kind: Kind = "sft") -> Training:
    """Queue a training: a new one, or the one of that name where it stopped. A finished one is given back as it is.

    Whoever calls then sees to a worker (`process.ensure_worker`, or `process.attend`). Raises UsageError when
    something is missing or the name belongs to a training of something else, DataError for the dataset, StoreError.
    """
    order = order or Order()
    config = placed(config)
    dataset = read_dataset(Path(config.data))
    digest = identity(config, dataset, kind, order)
    existing = trainings.named(config.name) if config.name else None
    if existing is None:
        return create(config, order, dataset, kind)
    if existing.digest != digest:
        raise UsageError(t("train.run_name_taken", name=config.name))
    return resume(existing)


def resume(training: Training) -> Training:
    """Let a training go on that was paused, stopped, failed, or lost its worker. Raises StoreError."""
    trainings.update(training.id, lost=0)
    return trainings.ask_for(training.id, "resume") or training


def require_same(training: Training, config: TrainConfig) -> None:
    """Raises UsageError naming what `config` says otherwise than the training was started with."""
    before, now = dataclasses.asdict(config_of(training)), dataclasses.asdict(placed(config))
    changed = [key for key in now if key != "name" and now[key] != before[key]]
    if changed:
        raise UsageError(t("train.run_differs", name=training.name, keys=", ".join(changed)))


def placed(config: TrainConfig) -> TrainConfig:
    """With absolute folders and the base by its full name: a worker starts elsewhere. Raises UsageError."""
    if not config.data:
        raise UsageError(t("train.run_no_data"))
    if not config.base:
        base = catalog.base_of(catalog.default_model()).name
    elif (model := catalog.find_base(config.base)) is not None:
        base = model.name
    elif catalog.find(config.base) is not None:
        raise UsageError(t("train.run_base_is_adapter", name=config.base))
    else:
        base = str(Path(config.base).resolve()) if Path(config.base).is_dir() else config.base
    return dataclasses.replace(config, base=base, data=str(Path(config.data).resolve()))


def identity(config: TrainConfig, dataset: Dataset, kind: Kind, order: Order) -> str:
    """sha256 (hex) over everything that decides the weights: two trainings with the same one need only one."""
    values = dataclasses.asdict(config)
    facts = {key: values[key] for key in values if key not in _NOT_WEIGHTS}
    # A base by what it is rather than where it lies; `hf:` makes folders count by their files.
    known = catalog.find_base(config.base) is not None
    facts |= {
        "base": model_identity(config.base if known else f"hf:{config.base}"),
        "dataset": dataset.digest,
        "kind": kind,
        "start": [order.adapter, order.beta] if kind == "dpo" else [],
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=list).encode()).hexdigest()


def create(config: TrainConfig, order: Order, dataset: Dataset, kind: Kind) -> Training:
    """Queue a new training of a config that is `placed`. Raises UsageError where its name is taken, StoreError."""
    if not chosen_rows(dataset, config):
        raise UsageError(t("train.run_no_rows", folder=config.data))
    now = dt.datetime.now(SEOUL)
    run = trainings.new_id()
    folder = settings.state_dir() / "trainings" / run
    training = Training(
        run,
        config.name or f"{short_base(config.base)} · {dataset.name} · r{config.rank} · {now:%m-%d %H:%M:%S}",
        now.isoformat(timespec="milliseconds"),
        "queued",
        kind,
        identity(config, dataset, kind, order),
        json.dumps(dataclasses.asdict(config), default=list),
        config.base,
        config.data,
        dataset.name,
        dataset.digest,
        str(folder),
        order.to_json(),
    )
    folder.mkdir(parents=True, exist_ok=True)
    if not trainings.add(training):
        raise UsageError(t("train.run_name_taken", name=training.name))
    return training


def short_base(base: str) -> str:
    """For lists and names: `0.5B` of a catalogued model, else a folder's or hub id's last part."""
    size = _SIZE.search(base) if catalog.find_base(base) is not None else None
    return size[0].upper() if size else Path(base).name


def model_name(training: Training) -> str:
    """What the exported adapter will be called: by the training's own name where that can be a file name."""
    name = config_of(training).name.strip().lower()
    if not adapters.NAME.fullmatch(name):
        name = _UNFIT.sub("-", name).strip("-._")
    if not name:
        name = f"{short_base(training.base)}-r{config_of(training).rank}".lower()
    taken = {one.name: one.facts.get("training", {}).get("run") for one in adapters.every()}
    known = {one.name for one in catalog.bases()}
    return name if name not in known and taken.get(name, training.id) == training.id else f"{name}-{training.id}"


def config_of(training: Training) -> TrainConfig:
    """Raises UsageError for one written by another version of the program."""
    return from_values({key: value for key, value in json.loads(training.config).items() if value is not None})


def find_training(name: str) -> Training:
    """By id or name. Raises UsageError, StoreError."""
    training = trainings.find(name) or trainings.named(name)
    if training is None:
        raise UsageError(t("train.run_unknown", name=name))
    return training
