"""A schema under construction: what the statements said so far, before names are resolved against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from workbench.schema.ddl.lexer import Source
from workbench.schema.ddl.typemap import Mapped
from workbench.schema.ddl.types import SourceType
from workbench.schema.model import Problem
from workbench.schema.names import fold
from workbench.text import t

Severity = Literal["error", "warning", "info"]
_SNIPPET = 80
_PROBLEM_LIMIT = 500
"""More lines than anyone reads; the rest is counted in one line."""


@dataclass
class DraftColumn:
    name: str
    source: SourceType
    offset: int
    nullable: bool = True
    comment: str = ""
    note: str = ""
    """A `-- …` beside it: its comment where no other is given."""
    choices: tuple[str, ...] = ()
    expression: str = ""
    """What a computed column without a type is computed from."""


@dataclass
class DraftKey:
    """A foreign key whose target is not looked up yet."""

    columns: tuple[str, ...]
    target: tuple[str, ...]
    ref_columns: tuple[str, ...]
    offset: int


@dataclass
class DraftTable:
    name: str
    namespace: str
    offset: int
    columns: dict[str, DraftColumn] = field(default_factory=dict)
    """By folded name, in order."""
    primary_key: tuple[str, ...] = ()
    unique_keys: list[tuple[str, ...]] = field(default_factory=list)
    foreign_keys: list[DraftKey] = field(default_factory=list)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """From CHECK, by folded column name."""
    comment: str = ""
    note: str = ""
    query: str = ""
    """The SELECT of a view, or of CREATE TABLE … AS."""
    query_names: tuple[str, ...] = ()
    is_view: bool = False
    is_partition: bool = False
    """Part of another table (pg_dump's ATTACH PARTITION): its rows are asked for there."""
    remarks: dict[str, str] = field(default_factory=dict)
    """Comments on a query's columns, by folded name: its columns are only known at the end."""


@dataclass
class Draft:
    source: Source
    types_of: str = ""
    """The dialect whose types these are; empty where nothing tells, and then they mean what most databases mean."""
    tables: list[DraftTable] = field(default_factory=list)
    user_types: dict[str, Mapped] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    """SQL Server's `SET @v = N'…'` before `sp_addextendedproperty … @v`."""
    skipped: Counter[str] = field(default_factory=Counter)
    first_skipped: int = 0
    """Offset of the first skipped statement."""
    problems: list[Problem] = field(default_factory=list)
    _by_name: dict[str, list[DraftTable]] = field(default_factory=dict)

    def problem(self, offset: int, key: str, /, severity: Severity = "warning", **values: object) -> None:
        """Note a problem at `offset`; the message is `schema.<key>`."""
        if len(self.problems) >= _PROBLEM_LIMIT:
            self.skipped["PROBLEM"] += 1
            return
        text = " ".join(self.source.line_text(offset).split())
        snippet = text if len(text) <= _SNIPPET else text[: _SNIPPET - 1] + "…"
        message = t(f"schema.{key}", **values)
        self.problems.append(Problem(self.source.line(offset), snippet, message, severity))

    def skip(self, what: str, offset: int) -> None:
        self.first_skipped = self.first_skipped if self.skipped else offset
        self.skipped[what] += 1

    def find(self, parts: tuple[str, ...]) -> DraftTable | None:
        """The table `a.b.c` means: same schema first, else any of that name."""
        same = self._by_name.get(fold(parts[-1]), []) if parts else []
        if len(parts) > 1:
            exact = [table for table in same if fold(table.namespace) == fold(parts[-2])]
            same = exact or same
        return same[0] if same else None

    def rename(self, table: DraftTable, name: str) -> None:
        self._by_name[fold(table.name)].remove(table)
        table.name = name
        self._by_name.setdefault(fold(name), []).append(table)

    def add(self, table: DraftTable) -> None:
        """Add a table, or say why not. A view takes the place of its stand-in (mysqldump writes one first)."""
        same = self._by_name.setdefault(fold(table.name), [])
        twin = next((old for old in same if not old.namespace or not table.namespace
                     or fold(old.namespace) == fold(table.namespace)), None)  # fmt: skip
        if twin is None:
            same.append(table)
            self.tables.append(table)
        elif table.is_view and (twin.is_view or table.columns.keys() == twin.columns.keys() or not twin.foreign_keys):
            same[same.index(twin)] = table
            self.tables[self.tables.index(twin)] = table
        else:
            equal = list(twin.columns) == list(table.columns)
            self.problem(table.offset, "same_table" if equal else "duplicate_table", "info" if equal else "warning",
                         name=table.name, line=self.source.line(twin.offset))  # fmt: skip
