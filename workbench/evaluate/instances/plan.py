"""A goal with its conditions answered: values that make it hold, and values that miss exactly one condition."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.evaluate.instances.pools import Place, Pool
from workbench.evaluate.instances.reading import Atom, Cell, Goal
from workbench.evaluate.instances.truth import Question, Truth
from workbench.evaluate.instances.values.near import near
from workbench.schema.model import Table

Values = dict[Cell, str | None]
"""By root cell. What is missing is free."""

MOST_TUPLES = 160
"""Combinations tried for a condition over two columns or more."""
_DRAWN = 7
_OF_OTHERS = 16
"""Values near other golds' constants on the same column that are tried too."""


@dataclass(frozen=True)
class Miss:
    """Values that keep all conditions but one. `condition` is its number; `rank` 0 is the closest miss."""

    condition: int
    values: tuple[tuple[Cell, str | None], ...]
    rank: int


@dataclass(frozen=True)
class Asked:
    """`parts`: the same values against each test of the condition alone."""

    atom: Atom
    question: Question
    parts: tuple[Question, ...] = ()


@dataclass
class Plan:
    goal: Goal
    hits: dict[Cell, list[str | None]] = field(default_factory=dict)
    """Root → values that all its conditions hold for, the closest to the constants first."""
    joint: list[tuple[tuple[Cell, ...], list[tuple[str | None, ...]]]] = field(default_factory=list)
    """Conditions over several roots, with the combinations that hold."""
    misses: list[Miss] = field(default_factory=list)

    def hit(self, rng: random.Random, turn: int) -> Values:
        """Values for which all conditions hold as far as was found; the `turn`-th takes the `turn`-th of each."""
        values: Values = {}
        for roots, tuples in self.joint:
            fitting = [one for one in tuples if self._agrees(roots, one, values)]
            if fitting:
                chosen = fitting[turn % len(fitting)] if turn < len(fitting) else rng.choice(fitting)
                values.update(zip(roots, chosen, strict=True))
        for root, found in self.hits.items():
            if root not in values and found:
                values[root] = found[turn % len(found)]
        return values

    def _agrees(self, roots: tuple[Cell, ...], one: tuple[str | None, ...], values: Values) -> bool:
        for root, value in zip(roots, one, strict=True):
            if root in values and values[root] != value:
                return False
            if root in self.hits and value not in self.hits[root]:
                return False
        return True


def questions_of(goal: Goal, pools: Mapping[Place, Pool], rng: random.Random) -> list[Asked]:
    """What to ask about a goal before `make_plan`, an entry a condition."""
    drawn: dict[Cell, list[str | None]] = {}
    asked = []
    for atom in goal.atoms:
        roots = _roots(goal, atom)
        for root in roots:
            if root not in drawn:
                drawn[root] = _candidates(goal, root, pools, rng)
                if _is_nullable(goal, root):
                    drawn[root].insert(min(3, len(drawn[root])), None)
        types = tuple(goal.column(cell).type for cell in atom.cells)
        pairs = _tuples([drawn[root] for root in roots], rng)
        places = [roots.index(goal.root(cell)) for cell in atom.cells]
        tuples = tuple(tuple(one[place] for place in places) for one in pairs)
        parts = tuple(Question(part, types, tuples) for part in atom.parts)
        asked.append(Asked(atom, Question(atom.sql, types, tuples), parts))
    return asked


def make_plan(goal: Goal, asked: Sequence[Asked], answers: Mapping[Question, tuple[Truth, ...]]) -> Plan:
    """The plan of a goal; conditions without an answer are left to luck."""
    plan = Plan(goal)
    single: dict[Cell, list[tuple[int, dict[str | None, Truth]]]] = {}
    for number, one in enumerate(asked):
        if one.question not in answers:
            continue
        atom, question, truths = _spread(one, answers)
        roots = _roots(goal, atom)
        if len(roots) == 1:
            table = {values[0]: truth for values, truth in zip(question.tuples, truths, strict=True)}
            single.setdefault(roots[0], []).append((number, table))
        elif not all(is_key(goal, root) for root in roots):
            places = [next(i for i, c in enumerate(atom.cells) if goal.root(c) == root) for root in roots]
            rows = [(tuple(v[p] for p in places), truth) for v, truth in zip(question.tuples, truths, strict=True)]
            plan.joint.append((roots, [row for row, truth in rows if truth == "yes"]))
            wrong = [row for row, truth in rows if truth in ("no", "null")]
            plan.misses += [
                Miss(number, tuple(zip(roots, row, strict=True)), rank) for rank, row in enumerate(wrong[:12])
            ]
    for root, tables in single.items():
        _single(plan, root, tables)
    return plan


