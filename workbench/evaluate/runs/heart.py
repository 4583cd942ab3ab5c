"""Beats for a run while it is worked on, and hears what somebody asks of it."""

from __future__ import annotations

import logging
import os
import threading
import time

from workbench.errors import StoreError
from workbench.store import results, runs
from workbench.store.runs import Phase, Run
from workbench.store.worker import Pulse

_log = logging.getLogger(__name__)


class Heart:
    """A context manager around the work. `stop` is set once somebody asked for a pause, a stop or a deletion."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.stop = threading.Event()
        self._started = time.monotonic()
        self._pulse = Pulse(self.beat)

    def __enter__(self) -> Heart:
        self._pulse.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._pulse.__exit__()

    def begin(self, phase: Phase) -> None:
        """Say what is being done now."""
        runs.update(self.run.id, phase=phase)

    def beat(self) -> None:
        """Write progress down and look for wishes; a store that is busy for ten seconds is tried again."""
        try:
            tally = results.tally(self.run.id)
            runs.update(
                self.run.id,
                heartbeat=time.time(),
                worker=os.getpid(),
                seconds=self.run.seconds + time.monotonic() - self._started,
                generated=tally.generated,
                done=tally.scored,
                failed=tally.failed,
                judged=tally.judged,
                cost=tally.cost,
            )
            now = runs.find(self.run.id)
        except StoreError:
            _log.warning("no heartbeat for %s", self.run.id, exc_info=True)
            return
        if now is None or now.state in ("pausing", "stopping"):
            self.stop.set()
