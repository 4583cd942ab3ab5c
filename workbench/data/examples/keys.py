"""Key columns of example rows: primary keys that are unique, foreign keys that exist."""

from __future__ import annotations

import random
from collections.abc import Sequence

from workbench.data.convert import family
from workbench.data.examples.clues import text_length
from workbench.schema.model import Column, ForeignKey, Table

Values = list[str | None]


def sequence_key(column: Column, rows: int, label: str, *, digits_only: bool = False) -> Values:
    """1, 2, 3 … in the column's type; texts get the label's initial and zeros (`C0001`) as long as they fit."""
    if digits_only or family(column.type) in {"integer", "decimal", "float"}:
        return [str(number) for number in range(1, rows + 1)]
    digits = len(str(rows))
    length = text_length(column)
    initial = next((ch.upper() for ch in label if ch.isascii() and ch.isalpha()), "A")
    if length is None or length > digits:
        width = max(digits, min((length or 9) - 1, 4))
        return [f"{initial}{number:0{width}d}" for number in range(1, rows + 1)]
    return [str(number).zfill(length) for number in range(1, min(rows, 10**length - 1) + 1)]


def parent_rows(rng: random.Random, count: int, parents: int, *, distinct: bool, sure: bool) -> list[int | None]:
    """Which parent row each row refers to: some parents often, most seldom, each at least possible.

    distinct: every parent at most once (then the result may be shorter). sure: never None; else one in ten is.
    """
    if parents == 0:
        return [None] * count
    if distinct:
        return list(rng.sample(range(parents), min(count, parents)))
    weights = [1 / (place + 3) for place in range(parents)]
    order = list(range(parents))
    rng.shuffle(order)
    chosen = rng.choices(order, weights, k=count)
    return [None if not sure and rng.random() < 0.1 else parent for parent in chosen]


def own_parents(rng: random.Random, count: int) -> list[int | None]:
    """A reference within one table: earlier rows only, so that there is no cycle; the first rows have no parent."""
    tops = max(1, count // 5)
    return [None if row < tops else rng.randrange(max(tops, row // 2)) for row in range(count)]


def distinct_combinations(rng: random.Random, choices: Sequence[Sequence[int]], count: int) -> list[tuple[int, ...]]:
    """Up to `count` different tuples with one element of each of `choices`."""
    total = 1
    for options in choices:
        total *= len(options)
    if total == 0:
        return []
    picked = rng.sample(range(total), min(count, total)) if total < 10_000_000 else _draw(rng, total, count)
    result = []
    for number in picked:
        parts = []
        for options in choices:
            number, place = divmod(number, len(options))
            parts.append(options[place])
        result.append(tuple(parts))
    return result


def is_distinct(table: Table, key: ForeignKey) -> bool:
    """Whether the foreign key is by itself a primary or unique key: a one-to-one extension of its parent."""
    names = {name.casefold() for name in key.columns}
    return any(
        {name.casefold() for name in unique} <= names for unique in (table.primary_key, *table.unique_keys) if unique
    )


def _draw(rng: random.Random, total: int, count: int) -> list[int]:
    found: set[int] = set()
    while len(found) < count:
        found.add(rng.randrange(total))
    return sorted(found)
