"""Question cases as JSON lines: read with every mistake located, written so that a kill loses and repeats nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from workbench.errors import StoreError, UsageError
from workbench.text import t
from workbench.text.reason import reason_of

CaseId = str | int | float
"""As the line has it, so that a result is found again by the id that was given. 7 and "7" are one id."""


@dataclass(frozen=True)
class Case:
    """One line of `generate --cases`. Exactly one of `ddl` (text) and `ddl_path` is set."""

    id: CaseId
    question: str
    ddl: str | None = None
    ddl_path: Path | None = None
    data_path: Path | None = None
    dialect: str | None = None
    today: dt.date | None = None


@dataclass(frozen=True)
class BadLine:
    """A line that is no case. `id` is there when the line at least had one: it gets an `error` result."""

    number: int
    message: str
    id: CaseId | None = None


def read_lines(path: Path, key: str) -> tuple[list[dict[str, Any]], list[BadLine]]:
    """JSON objects of a JSONL file that have a unique `id` and the text field `key`, and what was wrong with the rest.

    Raises UsageError when the file cannot be read at all.
    """
    text = read_text(path)
    good: list[dict[str, Any]] = []
    bad: list[BadLine] = []
    seen: set[str] = set()
    # Not splitlines(): U+2028 and its kin may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        item = _parse(line, number, key)
        if isinstance(item, BadLine):
            bad.append(item)
            if item.id is not None:
                seen.add(str(item.id))
        elif str(item["id"]) in seen:
            bad.append(BadLine(number, t("cli.same_id", id=item["id"])))
        else:
            good.append(item)
            seen.add(str(item["id"]))
    return good, bad


def read_text(path: Path) -> str:
    """A UTF-8 file, with a byte order mark or without. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(t("cli.cannot_read", path=path, reason=reason_of(error))) from error


def _parse(line: str, number: int, key: str) -> dict[str, Any] | BadLine:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return BadLine(number, t("cli.not_json"))
    if not isinstance(item, dict) or not _is_id(item.get("id")):
        return BadLine(number, t("cli.no_id"))
    if not isinstance(item.get(key), str):
        return BadLine(number, t("cli.no_field", field=key), item["id"])
    return item


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def read_cases(path: Path) -> tuple[list[Case], list[BadLine]]:
    """Cases of `generate`. Paths in a case are relative to the file's folder, or absolute."""
    items, bad = read_lines(path, "question")
    cases: list[Case] = []
    for item in items:
        case = _to_case(item, path.parent)
        if isinstance(case, str):
            bad.append(BadLine(0, case, item["id"]))
        else:
            cases.append(case)
    return cases, bad


def _to_case(item: dict[str, Any], folder: Path) -> Case | str:
    ddl, ddl_path = item.get("ddl"), item.get("ddl_path")
    if not isinstance(ddl, str) and not isinstance(ddl_path, str):
        return t("cli.no_field", field="ddl")
    try:
        today = dt.date.fromisoformat(item["today"]) if item.get("today") else None
    except (TypeError, ValueError):
        return t("cli.bad_date", value=item["today"])
    data = item.get("data_path")
    return Case(
        item["id"],
        item["question"],
        ddl if isinstance(ddl, str) else None,
        resolve_path(folder, ddl_path) if not isinstance(ddl, str) else None,
        resolve_path(folder, data) if isinstance(data, str) and data else None,
        item.get("dialect") if isinstance(item.get("dialect"), str) else None,
        today,
    )


def resolve_path(folder: Path, path: Any) -> Path:
    """As given when that exists (relative to where the command runs), else relative to the case file."""
    given = Path(path)
    return given if given.is_absolute() or given.exists() else folder / given


class ResultFile:
    """A JSONL file that holds each id once through kills and restarts: whole lines, each flushed to disk."""

    def __init__(self, path: Path, resume: bool) -> None:
        self.path = path
        self.done: set[str] = set()
        try:
            if resume and path.exists():
                self.done = _keep_whole_lines(path)
            # A lone surrogate, legal as an escape in JSON, comes out as the escape that it came in as.
            self._file: TextIO = path.open("a" if resume else "w", encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UsageError(t("cli.cannot_write", path=path, reason=reason_of(error))) from error

    def write(self, item: dict[str, Any]) -> None:
        """Append one result. Raises StoreError with the reason when the disk does not take it."""
        try:
            self._file.write(json.dumps(item, ensure_ascii=False, allow_nan=False) + "\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise StoreError(t("cli.disk_refused", path=self.path, reason=reason_of(error))) from error
        self.done.add(str(item["id"]))

    def close(self) -> None:
        with contextlib.suppress(OSError):  # a full disk has been reported by `write`
            self._file.close()

    def __enter__(self) -> ResultFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _keep_whole_lines(path: Path) -> set[str]:
    """Ids already written; a last line torn by a kill, or doubled ids, are dropped from the file (atomically)."""
    ids: dict[str, str] = {}
    torn = False
    for line in _lines(path):
        try:
            item = json.loads(line)
            identity = str(item["id"])
        except (ValueError, KeyError, TypeError):
            torn = True
            continue
        torn = torn or identity in ids or not line.endswith("\n")
        ids.setdefault(identity, line.rstrip("\n") + "\n")
    if torn:
        fresh = path.with_name(path.name + ".part")
        fresh.write_text("".join(ids.values()), encoding="utf-8")
        os.replace(fresh, path)
    return set(ids)


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        yield from file
