"""Aggregates in the wrong clause, and columns that are neither grouped nor aggregated."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.scope import Scope
from workbench.sql.sources import select_of
from workbench.text import t


def fix_grouping(scope: Scope) -> None:
    select = scope.select
    _group_items(scope)
    _where_to_having(scope)
    _nested(scope)
    _having_to_where(scope)
    if _aggregates(select) or select.args.get("group"):
        _ungrouped(scope)


def has_aggregate(node: exp.Expr, select: exp.Select) -> bool:
    """An aggregate of this SELECT itself; one with OVER is a window."""
    return any(select_of(a) is select and not _windowed(a) for a in node.find_all(exp.AggFunc))


def _windowed(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Filter | exp.WithinGroup | exp.IgnoreNulls):
        parent = parent.parent
    return isinstance(parent, exp.Window)


def _aggregates(select: exp.Select) -> bool:
    clauses = [*select.expressions, select.args.get("having"), select.args.get("order")]
    return any(c is not None and has_aggregate(c, select) for c in clauses)


def _conjuncts(clause: exp.Expr | None) -> list[exp.Expr]:
    if clause is None:
        return []
    return list(clause.this.flatten()) if isinstance(clause.this, exp.And) else [clause.this]


def _set(select: exp.Select, name: str, parts: list[exp.Expr]) -> None:
    kind = {"where": exp.Where, "having": exp.Having, "qualify": exp.Qualify}[name]
    select.set(name, kind(this=exp.and_(*[p.copy() for p in parts], copy=False)) if parts else None)


def _aliased(node: exp.Expr, select: exp.Select) -> list[exp.Expr]:
    """The SELECT items that `node` names by alias."""
    named = {e.alias.casefold(): e.this for e in select.expressions if isinstance(e, exp.Alias)}
    return [named[c.name.casefold()] for c in node.find_all(exp.Column) if not c.table and c.name.casefold() in named]


def _group_items(scope: Scope) -> None:
    """GROUP BY COUNT(*), or GROUP BY 2 where the second item is an aggregate: that item goes."""
    select, group = scope.select, scope.select.args.get("group")
    if group is None:
        return
    kept = []
    for item in group.expressions:
        target = item
        if (
            isinstance(item, exp.Literal)
            and not item.is_string
            and item.name.isdigit()
            and 0 < int(item.name) <= len(select.expressions)
        ):
            target = select.expressions[int(item.name) - 1]
        elif isinstance(item, exp.Column) and (named := _aliased(item, select)):
            target = named[0]
        if not has_aggregate(target, select):
            kept.append(item)
    if len(kept) < len(group.expressions):
        scope.notes.append(t("repair.group_aggregate"))
        group.set("expressions", kept)
        if not kept and not any(group.args.get(k) for k in ("rollup", "cube", "grouping_sets")):
            select.set("group", None)


def _where_to_having(scope: Scope) -> None:
    select = scope.select
    rest, moved, late = [], [], []
    for part in _conjuncts(select.args.get("where")):
        named = _aliased(part, select)
        if any(not _windowed(a) or True for a in part.find_all(exp.Window) if select_of(a) is select) or any(
            n.find(exp.Window) for n in named
        ):
            late.append(part)
        elif has_aggregate(part, select) or any(has_aggregate(n, select) for n in named):
            if _compared_to_own_aggregate(part, scope):
                rest.append(part)
            else:
                moved.append(part)
        else:
            rest.append(part)
    if late:
        _set(select, "qualify", [*_conjuncts(select.args.get("qualify")), *late])
        scope.notes.append(t("repair.qualify"))
    if moved:
        _set(select, "having", [*_conjuncts(select.args.get("having")), *moved])
        scope.notes.append(t("repair.having"))
        if select.args.get("group") is None:
            plain = [e.unalias().copy() for e in select.expressions if not has_aggregate(e, select) and not e.is_star]
            if plain:
                select.set("group", exp.Group(expressions=plain))
    if moved or late or len(rest) < len(_conjuncts(select.args.get("where"))):
        _set(select, "where", rest)


def _compared_to_own_aggregate(part: exp.Expr, scope: Scope) -> bool:
    """price = MAX(price), price > AVG(price): against all rows of the table, so a subquery."""
    if not isinstance(part, exp.Predicate):
        return False
    sides = [part.args.get("this"), part.args.get("expression")]
    aggregate = next((s for s in sides if isinstance(s, exp.Max | exp.Min | exp.Avg | exp.Sum)), None)
    other = next((s for s in sides if isinstance(s, exp.Column)), None)
    column = aggregate.find(exp.Column) if aggregate is not None else None
    if aggregate is None or other is None or column is None:
        return False
    source = scope.source(column.table) if column.table else next(iter(scope.holders(column.name)), None)
    if source is None or source.table is None:
        return False
    bare = aggregate.copy()
    for inner in bare.find_all(exp.Column):
        inner.set("table", None)
    table = source.node.copy()
    table.set("alias", None)
    aggregate.replace(exp.Subquery(this=exp.select(bare).from_(table)))
    scope.notes.append(t("repair.compare_aggregate"))
    return True


def _having_to_where(scope: Scope) -> None:
    """Conditions on plain columns do not belong after grouping; before it they mean the same."""
    select = scope.select
    group = select.args.get("group")
    grouped = {e.sql() for e in group.expressions} if group is not None else set()
    rest, moved = [], []
    for part in _conjuncts(select.args.get("having")):
        columns = [c for c in part.find_all(exp.Column) if select_of(c) is select]
        loose = (
            columns
            and not has_aggregate(part, select)
            and not any(has_aggregate(n, select) for n in _aliased(part, select))
        )
        if loose and not all(c.sql() in grouped or (not c.table and _aliased(c, select)) for c in columns):
            moved.append(part)
        else:
            rest.append(part)
    if moved:
        where = [*_conjuncts(select.args.get("where")), *moved]
        _set(select, "having", rest)
        _set(select, "where", where)
        scope.notes.append(t("repair.where"))


def _nested(scope: Scope) -> None:
    """MAX(COUNT(*)): over the groups' counts; beside other columns the first group in that order."""
    select = scope.select
    for outer in list(select.find_all(exp.AggFunc)):
        if select_of(outer) is not select or _windowed(outer):
            continue
        inner = next((a for a in outer.find_all(exp.AggFunc) if a is not outer and select_of(a) is select), None)
        if inner is None or not isinstance(outer, exp.Max | exp.Min | exp.Avg | exp.Sum):
            continue
        alone = len(select.expressions) == 1 and outer.find_ancestor(exp.Having, exp.Order) is None
        if alone and select.args.get("group") is not None:
            _over_groups(select, outer, inner)
        elif isinstance(outer, exp.Max | exp.Min):
            having = outer.find_ancestor(exp.Having)
            if having is not None and select_of(having) is select:
                part = next(p for p in _conjuncts(having) if p is outer or outer in p.find_all(exp.AggFunc))
                _set(select, "having", [p for p in _conjuncts(having) if p is not part])
            else:
                outer.replace(inner.copy())
            if select.args.get("order") is None:
                select.set(
                    "order", exp.Order(expressions=[exp.Ordered(this=inner.copy(), desc=isinstance(outer, exp.Max))])
                )
                select.set("limit", exp.Limit(expression=exp.Literal.number(1)))
        else:
            continue
        scope.notes.append(t("repair.nested_aggregate"))
        return


