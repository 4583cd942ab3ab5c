"""transformers' Trainer with an answer-only loss, told when to stop, telling how it goes."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable
from typing import Any, Literal

import psutil
import torch
from transformers import Trainer, TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from workbench.errors import ModelError
from workbench.text import t
from workbench.train.fit.collate import IGNORED
from workbench.train.fit.point import Point

Wish = Literal["", "pause", "stop"]


class Stopped(Exception):
    """Somebody asked to stop, or to pause while questions were asked: what is not in a checkpoint is given up."""


class AnswerTrainer(Trainer):  # type: ignore[misc]
    """Learns the answers' tokens only, each weighing the same whatever sequence it came in."""

    read_tokens = 0
    """Since the start of the run; the callback keeps it over a restart."""

    def train(self, *args: Any, **named: Any) -> Any:
        """As Trainer's, without what transformers says to itself about its own next version."""
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=FutureWarning, module=r"transformers\.")
            return super().train(*args, **named)

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """Sum over the batch's answer tokens divided by those of the whole step."""
        targets = inputs["shift_labels"]
        self.read_tokens += int(inputs["input_ids"].numel())
        outputs = model(
            input_ids=inputs["input_ids"],
            position_ids=inputs["position_ids"],
            attention_mask=inputs["attention_mask"],
            logits_to_keep=inputs["logits_to_keep"],
            use_cache=False,
        )
        logits = outputs.logits.float().flatten(0, 1)
        summed = torch.nn.functional.cross_entropy(logits, targets.flatten(), ignore_index=IGNORED, reduction="sum")
        count = num_items_in_batch if num_items_in_batch is not None else (targets != IGNORED).sum()
        loss = summed / count
        return (loss, outputs) if return_outputs else loss


class Watch(TrainerCallback):  # type: ignore[misc]
    """Reports every step, looks for wishes after every sequence, and ends a run whose loss is no number."""

    def __init__(self, report: Callable[[Point], None], wish: Callable[[], Wish], device: str) -> None:
        self._report, self._wish, self._device = report, wish, device
        self._started = time.monotonic()
        self.trainer: AnswerTrainer | None = None
        self.wished: Wish = ""

    def on_train_begin(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        self._started = time.monotonic()
        # v5 sets num_input_tokens_seen from a batch's main input only when asked; ours is kept the same way.
        if self.trainer is not None:
            self.trainer.read_tokens = int(state.num_input_tokens_seen)

    def on_substep_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        if self._wish() == "stop":
            raise Stopped

    def on_step_end(self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: Any) -> None:
        assert self.trainer is not None
        state.num_input_tokens_seen = self.trainer.read_tokens
        self.wished = self._wish()
        if self.wished:
            control.should_save = True
            control.should_training_stop = True

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **_: Any,
    ) -> None:
        if not logs or "loss" not in logs:
            return
        if not math.isfinite(float(logs["loss"])) or not math.isfinite(float(logs.get("grad_norm", 0.0))):
            raise ModelError(t("train.fit_nan", step=state.global_step, rate=f"{args.learning_rate:g}"))
        self._report(
            Point(
                state.global_step,
                state.max_steps,
                float(logs["loss"]),
                float(logs.get("learning_rate", 0.0)),
                int(state.num_input_tokens_seen),
                time.monotonic() - self._started,
                peak_memory_mb(self._device),
                float(state.epoch or 0.0),
                float(logs.get("grad_norm", 0.0)),
            )
        )


def peak_memory_mb(device: str) -> float:
    """Of the device on CUDA, else what this process holds now."""
    if device == "cuda":
        return float(torch.cuda.max_memory_allocated()) / 1e6
    return float(psutil.Process().memory_info().rss) / 1e6
