"""A file written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, lines: Iterable[bytes]) -> int:
    """Replace `path` by `lines` at once, on the disk before it counts; returns how many there were. Raises OSError.

    A link stays a link; after a failure `path` is as it was.
    """
    path = path.resolve()
    part = path.with_name(path.name + ".part")
    count = 0
    try:
        with part.open("wb") as file:
            for line in lines:
                file.write(line)
                count += 1
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return count
