"""The folder of built databases: named by content, written once, reused, capped.

A build holds the lock of its key, writes under a temporary name and renames: a reader sees a whole file or none, and
several processes asking for the same data build it once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock

from workbench import settings
from workbench.data.limits import LOAD
from workbench.data.record import Record, record_from_json

VERSION = "6"
"""Part of every key: raise it when the same input is loaded differently from then on."""


def folder() -> Path:
    path = settings.cache_dir() / "databases"
    path.mkdir(parents=True, exist_ok=True)
    return path


def key_of(*parts: str) -> str:
    """A file name (64 hex digits) from everything that decides what the database holds."""
    return hashlib.sha256("\x1f".join((VERSION, *parts)).encode()).hexdigest()


def digest(path: Path) -> str:
    """sha256 of a file's bytes; 300 MB take about 0.3 s."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(key: str, build: Callable[[Path], Record]) -> tuple[Path, Record]:
    """The built file of `key` and its record; `build(temporary_path)` makes it where it is missing.

    What `build` raises passes through and leaves nothing behind. Raises OSError when the disk is full.
    """
    final = folder() / f"{key}.duckdb"
    with FileLock(folder() / f"{key}.lock"):
        record = _stored(final)
        if record is not None:
            return final, record
        with _scratch(key) as temporary:
            record = build(temporary)
            text = json.dumps(record.to_json(), ensure_ascii=False)
            _write_whole(final.with_suffix(".json"), text)
            temporary.replace(final)
    _evict()
    return final, record


def _stored(final: Path) -> Record | None:
    """The record of a finished build, marked as used now; None where there is none or it is damaged."""
    try:
        record = record_from_json(json.loads(final.with_suffix(".json").read_text(encoding="utf-8")))
        os.utime(final)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record


@contextlib.contextmanager
def _scratch(key: str) -> Iterator[Path]:
    """A temporary path for one build; whatever lies there afterwards (write-ahead log included) is removed."""
    temporary = folder() / f"{key}.{os.getpid()}.tmp"
    try:
        yield temporary
    finally:
        for left in folder().glob(f"{temporary.name}*"):
            left.unlink(missing_ok=True)


def _write_whole(path: Path, text: str) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _evict() -> None:
    """Remove the longest unused databases past the caps, and what killed builds left behind."""
    now = time.time()
    for left in folder().glob("*.tmp*"):
        with contextlib.suppress(OSError):
            if now - left.stat().st_mtime > LOAD.cache_keep_seconds:
                left.unlink()
    ages: list[tuple[float, int, Path]] = []
    for path in folder().glob("*.duckdb"):
        with contextlib.suppress(OSError):
            ages.append((path.stat().st_mtime, path.stat().st_size, path))
    ages.sort(reverse=True)
    total = 0
    for count, (used, size, path) in enumerate(ages, start=1):
        total += size
        if (total > LOAD.cache_mb << 20 or count > LOAD.cache_files) and now - used > LOAD.cache_keep_seconds:
            for part in folder().glob(f"{path.stem}.*"):
                part.unlink(missing_ok=True)
