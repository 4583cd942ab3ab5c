"""The warm children of this process: taken for one request, given back, replaced, retired."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from workbench.errors import SandboxError
from workbench.sandbox.launcher import Launcher
from workbench.sandbox.worker import Identity, Worker, WorkerEnded
from workbench.settings import SANDBOX
from workbench.text import t

_OPEN_SECONDS = 30.0
"""A child opens a database in 30 ms; one of many gigabytes with a write-ahead log takes longer."""


class Unavailable(Exception):
    """No child can be had for this database; `message` is ready to show, `error` is DuckDB's where there is one."""

    def __init__(self, message: str, error: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message, self.error = message, error


class Children:
    """At most `SANDBOX.children` at work and `SANDBOX.warm` in all, over all databases. Safe for threads."""

    def __init__(self) -> None:
        self._launcher = Launcher()
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._wanted: set[Path | None] = set()
        self._count = 0
        """Children that exist or are being started."""
        self._keeper: threading.Thread | None = None
        self._used_at = 0.0
        os.register_at_fork(after_in_child=self._forget)

    def warm(self) -> None:
        """Start the template process, without waiting: it imports DuckDB while the caller does something else."""
        with suppress(SandboxError, OSError):  # the first statement will say so
            self._launcher.start()
            with self._changed:
                self._watch()

    @contextmanager
    def child(self, database: Path | None, stop: threading.Event | None = None) -> Iterator[Worker]:
        """A child with `database` open, for the length of the block. Raises Unavailable, WorkerEnded("stopped")."""
        worker = self._take(database, stop)
        try:
            yield worker
        except BaseException as problem:
            known = isinstance(problem, WorkerEnded) and problem.why in ("timeout", "memory", "too_big")
            self._drop(worker, replace=known)
            raise
        if worker.worn():
            self._drop(worker, replace=Identity.of_optional(database) == worker.identity)
        else:
            self._give_back(worker)

    def retire(self, database: Path | None) -> None:
        """Let the idle children of this database go."""
        with self._changed:
            for worker in [worker for worker in self._idle if worker.database == database]:
                self._remove(worker)

    def close(self) -> None:
        """Kill every child and the template: the end of the process, or of a test."""
        with self._changed:
            for worker in list(self._idle):
                self._remove(worker)
            self._launcher.stop()
            self._used_at = 0.0
            self._changed.notify_all()

    def _take(self, database: Path | None, stop: threading.Event | None) -> Worker:
        try:
            identity = Identity.of(database) if database is not None else None
        except OSError:
            raise Unavailable(t("sandbox.no_database", name=database.name if database else "")) from None
        deadline = time.monotonic() + SANDBOX.wait_seconds
        with self._changed:
            while True:
                if self._count - len(self._idle) < SANDBOX.children:
                    found = self._waiting_for(database, identity)
                    if found is not None:
                        return found
                    if self._count >= SANDBOX.warm and self._idle:
                        self._remove(self._idle[0])
                    self._count += 1
                    break
                if stop is not None and stop.is_set():
                    raise WorkerEnded("stopped")
                if time.monotonic() > deadline:
                    raise Unavailable(t("sandbox.busy"))
                self._changed.wait(0.1)
        return self._start(database, identity)

    def _waiting_for(self, database: Path | None, identity: Identity | None) -> Worker | None:
        """An idle child that has this very file open, taken; those that opened it before it changed go."""
        for worker in [worker for worker in reversed(self._idle) if worker.database == database]:
            if worker.identity == identity:
                self._idle.remove(worker)
                return worker
            self._remove(worker)
        return None

    def _start(self, database: Path | None, identity: Identity | None) -> Worker:
        """A new child, counted already. Raises Unavailable."""
        worker = None
        try:
            worker = Worker(self._launcher, database, identity)
            hello, _ = worker.receive(time.monotonic() + _OPEN_SECONDS, 1 << 20)
            if "error" in hello:
                raise _not_opened(hello["error"], database)
            worker.layers = tuple(hello["layers"])
            with self._changed:
                self._watch()
            return worker
        except BaseException as problem:
            if worker is not None:
                worker.kill()
            with self._changed:
                self._count -= 1
                self._changed.notify_all()
            if isinstance(problem, SandboxError):
                raise Unavailable(problem.message) from None
            if isinstance(problem, (WorkerEnded, OSError)):
                raise Unavailable(t("sandbox.not_started")) from None
            raise

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._used_at = worker.used_at = time.monotonic()
            self._idle.append(worker)
            self._changed.notify_all()

    def _drop(self, worker: Worker, replace: bool) -> None:
        worker.kill()
        with self._changed:
            self._count -= 1
            if replace:
                self._wanted.add(worker.database)
            self._used_at = time.monotonic()
            self._changed.notify_all()

    def _remove(self, worker: Worker) -> None:
        self._idle.remove(worker)
        self._count -= 1
        worker.kill()
        self._changed.notify_all()

    def _watch(self) -> None:
        self._used_at = time.monotonic()
        if self._keeper is None:
            self._keeper = threading.Thread(target=self._keep, name="sandbox-keeper", daemon=True)
            self._keeper.start()

    def _keep(self) -> None:
        """Replace killed children, retire idle ones, and at last the template; then end."""
        while True:
            with self._changed:
                if not self._wanted:
                    self._changed.wait(min(5.0, SANDBOX.idle_seconds))
                now = time.monotonic()
                for worker in [worker for worker in self._idle if now - worker.used_at > SANDBOX.idle_seconds]:
                    self._remove(worker)
                if self._count == 0 and not self._wanted and now - self._used_at > SANDBOX.idle_seconds:
                    self._launcher.stop()
                    self._keeper = None
                    return
                wanted, self._wanted = self._wanted, set()
            for database in wanted:
                self._replace(database)

    def _replace(self, database: Path | None) -> None:
        with self._changed:
            if self._count >= SANDBOX.warm or any(worker.database == database for worker in self._idle):
                return
            self._count += 1
        with suppress(Unavailable):  # the next request will meet the same and say so
            self._give_back(self._start(database, Identity.of_optional(database)))

    def _forget(self) -> None:
        """In a fork of the application the children belong to the other process."""
        self._launcher = Launcher()
        self._changed = threading.Condition()
        self._idle, self._wanted, self._count, self._keeper = [], set(), 0, None


def _not_opened(error: dict[str, Any], database: Path | None) -> Unavailable:
    name = database.name if database is not None else ""
    old = "version number" in str(error.get("exception_message", ""))
    return Unavailable(t("sandbox.old_database" if old else "sandbox.not_database", name=name), error)
