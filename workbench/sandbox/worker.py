"""The parent's handle on one child: ask, watch, kill."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import psutil

from workbench.sandbox.child.wire import PREFIX, pack
from workbench.sandbox.launcher import Launcher
from workbench.settings import SANDBOX

_LOOK_SECONDS = 0.02

End = Literal["timeout", "memory", "crashed", "stopped", "too_big", "gone"]


class WorkerEnded(Exception):
    """The child is gone, killed by the parent or by itself."""

    def __init__(self, why: End) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Identity:
    """Which file a path named when the child opened it. A replaced or rewritten file gets new children."""

    device: int
    inode: int
    modified_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Identity:
        """Raises OSError when the file is not there."""
        found = path.stat()
        return cls(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size)

    @classmethod
    def of_optional(cls, path: Path | None) -> Identity | None:
        """None for no path and for a file that is not there."""
        try:
            return cls.of(path) if path is not None else None
        except OSError:
            return None


class Worker:
    """One child with one database open. Used by one thread at a time."""

    def __init__(self, launcher: Launcher, database: Path | None, identity: Identity | None) -> None:
        self.database, self.identity = database, identity
        self.served, self.used_at = 0, time.monotonic()
        self.layers: tuple[str, ...] = ()
        self._peak_mb = 0.0
        self._buffer = bytearray()
        self._sock, self.pid, self._folder = launcher.fork(database)
        self._process: psutil.Process | None = None
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(self.pid)
        self._sock.setblocking(False)
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._sock, selectors.EVENT_READ)

    def send(self, request: dict[str, Any]) -> None:
        """Raises WorkerEnded("gone") when the child had died while it was idle: ask another one."""
        self._peak_mb = 0.0
        self.served += 1
        self._sock.settimeout(5.0)
        try:
            self._sock.sendall(pack(request))
        except OSError:
            raise self._end("gone") from None
        self._sock.setblocking(False)

    def receive(
        self, deadline: float, byte_limit: int, stop: threading.Event | None = None
    ) -> tuple[dict[str, Any], bytes]:
        """The next answer. Raises WorkerEnded, after killing the child, at `deadline` (monotonic seconds), when it
        holds too much memory, sends more than `byte_limit` bytes, dies, or `stop` is set."""
        while (size := self._announced(byte_limit)) is None or len(self._buffer) < size:
            wait = max(0.0, min(_LOOK_SECONDS, deadline - time.monotonic()))
            if not self._ready.select(wait):
                self._look(deadline, stop)
                continue
            try:
                piece = self._sock.recv(1 << 20)
            except OSError:
                piece = b""
            if not piece:
                raise self._end("memory" if self._peak_mb > SANDBOX.recycle_mb else "crashed")
            self._buffer += piece
        head_size, _ = PREFIX.unpack_from(self._buffer)
        body_at = PREFIX.size + head_size
        head, body = json.loads(self._buffer[PREFIX.size : body_at]), bytes(self._buffer[body_at:size])
        del self._buffer[:size]
        return head, body

    def resident_mb(self) -> float:
        """Memory the child holds, in MiB; 0 when it is gone."""
        try:
            return float(self._process.memory_info().rss / (1 << 20)) if self._process else 0.0
        except psutil.Error:
            return 0.0

    def worn(self) -> bool:
        """Whether to replace it: it served long, holds much memory, or its database file is not the same any more."""
        return (
            self.served >= SANDBOX.served
            or self.resident_mb() > SANDBOX.recycle_mb
            or Identity.of_optional(self.database) != self.identity
        )

    def kill(self) -> None:
        """End the child and everything it may have started, at once, and remove its folder. May be called twice."""
        self._ready.close()
        self._sock.close()
        # psutil compares the start time, so a reused process id is never hit.
        with contextlib.suppress(psutil.Error, ProcessLookupError, PermissionError):
            if self._process is not None and self._process.is_running():
                os.killpg(self.pid, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _announced(self, byte_limit: int) -> int | None:
        """Size in bytes of the frame that is coming in, when known yet."""
        if len(self._buffer) < PREFIX.size:
            return None
        size: int = PREFIX.size + sum(PREFIX.unpack_from(self._buffer))
        if size > byte_limit:
            raise self._end("too_big")
        return size

    def _look(self, deadline: float, stop: threading.Event | None) -> None:
        self._peak_mb = max(self._peak_mb, self.resident_mb())
        if stop is not None and stop.is_set():
            raise self._end("stopped")
        if self._peak_mb > SANDBOX.resident_mb:
            raise self._end("memory")
        if time.monotonic() >= deadline:
            raise self._end("timeout")

    def _end(self, why: End) -> WorkerEnded:
        self.kill()
        return WorkerEnded(why)
