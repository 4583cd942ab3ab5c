"""What one SELECT of a gold query asks of the rows: which rows together, equal where, under which conditions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from workbench.evaluate.instances.values.ordinary import Mode
from workbench.schema.model import Column, Table

Cell = tuple[int, str]
"""A column (spelt as in the schema) of one of a goal's rows."""

Aggregate = Literal["rows", "values", "distinct", "sum", "average", "extreme"]


@dataclass(frozen=True)
class Atom:
    """One condition. `sql` is a DuckDB expression over c0, c1 …, which stand for `cells`; `constants` are as text."""

    cells: tuple[Cell, ...]
    sql: str
    constants: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """The single tests that AND, OR and NOT make it of: values should differ in which of them hold."""


@dataclass(frozen=True)
class Threshold:
    """A condition on a group: an aggregate (of `cell`) compared with `number`."""

    aggregate: Aggregate
    cell: Cell | None
    number: float


@dataclass
class Goal:
    """Rows that one SELECT (with the queries in it) reads together. Built by `read_goals`, then only read."""

    spots: list[Table] = field(default_factory=list)
    """The table of each row."""
    atoms: list[Atom] = field(default_factory=list)
    grouped: list[Cell] = field(default_factory=list)
    """Equal within a group (GROUP BY, PARTITION BY)."""
    has_groups: bool = False
    counted: set[int] = field(default_factory=set)
    """The rows of the SELECT that groups."""
    thresholds: list[Threshold] = field(default_factory=list)
    outputs: list[Cell] = field(default_factory=list)
    extremes: list[tuple[Cell, Mode]] = field(default_factory=list)
    """Cells that must be the largest or smallest of their column: equal to a subquery's MAX or MIN."""
    ranked: int = 0
    """N where the groups are sorted by an aggregate and cut after N."""
    parent: dict[Cell, Cell] = field(default_factory=dict)

    def add(self, table: Table) -> int:
        self.spots.append(table)
        return len(self.spots) - 1

    def root(self, cell: Cell) -> Cell:
        """The cell that stands for all that are equal to this one."""
        while (above := self.parent.get(cell, cell)) != cell:
            cell = above
        return cell

    def unite(self, one: Cell, other: Cell) -> None:
        self.parent[self.root(one)] = self.root(other)
        self.parent.setdefault(one, one)
        self.parent.setdefault(other, other)

    def column(self, cell: Cell) -> Column:
        column = self.spots[cell[0]].column(cell[1])
        assert column is not None
        return column

    def settle(self) -> None:
        """Two rows of one table with the same key are one row: all their cells are equal."""
        changed = True
        while changed:
            changed = False
            for first, table in enumerate(self.spots):
                for second in range(first + 1, len(self.spots)):
                    if self.spots[second] is table and self._same_row(first, second):
                        for column in table.columns:
                            one, other = (first, column.name), (second, column.name)
                            if self.root(one) != self.root(other):
                                self.unite(one, other)
                                changed = True

    def _same_row(self, first: int, second: int) -> bool:
        keys = [key for key in (self.spots[first].primary_key, *self.spots[first].unique_keys) if key]
        return any(all(self.root((first, c)) == self.root((second, c)) for c in key) for key in keys)


@dataclass(frozen=True)
class Use:
    """A gold's expression over one column, which every value of that column must survive (CAST, date functions)."""

    table: str
    column: str
    sql: str
    """Over c0."""
    constants: tuple[str, ...] = ()


@dataclass
class Reading:
    """Everything that one gold tells about the rows it needs."""

    goals: list[Goal] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    wide: set[tuple[str, str]] = field(default_factory=set)
    """(table, column) whose values should differ: sorted by under a LIMIT, or inside MIN and MAX."""
