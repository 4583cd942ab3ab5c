"""How long an answer may take, learnt from how long answers took."""

from __future__ import annotations

from collections import deque

from workbench.evaluate.client.settings import ClientSettings

_MEMORY, _ENOUGH = 200, 5
_TIMES_SLOWEST = 8
_LONGEST = 600.0


class Patience:
    """A server that answers in a second and then hangs is not waited for a minute; a slow one gets its time."""

    def __init__(self, settings: ClientSettings) -> None:
        self._first, self._quick = settings.timeout_seconds, settings.quick_timeout_seconds
        self._took: deque[float] = deque(maxlen=_MEMORY)
        self._known: float | None = None

    def answered(self, seconds: float) -> None:
        self._took.append(seconds)
        self._known = None

    def seconds(self, timeouts: int) -> float:
        """For an attempt of a request that has timed out so many times already."""
        if self._known is None:
            self._known = self._first
            if len(self._took) >= _ENOUGH:
                learnt = max(self._quick, _TIMES_SLOWEST * max(self._took))
                self._known = min(learnt, 2 * self._first)
        return min(self._known * 2.0**timeouts, max(_LONGEST, self._first))
