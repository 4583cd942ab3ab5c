"""What may stand in each column: near the golds' constants, ordinary otherwise, nothing that a gold fails on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from workbench.data.convert import family
from workbench.evaluate.instances.reading import Reading
from workbench.evaluate.instances.truth import Question, ask
from workbench.evaluate.instances.values.near import near
from workbench.evaluate.instances.values.ordinary import STYLES, Ordinary, Style, fits, known_codes
from workbench.sandbox.pool import Sandbox
from workbench.schema.model import Column, Schema

Place = tuple[str, str]
"""Table and column, spelt as in the schema."""


@dataclass(frozen=True)
class Pool:
    """`near`: values on and beside the golds' constants, the closest first. `wide`: the values should differ."""

    ordinary: Ordinary
    near: tuple[str, ...] = ()
    wide: bool = False


@dataclass
class _Told:
    """What the golds tell about one column; `constants`: those of each condition together."""

    constants: dict[tuple[str, ...], None] = field(default_factory=dict)
    uses: dict[str, None] = field(default_factory=dict)


def make_pools(schema: Schema, readings: Sequence[Reading], today: dt.date, sandbox: Sandbox) -> dict[Place, Pool]:
    """A pool for every column of a table (not of a view)."""
    told = _told(readings)
    labels = _labels(schema, readings)
    columns = {(t.name, c.name): c for t in schema.tables if not t.view_sql for c in t.columns}
    candidates = {place: _candidates(columns[place], one, today) for place, one in told.items() if place in columns}
    questions = {
        (place, use): _survives(columns[place], use, _samples(columns[place]) + tuple(candidates[place]))
        for place, one in told.items()
        if place in columns
        for use in ["c0", *one.uses]
    }
    answers = ask(list(questions.values()), sandbox)
    lost: dict[Place, set[str]] = {}
    for (place, _), question in questions.items():
        truths = answers.get(question, ())
        lost.setdefault(place, set()).update(
            str(values[0]) for values, truth in zip(question.tuples, truths, strict=False) if truth == "error"
        )
    wide = {place for reading in readings for place in reading.wide}
    return {
        place: Pool(
            _ordinary(column, labels[place], lost.get(place, set()), today),
            tuple(v for v in candidates.get(place, ()) if v not in lost.get(place, ())),
            place in wide,
        )
        for place, column in columns.items()
    }


def _candidates(column: Column, told: _Told, today: dt.date) -> list[str]:
    """One of each condition, then the next of each."""
    exact = [constant for constants in told.constants for constant in constants]
    rounds = [near(column, constants, today) for constants in told.constants]
    found: dict[str, None] = {}
    for place in range(max(map(len, rounds), default=0)):
        found.update(dict.fromkeys(values[place] for values in rounds if place < len(values)))
    return [value for value in found if fits(column, value, exact)]


def _ordinary(column: Column, label: str, lost: set[str], today: dt.date) -> Ordinary:
    codes = tuple(code for code in known_codes(column) if code not in lost)
    style: Style = next((style for style, samples in STYLES.items() if not lost & set(samples)), "words")
    return Ordinary(column, label, codes, style, today)


def _told(readings: Sequence[Reading]) -> dict[Place, _Told]:
    told: dict[Place, _Told] = {}
    for reading in readings:
        for use in reading.uses:
            one = told.setdefault((use.table, use.column), _Told())
            one.uses[use.sql] = None
            one.constants[use.constants] = None
        for goal in reading.goals:
            for atom in goal.atoms:
                for cell in atom.cells:
                    one = told.setdefault((goal.spots[cell[0]].name, cell[1]), _Told())
                    one.constants[atom.constants] = None
            for threshold in goal.thresholds:
                if threshold.cell is not None and threshold.aggregate in ("average", "extreme", "sum"):
                    place = goal.spots[threshold.cell[0]].name, threshold.cell[1]
                    told.setdefault(place, _Told()).constants[(f"{threshold.number:.12g}",)] = None
    return told


def _labels(schema: Schema, readings: Sequence[Reading]) -> dict[Place, str]:
    """What texts of a column begin with: its own name, but one name for columns that golds or keys put side by side."""
    labels = {(t.name, c.name): c.name for t in schema.tables for c in t.columns}
    pairs: list[tuple[Place, Place]] = []
    for reading in readings:
        for goal in reading.goals:
            for cell in goal.parent:
                root = goal.root(cell)
                pairs.append(((goal.spots[cell[0]].name, cell[1]), (goal.spots[root[0]].name, root[1])))
    for _ in range(3):  # names travel along chains of equal columns
        for one, other in pairs:
            if one in labels and other in labels:
                labels[one] = labels[other] = min(labels[one], labels[other])
    return labels


def _samples(column: Column) -> tuple[str, ...]:
    if family(column.type) != "text":
        return ()
    return tuple(sample for samples in STYLES.values() for sample in samples) + known_codes(column)


def _survives(column: Column, use: str, values: Iterable[str]) -> Question:
    return Question(f"({use}) IS NULL", (column.type,), tuple((value,) for value in dict.fromkeys(values)))
