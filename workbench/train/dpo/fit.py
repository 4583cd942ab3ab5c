"""DPO over packed pairs: the prompt is read once, the right and the wrong SQL each see it and not each other.

The loss is written here, not taken from trl (not installed otherwise): it is four lines, and trl's trainer would read
every prompt twice, with a chat template and a resume of its own. The reference's log-probabilities are taken once
before the first step, from the starting weights: of a fresh adapter that is the base alone.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from workbench.errors import UsageError
from workbench.store.whole import write_whole
from workbench.text import t
from workbench.train.config import TrainConfig
from workbench.train.fit import checkpoints
from workbench.train.fit.base import Base, load_base
from workbench.train.fit.collate import IGNORED, collate
from workbench.train.fit.encode import encode
from workbench.train.fit.pack import Pack, join
from workbench.train.fit.point import Fitted, Point
from workbench.train.fit.run import trainer_for
from workbench.train.fit.trainer import AnswerTrainer, Stopped, Watch, Wish
from workbench.train.row import Dataset, PromptRow
from workbench.train.runs.order import Order
from workbench.train.share import chosen_rows

_REFERENCE = "reference.json"
RIGHT, WRONG = 1, 2
"""Segments of a pair."""


@dataclass(frozen=True)
class Pair(Pack):
    """A pack of two: the right answer, then the wrong one. right, wrong: log-probabilities by the reference."""

    right: float = 0.0
    wrong: float = 0.0


class PreferenceTrainer(AnswerTrainer):
    """Raises the right answer against the wrong one, more than the starting weights already do."""

    beta = 0.1

    def compute_loss(
        self, model: Any, inputs: dict[str, Any], return_outputs: bool = False, num_items_in_batch: Any = None
    ) -> Any:
        """The mean over the batch's pairs; Trainer divides it among the batches of a step."""
        self.read_tokens += int(inputs["input_ids"].numel())
        own = log_probabilities(model, inputs)
        margins = (own - inputs["reference"]) @ torch.tensor([1.0, -1.0], device=own.device)
        loss = -torch.nn.functional.logsigmoid(self.beta * margins).mean() / self.args.gradient_accumulation_steps
        return (loss, own) if return_outputs else loss


def log_probabilities(model: Any, inputs: dict[str, Any]) -> torch.Tensor:
    """(B, 2): of the right and of the wrong answer, summed over their tokens."""
    outputs = model(
        input_ids=inputs["input_ids"],
        position_ids=inputs["position_ids"],
        attention_mask=inputs["attention_mask"],
        logits_to_keep=inputs["logits_to_keep"],
        use_cache=False,
    )
    targets = inputs["shift_labels"]
    each = -torch.nn.functional.cross_entropy(
        outputs.logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="none"
    ).view(targets.shape)
    return torch.stack([(each * (inputs["segments"] == number)).sum(1) for number in (RIGHT, WRONG)], dim=1)


def collate_pairs(pairs: Sequence[Pair], padding: int) -> dict[str, Any]:
    """As `collate`, with `segments` (B, K) of the kept positions and `reference` (B, 2)."""
    batch = collate(pairs, padding)
    segments = torch.zeros(batch["input_ids"].shape, dtype=torch.long)
    for row, pair in enumerate(pairs):
        segments[row, : len(pair.segment)] = torch.tensor(pair.segment)
    reference = torch.tensor([[pair.right, pair.wrong] for pair in pairs])
    return {**batch, "segments": segments[:, batch["logits_to_keep"]], "reference": reference}


