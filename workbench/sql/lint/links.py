"""Which sources of a SELECT are connected by conditions, and which joins repeat rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from workbench.schema.model import Table
from workbench.sql.lint.query import Query, clause, conditions, inside, is_aggregate
from workbench.sql.scopes import Frame, Source


@dataclass(frozen=True, eq=False)
class Link:
    """An equality `left.a = right.b`. `columns` is None where a side is no plain column."""

    left: Source
    right: Source
    node: exp.Expr
    columns: tuple[str, str] | None


def links(frame: Frame, query: Query) -> list[Link]:
    """Equalities between two sources of `frame`, USING included."""
    found = []
    for condition in conditions(frame):
        if not isinstance(condition, exp.EQ):
            continue
        left, right = condition.this.unnest(), condition.expression.unnest()
        if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
            continue
        mine, theirs = query.scopes.meaning(left, frame), query.scopes.meaning(right, frame)
        if mine.frame is not frame or theirs.frame is not frame:
            continue
        if mine.source is not None and theirs.source is not None and mine.source is not theirs.source:
            found.append(Link(mine.source, theirs.source, condition, (left.name, right.name)))
    return found + _using_links(frame)


def _using_links(frame: Frame) -> list[Link]:
    found = []
    for index, source in enumerate(frame.sources):
        for name in (source.join.args.get("using") or []) if source.join is not None else []:
            left = next((s for s in frame.sources[:index] if s.find(name.name) is not None), None)
            if left is not None and source.join is not None:
                found.append(Link(left, source, source.join, (name.name, name.name)))
    return found


def reached(frame: Frame, query: Query) -> dict[int, int]:
    """Group number by `id(source)`: sources in one group are connected by some condition or form."""
    group = {id(source): number for number, source in enumerate(frame.sources)}
    outer = -1

    def unite(ids: set[int]) -> None:
        if len(ids) > 1:
            target = min(ids)
            for key, number in group.items():
                if number in ids:
                    group[key] = target

    for source in frame.sources:
        if _connects_itself(source, frame):
            unite({group[id(source)], group[id(frame.sources[0])]})
    for condition in [*conditions(frame), *_other_conditions(frame)]:
        touched: set[int] = set()
        for node in condition.find_all(exp.Column):
            meaning = query.scopes.meaning(node)
            if meaning.frame is frame and meaning.source is not None:
                touched.add(group[id(meaning.source)])
            elif meaning.kind in ("found", "row"):
                touched.add(outer)
            else:
                # a name that cannot be placed may belong to any of them
                touched |= set(group.values())
        if outer in touched:
            unite(touched)
            group = {key: (outer if number in touched else number) for key, number in group.items()}
        else:
            unite(touched)
    return group


def _other_conditions(frame: Frame) -> list[exp.Expr]:
    found = [clause(frame, "qualify"), clause(frame, "having")]
    return [node for node in found if node is not None]


def _connects_itself(source: Source, frame: Frame) -> bool:
    """Table functions, UNNEST and LATERAL queries may read their neighbours; USING and NATURAL do by form."""
    join = source.join
    if join is not None and (join.args.get("using") or join.method in ("NATURAL", "POSITIONAL", "ASOF")):
        return True
    if source.outputs is None and not source.missing:
        return True
    if isinstance(source.node, exp.Lateral):
        return True
    return any(_reads_neighbour(inner, frame) for inner in source.inner)


def _reads_neighbour(inner: Frame, frame: Frame) -> bool:
    names = {s.name.casefold() for s in frame.sources}
    own = {s.name.casefold() for s in inner.sources}
    return any(c.table and c.table.casefold() in names - own for c in inner.columns)


def one_row(source: Source) -> bool:
    """A query that gives at most one row for certain."""
    if isinstance(source.node, exp.Values):
        return len(source.node.expressions) == 1
    if not source.inner:
        return False
    if isinstance(source.node, exp.Query) and isinstance(source.node.unnest(), exp.SetOperation):
        return False
    return gives_one_row(source.inner[0].node)


def gives_one_row(node: exp.Select) -> bool:
    """Aggregated without groups, LIMIT 1, or without FROM."""
    limit = node.args.get("limit")
    if isinstance(limit, exp.Limit) and isinstance(limit.expression, exp.Literal) and limit.expression.this == "1":
        return True
    if node.args.get("group") is not None:
        return False
    if node.args.get("from_") is None:
        return not any(True for _ in node.find_all(exp.Unnest, exp.Explode))
    return any(is_aggregate(part) for item in node.expressions for part in inside(item))


def held_to_one_row(frame: Frame) -> bool:
    """One table whose key is held to constants or to values of the query around it."""
    if len(frame.sources) != 1 or frame.sources[0].table is None:
        return False
    source = frame.sources[0]
    held = fixed(source, frame) | _held_by_outer(source, frame)
    return any(set(key) <= held for key in _keys(frame.sources[0].table))


def _held_by_outer(source: Source, frame: Frame) -> set[str]:
    found = set()
    for condition in conditions(frame):
        sides = (condition.this, condition.expression) if isinstance(condition, exp.EQ) else ()
        for mine, other in (sides, sides[::-1]) if sides else ():
            if isinstance(mine, exp.Column) and isinstance(other, exp.Column) and source.find(mine.name) is not None:
                if other.table and other.table.casefold() != source.name.casefold():
                    found.add(mine.name.casefold())
    return found


def multiplied_by(source: Source, frame: Frame, found: list[Link]) -> Source | None:
    """The source whose join repeats rows of `source`, however many steps away; None where none is certain to."""
    seen = {id(source)}
    front = [source]
    while front:
        current = front.pop(0)
        for other in frame.sources:
            if id(other) in seen:
                continue
            between = [link for link in found if {id(link.left), id(link.right)} == {id(current), id(other)}]
            if not between:
                continue
            seen.add(id(other))
            if other.join is not None and other.join.kind in ("SEMI", "ANTI"):
                continue
            if _repeats(current, other, between, frame):
                return other
            front.append(other)
    return None


def cannot_multiply(source: Source, found: list[Link]) -> bool:
    """Joined over one of its own keys."""
    mine = _columns_of(source, [link for link in found if source in (link.left, link.right)])
    return source.table is not None and any(set(key) <= mine for key in _keys(source.table))


def _repeats(current: Source, other: Source, between: list[Link], frame: Frame) -> bool:
    """Whether one row of `current` can meet several of `other`, for certain."""
    mine = _columns_of(other, between) | fixed(other, frame)
    if other.table is not None:
        keys = _keys(other.table)
        if any(set(key) <= mine for key in keys):
            return False
        if keys:
            return True
        return any(
            current.table is not None
            and key.table.casefold() == current.table.name.casefold()
            and {c.casefold() for c in key.columns} <= mine
            for key in other.table.foreign_keys
        )
    return False


def _keys(table: Table) -> list[tuple[str, ...]]:
    keys = [table.primary_key, *table.unique_keys]
    return [tuple(name.casefold() for name in key) for key in keys if key]


def _columns_of(source: Source, between: list[Link]) -> set[str]:
    found = set()
    for link in between:
        if link.columns is not None:
            found.add(link.columns[0 if link.left is source else 1].casefold())
    return found


def fixed(source: Source, frame: Frame) -> set[str]:
    """Columns of `source` held to one value by `column = constant`."""
    found = set()
    for condition in conditions(frame):
        if isinstance(condition, exp.EQ) and isinstance(condition.this, exp.Column):
            column, value = condition.this, condition.expression.unnest()
            owned = column.table.casefold() == source.name.casefold() or (
                not column.table and source.find(column.name) is not None
            )
            if owned and isinstance(value, exp.Literal | exp.Cast | exp.Subquery | exp.Parameter):
                found.add(column.name.casefold())
    return found
