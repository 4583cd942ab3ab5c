"""A table of jobs that wait for one worker: evaluation runs and trainings alike are queued, claimed and asked for."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from sqlite3 import Connection
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from workbench.store import file

State = Literal["queued", "running", "pausing", "paused", "stopping", "stopped", "finished", "failed"]

WORKING: tuple[State, ...] = ("running", "pausing", "stopping")
"""States in which a worker holds the job, or held it until it was killed."""
STALE_SECONDS = 30.0
"""A heartbeat older than this says that nobody works: the worker beats every two seconds, a busy disk takes ten."""


class Queued(Protocol):
    """A frozen dataclass whose fields are the columns of its table (which has `queued_at` besides)."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def id(self) -> str: ...

    @property
    def started_at(self) -> str | None: ...


Job = TypeVar("Job", bound=Queued)


class Queue(Generic[Job]):
    """Every method raises StoreError."""

    def __init__(self, table: str, kind: type[Job]) -> None:
        self._table, self._kind = table, kind
        self._columns = tuple(kind.__dataclass_fields__)
        self._list = ", ".join(self._columns)

    def add(self, job: Job) -> bool:
        """Keep a new job; False when its name is taken."""
        with file.transaction() as connection:
            added = connection.execute(
                f"INSERT OR IGNORE INTO {self._table} ({self._list}) VALUES ({', '.join('?' * len(self._columns))})",
                [getattr(job, column) for column in self._columns],
            )
            return added.rowcount == 1

    def one(self, condition: str, value: str) -> Job | None:
        """The newest that meets the condition."""
        with file.transaction() as connection:
            row = connection.execute(
                f"SELECT {self._list} FROM {self._table} WHERE {condition}"
                " ORDER BY created_at DESC, rowid DESC LIMIT 1",
                (value,),
            ).fetchone()
        return self._kind(**dict(row)) if row else None

    def every(self, limit: int) -> tuple[Job, ...]:
        """The newest first."""
        with file.transaction() as connection:
            rows = connection.execute(
                f"SELECT {self._list} FROM {self._table} ORDER BY created_at DESC, rowid DESC LIMIT ?", (limit,)
            )
            return tuple(self._kind(**dict(row)) for row in rows)

    def update(self, job: str, **values: Any) -> None:
        """Set columns of one job. Raises KeyError for a column there is not."""
        if unknown := set(values) - set(self._columns):
            raise KeyError(", ".join(unknown))
        assignments = ", ".join(f"{column} = ?" for column in values)
        with file.transaction() as connection:
            connection.execute(f"UPDATE {self._table} SET {assignments} WHERE id = ?", [*values.values(), job])

    def remove(self, job: str, others: Mapping[str, str]) -> None:
        """Forget a job with its rows in `others`: tables by the column that names the job."""
        with file.transaction() as connection:
            for table, column in others.items():
                connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (job,))
            connection.execute(f"DELETE FROM {self._table} WHERE id = ?", (job,))

    def recover(self) -> int:
        """Give back what a killed worker held; only who holds the worker's lock may call it. How many jobs it was."""
        with file.transaction() as connection:
            back = {"running": "queued", "pausing": "paused", "stopping": "stopped"}
            return sum(
                connection.execute(
                    f"UPDATE {self._table} SET state = ?, worker = NULL, heartbeat = NULL WHERE state = ?",
                    (after, before),
                ).rowcount
                for before, after in back.items()
            )

    def has_work(self) -> bool:
        """Whether a job waits, or was left behind by a worker that was killed."""
        with file.transaction() as connection:
            states = ("queued", *WORKING)
            found = connection.execute(
                f"SELECT 1 FROM {self._table} WHERE state IN ({', '.join('?' * len(states))})", states
            )
            return found.fetchone() is not None

    def claim_next(self, only: str | None) -> Job | None:
        """Take the job that has waited longest, or only the one of that id, for this process; None when none waits."""
        with file.transaction() as connection:
            row = connection.execute(
                f"SELECT {self._list} FROM {self._table} WHERE state = 'queued' AND coalesce(id = ?, 1)"
                " ORDER BY queued_at, rowid LIMIT 1",
                (only,),
            ).fetchone()
            if row is None:
                return None
            job = self._kind(**dict(row))
            changes: dict[str, Any] = {
                "state": "running",
                "worker": os.getpid(),
                "heartbeat": time.time(),
                "started_at": job.started_at or now().isoformat(timespec="seconds"),
                "finished_at": None,
                "message": "",
            }
            assignments = ", ".join(f"{column} = ?" for column in changes)
            connection.execute(f"UPDATE {self._table} SET {assignments} WHERE id = ?", [*changes.values(), job.id])
        return replace(job, **changes)

    def move(self, job: str, after: Callable[[Connection, str], State | None]) -> None:
        """Give a job the state that `after` chooses from its present one; None leaves it."""
        with file.transaction() as connection:
            row = connection.execute(f"SELECT state FROM {self._table} WHERE id = ?", (job,)).fetchone()
            state = after(connection, row["state"]) if row else None
            if state is not None:
                connection.execute(
                    f"UPDATE {self._table} SET state = ?,"
                    " queued_at = CASE WHEN ? = 'queued' THEN ? ELSE queued_at END WHERE id = ?",
                    (state, state, time.time(), job),
                )


def new_id() -> str:
    """Sorts by time; short enough to be typed."""
    return f"{now():%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"


def is_alive(state: str, heartbeat: float | None) -> bool:
    """Whether a worker has the job and was alive lately."""
    return state in WORKING and time.time() - (heartbeat or 0.0) < STALE_SECONDS


def now() -> dt.datetime:
    return dt.datetime.now().astimezone()
