"""Requests that have no result yet: new ones read as a stream, and those that wait for another attempt."""

from __future__ import annotations

import heapq
import json
from dataclasses import dataclass

from workbench.evaluate.client.ledger import Ledger, Stored
from workbench.evaluate.client.request import body_of
from workbench.evaluate.client.tokens import Estimate, estimate


@dataclass(slots=True)
class Item:
    """A request that has no result yet. `timeouts` of its attempts so far."""

    stored: Stored
    payload: bytes
    guess: Estimate
    attempts: int = 0
    timeouts: int = 0


class Waiting:
    """Only the next new request is in memory, and `most` retries: while those wait, nothing new is begun."""

    def __init__(self, ledger: Ledger, most: int) -> None:
        self._fresh = ledger.pending()
        self._next: Item | None = None
        self._retries: list[tuple[float, int, Item]] = []
        self._most = most

    def due(self, now: float) -> Item | None:
        """Whose turn it is: retries before new ones."""
        if self._retries and self._retries[0][0] <= now:
            return self._retries[0][2]
        return self._peek() if len(self._retries) < self._most else None

    def take(self, item: Item) -> None:
        """It is on its way."""
        if item is self._next:
            self._next = None
        else:
            heapq.heappop(self._retries)

    def again(self, item: Item, at: float, attempt: int) -> None:
        """Another attempt at that time. `attempt`: number of the last one, of no other request."""
        heapq.heappush(self._retries, (at, attempt, item))

    def next_retry(self) -> float | None:
        return self._retries[0][0] if self._retries else None

    def is_empty(self) -> bool:
        return not self._retries and self._peek() is None

    def _peek(self) -> Item | None:
        if self._next is None and (stored := next(self._fresh, None)) is not None:
            body = body_of(stored.line)
            payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
            self._next = Item(stored, payload, estimate(body))
        return self._next
