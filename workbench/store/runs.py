"""Evaluation runs: what was measured, how far it is, and what somebody asked of it."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from dataclasses import dataclass, replace
from typing import Any, Literal

from workbench.store import file
from workbench.store.results import UNSCORED

State = Literal["queued", "running", "pausing", "paused", "stopping", "stopped", "finished", "failed"]
Wish = Literal["pause", "resume", "stop", "retry"]
Phase = Literal["", "generate", "grade", "judge"]

WORKING: tuple[State, ...] = ("running", "pausing", "stopping")
"""States in which a worker holds the run, or held it until it was killed."""
STALE_SECONDS = 30.0
"""A heartbeat older than this says that nobody works: the worker beats every two seconds, a busy disk takes ten."""


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
        return self.state in WORKING and time.time() - (self.heartbeat or 0.0) < STALE_SECONDS


_COLUMNS = tuple(Run.__dataclass_fields__)
_LIST = ", ".join(_COLUMNS)


def new_id() -> str:
    """Sorts by time; short enough to be typed."""
    return f"{_now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def add(run: Run) -> bool:
    """Keep a new run; False when its name is taken. Raises StoreError."""
    with file.transaction() as connection:
        added = connection.execute(
            f"INSERT OR IGNORE INTO run ({_LIST}) VALUES ({', '.join('?' * len(_COLUMNS))})",
            [getattr(run, column) for column in _COLUMNS],
        )
        return added.rowcount == 1


def find(run: str) -> Run | None:
    """By id. Raises StoreError."""
    return _one("id = ?", run)


def named(name: str) -> Run | None:
    """By name; names are unique. Raises StoreError."""
    return _one("name = ?", name)


def _one(condition: str, value: str) -> Run | None:
    with file.transaction() as connection:
        row = connection.execute(f"SELECT {_LIST} FROM run WHERE {condition}", (value,)).fetchone()
    return Run(**dict(row)) if row else None


def every(limit: int = 1_000) -> tuple[Run, ...]:
    """The newest runs first. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(f"SELECT {_LIST} FROM run ORDER BY created_at DESC, rowid DESC LIMIT ?", (limit,))
        return tuple(Run(**dict(row)) for row in rows)


def update(run: str, **values: Any) -> None:
    """Set columns of one run. Raises StoreError; KeyError for a column there is not."""
    if unknown := set(values) - set(_COLUMNS):
        raise KeyError(", ".join(unknown))
    assignments = ", ".join(f"{column} = ?" for column in values)
    with file.transaction() as connection:
        connection.execute(f"UPDATE run SET {assignments} WHERE id = ?", [*values.values(), run])


def remove(run: str) -> None:
    """Forget a run with its results and verdicts; what people wrote about its answers goes with it.

    Cases sent to training stay. Raises StoreError.
    """
    with file.transaction() as connection:
        for table in ("result", "verdict", "review", "tag"):
            connection.execute(f"DELETE FROM {table} WHERE run = ?", (run,))
        connection.execute("DELETE FROM run WHERE id = ?", (run,))


def recover() -> int:
    """Give back what a killed worker held; only who holds the worker's lock may call it. How many runs it was."""
    with file.transaction() as connection:
        back = {"running": "queued", "pausing": "paused", "stopping": "stopped"}
        return sum(
            connection.execute(
                "UPDATE run SET state = ?, worker = NULL, heartbeat = NULL WHERE state = ?", (after, before)
            ).rowcount
            for before, after in back.items()
        )


def has_work() -> bool:
    """Whether a run waits, or was left behind by a worker that was killed. Raises StoreError."""
    with file.transaction() as connection:
        states = ("queued", *WORKING)
        found = connection.execute(f"SELECT 1 FROM run WHERE state IN ({', '.join('?' * len(states))})", states)
        return found.fetchone() is not None


def claim_next(only: str | None = None) -> Run | None:
    """Take the run that has waited longest, or only the one of that id, for this process; None when none waits."""
    with file.transaction() as connection:
        row = connection.execute(
            f"SELECT {_LIST} FROM run WHERE state = 'queued' AND coalesce(id = ?, 1) ORDER BY queued_at, rowid LIMIT 1",
            (only,),
        ).fetchone()
        if row is None:
            return None
        run = Run(**dict(row))
        changes: dict[str, Any] = {
            "state": "running",
            "worker": os.getpid(),
            "heartbeat": time.time(),
            "started_at": run.started_at or _now().isoformat(timespec="seconds"),
            "finished_at": None,
            "message": "",
        }
        assignments = ", ".join(f"{column} = ?" for column in changes)
        connection.execute(f"UPDATE run SET {assignments} WHERE id = ?", [*changes.values(), run.id])
    return replace(run, **changes)


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
    with file.transaction() as connection:
        row = connection.execute("SELECT state, mode FROM run WHERE id = ?", (run,)).fetchone()
        after = _AFTER[wish].get(row["state"]) if row else None
        if row and row["state"] == "finished" and wish == "resume" and _has_ungraded(connection, run):
            after = "queued"
        if after is not None:
            if wish == "retry":
                _put_back(connection, run, row["mode"])
            connection.execute(
                "UPDATE run SET state = ?, queued_at = CASE WHEN ? = 'queued' THEN ? ELSE queued_at END WHERE id = ?",
                (after, after, time.time(), run),
            )
    return find(run)


def _has_ungraded(connection: Any, run: str) -> bool:
    """A gold was corrected after the end."""
    found = connection.execute("SELECT 1 FROM result WHERE run = ? AND NOT scored", (run,))
    return found.fetchone() is not None


def _put_back(connection: Any, run: str, mode: str) -> None:
    if mode == "model":  # given SQL that is not there will not come by asking again
        connection.execute("DELETE FROM result WHERE run = ? AND outcome = 'generation_error'", (run,))
    connection.execute(
        f"UPDATE result SET {UNSCORED} WHERE run = ? AND outcome = 'grader_error'",
        (run,),
    )
    connection.execute("UPDATE result SET judge = NULL, judge_reason = '' WHERE run = ? AND judge = 'failed'", (run,))
    connection.execute("DELETE FROM verdict WHERE run = ? AND answer = 'failed'", (run,))


def _now() -> dt.datetime:
    return dt.datetime.now().astimezone()
