"""Which files may be read at all: kind by suffix, regular files of a bearable size, archives that unpack to one."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.data.limits import LOAD
from workbench.data.notes import Note, note, shortened
from workbench.errors import DataError
from workbench.text import t

Kind = Literal["csv", "excel", "parquet"]

KINDS: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".parquet": "parquet",
    ".pq": "parquet",
}


@dataclass(frozen=True)
class Source:
    """A file that passed the checks. `name` is its stem in NFC (macOS stores names decomposed)."""

    path: Path
    kind: Kind
    name: str
    size: int
    """Bytes."""


def open_source(path: Path) -> Source:
    """Check one file before anything reads it.

    Raises DataError: missing, not a regular file, of a kind we do not read, empty, too large, an archive bomb, or a
    link whose target is not itself a data file.
    """
    shown = shortened(unicodedata.normalize("NFC", path.name), 60)
    try:
        # A link may stand for a data file kept elsewhere, but not turn some other file (`/etc/passwd`) into one.
        real = path.resolve(strict=True)
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            raise DataError(_unread_kind(path, shown))
        if path.is_symlink() and KINDS.get(real.suffix.lower()) != kind:
            raise DataError(t("data.file_link", file=shown))
        status = real.stat()
    except (OSError, ValueError, RuntimeError):
        raise DataError(t("data.file_missing", file=shown)) from None
    if not stat.S_ISREG(status.st_mode):
        raise DataError(t("data.file_not_regular", file=shown))
    if not os.access(real, os.R_OK):
        raise DataError(t("data.file_unreadable", file=shown))
    if status.st_size == 0:
        raise DataError(t("data.file_empty", file=shown))
    if status.st_size > LOAD.file_mb << 20:
        raise DataError(t("data.file_large", file=shown, mb=status.st_size >> 20, limit=LOAD.file_mb))
    if kind == "excel":
        _check_archive(real, shown)
    return Source(real, kind, unicodedata.normalize("NFC", path.stem).strip(), status.st_size)


def list_folder(folder: Path) -> tuple[list[Source], list[Note]]:
    """The readable data files of a folder by name, and a note for each data file that is not readable.

    Other files (a README, `schema.sql`) are passed over. Raises DataError when `folder` is not a folder.
    """
    try:
        entries = sorted(folder.iterdir(), key=lambda p: unicodedata.normalize("NFC", p.name))
    except (OSError, ValueError):
        raise DataError(t("data.folder_missing", folder=shortened(str(folder), 80))) from None
    sources, notes = [], []
    for path in entries:
        if path.suffix.lower() not in {*KINDS, ".xls"} or path.name.startswith((".", "~$")):
            continue
        try:
            sources.append(open_source(path))
        except DataError as error:
            notes.append(note("passed_on", message=error.message))
    return sources, notes


def _unread_kind(path: Path, shown: str) -> str:
    suffix = path.suffix.lower()
    if suffix == ".xls":
        return t("data.file_xls", file=shown)
    if suffix in {".zip", ".gz", ".7z", ".tar", ".bz2", ".xz", ".zst"}:
        return t("data.file_packed", file=shown)
    if suffix in {".duckdb", ".db"}:
        return t("data.file_database", file=shown)
    return t("data.file_kind", file=shown)


def _check_archive(path: Path, shown: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DataError(t("data.excel_broken", file=shown)) from None
    total = sum(member.file_size for member in members)
    bomb = any(
        member.file_size > 10 << 20 and member.file_size > LOAD.archive_ratio * max(member.compress_size, 1)
        for member in members
    )
    if bomb or total > LOAD.archive_mb << 20 or len(members) > 10_000:
        raise DataError(t("data.excel_bomb", file=shown, limit=LOAD.archive_mb))
    if any(member.flag_bits & 1 for member in members):
        raise DataError(t("data.excel_locked", file=shown))
