"""Rows for one goal: some that it must find, and beside each of its conditions some that miss just that one."""

from __future__ import annotations

from workbench.evaluate.instances.copies import again, kept_cells, without
from workbench.evaluate.instances.groups import add_groups
from workbench.evaluate.instances.plan import Miss, Plan
from workbench.evaluate.instances.rows import Placed, Rows
from workbench.evaluate.instances.style import Style
from workbench.evaluate.instances.values.ordinary import Mode

_NULLED = 4
"""Columns of the select list that are NULL in one row that hits."""


def add_witnesses(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """`turn`: number of the instance, so that each takes other values."""
    hits = _hits(rows, plan, style, turn)
    if not hits:
        return
    _misses(rows, plan, style, turn, hits)
    _copies(rows, hits, style)
    _partners_missing(rows, plan, style, turn)
    if plan.goal.has_groups or plan.goal.thresholds:
        add_groups(rows, plan, style, turn)


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
                beside = again(rows, hits[(place + number) % len(hits)], changed, None, style) is not None
            if place == 0 or not beside:
                values = plan.hit(rows.rng, rows.rng.randrange(1000)) | changed
                rows.place(plan, values, mode=style.off)


def _copies(rows: Rows, hits: list[Placed], style: Style) -> None:
    """The same answer twice, from different rows; and one row with several partners."""
    for number, base in enumerate(hits[:2]):
        goal = base.plan.goal
        for spot in range(len(goal.spots)):
            again(rows, base, {}, spot, style, kept=kept_cells(rows, goal.outputs, base) if number == 0 else {})
    if style.nulls:
        for cell in list(dict.fromkeys(hits[0].plan.goal.outputs))[:_NULLED]:
            # COUNT(column) leaves it out, COUNT(*) does not.
            if hits[0].plan.goal.column(cell).nullable:
                again(rows, hits[0], {}, cell[0], style, kept={cell: None})


def _partners_missing(rows: Rows, plan: Plan, style: Style, turn: int) -> None:
    """Each row without its partner, and each row alone."""
    spots = range(len(plan.goal.spots))
    if len(spots) < 2:
        return
    for spot in spots:
        without(rows, plan, style, turn + spot, [spot])
        if len(spots) > 2:
            without(rows, plan, style, turn + spot + 7, [s for s in spots if s != spot])
