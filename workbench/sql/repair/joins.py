"""Join conditions that name columns their tables do not have."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.near import plain
from workbench.sql.repair.scope import Scope, column, condition, identifier
from workbench.sql.sources import Source, type_kind
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
        if not (_neighbour(scope, equality, a, b) or _same_name(scope, equality, a, b) or _to_primary(scope, equality, a, b)):
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


def _to_primary(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """F.advisor = S.student_id where S has the advisor: then it names F's key."""
    for bad, own, other in ((equality.left, a, b), (equality.right, b, a)):
        key = own.table.primary_key if own.table is not None else ()
        if not own.has(bad.name) and other.has(bad.name) and len(key) == 1 and other.table is not None:
            pair = [x.column(n) for x, n in ((other.table, bad.name), (own.table, key[0])) if x is not None]
            if len(pair) == 2 and pair[0] and pair[1] and type_kind(pair[0].type) == type_kind(pair[1].type):
                _write(equality, other.alias, bad.name, own.alias, key[0], scope)
                return True
    return False


def _bridge(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """No key between the two: the tables between them are joined too."""
    assert a.table is not None and b.table is not None
    found = scope.keys.path([a.table.name], b.table.name)
    present = {name.casefold() for name in scope.tables()}
    if found is None or not 2 <= len(found[1]) <= 3 or any(h.other.casefold() in present for h in found[1][:-1]):
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


def separate_aliases(scope: Scope) -> None:
    """Two tables under one alias: the later one gets its own, and each column goes to the table that has it."""
    seen: dict[str, Source] = {}
    for source in scope.sources:
        first = seen.setdefault(source.alias.casefold(), source)
        if first is source or source.table is None or first.table is None or not isinstance(source.node, exp.Table):
            continue
        new = scope.new_alias(source.table.name)
        source.node.set("alias", exp.TableAlias(this=identifier(new)))
        scope.notes.append(t("repair.same_alias", alias=source.alias))
        for one in scope.columns():
            if one.table.casefold() != source.alias.casefold() or not source.table.column(one.name):
                continue
            twin = isinstance(one.parent, exp.EQ) and one.parent.left.sql() == one.parent.right.sql() and one.parent.right is one
            if twin or first.table.column(one.name) is None:
                one.set("table", identifier(new))


def drop_unused(scope: Scope, moved: set[str]) -> None:
    """Take out joined tables that no column is left of, after all that was asked of them turned out to be others'.

    Measured on 67 failing answers: of 8 such joins 8 only multiplied or filtered rows that nobody asked about. One whose
    key is its own primary key stays: being in it says something (a gymnast among people). So do joins inside IN, EXISTS
    and EXCEPT, where being joined is the point.
    """
    select = scope.select
    if not moved or select.parent is not None or any(True for _ in select.find_all(exp.AggFunc)) or select.args.get("group"):
        return
    for _ in range(4):
        used = {c.table.casefold() for c in scope.columns() if not scope.in_join(c)}
        if any(isinstance(e, exp.Star) for e in select.expressions):
            return
        stars = {e.table.casefold() for e in select.expressions if isinstance(e, exp.Column) and e.is_star}
        loose = {s.alias.casefold() for c in scope.columns() if not c.table for s in scope.holders(c.name)}
        join = next((j for j in select.args.get("joins") or [] if _droppable(scope, j, moved, used | stars | loose)), None)
        if join is None:
            return
        on = join.args["on"]
        moved |= {c.table.casefold() for c in on.find_all(exp.Column)}
        scope.notes.append(t("repair.dropped_join", table=join.this.name))
        select.set("joins", [j for j in select.args["joins"] if j is not join])


def _droppable(scope: Scope, join: exp.Expression, moved: set[str], used: set[str]) -> bool:
    alias = join.this.alias_or_name.casefold()
    source = scope.source(alias)
    on = join.args.get("on")
    if alias not in moved or alias in used or source is None or source.table is None or on is None or join.side:
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
