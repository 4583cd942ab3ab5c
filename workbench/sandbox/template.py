"""A process that has imported what its children need and forks one on request, seen from the application.

Starting Python with DuckDB and Arrow costs half a second of processor time, a fork of it some milliseconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    # A fork copies one thread: libraries that would start some at import must not (measured: then there is one).
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
_START_SECONDS = 60.0
"""Importing DuckDB and Arrow takes 0.4 s here and a minute on a machine that is swapping."""

Offer = Callable[[Path], tuple[dict[str, Any], Sequence[int]]]
"""Given the template's folder: an order for it, and the files to hand over with it."""


class Template:
    """Owns the process, started on first use and again where it died, and a folder of its own. Safe for threads.

    command: from the number of the control socket and the folder. The process ends with the socket.
    """

    def __init__(self, command: Callable[[int, Path], list[str]]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: Path | None = None

    def start(self) -> None:
        """Start it without waiting for it; does nothing when it runs."""
        with self._lock:
            self._ensure()

    def ask(self, offer: Offer) -> int | None:
        """The number that it answers with; None where it cannot be started or does not answer."""
        with self._lock:
            for _attempt in (1, 2):  # it may have ended since it was last used
                control, folder = self._ensure()
                order, files = offer(folder)
                with contextlib.suppress(OSError):
                    socket.send_fds(control, [json.dumps(order).encode()], files)
                    answer = control.recv(4)
                    if len(answer) == 4:
                        return int.from_bytes(answer, "little")
                self._stop()
        return None

    def stop(self) -> None:
        """End it, and with it every child; remove its folder."""
        with self._lock:
            self._stop()

    def _ensure(self) -> tuple[socket.socket, Path]:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._control is None or self._folder is None:
            folder = Path(tempfile.mkdtemp(prefix="workbench-sandbox-")).resolve()
            ours, theirs = socket.socketpair()
            ours.settimeout(_START_SECONDS)
            with theirs:
                self._process = subprocess.Popen(
                    self._command(theirs.fileno(), folder),
                    pass_fds=[theirs.fileno()],
                    env=ENVIRONMENT,
                    cwd=folder,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,
                )
            self._control, self._folder = ours, folder
        return self._control, self._folder

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._process = self._control = self._folder = None
