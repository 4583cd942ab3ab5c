"""How fast a run may ask its judge, and what that may cost."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from workbench.store.runs import Run

_OPENAI = (500, 30_000)
"""What a new account has for the larger models; who has more says so."""
_OWN = (6_000, 6_000_000)
"""A server in the house sets no limit; one that does answers 429, and the client slows down."""


@dataclass(frozen=True)
class Limits:
    """max_cost: dollars, None for no cap; then the judge must have a known price."""

    requests_per_minute: int
    tokens_per_minute: int
    max_cost: float | None = None


def limits_for(judge: str, requests: int | None, tokens: int | None, max_cost: float | None) -> Limits:
    """What was asked for, else what suits the kind of judge."""
    default = _OPENAI if judge.startswith("openai:") else _OWN
    return Limits(requests or default[0], tokens or default[1], max_cost)


def to_options(limits: Limits) -> dict[str, Any]:
    return {"limits": asdict(limits)}


def limits_of(run: Run) -> Limits:
    """As the run was started with."""
    return Limits(**json.loads(run.options)["limits"])
