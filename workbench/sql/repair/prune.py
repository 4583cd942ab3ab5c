"""Joins that the question does not ask for.

Small models like to join along: of 43 office questions the 1.5B joined 주문상세 or 리뷰 in three where nothing of it
was asked, and the rows multiplied. A table goes only when nothing of it is used, it hangs on one key equality, and no
word of the question speaks for it.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.model import Schema
from workbench.sql.repair.loop import Repaired
from workbench.sql.sources import Source, sources
from workbench.sql.transpile.inward import parse
from workbench.text import t


def prune_joins(sql: str, schema: Schema, asked: Collection[str]) -> Repaired | None:
    """`sql` without the joins that nothing uses and nobody asked for; None when there are none. Never raises.

    asked: names of the tables that words of the question speak for.
    """
    wanted = {name.casefold() for name in asked}
    try:
        tree = parse(sql)
        if tree is None:
            return None
        notes: list[str] = []
        for select in list(tree.find_all(exp.Select)):
            while (dropped := _drop_one(select, schema, wanted)) is not None:
                notes.append(t("repair.pruned_join", table=dropped))
        if not notes:
            return None
        return Repaired(tree.sql("duckdb", pretty="\n" in sql.strip()), tuple(notes))
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        return None


def _drop_one(select: exp.Select, schema: Schema, wanted: set[str]) -> str | None:
    """Drop one leaf of the join tree; its table's name, or None when none may go."""
    joins: list[exp.Join] = select.args.get("joins") or []
    if not joins or any(item.is_star and not isinstance(item, exp.Count) for item in select.expressions):
        return None
    if not all(_is_plain(join) for join in joins):
        return None
    tables = sources(select, schema)
    if any(source.table is None for source in tables):
        return None
    for source in reversed(tables):
        assert source.table is not None
        join = _only_join(source, joins)
        if join is None or source.table.name.casefold() in wanted:
            continue
        own, partner = _key(source, join)
        uses = _uses(select, source, tables)
        if uses is None or any(use.name.casefold() != own.name.casefold() for use in uses):
            continue
        if (uses and join.side) or not _detach(select, source, join):
            continue
        for use in uses:
            # Equal by the join: the partner's column says the same.
            use.replace(partner.copy())
        return source.table.name
    return None


def _only_join(source: Source, joins: list[exp.Join]) -> exp.Join | None:
    """The join whose condition mentions `source`; None where several do: it is no leaf."""
    touching = [join for join in joins if source.alias.casefold() in (_ends(join) or ())]
    return touching[0] if len(touching) == 1 else None


def _key(source: Source, join: exp.Join) -> tuple[exp.Column, exp.Column]:
    """(own column, partner's column) of the join's equality."""
    on = join.args["on"]
    return (on.this, on.expression) if on.this.table.casefold() == source.alias.casefold() else (on.expression, on.this)


def _is_plain(join: exp.Join) -> bool:
    """INNER or LEFT with one equality of two columns."""
    if (join.side or "").upper() in ("RIGHT", "FULL") or (join.kind or "").upper() in ("CROSS", "SEMI", "ANTI"):
        return False
    return _ends(join) is not None


def _ends(join: exp.Join) -> tuple[str, str] | None:
    """The two aliases that a join's single equality connects."""
    on = join.args.get("on")
    if not isinstance(on, exp.EQ) or not isinstance(on.this, exp.Column) or not isinstance(on.expression, exp.Column):
        return None
    left, right = on.this.table.casefold(), on.expression.table.casefold()
    return (left, right) if left and right and left != right else None


def _uses(select: exp.Select, source: Source, tables: list[Source]) -> list[exp.Column] | None:
    """Columns of `source` outside the joins' own conditions; None where a bare name may or may not be its."""
    alias = source.alias.casefold()
    conditions = {id(join.args["on"]) for join in select.args["joins"]}
    found: list[exp.Column] = []
    for column in select.find_all(exp.Column):
        if any(id(parent) in conditions for parent in _parents(column)):
            continue
        named = column.table.casefold()
        if named == alias:
            found.append(column)
        elif not named and source.has(column.name):
            if sum(bool(other.has(column.name)) for other in tables) > 1:
                return None
            found.append(column)
    return found


def _parents(node: exp.Expr) -> list[exp.Expr]:
    found: list[exp.Expr] = []
    parent = node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def _detach(select: exp.Select, source: Source, join: exp.Join) -> bool:
    """Take `source` out together with its only join; False where that would change what the others join to."""
    joins, first = select.args["joins"], select.args["from_"]
    if join.this is not source.node:
        if first.this is not source.node or join is not joins[0] or join.side:
            return False
        first.set("this", join.this)
    joins.remove(join)
    return True
