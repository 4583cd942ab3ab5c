"""One gold to its goals."""

from __future__ import annotations

from sqlglot import exp

from workbench.evaluate.instances.reading.conditions import Conditions, cells_in, is_cell
from workbench.evaluate.instances.reading.frames import Opened, through
from workbench.evaluate.instances.reading.goal import Goal, Reading
from workbench.evaluate.instances.reading.groups import read_groups
from workbench.evaluate.instances.reading.uses import uses_of, wide_columns
from workbench.schema.model import Schema
from workbench.sql.scopes import Frame, Scopes, read_scopes

MOST_GOALS = 10
"""Of one gold: a query with many subqueries has many combinations of them."""


def read_gold(tree: exp.Expr, schema: Schema, worth: dict[str, str]) -> Reading:
    """What `tree` (views opened, clock pinned) needs. `worth`: what constant expressions evaluate to, as text."""
    scopes = read_scopes(tree, schema)
    reader = _Reader(scopes, worth)
    reading = Reading()
    for goal in reader.goals(tree):
        goal.settle()
        reading.goals.append(goal)
    reading.uses = list(uses_of(tree, scopes, worth))
    reading.wide = wide_columns(tree, scopes)
    return reading


class _Reader:
    """A goal is read again and again: each subquery is once left out and once met."""

    def __init__(self, scopes: Scopes, worth: dict[str, str]) -> None:
        self._scopes = scopes
        self._worth = worth
        self._seen: set[int] = set()

    def goals(self, tree: exp.Expr) -> list[Goal]:
        found: list[Goal] = []
        for frame in self._scopes.frames:
            if id(frame) in self._seen or len(found) >= MOST_GOALS:
                continue
            found += self._of(frame)
        for pair in tree.find_all(exp.SetOperation):
            left, right = (_first_select(side) for side in (pair.left, pair.right))
            if left is not None and right is not None and len(found) < MOST_GOALS:
                found.append(self._both(left, right))
        return [goal for goal in found if goal.spots]

    def _of(self, frame: Frame) -> list[Goal]:
        """The goal with every subquery as the query wants it, then one for each choice the other way."""
        first = self._read(frame, {})
        goals = [first.goal]
        for place in first.choices:
            goals += [self._read(frame, {place: choice}).goal for choice in range(1, first.choices[place])]
        return goals[:MOST_GOALS]

    def _read(self, frame: Frame, chosen: dict[int, int]) -> Conditions:
        goal = Goal()
        reading = Conditions(self._scopes, goal, self._worth, chosen)
        opened = reading.open(frame, None)
        self._seen |= reading.opened
        self._finish(opened, goal)
        return reading

    def _finish(self, opened: Opened, goal: Goal) -> None:
        goal.outputs = [cell for item in opened.frame.node.expressions for cell in cells_in(item, opened, self._scopes)]
        read_groups(opened, goal, self._scopes)

    def _both(self, left: exp.Select, right: exp.Select) -> Goal:
        """The two halves of a set operation, giving the same row."""
        goal = Goal()
        reading = Conditions(self._scopes, goal, self._worth, {})
        opened = []
        for node in (left, right):
            frame = next((f for f in self._scopes.frames if f.node is node), None)
            if frame is None:
                return Goal()
            opened.append(reading.open(frame, None))
        for one, other in zip(left.expressions, right.expressions, strict=False):
            first, second = (
                through(item, place, self._scopes) for item, place in ((one, opened[0]), (other, opened[1]))
            )
            if is_cell(first) and is_cell(second):
                goal.unite(first, second)
        self._finish(opened[0], goal)
        return goal


def _first_select(node: exp.Expr) -> exp.Select | None:
    inner = node
    while isinstance(inner, (exp.Subquery, exp.SetOperation)):
        inner = inner.this
    return inner if isinstance(inner, exp.Select) else None
