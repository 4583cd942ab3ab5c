"""Works off one training: prepare, fit, export, compare. What a phase has done is not done again."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import DataError, WorkbenchError
from workbench.llm import adapters, catalog
from workbench.store import file, trainings
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.config import TrainConfig
from workbench.train.data import read_dataset
from workbench.train.export.adapter import export_adapter
from workbench.train.export.facts import facts_of
from workbench.train.row import Dataset
from workbench.train.runs.comparison import compare_all
from workbench.train.runs.faults import explain, require_room
from workbench.train.runs.fitting import fit_training
from workbench.train.runs.heart import Heart, Interrupted
from workbench.train.runs.order import Order, read_order
from workbench.train.runs.outcome import Outcome, read_outcome
from workbench.train.runs.start import config_of, model_name

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A claimed training with all it needs."""

    training: Training
    config: TrainConfig
    order: Order
    dataset: Dataset

    @property
    def folder(self) -> Path:
        return Path(self.training.folder)


def work_off(training: Training) -> None:
    """Bring a claimed training to its end, or as far as it may go; the store says how it went. Raises StoreError."""
    message = ""
    is_done = False
    with file.held_open(), Heart(training) as heart:
        try:
            _phases(_load(training, heart), heart)
            is_done = True
        except Interrupted:
            pass
        except Exception as error:
            _log.warning("training %s failed", training.id, exc_info=not isinstance(error, WorkbenchError))
            message = explain(error, training)
    _close(training.id, message, is_done)


def _load(training: Training, heart: Heart) -> Job:
    heart.begin("prepare")
    config, order = config_of(training), read_order(training.options)
    dataset = read_dataset(Path(training.data))
    if dataset.digest != training.data_digest:
        raise DataError(t("train.run_data_differs", folder=training.data))
    heart.rest_while_evaluating("prepare")
    if heart.wish:
        raise Interrupted
    return Job(training, config, order, dataset)


def _phases(job: Job, heart: Heart) -> None:
    outcome = read_outcome(job.training.result)
    if not (outcome.adapter and Path(outcome.adapter).is_dir()):
        require_room(job.config, job.folder)
        heart.begin("fit")
        outcome = fit_training(job.training, job.config, job.order, job.dataset, heart)
        _keep(job, outcome)
    model = job.training.model
    if not model or not _can_open(model):
        heart.begin("export")
        heart.beat()  # the manifest tells how long it took
        model = _named(job, outcome)
        trainings.update(job.training.id, model=model)
    heart.begin("compare")
    compare_all(job.config, job.order, job.dataset, model, outcome, heart, lambda now: _keep(job, now))


def _keep(job: Job, outcome: Outcome) -> None:
    trainings.update(job.training.id, result=outcome.to_json())


def _can_open(model: str) -> bool:
    """Whether what was exported is still there."""
    return model.startswith("hf:") or catalog.find(model) is not None


def _named(job: Job, outcome: Outcome) -> str:
    """A name that `open_model` takes: of the exported adapter, or of base and peft folder together."""
    if catalog.find_base(job.config.base) is None:
        return f"hf:{job.config.base}@{outcome.adapter}"
    training = trainings.find(job.training.id) or job.training
    name = model_name(training)
    own = next((one for one in adapters.every() if one.name == name), None)
    is_ours = own is not None and own.facts.get("training", {}).get("run") == training.id
    made = export_adapter(
        Path(outcome.adapter), job.config.base, name, facts_of(training), precision=job.order.precision, replace=is_ours
    )
    return made.name


def _close(training_id: str, message: str, is_done: bool) -> None:
    """The state that follows from what was asked and what is done."""
    training = trainings.find(training_id)
    if training is None:  # deleted meanwhile: what was written after that goes too
        trainings.remove(training_id)
        return
    state: trainings.State = "queued"  # resumed while it was winding down
    if is_done:
        state = "finished"
    elif message:
        state = "failed"
    elif training.state in ("pausing", "stopping"):
        state = "paused" if training.state == "pausing" else "stopped"
    trainings.update(
        training_id,
        state=state,
        message=message,
        worker=None,
        heartbeat=None,
        phase="",
        finished_at=dt.datetime.now().astimezone().isoformat(timespec="seconds") if state == "finished" else None,
    )
