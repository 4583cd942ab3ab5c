"""Join conditions that name columns their tables do not have."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.near import canonical, nearest, plain
from workbench.sql.repair.scope import Scope, column, condition, identifier, qualifier
from workbench.sql.sources import Source, type_kind
from workbench.text import t


def fix_joins(scope: Scope) -> None:
    """`a.x = b.y` where one table lacks its column → the key between the two, or between their neighbours."""
    for equality in list(scope.select.find_all(exp.EQ)):
        left, right = equality.left, equality.right
        if not isinstance(left, exp.Column) or not isinstance(right, exp.Column) or not scope.in_join(left):
            continue
        a, b = scope.source(left.table), scope.source(right.table)
        if a is None or b is None or a.table is None or b.table is None:
            continue
        if a.has(left.name) and b.has(right.name):
            continue
        rules = (_swap, _other_side, _through, _direct, _respelt, _neighbour, _same_name, _bridge, _to_primary)
        any(rule(scope, equality, a, b) for rule in rules)


def _swap(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """T1.b_id = T2.a_id with the aliases the wrong way round."""
    left, right = equality.left.name, equality.right.name
    if not (a.has(right) and b.has(left)) or a.table is None or b.table is None:
        return False
    hops = scope.keys.between(a.table.name, b.table.name)
    pair = (right.casefold(), left.casefold())
    if hops and not any(pair == (h.columns[0].casefold(), h.other_columns[0].casefold()) for h in hops):
        return False
    _write(equality, a.alias, right, b.alias, left, scope)
    return True


def _other_side(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """The column is another source's, and together with the valid side it is a key pair (or has the same name)."""
    for bad, good, holder in ((equality.left, equality.right, b), (equality.right, equality.left, a)):
        if not holder.has(good.name) or (scope.source(qualifier(bad)) or holder).has(bad.name):
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
    assert a.table is not None
    assert b.table is not None
    hops = scope.keys.between(a.table.name, b.table.name)
    if not hops:
        return False
    named = {equality.left.name.casefold(), equality.right.name.casefold()}
    hop = max(hops, key=lambda h: (len(named & {c.casefold() for c in h.columns + h.other_columns}), -h.cost))
    scope.notes.append(t("repair.join_key", left=a.table.name, right=b.table.name))
    equality.replace(condition(a.alias, hop, b.alias))
    return True


def _through(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """u.guild_id = g.id where a table between holds that guild_id, rather than a key that names neither column."""
    for bad, good, far, near in ((equality.left, equality.right, a, b), (equality.right, equality.left, b, a)):
        if not near.has(good.name) or far.has(bad.name) or far.table is None or near.table is None:
            continue
        direct = scope.keys.between(far.table.name, near.table.name)
        if not direct or any(good.name.casefold() in {c.casefold() for c in h.other_columns} for h in direct):
            continue
        for middle in scope.schema.tables:
            ins, outs = (
                scope.keys.between(far.table.name, middle.name),
                scope.keys.between(near.table.name, middle.name),
            )
            fits = [h for h in outs if plain(bad.name) in {plain(c) for c in h.other_columns}]
            if ins and fits and middle.name not in scope.tables():
                first, then, last = (
                    (near, fits[0], ins[0]) if _joined(scope, equality) is far.node else (far, ins[0], fits[0])
                )
                alias = scope.add([then], left=_is_left(equality))
                equality.replace(condition((far if first is near else near).alias, last, alias))
                order_joins(scope)
                return True
    return False


def _respelt(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """The table has no key to the other, but a column that must be meant: E.MGR_ID where there is MGR."""
    for bad, own in ((equality.left, a), (equality.right, b)):
        if own.has(bad.name) or own.table is None:
            continue
        words = set(canonical(bad.name))
        names = [c.name for c in own.table.columns]
        shared = [n for n in names if set(canonical(n)) <= words and n not in own.table.primary_key]
        new = nearest(bad.name, names, 0.85) or (shared[0] if len(shared) == 1 else None)
        if new is None:
            return False
        scope.notes.append(t("repair.column", old=bad.name, new=new))
        bad.set("this", identifier(new))
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
    if a.table is b.table:
        return False
    for name in (equality.left.name, equality.right.name):
        if a.has(name) and b.has(name):
            _write(equality, a.alias, name, b.alias, name, scope)
            return True
    return False


def _to_primary(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """F.advisor = S.student_id where S has the advisor: then it names F's key."""
    for bad, own, other in ((equality.left, a, b), (equality.right, b, a)):
        key = own.table.primary_key if own.table is not None else ()
        taken = (
            {c.casefold() for k in other.table.foreign_keys for c in k.columns} if other.table is not None else set()
        )
        if bad.name.casefold() in taken or (other.table is not None and bad.name in other.table.primary_key):
            continue
        if not own.has(bad.name) and other.has(bad.name) and len(key) == 1 and other.table is not None:
            pair = [x.column(n) for x, n in ((other.table, bad.name), (own.table, key[0])) if x is not None]
            if len(pair) == 2 and pair[0] and pair[1] and type_kind(pair[0].type) == type_kind(pair[1].type):
                _write(equality, other.alias, bad.name, own.alias, key[0], scope)
                return True
    return False


def _bridge(scope: Scope, equality: exp.EQ, a: Source, b: Source) -> bool:
    """No key between the two: the tables between them are joined too."""
    assert a.table is not None
    assert b.table is not None
    if _joined(scope, equality) is a.node:
        a, b = b, a
    assert a.table is not None
    assert b.table is not None
    found = scope.keys.path([a.table.name], b.table.name)
    present = {name.casefold() for name in scope.tables()}
    if found is None or not 2 <= len(found[1]) <= 3 or any(h.other.casefold() in present for h in found[1][:-1]):
        return False
    last = scope.add(found[1][:-1], left=_is_left(equality))
    equality.replace(condition(last, found[1][-1], b.alias))
    order_joins(scope)
    return True


def _is_left(equality: exp.EQ) -> bool:
    """A table between two that are LEFT JOINed must not drop the rows that the join was to keep."""
    join = equality.find_ancestor(exp.Join, exp.Select)
    return isinstance(join, exp.Join) and join.args.get("side") == "LEFT"


def _joined(scope: Scope, equality: exp.EQ) -> exp.Expr | None:
    """The table whose join has the condition: what it is joined to must come before it."""
    join = equality.find_ancestor(exp.Join, exp.Select)
    return join.this if isinstance(join, exp.Join) else None


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
            twin = (
                isinstance(one.parent, exp.EQ)
                and one.parent.left.sql() == one.parent.right.sql()
                and one.parent.right is one
            )
            if twin or first.table.column(one.name) is None:
                one.set("table", identifier(new))


def order_joins(scope: Scope) -> None:
    """Each join after the tables that its condition names."""
    joins = list(scope.select.args.get("joins") or [])
    from_ = scope.select.args.get("from_")
    if from_ is None or not joins:
        return
    known = {s.alias.casefold() for s in scope.sources}
    ready = {from_.this.alias_or_name.casefold()}
    ordered: list[exp.Expr] = []
    while joins:
        pick = next((j for j in joins if _needs(j) & known <= ready | {j.this.alias_or_name.casefold()}), joins[0])
        joins.remove(pick)
        ordered.append(pick)
        ready.add(pick.this.alias_or_name.casefold())
    scope.select.set("joins", ordered)


def _needs(join: exp.Expr) -> set[str]:
    on = join.args.get("on")
    return {c.table.casefold() for c in on.find_all(exp.Column) if c.table} if on is not None else set()
