"""Evaluation runs: what was measured, how far it is, and what somebody asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, Literal

from workbench.store.queue import WORKING as WORKING
from workbench.store.queue import Queue, is_alive
from workbench.store.queue import State as State
from workbench.store.queue import new_id as new_id
from workbench.store.results import UNSCORED

Wish = Literal["pause", "resume", "stop", "retry"]
Phase = Literal["", "generate", "grade", "judge"]


@dataclass(frozen=True)
class Run:
    """`hashes` and `options` are JSON objects; times are ISO 8601 with an offset, `heartbeat` is Unix seconds.

    set_digest: of the cases as they were copied into `store.sets`. judge: model name, or empty for none.
    mode: "model" (SQL is generated) or "predictions" (SQL was given). done: cases graded. failed: cases that a retry
    would do again. generated, judged: cases that have passed those phases. seconds: time worked so far, without
    pauses. cost: dollars, None where no price is known. worker: pid, None when nobody works on it.
    """

    id: str
    name: str
    created_at: str
    state: State
    set_name: str
    set_digest: str
    set_source: str
    model: str
    mode: str
    judge: str = ""
    rubric: str = ""
    hashes: str = "{}"
    options: str = "{}"
    total: int = 0
    done: int = 0
    failed: int = 0
    started_at: str | None = None
    finished_at: str | None = None
    seconds: float = 0.0
    cost: float | None = None
    message: str = ""
    worker: int | None = None
    heartbeat: float | None = None
    phase: Phase = ""
    generated: int = 0
    judged: int = 0

    @property
    def is_working(self) -> bool:
        """Whether a worker has it and was alive lately."""
        return is_alive(self.state, self.heartbeat)


_queue = Queue("run", Run)


def add(run: Run) -> bool:
    """Keep a new run; False when its name is taken. Raises StoreError."""
    return _queue.add(run)


def find(run: str) -> Run | None:
    """By id. Raises StoreError."""
    return _queue.one("id = ?", run)


def named(name: str) -> Run | None:
    """By name; names are unique. Raises StoreError."""
    return _queue.one("name = ?", name)


def every(limit: int = 1_000) -> tuple[Run, ...]:
    """The newest runs first. Raises StoreError."""
    return _queue.every(limit)


def update(run: str, **values: Any) -> None:
    """Set columns of one run. Raises StoreError; KeyError for a column there is not."""
    _queue.update(run, **values)


def remove(run: str) -> None:
    """Forget a run with its results and verdicts; what people wrote about its answers goes with it.

    Cases sent to training stay. Raises StoreError.
    """
    _queue.remove(run, dict.fromkeys(("result", "verdict", "review", "tag"), "run"))


def recover() -> int:
    """Give back what a killed worker held; only who holds the worker's lock may call it. How many runs it was."""
    return _queue.recover()


def has_work() -> bool:
    """Whether a run waits, or was left behind by a worker that was killed. Raises StoreError."""
    return _queue.has_work()


def claim_next(only: str | None = None) -> Run | None:
    """Take the run that has waited longest, or only the one of that id, for this process; None when none waits."""
    return _queue.claim_next(only)


_AFTER: dict[Wish, dict[str, State]] = {
    "pause": {"queued": "paused", "running": "pausing"},
    "stop": {"queued": "stopped", "paused": "stopped", "running": "stopping", "pausing": "stopping"},
    "resume": {"paused": "queued", "stopped": "queued", "failed": "queued", "pausing": "running"},
    "retry": {"paused": "queued", "stopped": "queued", "failed": "queued", "finished": "queued"},
}


def ask_for(run: str, wish: Wish) -> Run | None:
    """Ask something of a run; a wish that does not fit its state changes nothing.

    "resume" also grades what has a new gold. "retry" puts the cases that failed (not the wrong ones) back, so that they
    are done again. The worker looks every second; starting one is `evaluate.runs.process.ensure_worker`. Returns the
    run as it is now. Raises StoreError.
    """

    def after(connection: Connection, state: str) -> State | None:
        if state == "finished" and wish == "resume" and _has_ungraded(connection, run):
            return "queued"
        chosen = _AFTER[wish].get(state)
        if wish == "retry" and chosen is not None:
            _put_back(connection, run)
        return chosen

    _queue.move(run, after)
    return find(run)


def _has_ungraded(connection: Connection, run: str) -> bool:
    """A gold was corrected after the end."""
    found = connection.execute("SELECT 1 FROM result WHERE run = ? AND NOT scored", (run,))
    return found.fetchone() is not None


def _put_back(connection: Connection, run: str) -> None:
    row = connection.execute("SELECT mode FROM run WHERE id = ?", (run,)).fetchone()
    if row["mode"] == "model":  # given SQL that is not there will not come by asking again
        connection.execute("DELETE FROM result WHERE run = ? AND outcome = 'generation_error'", (run,))
    connection.execute(
        f"UPDATE result SET {UNSCORED} WHERE run = ? AND outcome = 'grader_error'",
        (run,),
    )
    connection.execute("UPDATE result SET judge = NULL, judge_reason = '' WHERE run = ? AND judge = 'failed'", (run,))
    connection.execute("DELETE FROM verdict WHERE run = ? AND answer = 'failed'", (run,))
