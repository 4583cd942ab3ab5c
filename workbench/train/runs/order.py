"""What is asked of a training besides its configuration."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Literal

Baseline = Literal["base", "default"]
BASELINES: tuple[Baseline, ...] = ("base", "default")
QUESTIONS = 40
"""Held-out questions for the comparison: three models answer them on two cores in about ten minutes."""


@dataclass(frozen=True)
class Order:
    """against: what the trained model is compared with: its untouched base, the default model of the day.

    questions: of the held-out ones asked in that comparison, 0 for none. precision: of the exported adapter.
    adapter: peft folder whose weights training starts from (preference training only), "" for new ones. beta: how
    strongly preference training holds on to the model it started from. source: the evaluation run that preference
    pairs came from.
    """

    against: tuple[Baseline, ...] = BASELINES
    questions: int = QUESTIONS
    precision: Literal["q8_0", "f16"] = "q8_0"
    adapter: str = ""
    beta: float = 0.1
    source: str = ""

    def to_json(self) -> str:
        return json.dumps(dataclasses.asdict(self))


def read_order(text: str) -> Order:
    values = json.loads(text)
    return Order(**{**values, "against": tuple(values.get("against", BASELINES))})
