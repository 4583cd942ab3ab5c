"""Example rows for a whole schema, inside the loading child."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.data.convert import family
from workbench.data.examples.cells import YEARS_DAYS, Context, cell_of
from workbench.data.examples.clues import Clue, clue_of
from workbench.data.examples.keys import (
    Values,
    distinct_combinations,
    is_distinct,
    own_parents,
    parent_rows,
    sequence_key,
)
from workbench.data.examples.people import People
from workbench.data.examples.plan import generation_order, row_counts, usable_keys
from workbench.data.given import insert_texts
from workbench.data.notes import note
from workbench.data.record import Record, schema_from_json
from workbench.data.target import create_tables, create_views, open_target
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Column, ForeignKey, Schema, Table

_COUNTED = {"integer", "decimal", "float", "text"}
_CALENDAR = {"year", "year_month", "day_text", "month", "codes", "clock", "yes_no", "bounded"}
"""Kinds that keep their own values inside a composite key (급여년월), where others are numbered 1, 2, 3."""


@dataclass
class Filled:
    """Rows of one table, by column, as text. `times` says when each row came to be."""

    count: int
    times: list[dt.datetime]
    columns: dict[str, Values] = field(default_factory=dict)

    def keep(self, rows: Sequence[int]) -> None:
        """Only these rows from now on."""
        self.count = len(rows)
        self.times = [self.times[row] for row in rows]
        self.columns = {name: [values[row] for row in rows] for name, values in self.columns.items()}


def fill_examples(job: dict[str, Any], report: Callable[[float, str], None]) -> dict[str, Any]:
    """`job`: `target`, `schema`, `seed`, `today` (ISO). Returns a record's JSON."""
    with open_target(job["target"]) as connection:
        schema, notes = create_tables(connection, schema_from_json(job["schema"]))
        made = Maker(with_inferred_keys(schema), job["seed"], dt.date.fromisoformat(job["today"])).make(report)
        connection.begin()
        for table in schema.tables:
            if table.name in made:
                insert_texts(connection, table, made[table.name].columns)
        connection.commit()
        schema, refused = create_views(connection, schema)
    notes = [note("examples_made"), *notes, *refused]
    counts = sorted(filled.count for filled in made.values())
    if len(counts) > 300 and counts[len(counts) // 2] < 60:
        notes.append(note("examples_fewer", rows=counts[len(counts) // 2]))
    return Record(schema, "example", tuple(notes)).to_json()


class Maker:
    """Makes the rows of every table, parents first; a key into a cycle is filled once its parent is there."""

    def __init__(self, schema: Schema, seed: int, today: dt.date) -> None:
        self._schema = schema
        self._seed = seed
        self._today = today
        self._people = People(seed)
        self._made: dict[str, Filled] = {}
        self._later: list[tuple[Table, ForeignKey]] = []
        self._numeric = {
            (key.table.casefold(), ref.casefold())
            for table in schema.tables
            for key in table.foreign_keys
            for name, ref in zip(key.columns, key.ref_columns, strict=False)
            if (column := table.column(name)) and family(column.type) in {"integer", "decimal", "float"}
        }
        """Columns that a number refers to, whatever their own type: their keys must read as numbers."""

    def make(self, report: Callable[[float, str], None]) -> dict[str, Filled]:
        counts = row_counts(self._schema)
        order = generation_order(self._schema)
        for done, table in enumerate(order):
            self._made[table.name] = self._table(table, counts[table.name])
            report(done / len(order), table.name)
        for table, key in self._later:
            self._close_cycle(table, key)
        return self._made

    def _table(self, table: Table, count: int) -> Filled:
        # One generator a table: adding a table leaves the rows of the others as they were.
        rng = random.Random(int(hashlib.sha256(f"{self._seed}\n{table.name}".encode()).hexdigest()[:12], 16))
        keys = usable_keys(self._schema, table)
        present = [key for key in keys if self._parent(key) in self._made and not self._is_own(table, key)]
        self._later += [(table, key) for key in keys if key not in present and not self._is_own(table, key)]
        chosen, count = self._parents(rng, table, present, count)
        filled = Filled(count, self._times(rng, table, present, chosen, count))
        for key, rows in zip(present, chosen, strict=True):
            parent = self._made[self._parent(key)]
            for column, ref in zip(key.columns, key.ref_columns, strict=True):
                source = parent.columns[_exact(self._schema, key.table, ref)]
                filled.columns[_name(table, column)] = [None if row is None else source[row] for row in rows]
        self._primary_key(table, filled)
        self._plain_columns(rng, table, filled)
        _drop_repeats(table, filled)
        for key in keys:
            if self._is_own(table, key):
                _refer_to_self(rng, table, key, filled)
        return filled

    def _parents(
        self, rng: random.Random, table: Table, keys: list[ForeignKey], count: int
    ) -> tuple[list[list[int | None]], int]:
        """Parent rows for each foreign key, and how many rows there can be without repeating a unique key."""
        primary = {name.casefold() for name in table.primary_key}
        inside = [key for key in keys if primary and {name.casefold() for name in key.columns} <= primary]
        covered = {name.casefold() for key in inside for name in key.columns}
        combined: dict[ForeignKey, list[int | None]] = {}
        if inside and covered == primary:
            options = [range(self._made[self._parent(key)].count) for key in inside]
            rows = distinct_combinations(rng, options, count)
            count = len(rows)
            combined = {key: [row[place] for row in rows] for place, key in enumerate(inside)}
        for key in keys:
            if key not in combined and is_distinct(table, key):
                count = min(count, self._made[self._parent(key)].count)
        chosen = []
        for key in keys:
            if key in combined:
                chosen.append(combined[key][:count])
                continue
            parents = self._made[self._parent(key)].count
            sure = any(
                not (c := table.column(name)) or not c.nullable or name.casefold() in primary for name in key.columns
            )
            chosen.append(parent_rows(rng, count, parents, distinct=is_distinct(table, key), sure=sure))
        return chosen, count

    def _times(
        self,
        rng: random.Random,
        table: Table,
        keys: list[ForeignKey],
        chosen: list[list[int | None]],
        count: int,
    ) -> list[dt.datetime]:
        """Office-hour moments in the last two years, each after those of the row's parents."""
        end = dt.datetime.combine(self._today, dt.time(18))
        start = end - dt.timedelta(days=YEARS_DAYS - 1)
        parents = [self._made[self._parent(key)].times for key in keys]
        times = []
        for row in range(count):
            after = [t[r] for t, rows in zip(parents, chosen, strict=True) if (r := rows[row]) is not None]
            first = max([start, *after])
            span = max((end - first).days, 0)
            # What others hang from is mostly old, so that their rows have two years to spread over.
            day = first + dt.timedelta(days=int(span * rng.random() ** (1 if keys else 3)))
            clock = dt.time(rng.randint(9, 17), rng.randint(0, 59), rng.randint(0, 59))
            times.append(min(max(first, dt.datetime.combine(day.date(), clock)), end))
        # A table that grows by itself is in order of time, so that its sequence numbers are too.
        return times if keys else sorted(times)

    def _primary_key(self, table: Table, filled: Filled) -> None:
        """The part of the primary key that no foreign key fills, where it can be counted; the rest is made unique."""
        names = [_name(table, name) for name in table.primary_key if table.column(name)]
        waiting = [name for name in names if name not in filled.columns]
        column = table.column(waiting[-1]) if waiting else None
        if column is None:
            return
        clue = clue_of(table, column)
        if len(names) == 1 and clue.family in _COUNTED and not (column.choices or clue.kind == "uuid"):
            plain = (table.name.casefold(), column.name.casefold()) in self._numeric
            keys = sequence_key(column, filled.count, table.name, digits_only=plain)
            filled.columns[column.name] = _shortened(keys, filled)
        elif len(waiting) < len(names) and clue.family in _COUNTED and clue.kind not in _CALENDAR:
            filled.columns[column.name] = _numbered_within(filled, names)

    def _plain_columns(self, rng: random.Random, table: Table, filled: Filled) -> None:
        key = {name.casefold() for name in table.primary_key}
        single = [names for names in (table.primary_key, *table.unique_keys) if len(names) == 1]
        unique = {name.casefold() for names in single for name in names}
        clues: dict[str, Clue] = {}
        for column in table.columns:
            if column.name in filled.columns:
                continue
            clue = clues[column.name] = clue_of(table, column)
            context = Context(rng, self._people, clue, self._today, filled.times, rng.uniform(0.3, 0.55))
            cell = cell_of(clue)
            values = [_fitted(cell(context, row), clue) for row in range(filled.count)]
            if column.nullable and column.name.casefold() not in key and clue.kind != "codes":
                values = [None if rng.random() < 0.04 else value for value in values]
            elif not column.nullable and clue.family == "moment":
                values = [value or filled.times[row].isoformat(sep=" ") for row, value in enumerate(values)]
            if column.name.casefold() in unique:
                values = _made_unique(values, clue, by_day=clue.is_day or column.type == "DATE")
            filled.columns[column.name] = values
        _multiply(filled, clues)
        _order_pairs(table, filled)

    def _close_cycle(self, table: Table, key: ForeignKey) -> None:
        rng = random.Random(f"{self._seed}\n{table.name}\n{key.columns}")
        filled, parent = self._made[table.name], self._made[self._parent(key)]
        primary = {name.casefold() for name in table.primary_key}
        if any(name.casefold() in primary for name in key.columns):
            return
        sure = any((c := table.column(name)) is not None and not c.nullable for name in key.columns)
        rows = parent_rows(rng, filled.count, parent.count, distinct=is_distinct(table, key), sure=sure)
        rows += [None] * (filled.count - len(rows))
        for column, ref in zip(key.columns, key.ref_columns, strict=True):
            source = parent.columns[_exact(self._schema, key.table, ref)]
            filled.columns[_name(table, column)] = [None if row is None else source[row] for row in rows]

    def _parent(self, key: ForeignKey) -> str:
        parent = self._schema.table(key.table)
        assert parent is not None
        return parent.name

    def _is_own(self, table: Table, key: ForeignKey) -> bool:
        return self._parent(key) == table.name


def _refer_to_self(rng: random.Random, table: Table, key: ForeignKey, filled: Filled) -> None:
    rows = own_parents(rng, filled.count)
    for column, ref in zip(key.columns, key.ref_columns, strict=True):
        source = filled.columns[_name(table, ref)]
        filled.columns[_name(table, column)] = [None if row is None else source[row] for row in rows]


def _numbered_within(filled: Filled, names: list[str]) -> Values:
    """1, 2, 3 within equal values of the key's other columns: line numbers of an order."""
    others = [filled.columns[name] for name in names if name in filled.columns]
    seen: Counter[tuple[str | None, ...]] = Counter()
    values: Values = []
    for row in range(filled.count):
        group = tuple(column[row] for column in others)
        seen[group] += 1
        values.append(str(seen[group]))
    return values


def _shortened(values: Values, filled: Filled) -> Values:
    """A key too short to count all rows shortens the table."""
    if len(values) < filled.count:
        filled.keep(range(len(values)))
    return values


def _drop_repeats(table: Table, filled: Filled) -> None:
    """Leave out rows that repeat a primary or unique key (keys with a NULL never do)."""
    for key in (table.primary_key, *table.unique_keys):
        names = [_name(table, name) for name in key if table.column(name)]
        seen: set[tuple[str | None, ...]] = set()
        kept = []
        for row, values in enumerate(zip(*(filled.columns[n] for n in names if n in filled.columns), strict=True)):
            if None in values or values not in seen:
                seen.add(values)
                kept.append(row)
        if names and len(kept) < filled.count:
            filled.keep(kept)


def _made_unique(values: Values, clue: Clue, *, by_day: bool) -> Values:
    """Repeats get a number; dates move back day by day until they are free."""
    seen: set[str] = set()
    result: Values = []
    for row, value in enumerate(values):
        candidate = value[:10] if value is not None and by_day else value
        number = row
        while candidate is not None and candidate in seen:
            number += 1
            if clue.family == "moment":
                day = dt.datetime.fromisoformat(candidate) - dt.timedelta(days=1)
                candidate = day.isoformat(sep=" ")[: len(candidate)]
            elif clue.family == "text":
                candidate = _with_number(value or "", number, clue.length)
            else:
                candidate = str(100_000 + number)
        if candidate is not None:
            seen.add(candidate)
        result.append(candidate)
    return result


def _with_number(value: str, number: int, length: int | None) -> str:
    mark = str(number)
    if "@" in value:
        user, _, host = value.partition("@")
        return f"{user}{mark}@{host}"
    return value + mark if length is None else value[: max(0, length - len(mark))] + mark


def _fitted(value: str | None, clue: Clue) -> str | None:
    """Cut to the column's length; whole where it holds whole numbers."""
    if value is None:
        return None
    if clue.family == "integer":
        return value.partition(".")[0]
    return value[: clue.length]


def _order_pairs(table: Table, filled: Filled) -> None:
    """`min_…` is not above `max_…`."""
    names = {column.name.casefold(): column.name for column in table.columns}
    for low, high in (("min", "max"), ("최저", "최고"), ("최소", "최대"), ("low", "high")):
        for folded, name in names.items():
            other = names.get(folded.replace(low, high)) if low in folded else None
            if other is None or other == name or (table.column(name) or Column("", "")).type == "VARCHAR":
                continue
            for row, pair in enumerate(zip(filled.columns[name], filled.columns[other], strict=True)):
                if None not in pair and float(pair[0] or 0) > float(pair[1] or 0):
                    filled.columns[name][row], filled.columns[other][row] = pair[1], pair[0]


def _multiply(filled: Filled, clues: dict[str, Clue]) -> None:
    """Where a table has a quantity, a price and an amount, the amount is their product."""
    kinds: dict[str, str] = {}
    for name, clue in clues.items():
        kinds.setdefault(clue.kind, name)
    quantity, price, amount = kinds.get("quantity"), kinds.get("unit_price"), kinds.get("amount")
    if not (quantity and price and amount):
        return
    pairs = zip(filled.columns[quantity], filled.columns[price], strict=True)
    filled.columns[amount] = [None if q is None or p is None else str(int(q) * int(float(p))) for q, p in pairs]


def _name(table: Table, name: str) -> str:
    """The column's own spelling."""
    column = table.column(name)
    assert column is not None
    return column.name


def _exact(schema: Schema, table: str, column: str) -> str:
    parent = schema.table(table)
    assert parent is not None
    return _name(parent, column)
