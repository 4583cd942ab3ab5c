"""Groups of a SELECT, its windows, and its cut after the first N groups."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.instances.reading.conditions import cells_in
from workbench.evaluate.instances.reading.frames import Opened
from workbench.evaluate.instances.reading.goal import Goal
from workbench.sql.scopes import Scopes


def read_groups(opened: Opened, goal: Goal, scopes: Scopes) -> None:
    """The innermost grouping counts: conditions on its aggregates are what the queries around it ask."""
    for below in opened.inner.values():
        read_groups(below, goal, scopes)
    node = opened.frame.node
    group = node.args.get("group")
    keys = list(group.expressions) if isinstance(group, exp.Group) else []
    if isinstance(group, exp.Group) and group.args.get("all"):
        keys = [item for item in node.expressions if not item.find(exp.AggFunc)]
    windows = list(node.find_all(exp.Window))
    if (keys or windows) and not goal.has_groups:
        goal.has_groups = True
        goal.counted = set(_rows(opened))
        for key in keys:
            goal.grouped += list(cells_in(_named(key, node), opened, scopes))
        for window in windows if not keys else []:
            for part in window.args.get("partition_by") or []:
                goal.grouped += list(cells_in(part, opened, scopes))
    limit = node.args.get("limit")
    if keys and isinstance(limit, exp.Limit) and _by_aggregate(node):
        goal.ranked = _whole(limit.expression)


def _rows(opened: Opened) -> Iterator[int]:
    yield from opened.rows.values()
    for below in opened.inner.values():
        yield from _rows(below)


def _named(key: exp.Expr, node: exp.Select) -> exp.Expr:
    """`GROUP BY 1` and `GROUP BY alias` name select items."""
    if isinstance(key, exp.Literal) and not key.is_string and key.this.isdigit():
        place = int(key.this) - 1
        return node.expressions[place] if 0 <= place < len(node.expressions) else key
    return key


def _by_aggregate(node: exp.Select) -> bool:
    order = node.args.get("order")
    names = {
        item.alias.casefold() for item in node.expressions if isinstance(item, exp.Alias) and item.find(exp.AggFunc)
    }
    return isinstance(order, exp.Order) and any(
        key.find(exp.AggFunc) or any(c.name.casefold() in names for c in key.find_all(exp.Column))
        for key in order.expressions
    )


def _whole(node: exp.Expr | None) -> int:
    return int(node.this) if isinstance(node, exp.Literal) and str(node.this).isdigit() else 1
