"""The distinct text values of a database: what a question may mention and what a filter may equal."""

from __future__ import annotations

import json
import logging
import os
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from workbench.data import cache
from workbench.data.convert import family
from workbench.data.database import Database
from workbench.data.mention import Mentions, region_aliases
from workbench.data.sensitive import are_sensitive_values, is_sensitive_name
from workbench.sandbox.pool import open_sandbox
from workbench.schema.model import Column, Table
from workbench.schema.names import quote

log = logging.getLogger(__name__)

MAX_VALUES = 2_000
"""Distinct values kept of a column, the most frequent first; more are names or sentences rather than categories."""
MAX_LENGTH = 60
"""Longer values are prose: nobody quotes them in a question."""
MAX_COLUMNS = 3_000
"""Text columns looked at; a schema of 1,000 tables stays under a minute."""
MAX_TOTAL = 300_000
"""Values kept in all, about 20 MB on disk; columns after that have none."""
SECONDS_PER_TABLE = 10.0

Key = tuple[str, str]
"""Table and column, casefolded."""


@dataclass(frozen=True)
class ColumnValues:
    table: str
    column: str
    values: tuple[str, ...]
    complete: bool
    sensitive: bool = False


@dataclass(frozen=True)
class ValueIndex:
    """Values by column. Names are matched without regard to case; columns that are not text have none."""

    columns: dict[Key, ColumnValues] = field(default_factory=dict)

    def values(self, table: str, column: str) -> tuple[str, ...]:
        """Most frequent first; empty for unknown, sensitive and other than text columns."""
        held = self._held(table, column)
        return held.values if held else ()

    def is_complete(self, table: str, column: str) -> bool:
        """Whether `values` is all there is."""
        held = self._held(table, column)
        return held is not None and held.complete

    def is_sensitive(self, table: str, column: str) -> bool:
        """Whether the column's values must not be offered or sent to a model (주민등록번호, 전화번호 …)."""
        held = self._held(table, column)
        return held is not None and held.sensitive

    def contains(self, table: str, column: str, text: str) -> bool | None:
        """Whether the column holds exactly `text`; None when not all its values are known."""
        held = self._held(table, column)
        if held is None:
            return None
        if text in self._sets[(held.table.casefold(), held.column.casefold())]:
            return True
        return False if held.complete else None

    def nearest(self, table: str, column: str, text: str, n: int = 3) -> tuple[str, ...]:
        """The values most like `text`, best first: by 자모, so that `서욿` is near `서울`, or as a part of them."""
        choices = self.values(table, column)
        wanted = _spelled(text)
        if not wanted or n < 1:
            return ()
        spelled = self._spellings(table, column)
        scores = {
            choices[place]: score
            for _, score, place in process.extract(
                wanted, spelled, scorer=Levenshtein.normalized_similarity, limit=n, score_cutoff=0.45
            )
        }
        # `서울` is the start of `서울특별시` but far from it by distance.
        for value, letters in zip(choices, spelled, strict=True):
            if len(wanted) >= 3 and len(letters) >= 3 and (wanted in letters or letters in wanted):
                part = min(len(wanted), len(letters)) / max(len(wanted), len(letters))
                scores[value] = max(scores.get(value, 0.0), 0.6 + 0.35 * part)
        return tuple(sorted(scores, key=lambda value: (-scores[value], value))[:n])

    def find(self, text: str) -> tuple[tuple[str, str, str], ...]:
        """(table, column, value) for values that occur in `text`, in that order; 서울특별시 is also found as 서울.

        The longest wins where several begin in the same word; case, Unicode form and blanks do not matter; values of
        one letter and bare numbers count only as whole words.
        """
        return tuple(
            (held.table, held.column, value)
            for value, places in self._mentions.find(text)
            for held in (self.columns[place] for place in places)
        )

    def _held(self, table: str, column: str) -> ColumnValues | None:
        return self.columns.get((table.casefold(), column.casefold()))

    @cached_property
    def _sets(self) -> dict[Key, frozenset[str]]:
        return {key: frozenset(held.values) for key, held in self.columns.items()}

    @cached_property
    def _mentions(self) -> Mentions[Key]:
        return Mentions(
            (written, value, key)
            for key, held in self.columns.items()
            for written, value in [*zip(held.values, held.values, strict=True), *region_aliases(held.values)]
        )

    @cached_property
    def _spelled_columns(self) -> dict[Key, list[str]]:
        return {}

    def _spellings(self, table: str, column: str) -> list[str]:
        key = (table.casefold(), column.casefold())
        if key not in self._spelled_columns:
            self._spelled_columns[key] = [_spelled(value) for value in self.values(table, column)]
        return self._spelled_columns[key]


