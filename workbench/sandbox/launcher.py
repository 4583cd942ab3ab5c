"""Starting confined children: one template process per application process, which forks them."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from workbench.errors import SandboxError
from workbench.settings import SANDBOX
from workbench.text import t

_SCRIPT = Path(__file__).parent / "child" / "__main__.py"
_ENVIRONMENT = {
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


class Launcher:
    """Owns the template process and the folder that the children write to. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._template: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._folder: Path | None = None

    def start(self) -> None:
        """Start the template without waiting for it; does nothing when it runs."""
        with self._lock:
            self._ensure()

    def fork(self, database: Path | None) -> tuple[socket.socket, int, Path]:
        """A new child: its socket, process id and own folder. Raises SandboxError where none can be started."""
        with self._lock:
            for _attempt in (1, 2):  # the template may have been killed since it was last used
                control, base = self._ensure()
                folder = Path(tempfile.mkdtemp(dir=base))
                ours, theirs = socket.socketpair()
                try:
                    with theirs:
                        order = json.dumps(
                            {"database": str(database or ""), "folder": str(folder), "limits": _limits()}
                        )
                        socket.send_fds(control, [order.encode()], [theirs.fileno()])
                        answer = control.recv(4)
                    if len(answer) == 4:
                        return ours, int.from_bytes(answer, "little"), folder
                except OSError:
                    pass
                ours.close()
                self._stop()
        raise SandboxError(t("sandbox.not_started"))

    def stop(self) -> None:
        """End the template, and with it every child; remove their folder."""
        with self._lock:
            self._stop()

    def _ensure(self) -> tuple[socket.socket, Path]:
        if self._template is not None and self._template.poll() is not None:
            self._stop()
        if self._control is None or self._folder is None:
            if sys.platform == "win32":
                raise SandboxError(t("sandbox.not_here"))
            folder = Path(tempfile.mkdtemp(prefix="workbench-sandbox-")).resolve()
            ours, theirs = socket.socketpair()
            ours.settimeout(_START_SECONDS)
            with theirs:
                self._template = subprocess.Popen(
                    [sys.executable, "-I", "-B", str(_SCRIPT), str(theirs.fileno()), str(folder)],
                    pass_fds=[theirs.fileno()],
                    env=_ENVIRONMENT,
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
        if self._template is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._template.pid, signal.SIGKILL)
            self._template.wait()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._template = self._control = self._folder = None


def _limits() -> dict[str, int]:
    return {
        "address_space_mb": SANDBOX.address_space_mb,
        "file_mb": 2 * SANDBOX.temp_mb,  # above DuckDB's own cap, whose error says more
        "open_files": SANDBOX.open_files,
        "memory_mb": SANDBOX.memory_mb,
        "temp_mb": SANDBOX.temp_mb,
        "threads": SANDBOX.threads,
    }
