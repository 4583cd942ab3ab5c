"""A placed goal once more: with one thing changed, without one of its rows, or the same from other rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.evaluate.instances.plan import Plan, Values, single_key
from workbench.evaluate.instances.reading import Cell
from workbench.evaluate.instances.rows import Placed, Row, Rows
from workbench.evaluate.instances.style import Style
from workbench.evaluate.instances.values.ordinary import Mode


def again(
    rows: Rows,
    base: Placed,
    changed: Values,
    spot: int | None,
    style: Style,
    kept: Mapping[Cell, str | None] | None = None,
    mode: Mode | None = None,
) -> Placed | None:
    """`base` once more with `changed` values (or a new row at `spot`), sharing every row that need not differ."""
    plan = base.plan
    roots, spots = renewed(plan, set(changed), {spot} if spot is not None else set())
    base.copies += 1
    others = {root: _other(plan, base, root) for root in roots if len(plan.hits.get(root, ())) > 1}
    values = {root: value for root, value in base.values.items() if root not in roots} | others | changed
    shared: dict[int, Row] = {s: row for s, row in base.rows.items() if s not in spots}
    how: Mode = mode or (style.off if changed else "few" if rows.rng.random() < 0.5 else "many")
    return rows.place(base.plan, values, shared=shared, kept=kept, mode=how)


def without(rows: Rows, plan: Plan, style: Style, turn: int, gone: list[int]) -> Placed | None:
    """Where keys demand the partner, the reference to it is NULL if it may be."""
    goal = plan.goal
    values = plan.hit(rows.rng, turn)
    if style.nulls:
        keys = {goal.root(c) for c in goal.parent if c[0] in gone and single_key(goal.spots[c[0]], c[1])}
        left = [c for c in goal.parent if c[0] not in gone and goal.root(c) in keys]
        if left and all(goal.column(c).nullable and c[1] not in goal.spots[c[0]].primary_key for c in left):
            placed = rows.place(plan, values | dict.fromkeys(keys), without=gone, mode=style.off)
            if placed is not None:
                return placed
    return rows.place(plan, values, without=gone, mode=style.off)


def kept_cells(rows: Rows, cells: Iterable[Cell], base: Placed) -> dict[Cell, str | None]:
    """What `base` has in `cells`; one that is still open is filled now, so that the copy can have the same."""
    kept = {}
    for cell in cells:
        row = base.rows.get(cell[0])
        if row is None or single_key(row.table, cell[1]):
            continue
        if cell[1] not in row.cells:
            row.cells[cell[1]] = rows.drawn(row.table, cell[1], "few")
        kept[cell] = row.cells[cell[1]]
    return kept


def _other(plan: Plan, base: Placed, root: Cell) -> str | None:
    """Another value that hits; for each copy the next one."""
    found = [value for value in plan.hits[root] if value != base.values.get(root)]
    return found[base.copies % len(found)]


def renewed(plan: Plan, roots: set[Cell], spots: set[int]) -> tuple[set[Cell], set[int]]:
    """Which values and rows must be new when these are: a new row needs a new key, a new value all its rows."""
    goal = plan.goal
    roots, spots = set(roots), set(spots)
    while True:
        more = {cell[0] for cell in [*goal.parent, *roots] if goal.root(cell) in roots} - spots
        spots |= more
        keys = set()
        for spot in spots:
            table = goal.spots[spot]
            for key in (table.primary_key, *table.unique_keys):
                own = {goal.root((spot, column)) for column in key}
                if own and not own & roots:
                    keys.add(_variable(plan, spot, key))
        if not more and keys <= roots:
            return roots, spots
        roots |= keys


def _variable(plan: Plan, spot: int, key: tuple[str, ...]) -> Cell:
    """The part of a key that can change most freely: not what groups, not what joins, not what has one value only."""
    goal = plan.goal
    grouped = {goal.root(cell) for cell in goal.grouped}

    def cost(place: int) -> tuple[bool, bool, bool, int]:
        root = goal.root((spot, key[place]))
        joins = any(cell[0] != spot and goal.root(cell) == root for cell in goal.parent)
        return root in grouped, len(plan.hits.get(root, (1, 2))) < 2, joins, -place

    return goal.root((spot, key[min(range(len(key)), key=cost)]))
