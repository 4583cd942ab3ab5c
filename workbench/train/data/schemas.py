"""Schemas that are the same or nearly so, whatever their databases are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from workbench.schema.model import Schema

ALIKE = 0.6
"""Share of columns in common from which on two schemas are one. Of the 133 databases of Spider the nearest two share
0.53 (a Student table in each); copies with a table or some columns renamed share more."""
WITHIN = 0.8
"""Share of the smaller schema's columns found in the larger."""
_LEAST = 6
"""Columns below which being part of a larger schema says nothing: (id, name, age) is part of many."""

Columns = frozenset[tuple[str, str]]


def columns_of(schema: Schema) -> Columns:
    """(table, column) names without case and signs."""
    return frozenset((_plain(table.name), _plain(column.name)) for table in schema.tables for column in table.columns)


def are_alike(one: Columns, other: Columns) -> bool:
    """Whether two schemas share so much that a question on one is practice for the other."""
    if not one or not other:
        return False
    return _alike(one, other) or _alike({column for _, column in one}, {column for _, column in other})


def _alike(one: frozenset[tuple[str, str]] | set[str], other: frozenset[tuple[str, str]] | set[str]) -> bool:
    shared = len(one & other)  # type: ignore[operator]
    smaller = min(len(one), len(other))
    return shared / (len(one) + len(other) - shared) >= ALIKE or (smaller >= _LEAST and shared / smaller >= WITHIN)


def families(schemas: Mapping[str, Columns]) -> dict[str, str]:
    """Each name → the first name of its family: those that are alike, and whatever is alike to one of them."""
    head = {name: name for name in schemas}

    def first(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for one, other in combinations(schemas, 2):
        if first(one) != first(other) and are_alike(schemas[one], schemas[other]):
            head[first(other)] = first(one)
    return {name: first(name) for name in schemas}


def like_any(schema: Columns, others: Iterable[Columns]) -> bool:
    """Whether `schema` is alike to one of `others`."""
    return any(are_alike(schema, other) for other in others)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
