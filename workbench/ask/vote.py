"""Several candidates vote over their results: what most of them compute is more often right.

Self-consistency over execution results (OmniSQL: Qwen2.5-Coder-7B on BIRD 50.9 → 61.3 with 8 samples; a replication in
arXiv 2606.29733 found next to nothing). It costs a generation each, so it is off unless the asker turns it on.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.ask.draft import Draft
from workbench.sandbox.result import RunResult
from workbench.sandbox.rows import to_json

TEMPERATURE = 0.7


@dataclass(frozen=True)
class Ballot:
    """One candidate that passed its checks and ran."""

    draft: Draft
    result: RunResult


@dataclass(frozen=True)
class Elected:
    """The first candidate of the largest group, and how many of all computed the same."""

    ballot: Ballot
    agreeing: int
    candidates: int


def elect(ballots: Sequence[Ballot]) -> Elected:
    """The winner among at least one ballot. A tie goes to the earliest: the greedy answer comes first."""
    keys = [result_key(ballot.result) for ballot in ballots]
    counts = Counter(keys)
    best = max(keys, key=lambda key: (counts[key], -keys.index(key)))
    return Elected(ballots[keys.index(best)], counts[best], len(ballots))


def result_key(result: RunResult) -> str:
    """Equal for equal rows, whatever their order and the columns' names."""
    rows = to_json(result.table) if result.table is not None else []
    lines = sorted(repr([_plain(value) for value in row]) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: object) -> object:
    return round(float(value), 6) if isinstance(value, int | float) else value
