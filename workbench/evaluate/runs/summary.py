"""What a run's answers add up to, every share with its n and its Wilson interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.evaluate.score import GRADED, OUTCOMES
from workbench.evaluate.statistics import wilson
from workbench.store import results
from workbench.store.results import Dimension, Filters
from workbench.store.runs import Run


@dataclass(frozen=True)
class Figure:
    """`k` of `n`; `low` and `high` bound the share (Wilson, 95 %). Of nothing (n = 0) it may be anything."""

    k: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        return self.k / self.n if self.n else None

    def to_json(self) -> dict[str, Any]:
        return {"k": self.k, "n": self.n, "low": round(self.low, 6), "high": round(self.high, 6)}


@dataclass(frozen=True)
class Summary:
    """`n` counts all graded answers. Figures leave out broken golds and faults of the grader (see score.GRADED).

    tokens: of prompts and answers. seconds: worked in all. cost: dollars, None if unknown.
    """

    n: int
    ex: Figure
    ex_forgiving: Figure
    em_string: Figure
    em_set: Figure
    valid: Figure
    outcomes: Mapping[str, int]
    tokens: tuple[int, int]
    seconds: float
    cost: float | None


def figure(k: int, n: int) -> Figure:
    interval = wilson(k, n)
    return Figure(k, n, interval.low, interval.high)


def summarize(run: Run) -> Summary:
    """Raises StoreError."""
    sums = results.sums(Filters(run=run.id))
    graded = [found for outcome, found in sums.items() if outcome in GRADED]
    n = sum(found.count for found in graded)
    right = sums["correct"].count if "correct" in sums else 0
    return Summary(
        sum(found.count for found in sums.values()),
        figure(right, n),
        figure(right + sum(found.forgiving for outcome, found in sums.items() if outcome == "wrong"), n),
        figure(sum(found.em_string for found in graded), n),
        figure(sum(found.em_set for found in graded), n),
        figure(sum(found.valid for found in graded), n),
        {outcome: sums[outcome].count if outcome in sums else 0 for outcome in OUTCOMES},
        (sum(found.prompt_tokens for found in sums.values()), sum(found.completion_tokens for found in sums.values())),
        run.seconds,
        run.cost,
    )


def to_json(run: Run, summary: Summary) -> dict[str, Any]:
    """The keys of `evaluate --json`."""
    names = ("ex", "ex_forgiving", "em_string", "em_set", "valid")
    return {
        "run_id": run.id,
        "n": summary.n,
        **{name: getattr(summary, name).to_json() for name in names},
        "outcomes": dict(summary.outcomes),
        "seconds": round(summary.seconds, 3),
        "cost": summary.cost,
    }


def ex_by(filters: Filters, dimension: Dimension) -> dict[str, Figure]:
    """Execution accuracy for each value of a dimension, the most frequent first. Raises StoreError."""
    counts: dict[str, list[int]] = {}
    for (value, outcome), count in results.counts_by(filters, dimension, "outcome").items():
        if outcome in GRADED:
            pair = counts.setdefault(value, [0, 0])
            pair[0] += count if outcome == "correct" else 0
            pair[1] += count
    return {value: figure(*pair) for value, pair in sorted(counts.items(), key=lambda item: (-item[1][1], item[0]))}


def by_trust(run: Run) -> dict[str, Figure]:
    """Execution accuracy of the answers with each trust mark, the highest first; empty for given SQL.

    Raises StoreError.
    """
    found = ex_by(Filters(run=run.id), "trust")
    return {level: found[level] for level in ("high", "medium", "low") if level in found}
