"""The databases that cases are examined on. Small schemas without rows share one, as far as their names allow.

A set such as sql-create-context has a schema of one table for nearly every question: 13,948 databases would take two
hours to build and as many processes to bind in; sharing makes it 60.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from workbench.ask.workspace import Workspace, close_workspace, open_workspace
from workbench.data.build import build_empty, build_from_folder
from workbench.data.database import Database
from workbench.data.samples import as_sample, sample_at
from workbench.errors import WorkbenchError
from workbench.sandbox.pool import open_sandbox
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.train.data.sources import Sourced

_SHARED_TABLES = 300
_SMALL = 12
"""Tables of a schema that shares: a larger one has a database of its own."""
_OPEN = 20
"""Databases looked at for room. Schemas that all call their table `orders` cannot share anyway."""


@dataclass
class Place:
    """The cases of one schema and, inside of `with`, their workspace; None where it cannot be opened.

    fault: what is wrong with the DDL, ready to show. has_rows: whether rows came with it, so that gold can be run.
    """

    cases: list[Sourced]
    schema: Schema | None
    fault: str = ""
    has_rows: bool = False
    shared: Shared | None = None
    workspace: Workspace | None = None

    def __enter__(self) -> Place:
        if self.schema is None:
            return self
        try:
            self.workspace = self.shared.workspace(self.schema) if self.shared is not None else self._own(self.schema)
        except WorkbenchError as error:
            self.fault = error.message
            return self
        lost = {table.name for table in self.schema.tables} - {table.name for table in self.workspace.schema.tables}
        if lost and not self.fault:
            self.fault = t("train.data_tables_lost", tables=", ".join(sorted(lost)[:5]))
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        if self.workspace is not None and self.shared is None:
            close_workspace(self.workspace)
        self.workspace = None

    def _own(self, schema: Schema) -> Workspace:
        folder = self.cases[0].case.data_path
        if folder is None:
            return open_workspace(build_empty(schema))
        database = build_from_folder(schema, folder)
        sample = sample_at(folder)
        return open_workspace(as_sample(database, sample) if sample is not None else database)


@dataclass
class Shared:
    """One empty database for many schemas, built for the first that asks once all are added."""

    schemas: list[Schema] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    database: Database | None = None

    def takes(self, schema: Schema) -> bool:
        names = {table.name.casefold() for table in schema.tables}
        return not names & self.names and len(self.names) + len(names) <= _SHARED_TABLES

    def add(self, schema: Schema) -> None:
        self.schemas.append(schema)
        self.names |= {table.name.casefold() for table in schema.tables}

    def workspace(self, schema: Schema) -> Workspace:
        """Raises DataError."""
        if self.database is None:
            tables = tuple(table for one in self.schemas for table in one.tables)
            self.database = build_empty(replace(schema, tables=tables, problems=()))
        built = self.database.schema
        own = replace(schema, tables=tuple(table for table in schema.tables if built.table(table.name) is not None))
        return Workspace(self.database, with_inferred_keys(own), None, open_sandbox(self.database.path))

    def close(self) -> None:
        if self.database is not None:
            open_sandbox(self.database.path).close()


def places_of(cases: Sequence[Sourced]) -> Iterator[Place]:
    """One place a schema, those that share a database one after the other."""
    alone: list[Place] = []
    pools: list[tuple[Shared, list[Place]]] = []
    groups: dict[tuple[str, Path | None, str | None], list[Sourced]] = {}
    for one in cases:
        groups.setdefault((one.case.ddl, one.case.data_path, one.case.dialect), []).append(one)
    for group in groups.values():
        place = _place(group)
        schema = place.schema
        views = schema is not None and any(table.view_sql for table in schema.tables)
        if schema is None or place.has_rows or views or len(schema.tables) > _SMALL:
            alone.append(place)
            continue
        shared, places = next((one for one in reversed(pools[-_OPEN:]) if one[0].takes(schema)), (Shared(), []))
        if not places:
            pools.append((shared, places))
        place.shared = shared
        shared.add(schema)
        places.append(place)
    yield from alone
    for pool, places in pools:
        yield from places
        pool.close()


def _place(group: list[Sourced]) -> Place:
    case = group[0].case
    try:
        schema = read_pasted(case.ddl, case.dialect)
    except WorkbenchError as error:
        return Place(group, None, error.message)
    worst = next((problem for problem in schema.problems if problem.severity == "error"), None)
    fault = t("train.data_ddl_problem", line=worst.line, message=worst.message) if worst is not None else ""
    return Place(group, schema, fault, case.data_path is not None)
