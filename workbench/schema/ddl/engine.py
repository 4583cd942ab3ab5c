"""An empty DuckDB in a limited child process, to bind queries that were pasted."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_SECONDS = 20.0
"""For all of a schema's views together; a hundred take under a second."""


class Engine:
    """`run(statements)` gives the last one's rows, None where any fails. After a death everything fails."""

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("engine_child.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            text=True,
            encoding="utf-8",
        )
        self._clock = threading.Timer(_SECONDS, self._child.kill)
        self._clock.daemon = True
        self._clock.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clock.cancel()
        self._child.kill()
        self._child.communicate()

    def run(self, statements: list[str]) -> list[list[str]] | None:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        try:
            self._child.stdin.write(json.dumps(statements) + "\n")
            self._child.stdin.flush()
            answer = json.loads(self._child.stdout.readline() or "{}")
        except (OSError, ValueError):
            return None
        rows: list[list[str]] | None = answer.get("rows")
        return rows
