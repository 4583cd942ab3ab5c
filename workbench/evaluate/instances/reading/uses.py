"""What a gold does with single columns besides comparing them: conversions they must survive, orders without ties."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.instances.reading.constants import constants_in
from workbench.evaluate.instances.reading.goal import Use
from workbench.sql.scopes import Scopes
from workbench.sql.scopes.kinds import type_kind

_CUT = (
    (exp.Query, exp.AggFunc, exp.Window, exp.Clause) if hasattr(exp, "Clause") else (exp.Query, exp.AggFunc, exp.Window)
)
_NUMBERS = ("integer", "number")


def uses_of(tree: exp.Expr, scopes: Scopes, worth: dict[str, str]) -> Iterator[Use]:
    """Each largest expression over exactly one column of a table, outside of plain equality of columns."""
    seen: set[int] = set()
    for column, _, meaning in scopes.columns():
        if meaning.table is None or meaning.column is None:
            continue
        node = _largest(column)
        if scale := _scale(column, worth):
            yield Use(meaning.table.name, meaning.column.name, "c0", scale)
        if node is column or id(node) in seen:
            yield from _mixed(column, scopes)
            continue
        seen.add(id(node))
        copy = node.copy()
        for inner in list(copy.find_all(exp.Column)):
            inner.replace(exp.column("c0"))
        texts = tuple(text for c in constants_in(node) if (text := worth.get(c.sql("duckdb"))) is not None)
        yield Use(meaning.table.name, meaning.column.name, copy.sql("duckdb"), texts)


def _largest(column: exp.Column) -> exp.Expr:
    """As far up as no other column, aggregate or clause comes in."""
    node: exp.Expr = column
    while (above := node.parent) is not None and isinstance(above, (exp.Condition, exp.Cast, exp.Interval)):
        if isinstance(above, (exp.AggFunc, exp.Window, exp.Query, exp.And, exp.Or, exp.Alias)):
            break
        if len(list(above.find_all(exp.Column))) != 1 or above.find(exp.Query, exp.AggFunc):
            break
        node = above
    return node


def _scale(column: exp.Column, worth: dict[str, str]) -> tuple[str, ...]:
    """What the column, or a sum of it, is divided by: 100,000,000 tells the size of its amounts."""
    found = []
    node: exp.Expr = column
    while (above := node.parent) is not None and not isinstance(above, (exp.Query, exp.And, exp.Or)):
        if isinstance(above, exp.Div) and node is above.this:
            text = worth.get(above.expression.unnest().sql("duckdb"), "")
            found += [text] if len(text.partition(".")[0]) > 3 else []
        node = above
    return tuple(text.removesuffix(".0") for text in found)


def _mixed(column: exp.Column, scopes: Scopes) -> Iterator[Use]:
    """A text compared with a column of numbers is converted row by row."""
    test = column.parent
    if not isinstance(test, (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)):
        return
    other = test.expression if column is test.this else test.this
    if not isinstance(other, exp.Column):
        return
    mine, theirs = scopes.meaning(column), scopes.meaning(other)
    if mine.table is None or mine.column is None or theirs.column is None:
        return
    if type_kind(mine.column.type) == "text" and type_kind(theirs.column.type) not in ("text", ""):
        yield Use(mine.table.name, mine.column.name, f"CAST(c0 AS {theirs.column.type})")


def wide_columns(tree: exp.Expr, scopes: Scopes) -> set[tuple[str, str]]:
    """Columns sorted by under a LIMIT, and those whose largest or smallest value is asked for."""
    found: set[tuple[str, str]] = set()
    nodes: list[exp.Expr] = list(tree.find_all(exp.Max, exp.Min, exp.ArgMax, exp.ArgMin))
    for query in tree.find_all(exp.Query):
        if query.args.get("limit") is not None and query.args.get("order") is not None:
            nodes += query.args["order"].expressions
    nodes += [window.args["order"] for window in tree.find_all(exp.Window) if window.args.get("order") is not None]
    for node in nodes:
        for column in node.find_all(exp.Column):
            meaning = scopes.meaning(column)
            if meaning.kind == "alias" and meaning.frame is not None:
                expression = meaning.frame.aliases.get(column.name.casefold())
                inner = [scopes.meaning(c) for c in expression.find_all(exp.Column)] if expression is not None else []
            else:
                inner = [meaning]
            found |= {(m.table.name, m.column.name) for m in inner if m.table is not None and m.column is not None}
    return found
