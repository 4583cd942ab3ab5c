"""One mutated query, and the tree that mutations are made on."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlglot import exp

from workbench.schema.model import Column, Schema, Table
from workbench.sql.scopes import Frame, Scopes, Source
from workbench.sql.scopes.kinds import ValueKind, type_kind


@dataclass(frozen=True)
class Mutant:
    """`category` is one of `score.CATEGORIES`; `what` names the mutation (`operator`, `dropped-filter`, …)."""

    sql: str
    category: str
    what: str


Change = Callable[[exp.Expr], object]


@dataclass(frozen=True, eq=False)
class Gold:
    """A parsed gold query. Mutations copy `tree` and never change it."""

    tree: exp.Expr
    scopes: Scopes
    schema: Schema
    random: random.Random

    def edited(self, *changes: tuple[exp.Expr, Change]) -> str:
        """The SQL after each `change` was applied to the copy of its node."""
        copy = self.tree.copy()
        places = [(_counterpart(copy, node), change) for node, change in changes]
        for place, change in places:
            change(place)
        return copy.sql("duckdb")

    def replaced(self, node: exp.Expr, new: exp.Expr) -> str:
        return self.edited((node, lambda place: _replace(place, new)))

    def column(self, node: exp.Expr) -> Column | None:
        """The schema's column behind a column reference."""
        return self.scopes.meaning(node).column if isinstance(node, exp.Column) else None

    def source(self, node: exp.Column) -> Source | None:
        return self.scopes.meaning(node).source

    def siblings(self, node: exp.Column) -> list[Column]:
        """Other columns of the same table that hold the same sort of value, in random order."""
        own, source = self.column(node), self.source(node)
        if own is None or source is None or source.table is None:
            return []
        found = [c for c in source.table.columns if c.name != own.name and kind(c) == kind(own) and kind(c)]
        frame = self.scopes.frame_of(node)
        if not node.table and frame is not None:  # a bare name must stay the only one
            found = [c for c in found if sum(s.find(c.name) is not None for s in frame.sources) == 1]
        self.random.shuffle(found)
        return found

    def top(self) -> Frame | None:
        """The outermost SELECT, where the statement is one."""
        return next((frame for frame in self.scopes.frames if frame.node is self.tree), None)

    def renames(self, node: exp.Column, column: Column) -> str:
        return self.edited((node, setting(this=exp.to_identifier(column.name))))


Mutation = Callable[[Gold], Iterator[Mutant]]


def setting(**values: object) -> Change:
    """The change that sets arguments of a node."""

    def change(place: exp.Expr) -> None:
        for key, value in values.items():
            place.set(key, value.copy() if isinstance(value, exp.Expr) else value)

    return change


def remove(place: exp.Expr) -> None:
    place.pop()


def kind(column: Column) -> ValueKind:
    """Dates and timestamps count as one, and so do all numbers."""
    found = type_kind(column.type)
    return "number" if found == "integer" else "date" if found == "timestamp" else found


def is_link(node: exp.Expr, gold: Gold) -> bool:
    """Whether a comparison joins columns of two sources."""
    left, right = node.args.get("this"), node.args.get("expression")
    if not isinstance(left, exp.Column) or not isinstance(right, exp.Column):
        return False
    return gold.source(left) is not gold.source(right)


def is_key(column: Column, table: Table) -> bool:
    keys = {*table.primary_key, *(name for key in table.foreign_keys for name in key.columns)}
    return column.name in keys


def _replace(place: exp.Expr, new: exp.Expr) -> None:
    place.replace(new.copy())


def _counterpart(root: exp.Expr, node: exp.Expr) -> exp.Expr:
    """The node of the copied tree that stands where `node` does in the original."""
    path = []
    current = node
    while current.parent is not None:
        path.append((current.arg_key, current.index))
        current = current.parent
    place = root
    for key, index in reversed(path):
        value = place.args[key or ""]
        place = value[index] if index is not None else value
    return place