def _over_groups(select: exp.Select, outer: exp.Expr, inner: exp.Expr) -> None:
    item = select.expressions[0]
    body = select.copy()
    body.set("expressions", [exp.alias_(inner.copy(), "value")])
    for key in ("order", "limit"):
        body.set(key, None)
    result = item.copy()
    target = next(a for a in [result, *result.find_all(exp.AggFunc)] if a.sql() == outer.sql())
    new = type(outer)(this=exp.column("value"))
    if target is result:
        result = new
    else:
        target.replace(new)
    for key in list(select.args):
        select.set(key, None)
    select.set("expressions", [result])
    select.set("from_", exp.From(this=exp.Subquery(this=body, alias=exp.TableAlias(this=exp.to_identifier("groups")))))


def _ungrouped(scope: Scope) -> None:
    select, group = scope.select, scope.select.args.get("group")
    if any(e.is_star for e in select.expressions):
        return
    if group is not None and (
        group.args.get("all") or any(group.args.get(k) for k in ("rollup", "cube", "grouping_sets"))
    ):
        return
    _as_joined(scope)
    grouped = _grouped(select)
    loose = [e for e in select.expressions if _is_loose(e.unalias(), select, grouped)]
    extreme = _single_extreme(select)
    if loose and extreme is not None and not _determined(scope, loose):
        for item in loose:
            _pick(item, extreme)
        scope.notes.append(t("repair.arg_max", columns=", ".join(e.alias_or_name for e in loose)))
        loose = []
    elif loose:
        items = list(group.expressions) if group is not None else []
        added = [e.unalias().copy() for e in loose]
        select.set("group", exp.Group(expressions=[*items, *added]))
        scope.notes.append(t("repair.grouped", columns=", ".join(e.alias_or_name for e in loose)))
    _order(scope)


