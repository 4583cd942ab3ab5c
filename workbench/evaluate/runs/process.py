"""The worker's process: one per store, started on demand, gone when nothing waits.

It belongs to nobody: a session of its own, no pipe to its starter. Closing the tab, restarting the page server or a
crash there does not touch it. Who works is decided by a file lock, which the kernel frees however its holder dies.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading

from filelock import FileLock, Timeout

from workbench import settings
from workbench.evaluate.runs.worker import work_off
from workbench.store import runs
from workbench.text import language

_log = logging.getLogger(__name__)
_LOCK = "worker.lock"
_LOG = "worker.log"
_LOG_BYTES = 2_000_000
_WAIT_SECONDS = 3.0
"""`is_working` holds the lock for a moment; a starting worker waits that long."""


def worker_lock(wait: float = 0.0) -> FileLock | None:
    """The lock of the one worker, held; None while another process has it."""
    lock = FileLock(settings.state_dir() / _LOCK, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def is_working() -> bool:
    """Whether a worker's process is alive."""
    lock = worker_lock()
    if lock is None:
        return True
    lock.release()
    return False


def ensure_worker() -> bool:
    """Start a worker where something waits and none is alive; whether one was started.

    API keys reach it with the environment, where Streamlit puts its secrets too. Raises StoreError, OSError where
    no process can be started.
    """
    if is_working() or not runs.has_work():
        return False
    log = settings.state_dir() / _LOG
    if log.exists() and log.stat().st_size > _LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    path = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]))
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench.evaluate.runs"],
            cwd=settings.ROOT,
            env={**os.environ, "PYTHONPATH": path, "WORKBENCH_LANG": language()},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    # Somebody must take note of its end, else it stays as a zombie for as long as the page server lives.
    threading.Thread(target=process.wait, name="worker-end", daemon=True).start()
    return True


def work_until_done() -> None:
    """Work off what waits, one run after the other, as long as no other process does. Raises StoreError."""
    # Looked at again after the lock is free: a run queued just before that found a worker alive and started none.
    while runs.has_work() and (lock := worker_lock(_WAIT_SECONDS)) is not None:
        try:
            runs.recover()
            while (run := runs.claim_next()) is not None:
                work_off(run)
        finally:
            lock.release()


def work_on(run_id: str) -> bool:
    """Work on one run in this process; False while another process works, or where it does not wait."""
    lock = worker_lock()
    if lock is None:
        return False
    try:
        runs.recover()
        run = runs.claim_next(run_id)
        if run is not None:
            work_off(run)
        return run is not None
    finally:
        lock.release()
