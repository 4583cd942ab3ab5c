"""Ties inside of gold: "the most common" where two are as common.

A LIMIT in a subquery, or ROW_NUMBER, then picks one of them as the database likes, and whatever follows from it proves
nothing about an answer. Gold is asked twice, with ties broken one way and the other; where that changes its result,
the database cannot tell right from wrong. Where no other is left, every row that gold might as well have picked counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


MOST_CHOICES = 64
"""Tied rows that are tried one by one; each is a run of gold, some milliseconds."""


@dataclass(frozen=True)
class OnePick:
    """The only place of a gold that picks one of several: an inner query with ORDER BY … LIMIT 1.

    inner: that query alone. texts: gold made to pick the first, the second … of its rows.
    """

    inner: str
    texts: tuple[str, ...]


def one_pick(sql: str) -> OnePick | None:
    """None where gold picks in several places, or in one that means nothing outside of gold (a correlated one may)."""
    parsed = parse(sql)
    if len(parsed.statements) != 1 or any(
        isinstance(window.this, exp.RowNumber) for window in parsed.statements[0].find_all(exp.Window)
    ):
        return None
    try:
        places = list(_limited(parsed.statements[0]))
        if len(places) != 1 or not _takes_one(places[0]):
            return None
        return OnePick(
            _alone(places[0]), tuple(_picking(parsed.statements[0], number) for number in range(MOST_CHOICES))
        )
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        return None


def _limited(tree: exp.Expr) -> Iterator[exp.Select]:
    """Inner queries with a LIMIT, whose columns can be counted."""
    top = tree.unnest()
    for query in tree.find_all(exp.Select):
        if query is not top and query.args.get("limit") is not None and not any(i.is_star for i in query.expressions):
            yield query


def _takes_one(query: exp.Select) -> bool:
    limit = query.args["limit"].args.get("expression")
    return query.args.get("offset") is None and isinstance(limit, exp.Literal) and limit.name == "1"


def _alone(query: exp.Select) -> str:
    """The query with the WITH around it."""
    outer = query.root().args.get("with_")
    alone = query.copy()
    if outer is not None and alone.args.get("with_") is None:
        alone.set("with_", outer.copy())
    return str(alone.sql("duckdb"))


def _picking(tree: exp.Expr, number: int) -> str:
    tree = tree.copy()
    (query,) = _limited(tree)
    _break(query, downward=False)
    if number:
        query.set("offset", exp.Offset(expression=exp.Literal.number(number)))
    return str(tree.sql("duckdb"))


def _broken(tree: exp.Expr, downward: bool) -> str | None:
    tree = tree.copy()
    changed = False
    for query in list(_limited(tree)):
        _break(query, downward)
        changed = True
    for window in list(tree.find_all(exp.Window)):
        if isinstance(window.this, exp.RowNumber):
            changed = _ranked(window, downward) or changed
    return str(tree.sql("duckdb")) if changed else None


def _break(query: exp.Select, downward: bool) -> None:
    """Sort by the columns that it shows, after its own keys."""
    order = query.args.get("order")
    keys = list(order.expressions) if order is not None else []
    keys += [_key(exp.Literal.number(n), downward) for n in range(1, len(query.expressions) + 1)]
    query.set("order", exp.Order(expressions=keys))


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