def _as_joined(scope: Scope) -> None:
    """A column that the join makes equal to a grouped one is written as that one."""
    select, grouped = scope.select, _grouped(scope.select)
    equal: dict[str, exp.Column] = {}
    for join in select.args.get("joins") or []:
        for pair in join.args["on"].find_all(exp.EQ) if join.args.get("on") is not None and not join.side else ():
            if isinstance(pair.left, exp.Column) and isinstance(pair.right, exp.Column):
                equal[pair.left.sql().casefold()] = pair.right
                equal[pair.right.sql().casefold()] = pair.left
    group = select.args.get("group")
    named = {
        c.name.casefold(): c for c in (group.expressions if group is not None else []) if isinstance(c, exp.Column)
    }
    for item in select.expressions:
        column = item.unalias()
        if not isinstance(column, exp.Column):
            continue
        other = equal.get(column.sql().casefold()) or named.get(column.name.casefold())
        if other is not None and column.sql().casefold() not in grouped and other.sql().casefold() in grouped:
            column.replace(other.copy())
            scope.notes.append(t("repair.moved", column=other.name, table=other.table))


def _grouped(select: exp.Select) -> set[str]:
    group = select.args.get("group")
    texts: set[str] = set()
    named = {e.alias.casefold(): e.this for e in select.expressions if isinstance(e, exp.Alias)}
    for item in group.expressions if group is not None else []:
        target = item
        if isinstance(item, exp.Literal) and item.name.isdigit() and 0 < int(item.name) <= len(select.expressions):
            target = select.expressions[int(item.name) - 1].unalias()
        elif isinstance(item, exp.Column) and not item.table and item.name.casefold() in named:
            target = named[item.name.casefold()]
        texts |= {target.sql().casefold()}
        if isinstance(target, exp.Column) and not select.args.get("joins"):
            texts.add(target.name.casefold())
    return texts


def _is_loose(item: exp.Expr, select: exp.Select, grouped: set[str]) -> bool:
    """Neither grouped nor made of grouped and aggregated parts."""
    if item.sql().casefold() in grouped or isinstance(item, exp.Literal):
        return False
    if not isinstance(item, exp.Column) and item.find(exp.Column) is None:
        return False
    for column in [item] if isinstance(item, exp.Column) else item.find_all(exp.Column):
        if select_of(column) is not select:
            continue
        within = column.find_ancestor(exp.AggFunc)
        if within is not None and select_of(within) is select:
            continue
        alone = not select.args.get("joins")
        if column.sql().casefold() in grouped or (alone and column.name.casefold() in grouped):
            continue
        if not _covered(column, item, grouped):
            return True
    return False


def _covered(column: exp.Expr, item: exp.Expr, grouped: set[str]) -> bool:
    node: exp.Expr | None = column
    while node is not None and node is not item:
        node = node.parent
        if node is not None and node.sql().casefold() in grouped:
            return True
    return False


def _single_extreme(select: exp.Select) -> exp.Expr | None:
    """The one MAX(x) or MIN(x) that is selected, if no other aggregate is."""
    found = [
        a for e in select.expressions for a in e.find_all(exp.AggFunc) if select_of(a) is select and not _windowed(a)
    ]
    having = select.args.get("having")
    if len(found) != 1 or (having is not None and has_aggregate(having, select)):
        return None
    return found[0] if isinstance(found[0], exp.Max | exp.Min) else None


def _determined(scope: Scope, loose: list[exp.Expr]) -> bool:
    """Whether the grouped columns hold the key of the table that each loose column comes from."""
    grouped = _grouped(scope.select)
    for item in loose:
        column = item.unalias()
        if not isinstance(column, exp.Column):
            return False
        holders = [
            s
            for s in scope.sources
            if s.table is not None and s.has(column.name) and column.table.casefold() in ("", s.alias.casefold())
        ]
        if not holders or holders[0].table is None or not holders[0].table.primary_key:
            return False
        if not all(
            {k.casefold(), f"{holders[0].alias}.{k}".casefold()} & grouped for k in holders[0].table.primary_key
        ):
            return False
    return True


def _pick(item: exp.Expr, extreme: exp.Expr) -> None:
    """name beside MAX(price): the name of the row that has it."""
    name = "ARG_MAX" if isinstance(extreme, exp.Max) else "ARG_MIN"
    target = item.unalias()
    call = exp.Anonymous(this=name, expressions=[target.copy(), extreme.this.copy()])
    if isinstance(item, exp.Alias):
        item.set("this", call)
    else:
        item.replace(exp.alias_(call, item.alias_or_name))


def _order(scope: Scope) -> None:
    """ORDER BY a column that the groups do not have: its largest or smallest per group."""
    select = scope.select
    grouped = _grouped(select)
    order = select.args.get("order")
    named = scope.aliases() | {e.name.casefold() for e in select.expressions if isinstance(e, exp.Column)}
    for item in order.expressions if order is not None else []:
        node = item.this
        if isinstance(node, exp.Column) and not node.table and node.name.casefold() in named:
            continue
        if not has_aggregate(node, select) and _is_loose(node, select, grouped):
            item.set("this", exp.Max(this=node.copy()) if item.args.get("desc") else exp.Min(this=node.copy()))
            scope.notes.append(t("repair.order_aggregate", column=node.sql("duckdb")))
