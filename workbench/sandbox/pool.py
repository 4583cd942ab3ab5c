"""The sandbox as the rest of the product sees it: open one per database, inspect and run SQL in it."""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from workbench.sandbox import outcome
from workbench.sandbox.children import Children, Unavailable
from workbench.sandbox.outcome import Failure
from workbench.sandbox.position import Positions
from workbench.sandbox.result import Inspection, RunResult
from workbench.sandbox.worker import WorkerEnded
from workbench.settings import SANDBOX

_MB = 1 << 20
_LONGEST_SECONDS = 86_400.0
_children = Children()
_open: dict[Path | None, Sandbox] = {}
_lock = threading.Lock()


def open_sandbox(path: Path | None = None) -> Sandbox:
    """The sandbox for one DuckDB file, shared by everyone in this process; None is an empty database in memory.

    Returns at once and warms up in the background. A missing or broken file shows in the results, not here.
    """
    _children.warm()
    key = path.resolve() if path is not None else None
    with _lock:
        return _open.setdefault(key, Sandbox(key))


def close_all() -> None:
    """End all child processes now; the next statement starts new ones. Runs by itself when the process exits."""
    _children.close()


atexit.register(close_all)


@dataclass
class _Request:
    what: dict[str, Any]
    seconds: float
    stop: threading.Event | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    body: bytes = b""


class Sandbox:
    """Runs SQL over one database in child processes. Safe for threads.

    Nothing here raises for bad SQL, a bad file or a dead child: the status of what comes back tells.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def inspect(self, sql: str, explain: bool = True) -> Inspection:
        """What DuckDB itself makes of `sql`, without running it (see Inspection)."""
        started = time.monotonic()
        failure = outcome.unreadable(sql)
        what = {"do": "inspect", "sql": sql, "explain": explain, "seconds": SANDBOX.inspect_seconds}
        request = _Request(what, SANDBOX.inspect_seconds)
        if failure is None:
            failure = self._ask(request)
        shifts = request.answers[0].get("shifts") if request.answers else None
        positions = Positions(sql)
        return outcome.inspected(
            request.answers, failure, positions, Positions(sql, shifts), time.monotonic() - started
        )

    def run(
        self,
        sql: str,
        row_limit: int = SANDBOX.row_limit,
        timeout: float = SANDBOX.timeout_seconds,
        stop: threading.Event | None = None,
    ) -> RunResult:
        """Run one statement and fetch at most `row_limit` rows. Decides nothing: judge the text before.

        timeout: seconds of wall clock, without the wait for a free child. stop: set it from any thread and the
        statement ends within 20 ms with status `error`; statements of other sessions go on.
        """
        started = time.monotonic()
        timeout = min(max(timeout, 0.05), _LONGEST_SECONDS)
        what = {"do": "run", "sql": sql, "seconds": timeout, "row_limit": max(0, row_limit)}
        request = _Request(what | {"byte_limit": SANDBOX.result_mb * _MB}, timeout, stop)
        failure = outcome.unreadable(sql) or self._ask(request)
        seconds = time.monotonic() - started
        if failure is not None:
            return outcome.unrun(failure, seconds)
        return outcome.ran(request.answers[0], request.body, Positions(sql), timeout, seconds)

    def layers(self) -> tuple[str, ...]:
        """Names of the confinement layers in force on this machine. Raises Unavailable."""
        with _children.child(self.path) as worker:
            return worker.layers

    def close(self) -> None:
        """Let the idle children of this database go. Running statements end normally; a later call starts anew."""
        with _lock:
            _open.pop(self.path, None)
        _children.retire(self.path)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _ask(self, request: _Request) -> Failure | None:
        """Collect all answers to one request; why there are not all of them, or None."""
        for _ in range(SANDBOX.children + 1):  # an idle child may have died unseen: then the next one is asked
            try:
                with _children.child(self.path, request.stop) as worker:
                    worker.send(request.what)
                    deadline = time.monotonic() + request.seconds
                    while not request.answers or request.answers[-1].get("more"):
                        head, request.body = worker.receive(deadline, (SANDBOX.result_mb + 16) * _MB, request.stop)
                        request.answers.append(head)
                return None
            except WorkerEnded as problem:
                if problem.why != "gone":
                    return outcome.ended(problem.why, request.seconds)
            except Unavailable as problem:
                error = problem.error and outcome.engine_error(problem.error, Positions(""))
                return Failure("error", problem.message, error or None)
        return outcome.ended("crashed", request.seconds)
