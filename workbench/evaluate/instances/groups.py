"""Groups for one goal: at the thresholds of HAVING, and larger or smaller than the others where they are ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.evaluate.instances.copies import again, kept_cells, renewed, without
from workbench.evaluate.instances.plan import Miss, Plan, Values, single_key
from workbench.evaluate.instances.reading import Cell, Goal, Threshold
from workbench.evaluate.instances.rows import Placed, Rows
from workbench.evaluate.instances.style import Style
from workbench.evaluate.instances.values.ordinary import Mode

MOST_GROUP = 130
"""Rows to which a group is filled up for a threshold on its count."""
_PLAIN_SIZES = (1, 2, 4)
_MOST_RANKED = 6


@dataclass(frozen=True)
class _Wish:
    """What one group is to be like. `given`: cells of its first row. `missed`: values that miss a condition.

    varied: a cell that has one of `levels` in each row.
    """

    size: int
    turn: int
    given: Mapping[Cell, str | None] = field(default_factory=dict)
    missed: Mapping[Cell, str | None] = field(default_factory=dict)
    varied: Cell | None = None
    levels: Sequence[str] = ()
    mode: Mode = "many"


def add_groups(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """Groups of sizes around each threshold, and of a few sizes where there is none."""
    goal = plan.goal
    counted = [t for t in goal.thresholds if t.aggregate in ("rows", "values", "distinct")]
    sizes = [size for t in counted for size in _sizes(t)] or list(_PLAIN_SIZES)
    group = None
    for number, size in enumerate(dict.fromkeys(sizes)):
        group = _group(rows, plan, style, _Wish(size, turn * 5 + number))
    for threshold in goal.thresholds:
        if threshold.cell is not None and threshold not in counted:
            for number, values in enumerate(_levels(goal, threshold)):
                wish = _Wish(len(values), turn * 7 + number, varied=threshold.cell, levels=values)
                _group(rows, plan, style, wish)
    if goal.ranked:
        group = _ranked(rows, plan, style, turn)
    if group is not None:
        _twins(rows, plan, style, turn, group)


def _ranked(rows: Rows, plan: Plan, style: Style, turn: int) -> Placed | None:
    """Groups that come first; on some instances others would, if a condition were missing or a join kept more rows."""
    goal, group = plan.goal, None
    places = min(goal.ranked, _MOST_RANKED) + 1
    for place in range(places):
        group = _group(rows, plan, style, _Wish(5 + 2 * place, turn * 3 + place))
    beyond = 5 + 2 * places + 2
    if style.off != "many":  # a group of several rows that is first or last by SUM, AVG and MAX alike
        _group(rows, plan, style, _Wish(3, turn, mode="peak" if style.off == "high" else "floor"))
    if style.nulls == 0.0:
        for number, miss in enumerate(_chosen(plan, turn)):
            _group(rows, plan, style, _Wish(beyond + number, turn, missed=dict(miss.values)))
    elif turn % 2 and len(goal.spots) > 1:
        for spot in range(len(goal.spots)):
            for _ in range(beyond):
                without(rows, plan, style, turn, [spot])
    return group


def _chosen(plan: Plan, turn: int) -> list[Miss]:
    """A miss of each condition: the closest, on another instance another."""
    found: dict[int, list[Miss]] = {}
    for miss in plan.misses:
        if all(value is not None for _, value in miss.values):
            found.setdefault(miss.condition, []).append(miss)
    return [misses[turn % len(misses)] for misses in found.values()]


def _sizes(threshold: Threshold) -> list[int]:
    number = int(threshold.number)
    return [size for size in (number, number + 1, number - 1, number + 2) if 0 < size <= MOST_GROUP]


def _twins(rows: Rows, plan: Plan, style: Style, turn: int, group: Placed) -> None:
    """For each key of the grouping a group that differs from another one in that key alone."""
    goal = plan.goal
    for cell in goal.grouped:
        row = group.rows.get(cell[0])
        if row is None:
            continue
        same = [other for other in goal.grouped if goal.root(other) != goal.root(cell)]
        if single_key(row.table, cell[1]):
            same += [(cell[0], column.name) for column in row.table.columns]
        elif not same:
            continue
        kept = {c: v for c, v in kept_cells(rows, same, group).items() if c not in goal.parent}
        _group(rows, plan, style, _Wish(3, turn, given=kept))


def _levels(goal: Goal, threshold: Threshold) -> list[list[str]]:
    """The aggregated cell's values in groups at, above and below the threshold, and in mixed ones."""
    number, column = threshold.number, goal.column(threshold.cell or (0, ""))
    whole = "INT" in column.type.upper()
    values = [number, number + 1, number - 1, number * 2, number / 2]
    shown = [str(round(value)) if whole else f"{value:.12g}" for value in values]
    found = [[value] for value in shown]
    if threshold.aggregate == "sum":
        return [*found, [shown[4]] * 2, [shown[4]] * 3, [shown[2], shown[2]]]
    return [*found, [shown[1]] * 2, [shown[2]] * 2, [shown[1], shown[4]], [shown[3], shown[2]]]


