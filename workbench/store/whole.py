"""A file written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from workbench.errors import StoreError, UsageError, is_disk_full
from workbench.text import t
from workbench.text.reason import reason_of


def save(path: Path, lines: Iterable[bytes]) -> int:
    """`write_whole` to where the user said. Raises StoreError when the disk is full or broken, UsageError where the
    place itself is wrong (no such folder, not allowed).
    """
    try:
        return write_whole(path, lines)
    except OSError as error:
        if is_disk_full(error) or error.errno == errno.EIO:
            raise StoreError(t("store.file_not_saved", path=path, reason=reason_of(error))) from error
        raise UsageError(t("cli.cannot_write", path=path, reason=reason_of(error))) from error


def write_whole(path: Path, lines: Iterable[bytes]) -> int:
    """Replace `path` by `lines` at once, on the disk before it counts; returns how many there were. Raises OSError.

    A link stays a link; after a failure `path` is as it was. A pipe or a device is written to as it is.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as device:
            return _write(device, lines)
    path = path.resolve()
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            count = _write(file, lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return count


def _write(file: BinaryIO, lines: Iterable[bytes]) -> int:
    count = 0
    for line in lines:
        file.write(line)
        count += 1
    return count
