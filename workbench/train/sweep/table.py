"""What a sweep found: a row for every point."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.evaluate.runs.summary import Figure
from workbench.store import sweeps, trainings
from workbench.store.sweeps import Sweep
from workbench.store.trainings import Training
from workbench.train.runs.outcome import Compared, read_outcome, verdict


@dataclass(frozen=True)
class Row:
    """A point: `values` by key, its training, and the comparison with its base (None until it is there).

    cost: dollars for the time it took, None where no price is known. peak_memory: MB. rows: trained on.
    """

    position: int
    values: dict[str, Any]
    training: Training
    compared: Compared | None
    rows: int
    cost: float | None

    @property
    def ex(self) -> Figure | None:
        return self.compared.ex_after if self.compared is not None else None

    def to_json(self) -> dict[str, Any]:
        one = self.compared
        return {
            "values": self.values,
            "training": self.training.id,
            "state": self.training.state,
            "message": self.training.message,
            "n": one.n if one else 0,
            "ex_before": one.ex_before.to_json() if one else None,
            "ex_after": one.ex_after.to_json() if one else None,
            "difference": round(one.difference, 6) if one else None,
            "p": one.p if one else None,
            "verdict": verdict(one) if one else None,
            "run": one.after if one else None,
            "base_run": one.before if one else None,
            "rows": self.rows,
            "steps": self.training.steps_done,
            "tokens": self.training.tokens,
            "seconds": round(self.training.seconds, 1),
            "peak_memory_mb": round(self.training.peak_memory),
            "cost": self.cost,
            "model": self.training.model or None,
        }


def rows_of(sweep: Sweep) -> tuple[Row, ...]:
    """In the grid's order. Raises StoreError."""
    dollars = json.loads(sweep.grid).get("dollars_per_hour")
    found = []
    for point in sweeps.points_of(sweep.id):
        training = trainings.find(point.training)
        if training is None:
            continue
        outcome = read_outcome(training.result)
        cost = None if dollars is None else round(dollars * training.seconds / 3600, 6)
        values = json.loads(point.values)
        found.append(Row(point.position, values, training, outcome.against("base"), outcome.rows, cost))
    return tuple(found)


_FIGURES = ("n", "ex_before", "ex_after", "low", "high", "difference", "p")
_FACTS = ("state", "rows", "steps", "tokens", "seconds", "peak_memory_mb", "cost", "verdict", "training", "model")


def to_csv(rows: Sequence[Row]) -> str:
    """A line a point; shares as numbers from 0 to 1."""
    axes = list(rows[0].values) if rows else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*axes, *_FIGURES, *_FACTS])
    for row in rows:
        facts, one = row.to_json(), row.compared
        figures: list[Any] = [""] * len(_FIGURES)
        if one is not None and one.n:
            shares = (one.ex_before.value, one.ex_after.value, one.ex_after.low, one.ex_after.high, one.difference)
            figures = [one.n, *(round(share or 0.0, 6) for share in shares), one.p]
        known = ("" if facts[key] is None else facts[key] for key in _FACTS)
        writer.writerow([*(row.values[axis] for axis in axes), *figures, *known])
    return out.getvalue()