def _spread(asked: Asked, answers: Mapping[Question, tuple[Truth, ...]]) -> tuple[Atom, Question, tuple[Truth, ...]]:
    """The answers in an order in which each combination of tests that hold has its turn early."""
    truths = answers[asked.question]
    parts = [answers[part] for part in asked.parts if part in answers]
    if not parts:
        return asked.atom, asked.question, truths
    seen: Counter[tuple[Truth, ...]] = Counter()
    turns = []
    for place in range(len(truths)):
        combination = (truths[place], *(part[place] for part in parts))
        turns.append((seen[combination], place))
        seen[combination] += 1
    order = [place for _, place in sorted(turns)]
    tuples = tuple(asked.question.tuples[place] for place in order)
    return asked.atom, replace(asked.question, tuples=tuples), tuple(truths[place] for place in order)


def _single(plan: Plan, root: Cell, tables: list[tuple[int, dict[str | None, Truth]]]) -> None:
    """Values of one root: all conditions hold, or all but one."""
    values = [value for value in tables[0][1] if all(table.get(value) != "error" for _, table in tables)]
    plan.hits[root] = [value for value in values if all(table.get(value) == "yes" for _, table in tables)]
    for number, table in tables:
        others = [other for index, other in tables if index != number]
        wrong: list[str | None] = [
            value for value in values if table[value] != "yes" and all(o.get(value) == "yes" for o in others)
        ]
        wrong = wrong or [value for value in values if table[value] != "yes"]
        plan.misses += [Miss(number, ((root, value),), rank) for rank, value in enumerate(wrong)]


def _roots(goal: Goal, atom: Atom) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(goal.root(cell) for cell in atom.cells))


def _candidates(goal: Goal, root: Cell, pools: Mapping[Place, Pool], rng: random.Random) -> list[str | None]:
    """Near values of all cells that are equal to `root`, then ordinary ones."""
    found: dict[str, None] = {}
    members = [cell for cell in {*goal.parent, root} if goal.root(cell) == root]
    atoms = [atom for atom in goal.atoms if root in _roots(goal, atom)]
    for cell in sorted(members):
        pool = pools.get((goal.spots[cell[0]].name, cell[1]))
        if pool is None:
            continue
        # Its own constants first: other golds have theirs on the same column.
        usable = set(pool.near)
        constants = [constant for atom in atoms for constant in atom.constants]
        own = near(pool.ordinary.column, dict.fromkeys(constants), pool.ordinary.today)
        found.update(dict.fromkeys(value for value in own if value in usable))
        found.update(dict.fromkeys(pool.near[:_OF_OTHERS]))
        drawn = [pool.ordinary.draw(rng, "few") for _ in range(_DRAWN)]
        drawn += [pool.ordinary.draw(rng, "many") for _ in range(_DRAWN)]
        found.update(dict.fromkeys(value for value in drawn if value is not None))
        found.update(dict.fromkeys(pool.ordinary.codes))
    return list(found)


def _tuples(columns: list[list[str | None]], rng: random.Random) -> list[tuple[str | None, ...]]:
    """All combinations where they are few; else some, equal values among them."""
    if len(columns) == 1:
        return [(value,) for value in columns[0]]
    if not all(columns):
        return []
    total = 1
    for column in columns:
        total *= len(column)
    found: dict[tuple[str | None, ...], None] = {}
    if total <= MOST_TUPLES:
        found = {(): None}
        for column in columns:
            found = {(*one, value): None for one in found for value in column}
        return list(found)
    for value in columns[0][:20]:
        if all(value in column for column in columns):
            found[tuple(value for _ in columns)] = None
    for _ in range(MOST_TUPLES * 2):
        if len(found) >= MOST_TUPLES:
            break
        found[tuple(column[min(len(column) - 1, int(len(column) * rng.random() ** 1.5))] for column in columns)] = None
    return list(found)


def is_key(goal: Goal, root: Cell) -> bool:
    """Whether a value of this root can stand in one row only, of some table."""
    return any(goal.root(cell) == root and single_key(goal.spots[cell[0]], cell[1]) for cell in {*goal.parent, root})


def single_key(table: Table, column: str) -> bool:
    return any(key == (column,) for key in (table.primary_key, *table.unique_keys))


def _is_nullable(goal: Goal, root: Cell) -> bool:
    cells = [cell for cell in {*goal.parent, root} if goal.root(cell) == root]
    return all(goal.column(cell).nullable and cell[1] not in goal.spots[cell[0]].primary_key for cell in cells)
