"""One fine-tuning from start, or from its last checkpoint, to an adapter."""

from __future__ import annotations

import functools
import math
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import TrainingArguments

from workbench.errors import ModelError, UsageError
from workbench.text import t
from workbench.train.config import TrainConfig
from workbench.train.fit import checkpoints
from workbench.train.fit.asking import Ask, Asking
from workbench.train.fit.base import Base, load_base, saves_memory
from workbench.train.fit.collate import collate
from workbench.train.fit.encode import Encoding, encode
from workbench.train.fit.pack import Pack, pack
from workbench.train.fit.point import Asked, Fitted, Point
from workbench.train.fit.trainer import AnswerTrainer, Stopped, Watch, Wish
from workbench.train.row import Dataset
from workbench.train.share import chosen_rows

Collator = Callable[..., dict[str, Any]]
"""(packs, padding) → the tensors of a batch."""


def fit(
    config: TrainConfig,
    dataset: Dataset,
    folder: Path,
    report: Callable[[Point], None],
    wish: Callable[[], Wish] = lambda: "",
    ask: Ask | None = None,
    on_asked: Callable[[Asked], None] = lambda asked: None,
) -> Fitted:
    """Train an adapter into `folder`/adapter, from the newest whole checkpoint in `folder` where there is one.

    `wish` is looked at after every sequence: "pause" saves at the end of the step, "stop" gives the step up.
    ask: called every `config.evaluate_every` steps; with `config.patience` the best weights are kept and training ends
    once EX has not risen so often. Raises ModelError (no memory, no number, base unusable), UsageError (no rows),
    OSError (disk full).
    """
    base = load_base(config)
    encoding = encode(chosen_rows(dataset, config), base.tokenizer, config.block)
    if not encoding.rows:
        raise UsageError(t("train.fit_no_rows", block=config.block, count=encoding.too_long))
    packs = pack(encoding.rows, config.block, config.seed, config.packing)
    folder.mkdir(parents=True, exist_ok=True)
    watch = Watch(report, wish, base.device)
    trainer = trainer_for(config, base, packs, len(encoding.rows), folder, watch)
    asking = Asking(config, base, ask, on_asked, folder) if ask is not None and config.evaluate_every else None
    if asking is not None:
        trainer.add_callback(asking)
    state = "finished"
    start = checkpoints.newest(folder)
    try:
        trainer.train(resume_from_checkpoint=str(start) if start is not None else None)
    except Stopped:
        state = "paused" if wish() == "pause" else "stopped"
    if watch.wished:
        state = "paused" if watch.wished == "pause" else "stopped"
    return _fitted(state, trainer, encoding, packs, folder, asking)


def trainer_for(
    config: TrainConfig,
    base: Base,
    packs: Sequence[Pack],
    rows: int,
    folder: Path,
    watch: Watch,
    kind: type[AnswerTrainer] = AnswerTrainer,
    collator: Collator = collate,
) -> AnswerTrainer:
    """A trainer of `kind` over `packs` that hold `rows` examples, stepping and saving as `config` says."""
    per_step = max(1, round(config.batch * config.accumulation * len(packs) / rows))
    # A CPU gains nothing from a wide batch and pays for its padding.
    at_once = 1 if base.device == "cpu" else min(config.batch, per_step)
    accumulation = max(1, round(per_step / at_once))
    steps = config.max_steps or max(1, math.ceil(len(packs) / (at_once * accumulation) * config.epochs))
    arguments = _arguments(config, base.device, at_once, accumulation, steps, folder)
    if saves_memory(config, base.device):
        base.model.enable_input_require_grads()
    padding = base.tokenizer.pad_token_id or 0
    trainer = kind(
        model=base.model,
        args=arguments,
        train_dataset=_Packs(packs),
        data_collator=functools.partial(collator, padding=padding),
        callbacks=[watch],
    )
    trainer.remove_callback(transformers.PrinterCallback)
    trainer.loss_is_scaled_for_ga = True  # compute_loss divides by the tokens of the whole step
    watch.trainer = trainer
    return trainer


def _arguments(
    config: TrainConfig, device: str, at_once: int, accumulation: int, steps: int, folder: Path
) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder),
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=accumulation,
        max_steps=steps,
        learning_rate=config.learning_rate,
        warmup_steps=math.ceil(config.warmup * steps),
        lr_scheduler_type=config.schedule,
        weight_decay=config.weight_decay,
        max_grad_norm=1.0,
        seed=config.seed,
        data_seed=config.seed,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="steps",
        save_steps=config.save_every,
        save_total_limit=2,
        activation_checkpointing=saves_memory(config, device),
        bf16=True,  # autocast: adapter weights stay fp32; on a CPU 3.6 s instead of 4.2 s for the same sequence
        use_cpu=device == "cpu",
        remove_unused_columns=False,
        dataloader_num_workers=0,
        dataloader_pin_memory=device == "cuda",
        report_to=[],
        disable_tqdm=True,
        log_level="error",
    )


class _Packs(torch.utils.data.Dataset[Pack]):  # type: ignore[misc]
    def __init__(self, packs: Sequence[Pack]) -> None:
        self._packs = packs

    def __len__(self) -> int:
        return len(self._packs)

    def __getitem__(self, index: int) -> Pack:
        return self._packs[index]


def _fitted(
    state: Any, trainer: AnswerTrainer, encoding: Encoding, packs: tuple[Pack, ...], folder: Path, asking: Asking | None
) -> Fitted:
    adapter = folder / "adapter"
    steps = int(trainer.state.global_step)
    best_step = steps
    if state == "finished":
        shutil.rmtree(adapter, ignore_errors=True)
        if asking is not None and asking.best.step:
            best_step = asking.best.step
            shutil.copytree(asking.weights, adapter)
        else:
            trainer.model.save_pretrained(adapter)
    return Fitted(
        state,
        steps,
        int(trainer.state.max_steps),
        adapter,
        len(encoding.rows),
        encoding.too_long,
        best_step,
        sum(len(one.ids) for one in packs),
        sum(1 for one in packs for target in one.target if target >= 0),
    )


def no_memory(error: BaseException, config: TrainConfig) -> ModelError:
    """What to tell when memory ran out: what to make smaller, the most useful first."""
    return ModelError(t("train.fit_no_memory", block=config.block, batch=config.batch, rank=config.rank))
