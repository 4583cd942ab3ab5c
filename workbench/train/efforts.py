"""빠르게, 보통, 꼼꼼히: sizes of effort as data (`efforts.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workbench.train.config import TrainConfig, from_values


@dataclass(frozen=True)
class Effort:
    """`config` has neither data nor name yet. questions: held-out ones asked in the comparison at the end."""

    name: str
    config: TrainConfig
    questions: int


@cache
def efforts() -> tuple[Effort, ...]:
    """The smallest first."""
    tables = tomllib.loads((Path(__file__).parent / "efforts.toml").read_text(encoding="utf-8"))
    return tuple(
        Effort(name, from_values({key: values[key] for key in values if key != "questions"}), values["questions"])
        for name, values in tables.items()
    )
