"""Who may use which of the server's slots, agreed between processes by file locks.

Each slot keeps the tokens of its last request. A request goes to a free slot that holds its prefix, else to the one
used longest ago. The note in a slot's lock file says what it holds: instance of the server, prefix, tokens in use.
All slots share one context (unified KV), so a request is admitted only when its tokens fit beside the busy ones.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from workbench.llm.embedded import locks
from workbench.llm.embedded.place import Place
from workbench.llm.embedded.wire import Wire

_POLL_SECONDS = 0.02


@dataclass
class Lease:
    """One slot, ours until `release`. `key` is the prefix it holds ("" none or unknown), `tokens` all it holds."""

    slot: int
    key: str
    tokens: int
    _held: locks.Held
    _instance: str

    def holds(self, key: str, tokens: int) -> None:
        self.key, self.tokens = key, tokens
        self._held.write(f"{self._instance} {tokens} {key}")

    def release(self) -> None:
        self._held.release()


class Slots:
    """The slots of one running server."""

    def __init__(self, place: Place, wire: Wire, context: int) -> None:
        self._place = place
        self._wire = wire
        self._context = context

    def take(self, key: str, tokens: int, meanwhile: Callable[[], None]) -> Lease:
        """Wait for a slot and for room for `tokens`; `meanwhile` is called between tries and may raise to give up."""
        while True:
            # Short critical section: two askers must not both count the same room as theirs.
            with locks.holding(self._place.folder / "admission.lock", meanwhile):
                lease = self._try(key, tokens)
            if lease is not None:
                return lease
            meanwhile()
            time.sleep(_POLL_SECONDS)

    def loaded(self, key: str) -> bool:
        """Whether some slot, busy or not, holds this prefix."""
        return any(self._note(slot)[1] == key for slot in self._all)

    @property
    def _all(self) -> range:
        return range(self._wire.address.slots)

    def _note(self, slot: int) -> tuple[int, str]:
        """Tokens and prefix a slot holds, going by its note; nothing if the note is of an earlier server."""
        words = locks.note(self._place.slot_lock(slot)).split(" ")
        if len(words) != 3 or words[0] != self._wire.address.instance or not words[1].isdigit():
            return 0, ""
        return int(words[1]), words[2]

    def _try(self, key: str, tokens: int) -> Lease | None:
        free: dict[int, locks.Held] = {}
        try:
            for slot in self._all:
                if held := locks.acquire(self._place.slot_lock(slot)):
                    free[slot] = held
            if not free:
                return None
            chosen = min(free, key=lambda slot: self._preference(slot, key))
            if not self._make_room(chosen, tokens, free):
                return None
            held = free.pop(chosen)
            had, had_key = self._note(chosen)
            lease = Lease(chosen, had_key, had, held, self._wire.address.instance)
            held.write(f"{self._wire.address.instance} {max(had, tokens)} {had_key}")
            return lease
        finally:
            for held in free.values():
                held.release()

    def _preference(self, slot: int, key: str) -> tuple[bool, bool, float]:
        held = self._note(slot)[1]
        used = 0.0
        with contextlib.suppress(OSError):
            used = self._place.slot_lock(slot).stat().st_mtime
        return not (key and held == key), held != "", used

    def _make_room(self, chosen: int, tokens: int, free: dict[int, locks.Held]) -> bool:
        """Empty idle slots, the one used longest ago first, until `tokens` fit; False while busy ones bar it."""
        others = {slot: self._note(slot)[0] for slot in self._all if slot != chosen}
        for slot in sorted(free, key=lambda slot: self._preference(slot, "")[2]):
            if tokens + sum(others.values()) <= self._context:
                return True
            if others.get(slot):
                self._wire.erase_slot(slot)
                free[slot].write("")
                others[slot] = 0
        return tokens + sum(others.values()) <= self._context
