"""The rows of one instance while they are being put together."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.data.convert import family
from workbench.evaluate.instances.plan import Plan, Values, single_key
from workbench.evaluate.instances.pools import Place, Pool
from workbench.evaluate.instances.reading import Cell, Goal
from workbench.evaluate.instances.values.ordinary import Mode
from workbench.schema.model import Schema, Table

_TRIES = 400


@dataclass(eq=False)
class Row:
    """`cells`: column → value, what is missing is filled in last. `mode`: how. `made`: for a gold, not to fill up."""

    table: Table
    cells: dict[str, str | None]
    mode: Mode = "many"
    made: bool = True


@dataclass
class Placed:
    """Rows that a goal's spots were given, and the values that they share."""

    plan: Plan
    rows: dict[int, Row]
    values: Values
    copies: int = 0


@dataclass
class Rows:
    schema: Schema
    pools: Mapping[Place, Pool]
    rng: random.Random
    of: dict[str, list[Row]] = field(default_factory=dict)
    orphaned: set[Place] = field(default_factory=set)
    """Columns that refer to no row somewhere, where no key is declared."""
    closed: set[tuple[str, str | None]] = field(default_factory=set)
    """(table, key) of parents whose children are counted: no spare row refers to them."""
    _taken: dict[Place, dict[str, Row]] = field(default_factory=dict)
    """Values of columns that are keys by themselves."""
    _next: dict[Place, int] = field(default_factory=dict)
    _keys: dict[str, frozenset[str]] = field(default_factory=dict)

    def place(
        self,
        plan: Plan,
        values: Values,
        *,
        shared: Mapping[int, Row] | None = None,
        kept: Mapping[Cell, str | None] | None = None,
        without: Iterable[int] = (),
        mode: Mode = "many",
    ) -> Placed | None:
        """Put the goal's rows in, but those that are `shared`. None where a key is already another row's.

        kept: cells outside of all conditions that are to have this value. without: spots that get no row.
        """
        goal, shared, skipped = plan.goal, shared or {}, set(without)
        values = dict(values)
        for cell in goal.parent:
            if cell[0] in shared and cell[1] in shared[cell[0]].cells:
                values.setdefault(goal.root(cell), shared[cell[0]].cells[cell[1]])
        new = [spot for spot in range(len(goal.spots)) if spot not in shared and spot not in skipped]
        drafts: dict[int, dict[str, str | None]] = {spot: {} for spot in new}
        for spot in new:
            table = goal.spots[spot]
            for column in table.columns:
                cell = (spot, column.name)
                root = goal.root(cell)
                if root not in values and (cell in goal.parent or self._is_key(table, column.name)):
                    values[root] = self._free(goal, root)
                if root in values:
                    drafts[spot][column.name] = values[root]
                elif kept and cell in kept:
                    drafts[spot][column.name] = kept[cell]
            self._complete_key(table, drafts[spot])
        if not all(self._is_possible(goal.spots[spot], draft) for spot, draft in drafts.items()):
            return None
        rows = {spot: self._row(goal.spots[spot], draft, mode) for spot, draft in drafts.items()}
        return Placed(plan, {**shared, **rows}, values)

    def _complete_key(self, table: Table, draft: dict[str, str | None]) -> None:
        """A parent for the open part of a key of two: one that makes the key new, so that the row can stay."""
        left = [name for name in table.primary_key if name not in draft]
        parent = self.parent_of(table, left[0]) if len(left) == 1 and len(table.primary_key) > 1 else None
        if parent is None:
            return
        known = [name for name in table.primary_key if name in draft]
        used = {
            row.cells.get(left[0])
            for row in self.of.get(table.name, [])
            if all(row.cells.get(name) == draft[name] for name in known)
        }
        found = [row.cells.get(parent[1]) for row in self.of.get(parent[0].name, [])]
        free = [value for value in found if value is not None and value not in used]
        draft[left[0]] = self.rng.choice(free) if free else self.fresh(*parent)

    def _is_possible(self, table: Table, draft: dict[str, str | None]) -> bool:
        """Every key free, or held by a row that says the same."""
        for name, value in draft.items():
            holder = self._taken.get((table.name, name), {}).get(value) if value is not None else None
            if holder is not None and any(holder.cells.get(c, v) != v for c, v in draft.items()):
                return False
            column = table.column(name)
            if value is None and column is not None and (not column.nullable or name in table.primary_key):
                return False
        return True

    def _row(self, table: Table, draft: dict[str, str | None], mode: Mode) -> Row:
        for name, value in draft.items():
            holder = self._taken.get((table.name, name), {}).get(value) if value is not None else None
            if holder is not None:
                holder.cells.update(draft)
                self.register(holder)
                return holder
        return self.add(Row(table, draft, mode))

    def add(self, row: Row) -> Row:
        self.of.setdefault(row.table.name, []).append(row)
        self.register(row)
        return row

    def register(self, row: Row) -> None:
        for name, value in row.cells.items():
            if value is not None and self._is_key(row.table, name):
                self._taken.setdefault((row.table.name, name), {})[value] = row

    def holder(self, table: Table, column: str, value: str) -> Row | None:
        """The row whose key this is."""
        if self._is_key(table, column):
            return self._taken.get((table.name, column), {}).get(value)
        return next((row for row in self.of.get(table.name, []) if row.cells.get(column) == value), None)

    def is_taken(self, table: Table, column: str, value: str) -> bool:
        return value in self._taken.get((table.name, column), {})

    def fresh(self, table: Table, column: str) -> str | None:
        """A key that no row has; None where the column has no more values."""
        place = (table.name, column)
        pool = self.pools[place]
        for _ in range(_TRIES):
            number = self._next.get(place, 0)
            self._next[place] = number + 1
            value = pool.ordinary.fresh(number)
            if value is None or not self.is_taken(table, column, value):
                return value
        return None

    def drawn(self, table: Table, column: str, mode: Mode) -> str | None:
        """A value for an open cell; for a foreign key one of a parent that is still to come."""
        parent = self.parent_of(table, column)
        return self.fresh(*parent) if parent else self.pools[(table.name, column)].ordinary.draw(self.rng, mode)

    def beyond(self, table: Table, column: str, end: Mode) -> str | None:
        """A value above or below those that fill the column."""
        drawn = [self.pools[(table.name, column)].ordinary.draw(self.rng, end) for _ in range(8)]
        known = [value for value in drawn if value is not None]
        found = [row.cells.get(column) for row in self.of.get(table.name, [])]
        known += [value for value in found if value is not None]
        number = family(self.pools[(table.name, column)].ordinary.column.type) in ("integer", "decimal", "float")
        ordered = sorted(known, key=float) if number else sorted(known)
        return (ordered[-1] if end == "high" else ordered[0]) if ordered else None

    def _free(self, goal: Goal, root: Cell) -> str | None:
        """A value for cells that are equal and otherwise free: a new key where one of them is a key."""
        members = [cell for cell in {*goal.parent, root} if goal.root(cell) == root]
        keys = [cell for cell in sorted(members) if self._is_key(goal.spots[cell[0]], cell[1])]
        for _ in range(40 if keys else 0):
            value = self.fresh(goal.spots[keys[0][0]], keys[0][1])
            if value is None or not any(self.is_taken(goal.spots[c[0]], c[1], value) for c in keys):
                return value
        cell = sorted(members)[0]
        for member in sorted(members):
            parent = self.parent_of(goal.spots[member[0]], member[1])
            if parent is not None:
                return self.fresh(*parent)
        pool = self.pools[(goal.spots[cell[0]].name, cell[1])]
        return pool.ordinary.draw(self.rng, "few" if self.rng.random() < 0.15 else "many")

    def parent_of(self, table: Table, column: str) -> tuple[Table, str] | None:
        """The table and column that a single-column foreign key refers to."""
        for key in table.foreign_keys:
            if key.columns == (column,):
                parent = self.schema.table(key.table)
                named = parent.column(key.ref_columns[0]) if parent is not None and key.ref_columns else None
                if parent is not None and named is not None and not parent.view_sql:
                    return parent, named.name
        return None

    def _is_key(self, table: Table, column: str) -> bool:
        keys = self._keys.get(table.name)
        if keys is None:
            keys = frozenset(c.name for c in table.columns if single_key(table, c.name))
            self._keys[table.name] = keys
        return column in keys
