"""A sweep along one axis at a time: what does more rank, more data, another base bring, and is it real?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.evaluate.runs.summary import Figure, figure
from workbench.evaluate.score import GRADED
from workbench.evaluate.statistics import mcnemar
from workbench.store import results
from workbench.text import t
from workbench.train.runs.outcome import REAL
from workbench.train.sweep.table import Row


@dataclass(frozen=True)
class Place:
    """One value of the axis, over its seeds. ex, ex_before: pooled over the seeds; seconds, memory (MB): means."""

    value: Any
    ex: Figure
    ex_before: Figure
    seeds: int
    seconds: float
    memory: float
    runs: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "ex": self.ex.to_json(),
            "ex_before": self.ex_before.to_json(),
            "seeds": self.seeds,
            "seconds": round(self.seconds, 1),
            "memory_mb": round(self.memory),
        }


@dataclass(frozen=True)
class Curve:
    """Points that differ in `axis` (and the seed) only; `rest`: what they have in common of the grid.

    p: of the sign test over questions between the first place and the best, two-sided. sentence: in words.
    """

    axis: str
    rest: dict[str, Any]
    places: tuple[Place, ...]
    p: float
    sentence: str

    def to_json(self) -> dict[str, Any]:
        places = [place.to_json() for place in self.places]
        return {"axis": self.axis, "rest": self.rest, "places": places, "p": self.p, "sentence": self.sentence}


def curves_of(rows: Sequence[Row]) -> tuple[Curve, ...]:
    """One for every axis and every setting of the others, where two places at least are measured. Raises StoreError."""
    measured = [row for row in rows if row.compared is not None and row.compared.n]
    axes = [axis for axis in (measured[0].values if measured else ()) if axis != "seed"]
    found = []
    for axis in axes:
        groups: dict[str, list[Row]] = {}
        for row in measured:
            groups.setdefault(repr(_rest(row, axis)), []).append(row)
        for group in groups.values():
            places = _places(group, axis)
            if len(places) > 1:
                found.append(_curve(axis, _rest(group[0], axis), places))
    return tuple(found)


def _rest(row: Row, axis: str) -> dict[str, Any]:
    return {key: value for key, value in row.values.items() if key not in (axis, "seed")}


def _places(rows: Sequence[Row], axis: str) -> tuple[Place, ...]:
    by_value: dict[str, list[Row]] = {}
    for row in rows:
        by_value.setdefault(repr(row.values[axis]), []).append(row)
    return tuple(_place(group, axis) for group in by_value.values())


def _place(rows: Sequence[Row], axis: str) -> Place:
    both = [row.compared for row in rows if row.compared is not None]
    return Place(
        rows[0].values[axis],
        figure(sum(one.ex_after.k for one in both), sum(one.n for one in both)),
        figure(sum(one.ex_before.k for one in both), sum(one.n for one in both)),
        len(rows),
        sum(row.training.seconds for row in rows) / len(rows),
        sum(row.training.peak_memory for row in rows) / len(rows),
        tuple(one.after for one in both),
    )


def _curve(axis: str, rest: dict[str, Any], places: tuple[Place, ...]) -> Curve:
    first = places[0]
    best = max(places[1:], key=lambda place: place.ex.value or 0.0)
    up, down = changes(first.runs, best.runs)
    p = mcnemar(up, down)
    points = 100 * ((best.ex.value or 0.0) - (first.ex.value or 0.0))
    values = {
        "axis": t(f"train.sweep_axis_{axis}") if axis in NAMED else axis,
        "first": first.value,
        "best": best.value,
        "before": f"{first.ex.value or 0.0:.1%}",
        "after": f"{best.ex.value or 0.0:.1%}",
        "points": f"{points:+.1f}",
        "up": up,
        "down": down,
        "p": f"{p:.3f}",
    }
    real = p < REAL
    key = "train.sweep_real" if real else "train.sweep_chance"
    return Curve(axis, rest, places, p, t(key, **values))


NAMED = ("rank", "share", "base", "rows", "epochs", "learning_rate", "data")
"""Axes that have a name in the user's language; others go by their key."""


def changes(first: Sequence[str], second: Sequence[str]) -> tuple[int, int]:
    """Questions that the second runs get right more often than the first, and less often.

    With one run on each side these are McNemar's two counts. Several seeds of a setting answer the same questions, so
    that a question counts once, whichever way most of its answers changed. Raises StoreError.
    """
    before, after = _rights(first), _rights(second)
    common = before.keys() & after.keys()
    up = sum(after[key] > before[key] for key in common)
    return up, sum(after[key] < before[key] for key in common)


def _rights(runs: Sequence[str]) -> dict[str, float]:
    """Case id → share of the runs that have it right; cases that not all have graded are left out."""
    found: dict[str, list[bool]] = {}
    for run in runs:
        for brief in results.briefs(run):
            if brief.outcome in GRADED:
                found.setdefault(brief.case_id, []).append(brief.outcome == "correct")
    return {key: sum(rights) / len(rights) for key, rights in found.items() if len(rights) == len(runs)}
