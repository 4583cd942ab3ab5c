"""How a model is fine-tuned: one frozen value, read from TOML, hashed into every run."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from workbench.errors import UsageError
from workbench.text import t

ALL_LINEAR = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True)
class TrainConfig:
    """Defaults are the published recipe for Korean Text2SQL with Yi-Ko-6B (onlybooks/llm, chapter 6: AutoTrain).

    data: folder of a built dataset. base: a catalogued model's name, a hub id, or a folder. rows: "cleaned" or "raw".
    share: part of the rows, 0..1, drawn by `seed`. four_bit: NF4 base weights (QLoRA); None: where CUDA is there.
    batch × accumulation: examples a step. block: tokens of a packed sequence at most. warmup: share of all steps.
    packing: examples over one schema share its tokens in a sequence. checkpointing: recompute activations; None: on
    CUDA. epochs may be a fraction. max_steps: 0 for none. held_out: questions that are asked after each evaluation for
    EX (0: loss only); patience: evaluations without a better EX before it stops early, 0 never.
    """

    data: str = ""
    base: str = ""
    name: str = ""
    rows: Literal["cleaned", "raw"] = "cleaned"
    share: float = 1.0
    seed: int = 42
    learning_rate: float = 2e-4
    batch: int = 8
    accumulation: int = 8
    epochs: float = 1.0
    max_steps: int = 0
    block: int = 1024
    warmup: float = 0.1
    weight_decay: float = 0.01
    schedule: Literal["linear", "cosine", "constant"] = "linear"
    rank: int = 16
    alpha: int = 32
    dropout: float = 0.05
    targets: tuple[str, ...] = ALL_LINEAR
    four_bit: bool | None = None
    packing: bool = True
    checkpointing: bool | None = None
    save_every: int = 20
    evaluate_every: int = 0
    held_out: int = 0
    patience: int = 0
    device: Literal["", "cpu", "cuda"] = ""

    @property
    def digest(self) -> str:
        """sha256 (hex) over everything that changes the weights; the run's name is not part of it."""
        values = dataclasses.asdict(self)
        del values["name"]
        return hashlib.sha256(json.dumps(values, sort_keys=True, default=list).encode()).hexdigest()


RANGES: dict[str, tuple[float, float]] = {
    "share": (0.0001, 1.0),
    "seed": (0, 2**31 - 1),
    "learning_rate": (1e-7, 1.0),
    "batch": (1, 4096),
    "accumulation": (1, 4096),
    "epochs": (0.001, 1000),
    "max_steps": (0, 10_000_000),
    "block": (32, 32_768),
    "warmup": (0, 1),
    "weight_decay": (0, 1),
    "rank": (1, 512),
    "alpha": (1, 2048),
    "dropout": (0, 0.9),
    "save_every": (1, 1_000_000),
    "evaluate_every": (0, 1_000_000),
    "held_out": (0, 100_000),
    "patience": (0, 1000),
}
"""Least and most of every number."""


def read_config(path: Path) -> TrainConfig:
    """The `[train]` table of a TOML file (or its top level). Raises UsageError naming the key that is wrong."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(t("train.config_unreadable", path=path, reason=error)) from error
    return from_values(values.get("train", values))


def from_values(values: dict[str, Any]) -> TrainConfig:
    """Raises UsageError naming the key that is unknown, of another type, or out of range."""
    fields = {field.name: field for field in dataclasses.fields(TrainConfig)}
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key not in fields:
            raise UsageError(t("train.config_unknown", key=key, known=", ".join(fields)))
        given[key] = _typed(key, value)
    return TrainConfig(**given)


_NUMBERS = ("share", "learning_rate", "epochs", "warmup", "weight_decay", "dropout")
_CHOICES = {
    "rows": ("cleaned", "raw"),
    "schedule": ("linear", "cosine", "constant"),
    "device": ("", "cpu", "cuda"),
}


def _typed(key: str, value: Any) -> Any:
    wrong = UsageError(t("train.config_value", key=key, value=value))
    if key in _CHOICES:
        if value not in _CHOICES[key]:
            raise wrong
        return value
    if key == "targets":
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise wrong
        return tuple(value)
    if key in ("data", "base", "name"):
        if not isinstance(value, str):
            raise wrong
        return value
    if key in ("four_bit", "packing", "checkpointing"):
        if not isinstance(value, bool):
            raise wrong
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or (key not in _NUMBERS and value != int(value)):
        raise wrong
    low, high = RANGES[key]
    if not low <= value <= high:
        raise UsageError(t("train.config_range", key=key, value=value, low=f"{low:g}", high=f"{high:g}"))
    return float(value) if key in _NUMBERS else int(value)
