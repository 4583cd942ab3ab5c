"""Mistakes in what is given: aggregates, groups, duplicates, columns, order, number of rows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.mutants.mutant import Gold, Mutant, kind, remove, setting
from workbench.sql.scopes import Frame

_AGGREGATES: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.Sum: (exp.Avg, exp.Max),
    exp.Avg: (exp.Sum, exp.Max),
    exp.Max: (exp.Min,),
    exp.Min: (exp.Max,),
}


def aggregates(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(*_AGGREGATES):
        if node.expressions:  # MAX(x, 3) gives a list
            continue
        for other in _AGGREGATES[type(node)]:
            yield Mutant(gold.replaced(node, other(this=node.this.copy())), "aggregate", "aggregate")
    for node in gold.tree.find_all(exp.Count):
        column = gold.column(node.this) if node.this is not None else None
        if column is not None and kind(column) == "number":
            yield Mutant(gold.replaced(node, exp.Sum(this=node.this.copy())), "aggregate", "aggregate")


def duplicates(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(exp.Count, exp.Sum, exp.Avg):
        inner = node.this
        if isinstance(inner, exp.Distinct) and len(inner.expressions) == 1:
            yield Mutant(gold.replaced(inner, inner.expressions[0]), "duplicates", "count-distinct")
        elif isinstance(inner, exp.Column) and not isinstance(node.parent, exp.Window):
            new = exp.Distinct(expressions=[inner.copy()])
            yield Mutant(gold.replaced(inner, new), "duplicates", "count-distinct")
    for select in gold.tree.find_all(exp.Select):
        if select.args.get("distinct"):
            yield Mutant(gold.edited((select, setting(distinct=None))), "duplicates", "distinct")
        elif select is gold.tree and not _is_grouped(select):
            change = gold.edited((select, setting(distinct=exp.Distinct())))
            yield Mutant(change, "duplicates", "distinct")
    for union in gold.tree.find_all(exp.Union):
        other = not union.args.get("distinct")
        yield Mutant(gold.edited((union, setting(distinct=other))), "duplicates", "union-all")


def groups(gold: Gold) -> Iterator[Mutant]:
    """A group key dropped or changed, in the select list too, and a partition dropped."""
    for frame in gold.scopes.frames:
        group = frame.node.args.get("group")
        if group is None:
            continue
        for key in group.expressions:
            if not isinstance(key, exp.Column) or gold.column(key) is None:
                continue
            same = [c for c in frame.columns if c == key and c is not key and not c.find_ancestor(exp.Where, exp.Join)]
            fixed = _is_fixed(key, group.expressions, gold)
            if fixed and key not in [item.unalias() for item in frame.node.expressions]:
                continue
            category = "columns" if fixed else "grouping"
            named = frame is not gold.top() and any(item in same for item in frame.node.expressions)
            for column in gold.siblings(key)[:1] if not named else []:
                changes = [(c, setting(this=exp.to_identifier(column.name))) for c in (key, *same)]
                yield Mutant(gold.edited(*changes), category, "group-column")
            gone = _with_key(key, same, frame)
            if gone is not None and (frame is gold.top() or len(gone) == 1):
                whole = [group] if len(group.expressions) == 1 else []
                parts = [node for node in gone if node is not key or not whole]
                yield Mutant(gold.edited(*[(n, remove) for n in (*whole, *parts)]), category, "dropped-group")
    for window in gold.tree.find_all(exp.Window):
        if window.args.get("partition_by"):
            change = gold.edited((window, setting(partition_by=None)))
            yield Mutant(change, "grouping", "dropped-partition")


def _is_fixed(key: exp.Column, keys: list[exp.Expr], gold: Gold) -> bool:
    """Whether the other keys hold the identifier of its table, so that the groups stay without it."""
    source = gold.source(key)
    if source is None or source.table is None or not source.table.primary_key:
        return False
    others = {gold.column(k) for k in keys if k is not key and isinstance(k, exp.Column) and gold.source(k) is source}
    return all(source.table.column(name) in others for name in source.table.primary_key)


def _with_key(key: exp.Column, same: list[exp.Column], frame: Frame) -> list[exp.Expr] | None:
    """The key and the select items that are it; None where it is needed elsewhere or nothing would be left."""
    items = [item for item in frame.node.expressions if item.unalias() in same and item.unalias() == key]
    inside = {id(item.unalias()) for item in items}
    if any(id(c) not in inside and c.find_ancestor(exp.AggFunc, exp.Where, exp.Join) is None for c in same):
        return None
    names = {item.alias.casefold() for item in items if isinstance(item, exp.Alias)}
    if any(c.name.casefold() in names for c in frame.columns) or sorts_by_position(frame.node):
        return None
    return [key, *items] if len(items) < len(frame.node.expressions) else None


def select_list(gold: Gold) -> Iterator[Mutant]:
    """A column too few, too many, or another one."""
    top = gold.top()
    if top is None or any(item.is_star for item in top.node.expressions):
        return
    items = top.node.expressions
    named = {item.alias.casefold() for item in items if isinstance(item, exp.Alias)}
    free = not sorts_by_position(top.node) and not any(c.name.casefold() in named and not c.table for c in top.columns)
    for item in items if len(items) > 1 and free else []:
        yield Mutant(gold.edited((item, remove)), "columns", "dropped-column")
    grouped = _is_grouped(top.node)
    for item in items:
        column = item.unalias()
        inner = column.this if isinstance(column, exp.AggFunc) else None if grouped else column
        if isinstance(inner, exp.Column):
            for other in gold.siblings(inner)[:1]:
                yield Mutant(gold.renames(inner, other), "columns", "other-column")
    shown = {item.unalias().name.casefold() for item in items}
    first = top.sources[0] if top.sources else None
    extra = [c for c in first.table.columns if c.name.casefold() not in shown] if first and first.table else []
    if first is not None and extra and not grouped and not top.node.args.get("distinct"):
        new = exp.column(exp.to_identifier(extra[0].name), first.name)
        change = gold.edited((top.node, setting(expressions=[*(i.copy() for i in items), new])))
        yield Mutant(change, "columns", "added-column")


def order(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(exp.Ordered):
        falling = not node.args.get("desc")
        yield Mutant(gold.edited((node, setting(desc=falling, nulls_first=False))), "sorting", "direction")
        if isinstance(node.this, exp.Column) and not _is_grouped(node.find_ancestor(exp.Select)):
            for other in gold.siblings(node.this)[:1]:
                yield Mutant(gold.renames(node.this, other), "sorting", "sort-column")
    for clause in gold.tree.find_all(exp.Order):
        if isinstance(clause.parent, exp.Query):
            yield Mutant(gold.edited((clause, remove)), "sorting", "dropped-order")


def row_count(gold: Gold) -> Iterator[Mutant]:
    for limit in gold.tree.find_all(exp.Limit):
        if isinstance(limit.expression, exp.Literal):
            for other in {int(limit.expression.this) + 1, max(1, int(limit.expression.this) - 1)}:
                new = exp.Limit(expression=exp.Literal.number(other))
                yield Mutant(gold.replaced(limit, new), "row_count", "limit")
        yield Mutant(gold.edited((limit, remove)), "row_count", "dropped-limit")
    for offset in gold.tree.find_all(exp.Offset):
        yield Mutant(gold.edited((offset, remove)), "row_count", "dropped-offset")
    top = gold.top()
    if top is not None and not top.node.args.get("limit") and top.node.args.get("order"):
        yield Mutant(
            gold.edited((top.node, setting(limit=exp.Limit(expression=exp.Literal.number(1))))),
            "row_count",
            "added-limit",
        )


def _is_grouped(node: exp.Expr | None) -> bool:
    """Whether a SELECT gives groups rather than rows."""
    if node is None or node.args.get("group"):
        return True
    return any(
        found.find_ancestor(exp.Select) is node and not isinstance(found.parent, exp.Window)
        for item in node.expressions
        for found in item.find_all(exp.AggFunc)
    )


def sorts_by_position(node: exp.Expr) -> bool:
    """Whether ORDER BY or GROUP BY counts the select list."""
    order = node.args.get("order")
    keys = [item.this for item in order.expressions] if order is not None else []
    group = node.args.get("group")
    keys += group.expressions if group is not None else []
    return any(isinstance(key, exp.Literal) for key in keys)
