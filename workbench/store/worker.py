"""The worker's process of a queue: one per store, started on demand, gone when nothing waits.

It belongs to nobody: a session of its own, no pipe to its starter. Closing the tab, restarting the page server or a
crash there does not touch it. Who works is decided by a file lock, which the kernel frees however its holder dies.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Generic, Literal, Protocol, TypeVar

from filelock import FileLock, Timeout

from workbench import settings
from workbench.errors import WorkbenchError
from workbench.store.queue import State
from workbench.text import language

_LOG_BYTES = 2_000_000
_WAIT_SECONDS = 3.0
"""`is_working` holds the lock for a moment; a starting worker waits that long."""
_LOOK_SECONDS = 0.2
_TRY_SECONDS = 1.0
_GONE: tuple[State, ...] = ("finished", "failed", "paused", "stopped")


class Attended(Protocol):
    """What is known of any job."""

    @property
    def id(self) -> str: ...

    @property
    def state(self) -> State: ...


Job = TypeVar("Job", bound=Attended)
Found = TypeVar("Found", bound=Attended, covariant=True)


class Jobs(Protocol[Found]):
    """`store.runs` and `store.trainings` as modules."""

    def find(self, job: str, /) -> Found | None: ...

    def ask_for(self, job: str, wish: Literal["pause"], /) -> Any: ...

    def has_work(self) -> bool: ...

    def recover(self) -> int: ...

    def claim_next(self, only: str | None = None, /) -> Found | None: ...


class Worker(Generic[Job]):
    """module: what `python -m` starts. name: of the lock and of the log in the state folder."""

    def __init__(self, module: str, name: str, jobs: Jobs[Job], work_off: Callable[[Job], None]) -> None:
        self._module, self._name, self._jobs, self._work_off = module, name, jobs, work_off

    def is_working(self) -> bool:
        """Whether a worker's process is alive."""
        lock = self._lock()
        if lock is None:
            return True
        lock.release()
        return False

    def _lock(self, wait: float = 0.0) -> FileLock | None:
        """Held; None while another process has it."""
        lock = FileLock(settings.state_dir() / f"{self._name}.lock", timeout=wait)
        try:
            lock.acquire()
        except Timeout:
            return None
        return lock

    def ensure(self) -> bool:
        """Start a worker where something waits and none is alive; whether one was started.

        API keys reach it with the environment, where Streamlit puts its secrets too. Raises StoreError, OSError where
        no process can be started.
        """
        if self.is_working() or not self._jobs.has_work():
            return False
        log = settings.state_dir() / f"{self._name}.log"
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_suffix(".old.log"))
        path = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH", "")]))
        with log.open("ab") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", self._module],
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

    def work_until_done(self) -> None:
        """Work off what waits, one job after the other, as long as no other process does. Raises StoreError."""
        # Looked at again after the lock is free: a job queued just before that found a worker alive and started none.
        while self._jobs.has_work() and (lock := self._lock(_WAIT_SECONDS)) is not None:
            try:
                self._jobs.recover()
                while (job := self._jobs.claim_next()) is not None:
                    self._work_off(job)
            finally:
                lock.release()

    def work_on(self, job_id: str) -> bool:
        """Work on one job in this process; False while another process works, or where it does not wait."""
        lock = self._lock()
        if lock is None:
            return False
        try:
            self._jobs.recover()
            job = self._jobs.claim_next(job_id)
            if job is not None:
                self._work_off(job)
            return job is not None
        finally:
            lock.release()

    def attend(self, job_id: str, tell: Callable[[Job], None]) -> Job | None:
        """Stay until it ends: work on it in this process, or watch the process that does. None once it was deleted.

        `tell` hears how it goes, several times a second. Interrupted (Ctrl-C), it asks for a pause and goes on
        watching; interrupted again, it leaves, and what was in hand is done again by whoever resumes. Raises
        StoreError.
        """
        watch = _Watch(self, self._jobs, job_id, tell)
        try:
            return watch.until_end()
        except KeyboardInterrupt:
            self._jobs.ask_for(job_id, "pause")
            return watch.until_end()

    def main(self) -> int:
        """The body of the worker's process; its exit code."""
        logging.basicConfig(level=os.environ.get("WORKBENCH_LOG", "WARNING"), format="%(asctime)s %(name)s %(message)s")
        logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns about SQL that we judge ourselves
        # A machine that shuts down says so: what is in hand is kept, and done again by the next worker.
        signal.signal(signal.SIGTERM, _end)
        try:
            self.work_until_done()
        except WorkbenchError as error:
            logging.getLogger(self._module).error("%s", error.message)
            return 1
        return 0


def _end(_number: int, _frame: FrameType | None) -> None:
    # Not sys.exit: threads in the middle of a query would be waited for. Nothing is lost, see docs/design/runs.md.
    os._exit(143)


class _Watch(Generic[Job]):
    def __init__(self, worker: Worker[Job], jobs: Jobs[Job], job_id: str, tell: Callable[[Job], None]) -> None:
        self._worker, self._jobs, self._job_id, self._tell = worker, jobs, job_id, tell
        self._work: threading.Thread | None = None
        self._tried_at = 0.0
        self._fault: BaseException | None = None

    def until_end(self) -> Job | None:
        while True:
            job = self._jobs.find(self._job_id)
            if job is not None:
                self._tell(job)
            is_busy = self._work is not None and self._work.is_alive()
            if not is_busy and self._fault is not None:
                raise self._fault
            if not is_busy and (job is None or job.state in _GONE):
                return job
            if not is_busy and time.monotonic() - self._tried_at >= _TRY_SECONDS:
                # Also when another process has it: that one may have been killed since.
                self._tried_at = time.monotonic()
                self._work = threading.Thread(target=self._try, name="job", daemon=True)
                self._work.start()
            time.sleep(_LOOK_SECONDS)

    def _try(self) -> None:
        try:
            self._worker.work_on(self._job_id)
        except BaseException as error:  # handed to the thread that watches
            self._fault = error


class Pulse:
    """Calls `beat` every second while its block runs, and once more at the end."""

    SECONDS = 1.0

    def __init__(self, beat: Callable[[], None]) -> None:
        self._beat = beat
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._live, name="heart", daemon=True)

    def __enter__(self) -> Pulse:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        self._beat()

    def _live(self) -> None:
        while not self._end.wait(self.SECONDS):
            self._beat()