def _group(rows: Rows, plan: Plan, style: Style, wish: _Wish) -> Placed | None:
    """One group, with a key of its own where conditions and wishes leave that open."""
    goal = plan.goal
    values = plan.hit(rows.rng, wish.turn) | dict(wish.missed)
    fixed: Values = dict(wish.given)
    if wish.varied is not None:
        fixed[wish.varied] = wish.levels[0]
    for cell in goal.grouped:
        root, table = goal.root(cell), goal.spots[cell[0]]
        if not (root in values or cell in goal.parent or cell in fixed or single_key(table, cell[1])):
            fixed[cell] = rows.drawn(table, cell[1], "many")
    for cell, value in fixed.items():
        if goal.root(cell) in values or cell in goal.parent:
            values[goal.root(cell)] = value
    base = rows.place(plan, values, kept=fixed, mode=wish.mode)
    if base is not None:
        _close_group(rows, goal, base)
        _repeat(rows, base, style, wish)
    return base


def _repeat(rows: Rows, base: Placed, style: Style, wish: _Wish) -> None:
    goal, spot = base.plan.goal, _repeatable(base)
    for number in range(1, wish.size if spot is not None else 1):
        # One that repeats what is summed, so that SUM(DISTINCT …) shows.
        kept = kept_cells(rows, [*goal.grouped, *goal.outputs] if number == 1 else goal.grouped, base)
        changed: Values = {}
        if wish.varied is not None:
            kept[wish.varied] = wish.levels[number]
            root = goal.root(wish.varied)
            changed = {root: wish.levels[number]} if root in base.values else {}
        again(rows, base, changed, spot, style, kept=kept, mode=wish.mode)


def _close_group(rows: Rows, goal: Goal, base: Placed) -> None:
    """Rows that only fill up stay out of the group, by whatever key they would come in."""
    for cell in goal.grouped:
        row = base.rows.get(cell[0])
        if row is None:
            continue
        parent = rows.parent_of(row.table, cell[1])
        if parent is not None:
            rows.closed.add((parent[0].name, row.cells.get(cell[1])))
        if single_key(row.table, cell[1]):
            rows.closed.add((row.table.name, row.cells.get(cell[1])))


def _repeatable(base: Placed) -> int | None:
    """The row that can come again without another key of the group: the one that takes the fewest others along."""
    goal = base.plan.goal
    keys = {goal.root(cell) for cell in goal.grouped}
    best: tuple[int, int] | None = None
    for spot in sorted(goal.counted) or range(len(goal.spots)):
        again = renewed(base.plan, set(), {spot})
        if not again[0] & keys and (best is None or len(again[1]) < best[0]):
            best = (len(again[1]), spot)
    return best[1] if best is not None else None
