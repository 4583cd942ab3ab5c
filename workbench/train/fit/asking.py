"""Held-out questions every so many steps: the best weights are kept apart, and training ends when EX stops rising."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from workbench.train.config import TrainConfig
from workbench.train.fit.base import Base
from workbench.train.fit.point import Asked

Ask = Callable[[Any, Any, int], Asked]
"""(model, tokenizer, step) → held-out questions asked: see `held_out.asker`."""


@dataclass(frozen=True)
class Best:
    """The step with the most right answers so far (0: none asked), and how often it was not beaten since."""

    step: int = 0
    right: int = -1
    worse: int = 0


class Asking(TrainerCallback):  # type: ignore[misc]
    """Asks after every `config.evaluate_every` steps and after the last one. What it knows survives a kill."""

    def __init__(
        self, config: TrainConfig, base: Base, ask: Ask, on_asked: Callable[[Asked], None], folder: Path
    ) -> None:
        self._config, self._base, self._ask, self._on_asked = config, base, ask, on_asked
        self.weights = folder / "best"
        self._note = folder / "best.json"
        self.best = self._read()

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        if state.global_step % self._config.evaluate_every and state.global_step != state.max_steps:
            return
        with torch.random.fork_rng():  # asking must not change what training draws next
            self._base.model.eval()
            asked = self._ask(self._base.model, self._base.tokenizer, state.global_step)
            self._base.model.train()
        self._on_asked(asked)
        if asked.right > self.best.right:
            shutil.rmtree(self.weights, ignore_errors=True)
            self._base.model.save_pretrained(self.weights)
            self.best = Best(asked.step, asked.right)
        elif asked.step > self.best.step:  # asked again after a kill: not worse than itself
            self.best = Best(self.best.step, self.best.right, self.best.worse + 1)
        self._note.write_text(json.dumps(asdict(self.best)))
        if self._config.patience and self.best.worse >= self._config.patience:
            control.should_training_stop = True

    def _read(self) -> Best:
        try:
            return Best(**json.loads(self._note.read_text()))
        except (OSError, ValueError, TypeError):
            return Best()
