"""What of a database a query can be written about: labels, categories, measures, days, and how tables join."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.ask.workspace import Workspace
from workbench.data.convert import family
from workbench.data.sensitive import is_sensitive_name
from workbench.data.values import ValueIndex
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote

FEW = 20
"""Distinct values of a column that groups; more are names."""
_SAMPLES = 200


@dataclass(frozen=True)
class Join:
    """`child.column` references `parent.key`."""

    child: Table
    column: str
    parent: Table
    key: str


@dataclass(frozen=True)
class Site:
    """A workspace with what was read of its rows. values: by (table, column) as SQL literals, as often as they occur,
    at most 200 a column; nothing of sensitive columns."""

    workspace: Workspace
    values: dict[tuple[str, str], tuple[str, ...]]
    index: ValueIndex

    @property
    def schema(self) -> Schema:
        return self.workspace.schema

    def labels(self, table: Table) -> list[Column]:
        """Texts that tell rows apart."""
        return [c for c in self._texts(table) if len(set(self._of(table, c))) > 1]

    def categories(self, table: Table) -> list[Column]:
        """Texts of which several rows share one."""
        found = [(c, self._of(table, c)) for c in self._texts(table)]
        return [c for c, held in found if 1 < len(set(held)) <= FEW and len(set(held)) < len(held)]

    def measures(self, table: Table) -> list[Column]:
        """Numbers that are no keys, with several values."""
        keys = _keys(table)
        numbers = [c for c in table.columns if family(c.type) in ("integer", "decimal", "float")]
        return [c for c in numbers if c.name.casefold() not in keys and len(set(self._of(table, c))) > 2]

    def days(self, table: Table) -> list[Column]:
        return [c for c in table.columns if c.type.startswith(("DATE", "TIMESTAMP")) and self._of(table, c)]

    def nullable(self, table: Table) -> list[Column]:
        return [c for c in table.columns if c.nullable and c.name.casefold() not in _keys(table)]

    def literal(self, table: Table, column: Column, rng: random.Random) -> str:
        """One of the column's values as SQL."""
        return rng.choice(self._of(table, column))

    def middle(self, table: Table, column: Column, rng: random.Random) -> str:
        """A value from the middle half of a measure, so that both sides of it hold rows."""
        ordered = sorted(set(self._of(table, column)), key=float)
        quarter = len(ordered) // 4
        return rng.choice(ordered[quarter : len(ordered) - quarter] or ordered)

    def joins(self) -> list[Join]:
        found: list[Join] = []
        for table in self.schema.tables:
            for key in table.foreign_keys:
                parent = self.schema.table(key.table)
                if parent is not None and parent is not table and len(key.columns) == 1:
                    found.append(Join(table, key.columns[0], parent, key.ref_columns[0]))
        return found

    def _texts(self, table: Table) -> list[Column]:
        keys = _keys(table)
        return [c for c in table.columns if family(c.type) == "text" and c.name.casefold() not in keys]

    def _of(self, table: Table, column: Column) -> tuple[str, ...]:
        return self.values.get((table.name.casefold(), column.name.casefold()), ())


def read_site(workspace: Workspace, index: ValueIndex) -> Site:
    """Sample the rows of every table in the sandbox. Tables that cannot be read have no values."""
    values: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in workspace.schema.tables:
        columns = [column for column in table.columns if not _is_hidden(table, column, index)]
        listed = ", ".join(quote(column.name) for column in columns)
        result = workspace.sandbox.run(f"SELECT {listed} FROM {quote(table.name)} LIMIT {_SAMPLES}", _SAMPLES)
        if not columns or result.table is None:
            continue
        for place, column in enumerate(columns):
            cells = result.table.column(place).to_pylist()
            values[table.name.casefold(), column.name.casefold()] = _literals(column, cells)
    return Site(workspace, values, index)


def _is_hidden(table: Table, column: Column, index: ValueIndex) -> bool:
    return is_sensitive_name(column.name, column.comment) or index.is_sensitive(table.name, column.name)


def _literals(column: Column, cells: Sequence[object]) -> tuple[str, ...]:
    kind = family(column.type)
    held = [cell for cell in cells if cell is not None]
    if kind in ("integer", "decimal", "float"):
        return tuple(f"{float(str(cell)):.10g}" for cell in held if str(cell) not in ("nan", "inf", "-inf"))
    if kind == "text":
        texts = [str(cell) for cell in held if str(cell).strip() and len(str(cell)) <= 60]
        return tuple("'" + text.replace("'", "''") + "'" for text in texts)
    return tuple(str(cell) for cell in held) if kind == "moment" else ()


def _keys(table: Table) -> set[str]:
    """Columns that only tell rows apart: nobody averages them."""
    keys = {name for key in table.foreign_keys for name in key.columns} | set(table.primary_key)
    keys |= {c.name for c in table.columns if c.name.casefold().endswith(("id", "_no", "code", "_cd", "번호", "코드"))}
    return {name.casefold() for name in keys}
