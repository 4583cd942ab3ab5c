"""Answers that wait for grading, kept by the database they are graded on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.store.sets import StoredCase


@dataclass(frozen=True)
class GroundKey:
    """Cases with the same key are graded on the same databases. `today` is ISO 8601."""

    ddl: str
    dialect: str | None
    data_path: str | None
    today: str


def key_of(case: StoredCase, today: str) -> GroundKey:
    return GroundKey(case.ddl, case.dialect, case.data_path, case.today or today)


class Backlog:
    """Filled by one thread, emptied by several. Who takes goes on with its own key as long as that has answers.

    Building the instances of a schema takes longer than grading on them, so nobody changes schema without need.
    """

    def __init__(self) -> None:
        self._waiting: dict[GroundKey, deque[str]] = {}
        self._held: dict[int, GroundKey] = {}
        self._closed = False
        self._changed = threading.Condition()

    def put(self, key: GroundKey, case_ids: Iterable[str]) -> None:
        with self._changed:
            self._waiting.setdefault(key, deque()).extend(case_ids)
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more will come: takers end when all is taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def abandon(self) -> None:
        """Takers end at once."""
        with self._changed:
            self._waiting.clear()
            self._closed = True
            self._changed.notify_all()

    def take(self, taker: int) -> tuple[GroundKey, str] | None:
        """The next answer for `taker`, waiting for one; None at the end."""
        with self._changed:
            while True:
                key = self._choose(taker)
                if key is not None:
                    self._held[taker] = key
                    return key, self._waiting[key].popleft()
                if self._closed:
                    return None
                self._changed.wait()

    def _choose(self, taker: int) -> GroundKey | None:
        own = self._held.get(taker)
        if own is not None and self._waiting.get(own):
            return own
        others = {key for other, key in self._held.items() if other != taker}
        filled = [key for key, ids in self._waiting.items() if ids]
        return next((key for key in filled if key not in others), filled[0] if filled else None)
