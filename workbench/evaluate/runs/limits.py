"""How fast a run may ask its judge, and what that may cost."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from workbench.store import runs
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


def change_limits(run: Run, requests: int | None, tokens: int | None, max_cost: float | None) -> Run:
    """Other limits from now on, those not given as they were: they change no figure. Raises StoreError."""
    old = limits_of(run)
    new = Limits(requests or old.requests_per_minute, tokens or old.tokens_per_minute, max_cost or old.max_cost)
    options = json.dumps(json.loads(run.options) | to_options(new))
    runs.update(run.id, options=options)
    return replace(run, options=options)


def limits_of(run: Run) -> Limits:
    """As the run was started or last resumed with."""
    kept = json.loads(run.options).get("limits")
    return Limits(**kept) if kept else limits_for(run.judge, None, None, None)
