"""Stop strings for back ends that do not know them: text is held back while it may still become one."""

from __future__ import annotations

from collections.abc import Callable


class StopFilter:
    """Passes text on to `put` up to the first stop string, which may arrive in several pieces."""

    def __init__(self, stops: tuple[str, ...], put: Callable[[str], None]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._put = put
        self._held = ""
        self.met = False

    def feed(self, text: str) -> None:
        if self.met:
            return
        self._held += text
        found = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if found:
            self.met = True
            self._pass(min(found))
            return
        self._pass(len(self._held) - self._possible())

    def finish(self) -> None:
        """The text ended: what was held back was no stop string after all."""
        if not self.met:
            self._pass(len(self._held))

    def _pass(self, length: int) -> None:
        ready, self._held = self._held[:length], self._held[length:]
        if ready:
            self._put(ready)

    def _possible(self) -> int:
        """Characters at the end that may be the beginning of a stop string."""
        longest = 0
        for stop in self._stops:
            for length in range(1, min(len(stop), len(self._held) + 1)):
                if self._held.endswith(stop[:length]):
                    longest = max(longest, length)
        return longest
