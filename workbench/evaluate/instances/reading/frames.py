"""A SELECT opened inside a goal: each table it reads is a row of the goal, and its columns are cells of those rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from workbench.evaluate.instances.reading.goal import Cell, Goal
from workbench.sql.scopes import Frame, Scopes, Source

_DEPTH = 12


@dataclass(eq=False)
class Opened:
    """`rows`: the row of each base table read; `inner`: the opened query of each derived one (by id of the source)."""

    frame: Frame
    above: Opened | None
    goal: Goal
    rows: dict[int, int] = field(default_factory=dict)
    inner: dict[int, Opened] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Computed:
    """What a column stands for where it is no cell: an expression in some opened query."""

    expression: exp.Expr
    place: Opened


Found = Cell | Computed


def find(column: exp.Column, place: Opened, scopes: Scopes, depth: int = _DEPTH) -> Found | None:
    """What `column`, written in `place`, reads; None where it cannot be told."""
    meaning = scopes.meaning(column, place.frame)
    if depth == 0:
        return None
    if meaning.kind == "alias" and meaning.frame is not None:
        at = _opened(meaning.frame, place)
        expression = meaning.frame.aliases.get(column.name.casefold())
        if at is None or expression is None or expression is column:
            return None
        return through(expression, at, scopes, depth - 1)
    if meaning.kind != "found" or meaning.source is None or meaning.frame is None:
        return None
    at = _opened(meaning.frame, place)
    if at is None or meaning.output is None:
        return None
    return _of_source(meaning.source, meaning.output.name, at, scopes, depth)


def through(expression: exp.Expr, place: Opened, scopes: Scopes, depth: int = _DEPTH) -> Found | None:
    """An expression, or what it reads where it is a bare column."""
    bare = expression.unalias().unnest()
    if isinstance(bare, exp.Column) and not isinstance(bare.this, exp.Star):
        return find(bare, place, scopes, depth)
    return Computed(bare, place)


def _opened(frame: Frame, place: Opened) -> Opened | None:
    current: Opened | None = place
    while current is not None and current.frame is not frame:
        current = current.above
    return current


def _of_source(source: Source, name: str, at: Opened, scopes: Scopes, depth: int) -> Found | None:
    row = at.rows.get(id(source))
    if row is not None:
        output = source.find(name)
        return (row, output.column.name) if output is not None and output.column is not None else None
    inner = at.inner.get(id(source))
    if inner is None or source.outputs is None:
        return None
    index = next((i for i, o in enumerate(source.outputs) if o.name.casefold() == name.casefold()), -1)
    items = inner.frame.node.expressions
    stars = any(item.is_star for item in items)
    if not stars:
        return through(items[index], inner, scopes, depth - 1) if 0 <= index < len(items) else None
    for item in items:
        if not item.is_star and item.alias_or_name.casefold() == name.casefold():
            return through(item, inner, scopes, depth - 1)
    for below in inner.frame.sources:
        if below.find(name) is not None:
            return _of_source(below, name, inner, scopes, depth - 1)
    return None
