"""Ties inside of gold: "the most common" where two are as common.

A LIMIT in a subquery, or ROW_NUMBER, then picks one of them as the database likes, and whatever follows from it proves
nothing about an answer. Gold is asked twice, with ties broken one way and the other; where that changes its result,
the database cannot tell right from wrong.
"""

from __future__ import annotations

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sql.parsing import parse


def broken_both_ways(sql: str) -> tuple[str, str] | None:
    """Gold (DuckDB's) with its inner ties broken upward and downward; None where it has no place for any."""
    parsed = parse(sql)
    if len(parsed.statements) != 1:
        return None
    try:
        found = [_broken(parsed.statements[0], downward) for downward in (False, True)]
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError):
        return None
    one, other = found
    return (one, other) if one is not None and other is not None else None


def _broken(tree: exp.Expr, downward: bool) -> str | None:
    tree = tree.copy()
    top = tree.unnest()
    changed = False
    for query in list(tree.find_all(exp.Select)):
        outputs = query.expressions
        if query is top or query.args.get("limit") is None or any(item.is_star for item in outputs):
            continue
        order = query.args.get("order")
        keys = list(order.expressions) if order is not None else []
        keys += [_key(exp.Literal.number(n), downward) for n in range(1, len(outputs) + 1)]
        query.set("order", exp.Order(expressions=keys))
        changed = True
    for window in list(tree.find_all(exp.Window)):
        if isinstance(window.this, exp.RowNumber):
            changed = _ranked(window, downward) or changed
    return str(tree.sql("duckdb")) if changed else None


def _ranked(window: exp.Window, downward: bool) -> bool:
    """ROW_NUMBER over further keys: the columns that its query shows."""
    select = window.find_ancestor(exp.Select)
    if select is None:
        return False
    shown = {
        column.sql("duckdb"): column
        for item in select.expressions
        if item.find(exp.Window) is None
        for column in item.find_all(exp.Column)
        if not isinstance(column.this, exp.Star)
    }
    if not shown or select.args.get("group") is not None:
        return False
    order = window.args.get("order")
    keys = list(order.expressions) if order is not None else []
    keys += [_key(column.copy(), downward) for column in shown.values()]
    window.set("order", exp.Order(expressions=keys))
    return True


def _key(node: exp.Expr, downward: bool) -> exp.Ordered:
    return exp.Ordered(this=node, desc=downward, nulls_first=downward)
