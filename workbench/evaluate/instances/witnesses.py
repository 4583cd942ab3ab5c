"""Rows for one goal: some that it must find, and beside each of its conditions some that miss just that one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.evaluate.instances.plan import Miss, Plan, Values, single_key
from workbench.evaluate.instances.reading import Cell, Goal, Threshold
from workbench.evaluate.instances.rows import Placed, Row, Rows
from workbench.evaluate.instances.style import Style
from workbench.evaluate.instances.values.ordinary import Mode

MOST_GROUP = 130
"""Rows to which a group is filled up for a threshold on its count."""
_NULLED = 4
"""Columns of the select list that are NULL in one row that hits."""
_PLAIN_SIZES = (1, 2, 4)


def add_witnesses(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """`turn`: number of the instance, so that each takes other values."""
    hits = _hits(rows, plan, style, turn)
    if not hits:
        return
    _misses(rows, plan, style, turn, hits)
    _copies(rows, hits, style)
    _partners_missing(rows, plan, style, turn)
    if plan.goal.has_groups or plan.goal.thresholds:
        _groups(rows, plan, style, turn)


def _hits(rows: Rows, plan: Plan, style: Style, turn: int) -> list[Placed]:
    found = []
    for number in range(style.hits):
        mode: Mode = "few" if rows.rng.random() < 0.33 else "many"
        values, kept = plan.hit(rows.rng, turn * style.hits + number), {}
        for cell, end in plan.goal.extremes if number == 0 else []:
            beyond = rows.beyond(plan.goal.spots[cell[0]], cell[1], end)
            kept[cell] = values[plan.goal.root(cell)] = beyond
        placed = rows.place(plan, values, kept=kept, mode=mode)
        if placed is not None:
            found.append(placed)
    # Values at the edge of a condition, in rows that show in MAX, MIN and under a LIMIT where the misses do not.
    for number in (0, 1 + turn % 3) if plan.hits or plan.joint else ():
        rows.place(plan, plan.hit(rows.rng, number), mode="low" if style.off == "high" else "high")
    return found


def _misses(rows: Rows, plan: Plan, style: Style, turn: int, hits: list[Placed]) -> None:
    """The closest miss of each condition in every instance, the others in turn."""
    by_condition: dict[int, list[Miss]] = {}
    for miss in plan.misses:
        by_condition.setdefault(miss.condition, []).append(miss)
    for number, found in by_condition.items():
        rest = found[1:]
        chosen = found[:1]
        for place in range(min(style.misses, len(rest))):
            chosen.append(rest[(turn * style.misses + place) % len(rest)])
        for place, miss in enumerate(chosen):
            if style.nulls == 0.0 and any(value is None for _, value in miss.values):
                continue
            changed = dict(miss.values)
            # Beside rows that hit (a count changes), and alone (NOT EXISTS changes).
            beside = place == 0 or (place + turn) % 2 == 0
            if beside:
                beside = _again(rows, hits[(place + number) % len(hits)], changed, None, style) is not None
            if place == 0 or not beside:
                values = plan.hit(rows.rng, rows.rng.randrange(1000)) | changed
                rows.place(plan, values, mode=style.off)


def _copies(rows: Rows, hits: list[Placed], style: Style) -> None:
    """The same answer twice, from different rows; and one row with several partners."""
    for number, base in enumerate(hits[:2]):
        goal = base.plan.goal
        for spot in range(len(goal.spots)):
            _again(rows, base, {}, spot, style, kept=_kept(rows, goal, goal.outputs, base) if number == 0 else {})
    if style.nulls:
        for cell in list(dict.fromkeys(hits[0].plan.goal.outputs))[:_NULLED]:
            # COUNT(column) leaves it out, COUNT(*) does not.
            if hits[0].plan.goal.column(cell).nullable:
                _again(rows, hits[0], {}, cell[0], style, kept={cell: None})


def _partners_missing(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """Each row without its partner, and each row alone."""
    spots = range(len(plan.goal.spots))
    if len(spots) < 2:
        return
    for spot in spots:
        _without(rows, plan, style, turn + spot, [spot])
        if len(spots) > 2:
            _without(rows, plan, style, turn + spot + 7, [s for s in spots if s != spot])


def _without(rows: Rows, plan: Plan, style: Style, turn: int, gone: list[int]) -> Placed | None:
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


def _groups(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """Groups of sizes around each threshold, and of a few sizes where there is none."""
    goal = plan.goal
    counted = [t for t in goal.thresholds if t.aggregate in ("rows", "values", "distinct")]
    sizes = [size for t in counted for size in _sizes(t)] or list(_PLAIN_SIZES)
    group = None
    for number, size in enumerate(dict.fromkeys(sizes)):
        group = _group(rows, plan, style, turn * 5 + number, size, {})
    for threshold in goal.thresholds:
        if threshold.cell is not None and threshold not in counted:
            for number, values in enumerate(_levels(goal, threshold)):
                _group(rows, plan, style, turn * 7 + number, len(values), {}, threshold.cell, values)
    if goal.ranked:
        for place in range(min(goal.ranked, 5) + 1):
            group = _group(rows, plan, style, turn * 3 + place, 12 + 3 * place, {})
        if style.off != "many":  # a group of several rows that is first or last by SUM, AVG and MAX alike
            _group(rows, plan, style, turn, 3, {}, mode="peak" if style.off == "high" else "floor")
        if style.nulls and turn % 2:
            for spot in range(len(goal.spots) if len(goal.spots) > 1 else 0):
                for _ in range(12 + 3 * min(goal.ranked, 5) + 5):
                    _without(rows, plan, style, turn, [spot])
    _twins(rows, plan, style, turn, group)


def _sizes(threshold: Threshold) -> list[int]:
    number = int(threshold.number)
    return [size for size in (number, number + 1, number - 1, number + 2) if 0 < size <= MOST_GROUP]


def _twins(rows: Rows, plan: Plan, style: Style, turn: int, group: Placed | None) -> None:
    """For each key of the grouping a group that differs from another one in that key alone."""
    goal = plan.goal
    if group is None or len(goal.grouped) < 2:
        return
    for cell in goal.grouped:
        same = [other for other in goal.grouped if goal.root(other) != goal.root(cell)]
        kept = {c: v for c, v in _kept(rows, goal, same, group).items() if c not in goal.parent}
        _group(rows, plan, style, turn, 3, kept)


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


def _group(
    rows: Rows,
    plan: Plan,
    style: Style,
    turn: int,
    size: int,
    given: Mapping[Cell, str | None],
    varied: Cell | None = None,
    levels: Sequence[str] = (),
    mode: Mode = "many",
) -> Placed | None:
    """One group of `size` rows, with a key of its own where its conditions and `given` leave that open.

    varied: a cell that has one of `levels` in each of the rows.
    """
    goal = plan.goal
    values = plan.hit(rows.rng, turn)
    fixed: Values = dict(given)
    if varied is not None:
        fixed[varied] = levels[0]
    for cell in goal.grouped:
        root = goal.root(cell)
        if root in values or cell in goal.parent or cell in fixed or single_key(goal.spots[cell[0]], cell[1]):
            continue
        fixed[cell] = rows.drawn(goal.spots[cell[0]], cell[1], "many")
    for cell, value in fixed.items():
        if goal.root(cell) in values or cell in goal.parent:
            values[goal.root(cell)] = value
    base = rows.place(plan, values, kept=fixed, mode=mode)
    if base is not None:
        _close_group(rows, goal, base)
    spot = _repeatable(base) if base is not None else None
    for number in range(1, size if base is not None and spot is not None else 0):
        assert base is not None
        kept = _kept(rows, goal, goal.grouped, base)
        changed: Values = {}
        if varied is not None:
            kept[varied] = levels[number]
            changed = {goal.root(varied): levels[number]} if goal.root(varied) in values else {}
        _again(rows, base, changed, spot, style, kept=kept, mode=mode)
    return base


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
        again = _renewed(base.plan, set(), {spot})
        if not again[0] & keys and (best is None or len(again[1]) < best[0]):
            best = (len(again[1]), spot)
    return best[1] if best is not None else None


def _kept(rows: Rows, goal: Goal, cells: list[Cell], base: Placed) -> dict[Cell, str | None]:
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


def _again(
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
    roots, spots = _renewed(plan, set(changed), {spot} if spot is not None else set())
    base.copies += 1
    others = {root: _other(plan, base, root) for root in roots if len(plan.hits.get(root, ())) > 1}
    values = {root: value for root, value in base.values.items() if root not in roots} | others | changed
    shared: dict[int, Row] = {s: row for s, row in base.rows.items() if s not in spots}
    how: Mode = mode or (style.off if changed else "few" if rows.rng.random() < 0.5 else "many")
    return rows.place(base.plan, values, shared=shared, kept=kept, mode=how)


def _other(plan: Plan, base: Placed, root: Cell) -> str | None:
    """Another value that hits; for each copy the next one."""
    found = [value for value in plan.hits[root] if value != base.values.get(root)]
    return found[base.copies % len(found)]


def _renewed(plan: Plan, roots: set[Cell], spots: set[int]) -> tuple[set[Cell], set[int]]:
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
