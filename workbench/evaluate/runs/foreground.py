"""Stay with a run until it ends: work on it in this process, or watch the process that does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from workbench.evaluate.runs.process import work_on
from workbench.store import runs
from workbench.store.runs import Run

_LOOK_SECONDS = 0.2
_TRY_SECONDS = 1.0
_GONE = ("finished", "failed", "paused", "stopped")


def attend(run_id: str, tell: Callable[[Run], None]) -> Run | None:
    """The run at its end (or None once it was deleted). `tell` hears how it goes, several times a second.

    Interrupted (Ctrl-C), it asks for a pause and goes on watching; interrupted again, it leaves, and what was in hand
    is done again by whoever resumes. Raises StoreError.
    """
    watch = _Watch(run_id, tell)
    try:
        return watch.until_end()
    except KeyboardInterrupt:
        runs.ask_for(run_id, "pause")
        return watch.until_end()


class _Watch:
    def __init__(self, run_id: str, tell: Callable[[Run], None]) -> None:
        self._run_id, self._tell = run_id, tell
        self._work: threading.Thread | None = None
        self._tried_at = 0.0
        self._fault: BaseException | None = None

    def until_end(self) -> Run | None:
        while True:
            run = runs.find(self._run_id)
            if run is not None:
                self._tell(run)
            is_busy = self._work is not None and self._work.is_alive()
            if not is_busy and self._fault is not None:
                raise self._fault
            if not is_busy and (run is None or run.state in _GONE):
                return run
            if not is_busy and time.monotonic() - self._tried_at >= _TRY_SECONDS:
                # Also when another process has it: that one may have been killed since.
                self._tried_at = time.monotonic()
                self._work = threading.Thread(target=self._try, name="run", daemon=True)
                self._work.start()
            time.sleep(_LOOK_SECONDS)

    def _try(self) -> None:
        try:
            work_on(self._run_id)
        except BaseException as error:  # handed to the thread that watches
            self._fault = error
