"""The fitting phase: answers or preferences, told to the heart, ended as the wish was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.store.trainings import Training
from workbench.train.config import TrainConfig
from workbench.train.row import Dataset
from workbench.train.runs.heart import Heart, Interrupted
from workbench.train.runs.held_out import asked_on_the_way, built_on
from workbench.train.runs.order import Order
from workbench.train.runs.outcome import Outcome

if TYPE_CHECKING:
    from workbench.train.fit.point import Fitted


def fit_training(training: Training, config: TrainConfig, order: Order, dataset: Dataset, heart: Heart) -> Outcome:
    """Train until the end. Raises Interrupted at a wish (its checkpoint is saved), and what `fit` raises."""
    import torch

    heart.on_cpu = config.device == "cpu" or not torch.cuda.is_available()
    fitted = _fit(training, config, order, dataset, heart)
    if fitted.state != "finished":
        raise Interrupted
    return Outcome(str(fitted.adapter), fitted.steps, fitted.best_step, fitted.rows, fitted.too_long)


def _fit(training: Training, config: TrainConfig, order: Order, dataset: Dataset, heart: Heart) -> Fitted:
    folder = Path(training.folder)
    if training.kind == "dpo":
        from workbench.train.dpo.fit import fit_preferences

        return fit_preferences(config, order, dataset, folder, heart.point, heart.give_way)
    from workbench.train.fit.held_out import asker
    from workbench.train.fit.run import fit

    asked = asked_on_the_way(dataset, config)
    ask = asker(asked, heart.give_way, built_on(dataset)) if asked else None
    return fit(config, dataset, folder, heart.point, heart.give_way, ask, heart.asked)
