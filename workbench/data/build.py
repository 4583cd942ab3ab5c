"""Databases from a schema alone, from files, or with example rows. Each is built once in a child and then reused."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from workbench.data import cache
from workbench.data.child import Progress, run_job
from workbench.data.database import Database
from workbench.data.files.source import Source, list_folder, open_source
from workbench.data.notes import Note, listed, note, shortened, words
from workbench.data.record import Record, record_from_json, schema_to_json
from workbench.errors import DataError, is_disk_full
from workbench.schema.model import Problem, Schema
from workbench.text import t


def build_empty(schema: Schema) -> Database:
    """The tables and views without rows, enough to bind and EXPLAIN. Raises DataError."""
    key = cache.key_of("empty", schema.fingerprint)
    job = {"kind": "load", "schema": schema_to_json(schema), "files": []}
    return _built(key, job, t("data.label_empty"), problems=schema.problems)


def build_from_folder(
    schema: Schema, folder: Path | str, progress: Progress | None = None, stop: threading.Event | None = None
) -> Database:
    """One CSV, Excel or Parquet file a table, by file name; `\\N` is NULL, and so is an empty cell unless it is text.

    Files that cannot be read, tables without a file, broken rows and values that do not fit are in `notes`.
    Raises DataError when the folder is missing, no file fits any table, the load runs out of memory or `stop` is set.
    """
    folder = Path(folder)
    sources, notes = list_folder(folder)
    if not sources:
        # The one reason matters more than "no data files" when there were some.
        raise DataError(words(notes)[0] if notes else t("data.folder_empty", folder=shortened(folder.name, 80)))
    return _from_sources(sources, schema, shortened(folder.name, 60), notes, progress, stop)


def build_from_files(
    paths: Iterable[Path | str],
    schema: Schema | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Database:
    """The same for chosen files; without a schema every file (worksheet) becomes a table with types read from it.

    Raises DataError as `build_from_folder` does, and for the first file that may not be read at all.
    """
    sources = [open_source(Path(path)) for path in paths]
    if not sources:
        raise DataError(t("data.no_files"))
    label = listed((source.path.name for source in sources), shown=2)
    return _from_sources(sources, schema, label, [], progress, stop)


def build_examples(
    schema: Schema,
    seed: int = 0,
    today: dt.date | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Database:
    """Made-up rows for every table: foreign keys hold, Korean values, the same for the same seed and day.

    Dates lie in the two years up to `today` (default: today in Asia/Seoul). Show them as 예시 데이터. Raises DataError.
    """
    day = (today or dt.datetime.now(ZoneInfo("Asia/Seoul")).date()).isoformat()
    job = {"kind": "examples", "schema": schema_to_json(schema), "seed": seed, "today": day}
    key = cache.key_of("examples", schema.fingerprint, str(seed), day)
    return _built(key, job, t("data.label_examples"), (), progress, stop, schema.problems)


def build_flattened(path: Path, schema: Schema, label: str, namespaces: Sequence[str]) -> Database:
    """A copy of a DuckDB file with the tables of all its schemas side by side. Raises DataError."""
    key = cache.key_of("flattened", schema.fingerprint, cache.digest(path))
    notes = [note("db_flattened", names=listed(namespaces))]
    job = {"kind": "flatten", "schema": schema_to_json(schema), "source": str(path)}
    return _built(key, job, label, notes, problems=schema.problems)


def _from_sources(
    sources: Sequence[Source],
    schema: Schema | None,
    label: str,
    notes: Sequence[Note],
    progress: Progress | None,
    stop: threading.Event | None,
) -> Database:
    files = [{"path": str(s.path.absolute()), "name": s.name, "kind": s.kind, "size": s.size} for s in sources]
    contents = [f"{source.name}\x1e{source.kind}\x1e{cache.digest(source.path)}" for source in sources]
    key = cache.key_of("files", schema.fingerprint if schema else "", *contents)
    job = {"kind": "load", "schema": schema_to_json(schema) if schema else None, "files": files}
    return _built(key, job, label, notes, progress, stop, schema.problems if schema else ())


def _built(
    key: str,
    job: dict[str, Any],
    label: str,
    notes: Sequence[Note] = (),
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    problems: tuple[Problem, ...] = (),
) -> Database:
    def build(target: Path) -> Record:
        return record_from_json(run_job({**job, "target": str(target)}, progress, stop))

    try:
        path, record = cache.fetch(key, build)
    except OSError as error:
        full = is_disk_full(error)
        raise DataError(t("data.load_disk") if full else t("data.cache_unusable")) from None
    # A built file is found by its tables; what could not be read belongs to the text that was pasted now.
    schema = replace(record.schema, problems=problems)
    return Database(schema, path, record.rows, label, words([*notes, *record.notes]))
