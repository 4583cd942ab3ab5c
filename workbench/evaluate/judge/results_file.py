"""Files of answered requests, in every shape that people have them in, as records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from workbench.data.files.csv_file import encoding_of
from workbench.errors import UsageError
from workbench.evaluate.case import BadRow
from workbench.evaluate.judge.frame import Frame, FrameRow, read_frame
from workbench.evaluate.judge.hiding import hide_secrets
from workbench.evaluate.judge.record import (
    Record,
    content_digest,
    identity,
    record_of_batch,
    record_of_pair,
)
from workbench.evaluate.judge.verdict import read_cell
from workbench.text import t
from workbench.text.reason import reason_of

_TABLES = (".parquet", ".pq", ".csv", ".tsv")
_DECODER = json.JSONDecoder()
_FIRST_LINES = 20


def read_records(path: Path) -> tuple[list[Record], list[BadRow]]:
    """Every answered request of a results file or a table, and the lines that are neither.

    A file of JSON lines is read line by line: 100,000 results are some 500 MB. Raises UsageError for a file that
    cannot be read or holds nothing of this kind.
    """
    if path.suffix.lower() in _TABLES or not _starts_like_results(path):
        return _of_frame(read_frame(path))
    records: list[Record] = []
    broken: list[BadRow] = []
    for number, item in _items(path):
        if isinstance(item, BadRow):
            broken.append(item)
        elif _is_pair(item):
            records.append(record_of_pair(item, number))
        elif isinstance(item, dict) and "custom_id" in item and ("response" in item or "error" in item):
            records.append(record_of_batch(item, number))
        else:
            broken.append(BadRow(number, t("judge.not_a_result")))
    if not records:
        raise UsageError(t("judge.no_results", path=path))
    return records, broken


def read_requests(path: Path) -> dict[str, str]:
    """What was asked: id → digest of its content, in order. Same content twice without a name is asked for twice.

    Raises UsageError for a file that cannot be read or holds no request.
    """
    asked: dict[str, str] = {}
    for _, item in _items(path):
        if not isinstance(item, dict):
            continue
        metadata = item.get("metadata")
        content = content_digest(item)
        id = identity(item, metadata if isinstance(metadata, dict) else {}) or content
        twin, count = id, 1
        while twin in asked and id == content:
            count += 1
            twin = f"{id}#{count}"
        asked[twin] = content
    if not asked:
        raise UsageError(t("judge.no_requests", path=path))
    return asked


def _starts_like_results(path: Path) -> bool:
    """A list a line, or the Batch API's objects; objects of any other kind are rows of a table."""
    try:
        with _opened(path) as file:
            head = file.read(65_536)
    except (OSError, ValueError) as error:
        raise UsageError(t("judge.cannot_read", path=path, reason=reason_of(error))) from error
    # The first line may be somebody's note, or the end of one that a crash tore.
    for line in head.split("\n")[:_FIRST_LINES]:
        line = line.lstrip()
        if line.startswith("["):
            inside = head[head.index("[") + 1 :].lstrip() if line.strip() == "[" else line[1:].lstrip()
            return not inside.startswith("{") or _first_object_asks(inside)
        if line.startswith("{"):
            return '"custom_id"' in line
    return False


def _opened(path: Path) -> TextIO:
    """PowerShell's `>` writes UTF-16, and a Korean Windows CP949."""
    return path.open(encoding=encoding_of(path), errors="replace", newline="\n")


def _first_object_asks(text: str) -> bool:
    """Whether the first object of a list is a request (of a pair), rather than the first row of a table."""
    try:
        first, _ = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return '"messages"' in text or '"model"' in text
    return (
        isinstance(first, dict)
        and bool({"messages", "model", "prompt", "input"} & set(first))
        and not ({"gen_sql", "resolve_yn"} & set(first))
    )


def _items(path: Path) -> Iterator[tuple[int, Any]]:
    """JSON values with the line they stand on; a file that is one JSON array gives its elements."""
    try:
        with _opened(path) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                item = _parse(line, number)
                if number == 1 and isinstance(item, BadRow) and line.strip() == "[":
                    yield from _whole(path)
                    return
                if isinstance(item, list) and item and all(_is_pair(part) for part in item):
                    yield from enumerate(item, start=1)
                else:
                    yield number, item
    except OSError as error:
        raise UsageError(t("judge.cannot_read", path=path, reason=reason_of(error))) from error


def _whole(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        with _opened(path) as file:
            items = json.loads(file.read())
    except (ValueError, RecursionError):
        raise UsageError(t("judge.no_results", path=path)) from None
    yield from enumerate(items if isinstance(items, list) else [items], start=1)


def _parse(line: str, number: int) -> Any:
    """The line's value. Of a line that a crash tore, the request is saved: it then has no answer, and is named."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        pass
    head = line.lstrip()
    if head.startswith("[") and head[1:].lstrip().startswith("{"):
        try:
            request, _ = _DECODER.raw_decode(head[1:].lstrip())
            return [request, [t("judge.torn_line", number=number)]]
        except (ValueError, RecursionError):
            pass
    return BadRow(number, t("judge.not_json"))


def _is_pair(item: Any) -> bool:
    return isinstance(item, list) and 2 <= len(item) <= 3 and isinstance(item[0], dict)


def _of_frame(frame: Frame) -> tuple[list[Record], list[BadRow]]:
    return [_of_row(row) for row in frame.rows], list(frame.problems)


def _of_row(row: FrameRow) -> Record:
    # All of it: beside the generated SQL the exercise's `prompt` is what the model was asked, the same for every model.
    asked = "\0".join((row.prompt, row.ddl, row.question, row.gold, row.sql))
    content = "sha256:" + hashlib.sha256(asked.encode("utf-8", "replace")).hexdigest()[:24]
    verdict = read_cell(row.verdict) if row.verdict is not None else None
    # Rows without a prompt or SQL (a lone verdict column) can only be told apart by their place.
    id = row.id or (content if asked.strip("\0") else f"#{row.number}")
    return Record(row.number, id, content, verdict, raw=hide_secrets((row.verdict or "")[:4_000]))