def column_values(database: Database) -> ValueIndex:
    """Read through the sandbox once, then from the file beside the built databases. Never raises: what could not be
    read has no values. Databases without rows of their own (`empty`) have none."""
    if database.rows == "empty":
        return ValueIndex()
    store = cache.folder() / f"{_store_name(database)}.values.json"
    try:
        return _from_json(json.loads(store.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    index = _read(database)
    try:
        temporary = store.with_name(f"{store.name}.{os.getpid()}.tmp")
        temporary.write_text(json.dumps(_to_json(index), ensure_ascii=False), encoding="utf-8")
        temporary.replace(store)
    except OSError as error:
        log.warning("values not cached: %s", error)
    return index


def _store_name(database: Database) -> str:
    """The built file's own name; for a file of the user's its path, size and time."""
    if database.path.parent == cache.folder():
        return database.path.stem
    status = database.path.stat()
    parts = (str(database.path.absolute()), str(status.st_size), str(status.st_mtime_ns), database.schema.fingerprint)
    return cache.key_of("values", *parts)


def _read(database: Database) -> ValueIndex:
    sandbox = open_sandbox(database.path)
    columns: dict[Key, ColumnValues] = {}
    budget, total = MAX_COLUMNS, 0
    for table in database.schema.tables:
        wanted = [column for column in table.columns if family(column.type) == "text" or _is_enum(column)]
        plain = []
        for column in wanted:
            if is_sensitive_name(column.name, column.comment):
                held = ColumnValues(table.name, column.name, (), False, True)
                columns[(table.name.casefold(), column.name.casefold())] = held
            else:
                plain.append(column)
        plain = plain[: max(0, budget)]
        budget -= len(plain)
        if not plain or table.view_sql or total > MAX_TOTAL:
            continue
        result = sandbox.run(_query(table, plain), (MAX_VALUES + 1) * len(plain), SECONDS_PER_TABLE)
        if result.table is None:
            continue
        found: dict[int, list[str | None]] = {place: [] for place in range(len(plain))}
        total += result.table.num_rows
        places, values = (result.table.column(name).to_pylist() for name in ("place", "value"))
        for place, value in zip(places, values, strict=True):
            found[place].append(value)
        for place, column in enumerate(plain):
            held = _column_values(table, column, found[place], result.truncated, database.rows)
            columns[(table.name.casefold(), column.name.casefold())] = held
    return ValueIndex(columns)


def _query(table: Table, columns: list[Column]) -> str:
    """The most frequent values of each column, one more than kept; long ones come as NULL, to be noticed."""
    parts = []
    for place, column in enumerate(columns):
        name = f"CAST({quote(column.name)} AS VARCHAR)"
        value = f"CASE WHEN length({name}) <= {MAX_LENGTH} AND NOT contains({name}, chr(10)) THEN {name} END"
        parts.append(
            f"SELECT * FROM (SELECT {place} AS place, {value} AS value, count(*) AS n FROM {quote(table.name)} "
            f"WHERE {quote(column.name)} IS NOT NULL GROUP BY ALL ORDER BY n DESC, value LIMIT {MAX_VALUES + 1})"
        )
    return " UNION ALL ".join(parts) + " ORDER BY place, n DESC, value"


def _column_values(table: Table, column: Column, found: list[str | None], cut: bool, rows: str) -> ColumnValues:
    texts = [value for value in found if value is not None]
    complete = len(texts) == len(found) <= MAX_VALUES and not cut
    texts = texts[:MAX_VALUES]
    if are_sensitive_values(texts):
        return ColumnValues(table.name, column.name, (), False, True)
    if column.choices:
        # The DDL says what may occur, also where no row has it yet.
        texts += [choice for choice in column.choices if choice not in set(texts)]
    elif rows == "example":
        # Made-up rows prove nothing about what the real ones hold.
        complete = False
    return ColumnValues(table.name, column.name, tuple(texts), complete)


def _is_enum(column: Column) -> bool:
    return column.type.upper().startswith("ENUM")


def _spelled(text: str) -> str:
    """Letters as typed: 자모 for Hangul, no case, no blanks."""
    return "".join(ch for ch in unicodedata.normalize("NFD", text).casefold() if not ch.isspace())


def _to_json(index: ValueIndex) -> list[list[object]]:
    return [[h.table, h.column, list(h.values), h.complete, h.sensitive] for h in index.columns.values()]


def _from_json(data: list[list[object]]) -> ValueIndex:
    columns: dict[Key, ColumnValues] = {}
    for table, column, values, complete, sensitive in data:
        if not isinstance(values, list):
            raise TypeError("values")
        held = ColumnValues(str(table), str(column), tuple(map(str, values)), bool(complete), bool(sensitive))
        columns[(held.table.casefold(), held.column.casefold())] = held
    return ValueIndex(columns)
