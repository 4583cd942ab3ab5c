"""The databases that one schema's answers are graded on, and gold's results there, each computed once."""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from workbench.ask.options import today_in_seoul
from workbench.data.build import build_empty, build_from_folder
from workbench.data.database import Database
from workbench.data.samples import as_sample, sample_at
from workbench.evaluate.grading.gold import Gold, GoldRun
from workbench.evaluate.grading.reading import Reader, Ready, Unfit
from workbench.evaluate.instances import build_instances
from workbench.sandbox.pool import open_sandbox
from workbench.schema.dialects import canonical
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.sql.pasted import read_pasted

INSTANCES = 5
_KEPT = 128
"""Golds whose results are kept. Five small results take some 100 kB; a run asks for each gold once, in order."""


class Ground:
    """One schema with its databases. Safe for threads. Close it when done: it holds children of the sandbox.

    databases: those with the rows given, or else instances made for `golds`.
    """

    def __init__(
        self,
        schema: Schema,
        given: Database | None,
        golds: Sequence[str],
        dialect: str | None,
        today: dt.date,
        seed: int,
    ) -> None:
        self.schema, self.dialect, self.today, self.seed = schema, dialect, today, seed
        self.given = given
        self.reader = Reader(schema, given or build_empty(schema), today)
        self._texts = tuple(dict.fromkeys(golds))
        self._golds: OrderedDict[tuple[str, str | None], Gold | Unfit] = OrderedDict()
        self._instances: tuple[Database, ...] | None = None
        self._lock = threading.RLock()

    @property
    def databases(self) -> tuple[Database, ...]:
        return (self.given,) if self.given is not None else self.instances()

    def instances(self) -> tuple[Database, ...]:
        """Made-up databases, built on first use. Raises DataError."""
        with self._lock:
            if self._instances is None:
                read = [self.reader.gold(text, self.dialect) for text in self._texts]
                golds = [one.sql for one in read if isinstance(one, Ready)]
                self._instances = build_instances(self.schema, golds, self.today, INSTANCES, self.seed)
            return self._instances

    def gold(self, sql: str, dialect: str | None) -> Gold | Unfit:
        """A gold made ready to run; its results are kept with it."""
        key = (sql, dialect)
        with self._lock:
            if key in self._golds:
                self._golds.move_to_end(key)
                return self._golds[key]
        read = self.reader.gold(sql, dialect)
        dialects = self.reader.dialects_of_gold(dialect)
        found = Gold(read, self.reader, dialects) if isinstance(read, Ready) else read
        with self._lock:
            self._golds[key] = found
            while len(self._golds) > _KEPT:
                self._golds.popitem(last=False)
        return found

    def runs(self, gold: Gold) -> Iterator[tuple[Database, GoldRun]]:
        """Gold's result on each database that counts: the rows given, and instances where those say nothing."""
        vacuous = True
        if self.given is not None:
            run = gold.on(self.given)
            vacuous = run.is_vacuous or run.ambiguous
            yield self.given, run
        if vacuous:
            for database in self.instances():
                yield database, gold.on(database)

    def close(self) -> None:
        """Let the sandbox's children of these databases go."""
        for database in (self.reader.database, self.given, *(self._instances or ())):
            if database is not None:
                open_sandbox(database.path).close()

    def __enter__(self) -> Ground:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


def open_ground(
    case_ddl: str,
    dialect: str | None = None,
    data_path: Path | None = None,
    golds: Sequence[str] = (),
    today: dt.date | None = None,
    seed: int = 0,
) -> Ground:
    """The ground for the cases of one schema. `golds` are theirs, as written: instances are made to tell them apart.

    dialect: of DDL and golds; None is detected. today: for NOW() and relative dates; None is today in Seoul.
    Raises SchemaError when no table can be read, DataError when `data_path` cannot be loaded, UsageError for an unknown
    dialect.
    """
    dialect = canonical(dialect) if dialect else None
    schema = read_pasted(case_ddl, dialect)
    given = build_from_folder(schema, data_path) if data_path is not None else None
    if given is not None and data_path is not None and (sample := sample_at(data_path)) is not None:
        given = as_sample(given, sample)
    day = today or today_in_seoul()
    return Ground(with_inferred_keys(schema), given, golds, dialect, day, seed)