def fit_preferences(
    config: TrainConfig,
    order: Order,
    dataset: Dataset,
    folder: Path,
    report: Callable[[Point], None],
    wish: Callable[[], Wish] = lambda: "",
) -> Fitted:
    """Train an adapter into `folder`/adapter, from the newest whole checkpoint in `folder` where there is one.

    Raises as `fit.run.fit` does.
    """
    config = _as_started(config, order)
    base = load_base(config)
    if order.adapter:
        _take_over(base, order.adapter)
    rows = chosen_rows(dataset, config)
    pairs = _pairs(rows, base, config.block)
    if not pairs:
        raise UsageError(t("train.fit_no_rows", block=config.block, count=len(rows)))
    folder.mkdir(parents=True, exist_ok=True)
    pairs = _with_reference(base, pairs, folder / _REFERENCE)
    watch = Watch(report, wish, base.device)
    trainer = trainer_for(config, base, pairs, len(pairs), folder, watch, PreferenceTrainer, collate_pairs)
    trainer.beta = order.beta
    start = checkpoints.newest(folder)
    ended: Wish = ""
    try:
        trainer.train(resume_from_checkpoint=str(start) if start is not None else None)
    except Stopped:
        ended = wish() or "stop"
    return _fitted(ended or watch.wished, trainer, pairs, folder, len(rows))


def _fitted(ended: Wish, trainer: AnswerTrainer, pairs: Sequence[Pair], folder: Path, rows: int) -> Fitted:
    adapter = folder / "adapter"
    if not ended:
        shutil.rmtree(adapter, ignore_errors=True)
        trainer.model.save_pretrained(adapter)
    steps = int(trainer.state.global_step)
    return Fitted(
        "finished" if not ended else "paused" if ended == "pause" else "stopped",
        steps,
        int(trainer.state.max_steps),
        adapter,
        len(pairs),
        rows - len(pairs),
        steps,
        sum(len(pair.ids) for pair in pairs),
        sum(1 for pair in pairs for target in pair.target if target >= 0),
    )


def _as_started(config: TrainConfig, order: Order) -> TrainConfig:
    """An adapter that is taken over decides its own rank, scale and layers."""
    if not order.adapter:
        return config
    facts = json.loads((Path(order.adapter) / "adapter_config.json").read_text(encoding="utf-8"))
    targets = tuple(sorted(facts["target_modules"]))
    return dataclasses.replace(config, rank=facts["r"], alpha=facts["lora_alpha"], targets=targets)


def _take_over(base: Base, adapter: str) -> None:
    from peft import load_peft_weights, set_peft_model_state_dict

    set_peft_model_state_dict(base.model, load_peft_weights(adapter, device=base.device))


def _pairs(rows: Sequence[PromptRow], base: Base, block: int) -> tuple[Pair, ...]:
    """Rows whose prompt and both answers fit into `block` tokens together."""
    found = []
    for row in rows:
        both = encode([row, dataclasses.replace(row, answer=row.wrong)], base.tokenizer, block).rows
        if len(both) == 2:
            one = join(both)
            if len(one.ids) <= block:
                found.append(Pair(**{field.name: getattr(one, field.name) for field in dataclasses.fields(Pack)}))
    return tuple(found)


def _with_reference(base: Base, pairs: Sequence[Pair], file: Path) -> tuple[Pair, ...]:
    """Log-probabilities by the starting weights, kept on disk: after a restart the weights have moved on."""
    mark = hashlib.sha256(repr([pair.ids for pair in pairs]).encode()).hexdigest()
    try:
        known = json.loads(file.read_text())
    except (OSError, ValueError):
        known = {}
    if known.get("pairs") != mark:
        known = {"pairs": mark, "values": [_reference(base, pair) for pair in pairs]}
        write_whole(file, [json.dumps(known).encode()])
    return tuple(
        dataclasses.replace(pair, right=right, wrong=wrong)
        for pair, (right, wrong) in zip(pairs, known["values"], strict=True)
    )


def _reference(base: Base, pair: Pair) -> list[float]:
    base.model.eval()
    batch = collate_pairs([pair], 0)
    inputs = {key: value.to(base.device) for key, value in batch.items()}
    with torch.no_grad(), torch.autocast(base.device, torch.bfloat16):  # as the steps are taken
        found = log_probabilities(base.model, inputs)[0].tolist()
    base.model.train()
    return [float(value) for value in found]
