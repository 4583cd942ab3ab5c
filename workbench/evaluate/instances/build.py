"""Instances of a schema as databases: made once for the same schema, golds, day and seed, then reused."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlglot import exp

from workbench.data import cache
from workbench.data.child import run_job
from workbench.data.database import Database
from workbench.data.given import Cells
from workbench.data.notes import words
from workbench.data.record import Record, record_from_json, schema_to_json
from workbench.errors import DataError, is_disk_full
from workbench.evaluate.clock import pinned
from workbench.evaluate.instances.fill import fill
from workbench.evaluate.instances.plan import Plan, make_plan, questions_of
from workbench.evaluate.instances.pools import Place, Pool, make_pools
from workbench.evaluate.instances.reading import Reading, read_gold
from workbench.evaluate.instances.reading.constants import constants_in, evaluated
from workbench.evaluate.instances.reading.views import with_views_open
from workbench.evaluate.instances.rows import Rows
from workbench.evaluate.instances.style import style_of
from workbench.evaluate.instances.truth import ask
from workbench.evaluate.instances.witnesses import add_witnesses
from workbench.sandbox.pool import Sandbox, open_sandbox
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema, Table
from workbench.sql.parsing import parse
from workbench.text import t

_log = logging.getLogger(__name__)
VERSION = "10"
"""Part of every key: raise it when the same golds give other rows from then on."""


def build_instances(
    schema: Schema, golds: Sequence[str], today: dt.date, count: int = 5, seed: int = 0
) -> tuple[Database, ...]:
    """`count` databases whose rows tell `golds` (DuckDB SQL) from queries that are nearly the same.

    One more where some golds stay empty on all of these, for them alone. Keys, NOT NULL and listed values of the DDL
    hold in every row. A gold that cannot be read is left out. Raises DataError when they cannot be written.
    """
    texts = sorted({pinned(gold, today, schema) for gold in golds})
    try:
        databases = _made(schema, texts, today, range(count), seed)
        empty = [gold for gold in empty_golds(databases, texts, today) if _runs(gold, databases[0])]
        if empty:
            more = _made(schema, empty, today, range(count, count + 1), seed)
            databases += more if len(empty_golds(more, empty, today)) < len(empty) else ()
        return databases
    except OSError as error:
        full = is_disk_full(error)
        raise DataError(t("data.load_disk") if full else t("data.cache_unusable")) from None


def _made(schema: Schema, golds: Sequence[str], today: dt.date, numbers: range, seed: int) -> tuple[Database, ...]:
    parts = ("instances", VERSION, schema.fingerprint, today.isoformat(), str(seed), *golds)
    with tempfile.TemporaryDirectory(dir=cache.folder(), suffix=".tmp") as folder:
        written = _Written(Path(folder), schema, golds, today, numbers, seed)
        return tuple(_fetched(cache.key_of(*parts, str(number)), written, number, schema) for number in numbers)


def empty_golds(databases: Sequence[Database], golds: Sequence[str], today: dt.date) -> tuple[str, ...]:
    """Those of `golds` whose result is empty on every one of `databases`: no rows, or nothing but NULL and 0."""
    left = dict.fromkeys(golds)
    for database in databases:
        with_rows = [gold for gold in left if not _is_vacuous(gold, database, today)]
        for gold in with_rows:
            del left[gold]
    return tuple(left)


def _runs(gold: str, database: Database) -> bool:
    return open_sandbox(database.path).run(gold, row_limit=1).status == "ok"


def _is_vacuous(gold: str, database: Database, today: dt.date) -> bool:
    ran = open_sandbox(database.path).run(pinned(gold, today, database.schema), row_limit=200)
    if ran.status != "ok" or ran.table is None:
        return True
    values = [value for column in ran.table.columns for value in column.to_pylist()]
    return ran.table.num_rows == 0 or (ran.table.num_rows == 1 and all(value in (None, 0) for value in values))


def _fetched(key: str, written: _Written, number: int, schema: Schema) -> Database:
    path, record = cache.fetch(key, lambda target: written.take(number, target))
    label = t("data.label_instance", number=number + 1)
    return Database(replace(record.schema, problems=schema.problems), path, record.rows, label, words(record.notes))


@dataclass
class _Written:
    """All instances, written by one child when the first of them is missing."""

    folder: Path
    schema: Schema
    golds: Sequence[str]
    today: dt.date
    numbers: range
    seed: int
    records: dict[int, Record] | None = None

    def take(self, number: int, target: Path) -> Record:
        if self.records is None:
            made = make_rows(self.schema, self.golds, self.today, self.numbers, self.seed)
            targets = [str(self._path(n)) for n in self.numbers]
            databases = [{"target": target, "rows": rows} for target, rows in zip(targets, made, strict=True)]
            job = {"kind": "given", "schema": schema_to_json(self.schema), "databases": databases}
            self.records = dict(zip(self.numbers, map(record_from_json, run_job(job)), strict=True))
        self._path(number).replace(target)
        return self.records[number]

    def _path(self, number: int) -> Path:
        return self.folder / f"{number}.duckdb"


def make_rows(
    schema: Schema, golds: Sequence[str], today: dt.date, numbers: Sequence[int], seed: int
) -> list[dict[str, Cells]]:
    """The rows of the instances of these numbers, by table."""
    schema = _spelt(with_inferred_keys(schema))
    sandbox = open_sandbox()
    readings = _readings(schema, golds, sandbox)
    pools = make_pools(schema, readings, today, sandbox)
    plans = _plans(readings, pools, seed, sandbox)
    return [_instance(schema, plans, pools, seed, number) for number in numbers]


def _readings(schema: Schema, golds: Sequence[str], sandbox: Sandbox) -> list[Reading]:
    trees = []
    for gold in golds:
        parsed = parse(gold)
        if len(parsed.statements) == 1 and isinstance(parsed.statements[0], exp.Query):
            trees.append(with_views_open(parsed.statements[0], schema))
    worth = evaluated([constant for tree in trees for constant in _constants(tree)], sandbox)
    return [reading for tree in trees if (reading := _read(tree, schema, worth)) is not None]


def _read(tree: exp.Expr, schema: Schema, worth: dict[str, str]) -> Reading | None:
    try:
        return read_gold(tree, schema, worth)
    except Exception:  # golds hold what nobody foresaw; the others still get their rows
        _log.exception("a gold was not read")
        return None


def _constants(tree: exp.Expr) -> list[exp.Expr]:
    """Of every clause: a query inside another is looked into by itself."""
    return [c for query in tree.find_all(exp.Select) for part in query.iter_expressions() for c in constants_in(part)]


def _plans(readings: Sequence[Reading], pools: dict[Place, Pool], seed: int, sandbox: Sandbox) -> list[list[Plan]]:
    rng = random.Random(seed)
    asked = [[(goal, questions_of(goal, pools, rng)) for goal in reading.goals] for reading in readings]
    every = [one for goals in asked for _, found in goals for one in found]
    answers = ask([question for one in every for question in (one.question, *one.parts)], sandbox)
    return [[make_plan(goal, found, answers) for goal, found in goals] for goals in asked]


def _instance(
    schema: Schema, plans: list[list[Plan]], pools: dict[Place, Pool], seed: int, number: int
) -> dict[str, Cells]:
    text = f"{seed}\n{number}\n{schema.fingerprint}"
    rng = random.Random(int(hashlib.sha256(text.encode()).hexdigest()[:12], 16))
    rows, style = Rows(schema, pools, rng), style_of(number)
    # Where two golds want the same key for different rows, another comes first in each instance.
    turned = plans[number % len(plans) :] + plans[: number % len(plans)] if plans else []
    for goals in turned:
        for plan in goals:
            add_witnesses(rows, plan, style, number)
    fill(rows, style)
    return {
        table.name: {
            column.name: [row.cells.get(column.name) for row in rows.of.get(table.name, [])] for column in table.columns
        }
        for table in schema.tables
        if not table.view_sql
    }


def _spelt(schema: Schema) -> Schema:
    """The same schema with every key spelling its columns as the tables do."""
    return replace(schema, tables=tuple(_keys_spelt(table, schema) for table in schema.tables))


def _keys_spelt(table: Table, schema: Schema) -> Table:
    keys = []
    for key in table.foreign_keys:
        parent = schema.table(key.table)
        if parent is not None:
            columns, refs = _names(table, key.columns), _names(parent, key.ref_columns)
            keys.append(replace(key, columns=columns, table=parent.name, ref_columns=refs))
    unique = tuple(_names(table, key) for key in table.unique_keys)
    return replace(table, primary_key=_names(table, table.primary_key), unique_keys=unique, foreign_keys=tuple(keys))


def _names(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(column.name if (column := table.column(name)) else name for name in names)
