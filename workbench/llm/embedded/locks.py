"""Advisory file locks that the kernel frees when their holder dies, however it dies.

Every question of the kind "is somebody still there?" (owners, the server, a slot, a reader of a prefix) is answered
by such a lock and never by a process id in a file, which can be stale or reused. Unlike filelock these can be shared
and carry a short text that others may read while the lock is held.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

_POLL_SECONDS = 0.02


class Held:
    """A lock in hand; `release` it once, from any thread."""

    def __init__(self, path: Path, fd: int) -> None:
        self.path = path
        self._fd = fd

    def write(self, text: str) -> None:
        """Replace the lock's note."""
        os.pwrite(self._fd, text.encode(), 0)
        os.ftruncate(self._fd, len(text.encode()))

    def read(self) -> str:
        return os.pread(self._fd, 4096, 0).decode("utf-8", "replace")

    def release(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def acquire(path: Path, *, shared: bool = False) -> Held | None:
    """Try once; None while somebody else holds it."""
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(fd)
        return None
    except BaseException:
        os.close(fd)
        raise
    return Held(path, fd)


def wait(path: Path, meanwhile: Callable[[], None], *, shared: bool = False) -> Held:
    """Acquire, calling `meanwhile` between tries; it may raise to give up."""
    while (held := acquire(path, shared=shared)) is None:
        meanwhile()
        time.sleep(_POLL_SECONDS)
    return held


@contextlib.contextmanager
def holding(path: Path, meanwhile: Callable[[], None]) -> Iterator[Held]:
    held = wait(path, meanwhile)
    try:
        yield held
    finally:
        held.release()


def note(path: Path) -> str:
    """The text its holder last wrote, without locking; empty where there is none."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
