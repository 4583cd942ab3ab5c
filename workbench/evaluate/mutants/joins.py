"""Mistakes in what is read: a join missing, of the wrong kind, over the wrong column, or another table."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.mutants.mutant import Change, Gold, Mutant, is_link, kind, remove, setting
from workbench.evaluate.mutants.outputs import sorts_by_position
from workbench.schema.model import Table
from workbench.schema.names import fold
from workbench.sql.scopes import Frame, Source

_Edit = tuple[exp.Expr, Change]


def kinds(gold: Gold) -> Iterator[Mutant]:
    for join in gold.tree.find_all(exp.Join):
        if not (join.args.get("on") or join.args.get("using")) or join.kind in ("SEMI", "ANTI"):
            continue
        side = "LEFT" if not join.side else ""
        change = gold.edited((join, setting(side=side, kind="")))
        yield Mutant(change, "wrong_join", "join-type")
        if join.args.get("on"):
            crossed = exp.Join(this=join.this.copy(), kind="CROSS")
            yield Mutant(gold.replaced(join, crossed), "wrong_join", "no-condition")


def columns(gold: Gold) -> Iterator[Mutant]:
    """One side of a join on another column of its table."""
    for node in gold.tree.find_all(exp.EQ):
        if is_link(node, gold):
            for side in (node.this, node.expression):
                for column in gold.siblings(side)[:1]:
                    yield Mutant(gold.renames(side, column), "wrong_join", "join-column")


def dropped(gold: Gold) -> Iterator[Mutant]:
    for frame in gold.scopes.frames:
        for source in frame.sources:
            changes = _without(source, frame, gold)
            if changes is not None:
                yield Mutant(gold.edited(*changes), "missing_join", "dropped-join")


def tables(gold: Gold) -> Iterator[Mutant]:
    """Another table that has columns of the same names and kinds."""
    for frame in gold.scopes.frames:
        for source in frame.sources:
            if source.table is None or _is_starred(frame):
                continue
            used = _references(source, gold)
            for other in [t for t in gold.schema.tables if _can_stand_in(t, source.table, used, source, frame)][:2]:
                yield Mutant(gold.edited(*_swapped(source, other, used)), "wrong_table", "other-table")


def _swapped(source: Source, other: Table, used: list[exp.Column]) -> list[_Edit]:
    name = exp.to_identifier(other.name)
    changes: list[_Edit] = [(source.node, setting(this=name))]
    if not source.node.alias:
        qualified = [c for c in used if c.table]
        changes += [(c, setting(table=name)) for c in qualified]
    return changes


def _can_stand_in(other: Table, own: Table, used: list[exp.Column], source: Source, frame: Frame) -> bool:
    if other is own or any(fold(other.name) == fold(s.name) for s in frame.sources):
        return False
    if source.join is not None and any(other.column(n.name) is None for n in source.join.args.get("using") or []):
        return False
    if any((other.column(name) is None) != (own.column(name) is None) for name in frame.merged):
        return False
    if any(not c.table and fold(c.name) not in frame.merged for c in used) and any(
        s.find(c.name) for s in frame.sources for c in used if s.table not in (own, None)
    ):
        return False  # a bare name would become ambiguous
    for reference in used:
        mine, theirs = own.column(reference.name), other.column(reference.name)
        if mine is None or theirs is None or kind(mine) != kind(theirs):
            return False
    return True


def _references(source: Source, gold: Gold) -> list[exp.Column]:
    return [column for column, _, meaning in gold.scopes.columns() if meaning.source is source]


def _is_starred(frame: Frame) -> bool:
    return any(item.is_star for item in frame.node.expressions)


def _without(source: Source, frame: Frame, gold: Gold) -> list[_Edit] | None:
    """The changes that take `source` out of its SELECT with all that needs it; None where that leaves no query."""
    if len(frame.sources) < 2 or _is_starred(frame) or not _names_stay(source, frame):
        return None
    changes = _without_source(source, frame)
    if changes is None:
        return None
    gone = {id(node) for node, _ in changes}
    own_join = source.join or frame.sources[1].join
    waiting = _references(source, gold)
    while waiting:
        reference = waiting.pop(0)
        if not reference.table and fold(reference.name) in frame.merged:
            continue
        part = _part_of(reference, frame)
        if part is None or (isinstance(part, exp.Join) and part is not own_join):
            return None
        if id(part) not in gone:
            gone.add(id(part))
            changes.append((part, _out_of_conditions if _is_conjunct(part) else remove))
            waiting += _named(part, frame, gold)
    return changes if _still_a_query(frame, gone, gold) else None


def _names_stay(source: Source, frame: Frame) -> bool:
    """Whether the other joins find the names of their USING without `source`."""
    left: list[Source] = []
    for other in frame.sources:
        if other is source or (source.join is None and other is frame.sources[1]):
            left += [other] if other is not source else []
            continue
        names = other.join.args.get("using") or [] if other.join is not None else []
        if left and not all(any(s.find(n.name) for s in left) for n in names):
            return False
        left.append(other)
    return True


def _without_source(source: Source, frame: Frame) -> list[_Edit] | None:
    if source.join is not None:
        return [(source.join, remove)]
    second = frame.sources[1]
    if second.join is None or second.join.side:
        return None
    node = second.node
    return [(source.node, lambda p: p.replace(node.copy())), (second.join, remove)]


def _part_of(reference: exp.Expr, frame: Frame) -> exp.Expr | None:
    """What has to go with a column: its select item, sort key, group key, condition or join."""
    node: exp.Expr | None = reference
    while node is not None and node is not frame.node:
        outer = node.parent
        if isinstance(node, exp.Query):
            return None
        in_list = node.arg_key == "expressions" and (outer is frame.node or isinstance(outer, (exp.Group, exp.Order)))
        if in_list or isinstance(node, exp.Join) or _is_conjunct(node):
            return node
        node = outer
    return None


def _named(part: exp.Expr, frame: Frame, gold: Gold) -> list[exp.Column]:
    """Where the output name of a select item is used."""
    name = fold(part.alias) if isinstance(part, exp.Alias) else ""
    return [c for c in frame.columns if name and fold(c.name) == name and gold.scopes.meaning(c).kind == "alias"]


def _is_conjunct(node: exp.Expr) -> bool:
    outer = node.parent
    while isinstance(outer, exp.And):
        outer = outer.parent
    return isinstance(outer, (exp.Where, exp.Having)) and not isinstance(outer.parent, exp.Filter)


def _out_of_conditions(place: exp.Expr) -> None:
    """Out of the conjunction; an empty clause goes as well."""
    outer = place.parent
    if isinstance(outer, exp.And):
        outer.replace(outer.expression if outer.this is place else outer.this)
    elif outer is not None:
        outer.pop()


def _still_a_query(frame: Frame, gone: set[int], gold: Gold) -> bool:
    items = [item for item in frame.node.expressions if id(item) not in gone]
    shorter = len(items) < len(frame.node.expressions)
    if not items or (shorter and (frame is not gold.top() or sorts_by_position(frame.node))):
        return False
    group = frame.node.args.get("group")
    keys = [key for key in group.expressions if id(key) not in gone] if group is not None else []
    lost = group is not None and len(keys) < len(group.expressions)
    if lost and not keys:
        return False
    order = frame.node.args.get("order")
    return order is None or any(id(item) not in gone for item in order.expressions)
