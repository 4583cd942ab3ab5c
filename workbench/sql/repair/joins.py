"""Join conditions that name columns their tables do not have."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.near import plain
from workbench.sql.repair.scope import Scope, column, condition
from workbench.sql.sources import Source
from workbench.text import t


def fix_joins(scope: Scope) -> None:
    """`a.x = b.y` between two tables, where one lacks its column → the key between them, or between their neighbours."""
    for equality in list(scope.select.find_all(exp.EQ)):
        left, right = equality.left, equality.right
        if not isinstance(left, exp.Column) or not isinstance(right, exp.Column) or not scope.in_join(left):
            continue
        a, b = scope.source(left.table), scope.source(right.table)
        if a is None or b is None or a.table is None or b.table is None:
            continue
        if a.has(left.name) and b.has(right.name):
            continue
        if _swap(scope, equality, a, b) or _other_side(scope, equality, a, b) or _direct(scope, equality, a, b):
            continue
        if not (_neighbour(scope, equality, a, b) or _same_name(scope, equality, a, b)):
            _bridge(scope, equality, a, b)


def _swap(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """T1.b_id = T2.a_id with the aliases the wrong way round."""
    left, right = equality.left.name, equality.right.name
    if not (a.has(right) and b.has(left)):
        return False
    _write(equality, a.alias, right, b.alias, left, scope)
    return True


def _other_side(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """The column is another source's, and together with the valid side it is a key pair (or has the same name)."""
    for bad, good, holder in ((equality.left, equality.right, b), (equality.right, equality.left, a)):
        if not holder.has(good.name) or (scope.source(bad.table) or holder).has(bad.name):
            continue
        for source in scope.sources:
            if (
                source.alias in (a.alias, b.alias)
                or not source.has(bad.name)
                or source.table is None
                or holder.table is None
            ):
                continue
            pairs = {
                (x.casefold(), y.casefold())
                for hop in scope.keys.between(source.table.name, holder.table.name)
                for x, y in zip(hop.columns, hop.other_columns, strict=True)
            }
            if (bad.name.casefold(), good.name.casefold()) in pairs or plain(bad.name) == plain(good.name):
                _write(equality, source.alias, bad.name, holder.alias, good.name, scope)
                return True
    return False


def _direct(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    assert a.table is not None and b.table is not None
    hops = scope.keys.between(a.table.name, b.table.name)
    if not hops:
        return False
    named = {equality.left.name.casefold(), equality.right.name.casefold()}
    hop = max(hops, key=lambda h: (len(named & {c.casefold() for c in h.columns + h.other_columns}), -h.cost))
    scope.notes.append(t("repair.join_key", left=a.table.name, right=b.table.name))
    equality.replace(condition(a.alias, hop, b.alias))
    return True


def _neighbour(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """The joined table has a key to another source than the one named."""
    for joined, wrong in ((b, a), (a, b)):
        join = next((j for j in scope.select.args.get("joins") or [] if j.this is joined.node), None)
        if join is None or equality.find_ancestor(exp.Join) is not join or joined.table is None:
            continue
        for source in scope.sources:
            if source.alias in (joined.alias, wrong.alias) or source.table is None:
                continue
            hops = scope.keys.between(source.table.name, joined.table.name)
            if hops:
                scope.notes.append(t("repair.join_key", left=source.table.name, right=joined.table.name))
                equality.replace(condition(source.alias, hops[0], joined.alias))
                return True
    return False


def _same_name(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """Both tables have one of the two named columns."""
    for name in (equality.left.name, equality.right.name):
        if a.has(name) and b.has(name):
            _write(equality, a.alias, name, b.alias, name, scope)
            return True
    return False


def _bridge(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """No key between the two: the tables between them are joined too."""
    assert a.table is not None and b.table is not None
    found = scope.keys.path([a.table.name], b.table.name)
    present = {name.casefold() for name in scope.tables()}
    if found is None or not 2 <= len(found[1]) <= 4 or any(h.other.casefold() in present for h in found[1][:-1]):
        return False
    join = next(
        (j for j in scope.select.args.get("joins") or [] if j.this in (a.node, b.node) and j.find(exp.EQ) is not None),
        None,
    )
    last = scope.add(found[1][:-1])
    hop = found[1][-1]
    assert join is not None or equality.parent is not None
    equality.replace(condition(last, hop, b.alias))
    order_joins(scope)
    return True


def _write(equality: exp.EQ, a: str, x: str, b: str, y: str, scope: Scope) -> None:
    equality.set("this", column(a, x))
    equality.set("expression", column(b, y))
    scope.notes.append(t("repair.join_condition", left=f"{a}.{x}", right=f"{b}.{y}"))


def order_joins(scope: Scope) -> None:
    """Each join after the tables that its condition names."""
    joins = list(scope.select.args.get("joins") or [])
    from_ = scope.select.args.get("from_")
    if from_ is None or not joins:
        return
    known = {s.alias.casefold() for s in scope.sources}
    ready = {from_.this.alias_or_name.casefold()}
    ordered: list[exp.Expression] = []
    while joins:
        pick = next((j for j in joins if _needs(j) & known <= ready | {j.this.alias_or_name.casefold()}), joins[0])
        joins.remove(pick)
        ordered.append(pick)
        ready.add(pick.this.alias_or_name.casefold())
    scope.select.set("joins", ordered)


def _needs(join: exp.Expression) -> set[str]:
    on = join.args.get("on")
    return {c.table.casefold() for c in on.find_all(exp.Column) if c.table} if on is not None else set()
