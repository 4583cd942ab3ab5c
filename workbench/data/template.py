"""The template of the loading child: forks one child a job, and itself never sees a file, a DDL or a row.

Two children a case (empty tables, instances) took 1.06 s of processor time when each was a Python of its own: what a
question set with one DDL a case pays for every case. Forked they take 0.21 s (a case 0.80 s where it was 3.85 s, on
two cores that eight other processes wanted as well).
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys

# What nearly every job needs; the rest is imported by the child that needs it.
from workbench.data import given, load, worker
from workbench.schema.names import quote

IDLE_SECONDS = 60.0
"""After this long without a job its 140 MB are given back; the next job starts another template."""
_PRELOADED = (given, load)


def main() -> None:
    """Obey the control socket whose number is the first argument, until its other end is closed.

    `{"language"}` with two files, the child's stdin and stdout: answered with its process id. `{"end"}`: that child and
    what it started are killed and gone when the answer comes.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    os.dup2(0, 2)  # /dev/null: whatever a library prints belongs nowhere
    control.settimeout(IDLE_SECONDS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _warm()
    children: set[int] = set()
    while True:
        try:
            message, files, _, _ = socket.recv_fds(control, 65536, 2)
        except TimeoutError:
            if children:
                continue
            break
        except OSError:
            break
        if not message:
            break
        order = json.loads(message)
        if "end" in order:
            pid = order["end"]
            if pid in children:
                _end(pid)
                children.remove(pid)
        else:
            pid = os.fork()
            if pid == 0:
                _become_loader(control, files, order["language"])
            children.add(pid)
        for file in files:
            os.close(file)
        control.sendall(pid.to_bytes(4, "little"))
    os._exit(0)


def _warm() -> None:
    quote("a")  # asks DuckDB for its keywords once
    gc.freeze()


def _become_loader(control: socket.socket, files: list[int], language: str) -> None:
    """From here on this process is what `python -m workbench.data.worker` would be."""
    try:
        control.close()
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for place, file in enumerate(files):
            os.dup2(file, place)
            os.close(file)
        os.environ["WORKBENCH_LANG"] = language
        worker.main()
    finally:
        os._exit(1)


def _end(pid: int) -> None:
    """Its number is its own until it is waited for, so nobody else is hit."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
