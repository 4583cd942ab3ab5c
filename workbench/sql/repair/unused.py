"""Joined tables that nothing is left of, once the columns asked of them turned out to be others'."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.scope import Scope, column
from workbench.sql.sources import select_of
from workbench.text import t


def drop_unused(scope: Scope, moved: set[str]) -> None:
    """Take such tables out; `moved` are the aliases that columns were moved away from.

    Measured on 101 failing answers: each such join only multiplied or filtered rows that nobody asked about. One whose
    key is its own primary key stays: being in it says something (a gymnast among people). So do joins inside IN, EXISTS
    and EXCEPT, where being joined is the point, and all of them where rows are counted.
    """
    select = scope.select
    counts = any(select_of(a) is select for a in select.find_all(exp.AggFunc)) or select.args.get("group")
    if not moved or select.parent is not None or counts or any(isinstance(e, exp.Star) for e in select.expressions):
        return
    moved = _downstream(select, moved)
    for join in reversed(list(select.args.get("joins") or [])):
        if join.this.alias_or_name.casefold() in moved:
            _prefer_partner(scope, join)
        if _droppable(scope, join, moved, _used(scope)):
            scope.notes.append(t("repair.dropped_join", table=join.this.name))
            select.set("joins", [j for j in select.args["joins"] if j is not join])


def _downstream(select: exp.Select, moved: set[str]) -> set[str]:
    """With the tables that are only reached through those."""
    reached = set(moved)
    for join in select.args.get("joins") or []:
        on = join.args.get("on")
        if on is not None and any(c.table.casefold() in reached for c in on.find_all(exp.Column)):
            reached.add(join.this.alias_or_name.casefold())
    return reached


def _used(scope: Scope) -> set[str]:
    named = {c.table.casefold() for c in scope.columns() if not scope.in_join(c)}
    stars = {e.table.casefold() for e in scope.select.expressions if isinstance(e, exp.Column) and e.is_star}
    loose = {s.alias.casefold() for c in scope.columns() if not c.table for s in scope.holders(c.name)}
    return named | stars | loose


def _prefer_partner(scope: Scope, join: exp.Expr) -> None:
    """If all that is used of the joined table is its key, the other side of the condition says the same."""
    alias = join.this.alias_or_name.casefold()
    on = join.args.get("on")
    if not isinstance(on, exp.EQ) or not isinstance(on.left, exp.Column) or not isinstance(on.right, exp.Column):
        return
    mine, other = (on.left, on.right) if on.left.table.casefold() == alias else (on.right, on.left)
    uses = [c for c in scope.columns() if c.table.casefold() == alias and not scope.in_join(c)]
    if mine.table.casefold() == alias and uses and all(c.name.casefold() == mine.name.casefold() for c in uses):
        for use in uses:
            use.replace(column(other.table, other.name))


def _droppable(scope: Scope, join: exp.Expr, moved: set[str], used: set[str]) -> bool:
    alias = join.this.alias_or_name.casefold()
    source = scope.source(alias)
    on = join.args.get("on")
    if (
        alias not in moved
        or alias in used
        or source is None
        or source.table is None
        or on is None
        or join.args.get("side")
    ):
        return False
    others = [j for j in scope.select.args.get("joins") or [] if j is not join]
    if any(c.table.casefold() == alias for j in others for c in j.find_all(exp.Column)):
        return False
    if not all(isinstance(part, exp.EQ) for part in (on.flatten() if isinstance(on, exp.And) else [on])):
        return False
    keys = {c.name.casefold() for c in on.find_all(exp.Column) if c.table.casefold() == alias}
    subtype = keys == {k.casefold() for k in source.table.primary_key} and any(
        {c.casefold() for c in key.columns} == keys for key in source.table.foreign_keys
    )
    return not subtype
