"""What fitting says while it goes on, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Point:
    """After one optimizer step. loss: mean over the answers' tokens. tokens: read since the start of the run.

    seconds: worked since this process began to train. memory_mb: peak of the process (of the device on CUDA).
    gradient_norm: before clipping.
    """

    step: int
    total: int
    loss: float
    learning_rate: float
    tokens: int
    seconds: float
    memory_mb: float
    epoch: float
    gradient_norm: float = 0.0


@dataclass(frozen=True)
class Asked:
    """Held-out questions asked at a step: `right` of `asked`; `loss` over their gold answers, None where not taken."""

    step: int
    right: int
    asked: int
    loss: float | None = None


@dataclass(frozen=True)
class Fitted:
    """How it ended. `adapter`: the peft folder, there when the state is "finished".

    too_long: rows left out because prompt and answer exceed the block. best_step: the step whose weights `adapter`
    holds. tokens, answer_tokens: read and learnt in one epoch.
    """

    state: Literal["finished", "paused", "stopped"]
    steps: int
    total: int
    adapter: Path
    rows: int
    too_long: int
    best_step: int
    tokens: int
    answer_tokens: int
