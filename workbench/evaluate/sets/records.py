"""Rows of a JSONL, JSON or CSV file with the line each starts on, and the lines that are no row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.data.files.csv_file import CsvFile, open_csv
from workbench.data.files.grid import Broken, Row
from workbench.data.limits import LOAD
from workbench.errors import DataError, UsageError
from workbench.evaluate.case import BadRow
from workbench.evaluate.sets.columns import guess_mapping
from workbench.schema.decode import decode
from workbench.settings import INPUT
from workbench.text import t
from workbench.text.reason import reason_of

JSON = (".jsonl", ".json", ".ndjson")
SUFFIXES = (*JSON, ".csv", ".tsv", ".txt")
_COLUMNS = 1_000
"""Different keys over all rows: a set has ten; a file with more is a matrix or one big object a line."""


@dataclass(frozen=True)
class Record:
    """`number`: the line it starts on, from 1 (its place, for a JSON array). Cells are JSON values."""

    number: int
    values: dict[str, Any]


@dataclass(frozen=True)
class Records:
    """`columns` in the order of their first appearance over all rows."""

    rows: tuple[Record, ...]
    columns: tuple[str, ...]
    problems: tuple[BadRow, ...]


def read_records(path: Path) -> Records:
    """Raises UsageError for a file that is missing, empty, too large, or neither JSON lines nor CSV."""
    _look_at(path)
    try:
        if _is_json(path):
            return _read_json(path)
        return _read_csv(path)
    except OSError as error:
        raise UsageError(t("sets.cannot_read", path=path, reason=reason_of(error))) from error
    except DataError as error:
        raise UsageError(error.message) from error


def _look_at(path: Path) -> None:
    try:
        size = path.stat().st_size if path.is_file() else None
    except (OSError, ValueError):
        size = None
    if size is None:
        raise UsageError(t("sets.no_file", path=path))
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(t("sets.other_kind", path=path, kinds=", ".join(SUFFIXES)))
    if size == 0:
        raise UsageError(t("sets.empty_file", path=path))
    if size > INPUT.upload_mb << 20:
        raise UsageError(t("sets.large_file", path=path, mb=size >> 20, limit=INPUT.upload_mb))


def _is_json(path: Path) -> bool:
    """By content: sheets saved as .txt and JSON lines saved as .csv both happen."""
    with path.open("rb") as file:
        head = decode(file.read(4096)).text.lstrip()
    if head.startswith("{"):
        return True
    return head.startswith("[") and path.suffix.lower() not in (".csv", ".tsv")


def _read_json(path: Path) -> Records:
    text = decode(path.read_bytes()).text
    items = _as_array(text)
    found = _lines(text) if items is None else enumerate(items, start=1)
    rows: list[Record] = []
    problems: list[BadRow] = []
    for number, item in found:
        if isinstance(item, BadRow):
            problems.append(item)
        elif isinstance(item, dict):
            rows.append(Record(number, item))
        else:
            problems.append(BadRow(number, t("sets.not_object")))
    return _whole(path, rows, list(dict.fromkeys(key for row in rows for key in row.values)), problems)


def _as_array(text: str) -> list[Any] | None:
    """The rows of a text that is one JSON array, or one object that holds one (`{"data": [...]}`); None for lines."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
        return lists[0] if len(lists) == 1 and "question" not in guess_mapping(list(whole)) else [whole]
    return whole if isinstance(whole, list) else None


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    # Not splitlines(): U+2028 and its kin may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, BadRow(number, t("sets.not_json"))


@dataclass
class _EveryBroken(Broken):
    """Loading counts broken rows and names a few; here each is reported."""

    every: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, reason: str) -> None:
        self.every.append((line, reason))


def _read_csv(path: Path) -> Records:
    broken = _EveryBroken()
    file = open_csv(path, path.stem, path.stat().st_size)
    file.broken = broken
    lines = _faultless(file) or _mended(file)
    if not lines:
        raise UsageError(t("sets.no_header", path=path))
    names = [(cell or "").strip() for cell in lines[0][1]]
    rows = [
        _record(number, names, cells) for number, cells in lines[1:] if any(cell and cell.strip() for cell in cells)
    ]
    problems = [BadRow(number, t(f"sets.{reason}")) for number, reason in broken.every]
    return _whole(path, rows, list(dict.fromkeys(filter(None, names))), problems)


def _faultless(file: CsvFile) -> list[Row]:
    """Header and rows of a file without any fault; nothing where one is in doubt.

    The reader of tables takes a quote that is open for 1,000 lines for a stray one; the DDL of 200 tables is longer.
    """
    csv.field_size_limit(LOAD.field_chars)
    rows: list[Row] = []
    if file.backslash:
        return rows
    with file.path.open(encoding=file.encoding, newline="") as text:
        reader = csv.reader(text, delimiter=file.separator, strict=True)
        line = 1
        try:
            for cells in reader:
                if cells:
                    rows.append((line, list(cells)))
                if len(cells) not in (0, len(rows[0][1]) if rows else 0):
                    return []
                line = reader.line_num + 1
        except (csv.Error, UnicodeDecodeError):
            return []
    return rows if rows and len(rows[0][1]) > 1 else []


def _mended(file: CsvFile) -> list[Row]:
    """Header and rows around whatever is broken; that is told to `file.broken`."""
    # A title above the header fills one cell; no set has only one column.
    head = next((row for row in file.sample() if sum(bool(cell and cell.strip()) for cell in row[1]) > 1), None)
    return [head, *file.rows(head[0], len(head[1]), 1)] if head else []


def _record(number: int, names: list[str], cells: list[str | None]) -> Record:
    return Record(number, {name: cell for name, cell in zip(names, cells, strict=True) if name and cell != "\\N"})


def _whole(path: Path, rows: list[Record], columns: list[str], problems: list[BadRow]) -> Records:
    if len(columns) > _COLUMNS:
        raise UsageError(t("sets.many_columns", path=path, limit=_COLUMNS))
    if not rows:
        first = problems[0].message if problems else ""
        raise UsageError(t("sets.no_rows", path=path, reason=first))
    return Records(tuple(rows), tuple(columns), tuple(problems))
