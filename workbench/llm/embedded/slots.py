"""Who may use which of the server's slots, agreed between processes by file locks.

Each slot keeps the tokens of its last request. A request goes to a free slot that holds its prefix, else to the one
used longest ago. The note in a slot's lock file says what it holds: instance of the server, prefix, tokens in use.
All slots share one context (unified KV), so a request is admitted only when its tokens fit beside the busy ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from workbench.llm.embedded import locks
from workbench.llm.embedded.place import Place
from workbench.llm.embedded.wire import Wire

_POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Note:
    """What a slot holds: how many tokens in all, the prefix they begin with, and the conversation's opening."""

    tokens: int = 0
    key: str = ""
    opening: str = ""


@dataclass(frozen=True)
class Lease:
    """One slot, ours until `release`, and what it held when we got it."""

    slot: int
    had: Note
    _held: locks.Held
    _instance: str

    def holds(self, note: Note) -> None:
        """From now on the slot holds this."""
        self._held.write(f"{self._instance} {note.tokens} {note.key} {note.opening}")

    def release(self) -> None:
        self._held.release()


class Slots:
    """The slots of one running server."""

    def __init__(self, place: Place, wire: Wire, context: int) -> None:
        self._place = place
        self._wire = wire
        self._context = context

    def take(self, wanted: Note, meanwhile: Callable[[], None]) -> Lease:
        """Wait for a slot and for room; `meanwhile` is called between tries and may raise to give up.

        Preferred is a slot that holds the same conversation, then one with the same prefix, then an empty one.
        """
        while True:
            # Short critical section: two askers must not both count the same room as theirs.
            with locks.holding(self._place.folder / "admission.lock", meanwhile):
                lease = self._try(wanted)
            if lease is not None:
                return lease
            meanwhile()
            time.sleep(_POLL_SECONDS)

    def loaded(self, key: str) -> bool:
        """Whether some slot, busy or not, holds this prefix."""
        return any(self._note(slot).key == key for slot in self._all)

    @property
    def _all(self) -> range:
        return range(self._wire.address.slots)

    def _note(self, slot: int) -> Note:
        """Nothing if the note was written under an earlier server."""
        words = locks.note(self._place.slot_lock(slot)).split(" ")
        if len(words) != 4 or words[0] != self._wire.address.instance or not words[1].isdigit():
            return Note()
        return Note(int(words[1]), words[2], words[3])

    def _try(self, wanted: Note) -> Lease | None:
        free: dict[int, locks.Held] = {}
        try:
            for slot in self._all:
                if held := locks.acquire(self._place.slot_lock(slot)):
                    free[slot] = held
            if not free:
                return None
            chosen = min(free, key=lambda slot: self._preference(slot, wanted))
            if not self._make_room(chosen, wanted.tokens, free):
                return None
            had = self._note(chosen)
            lease = Lease(chosen, had, free.pop(chosen), self._wire.address.instance)
            lease.holds(Note(max(had.tokens, wanted.tokens), had.key, had.opening))
            return lease
        finally:
            for held in free.values():
                held.release()

    def _preference(self, slot: int, wanted: Note) -> tuple[bool, bool, bool, float]:
        has = self._note(slot)
        same_talk = bool(wanted.opening) and has.opening == wanted.opening
        same_key = bool(wanted.key) and has.key == wanted.key
        return not same_talk, not same_key, has.key != "", self._used_at(slot)

    def _used_at(self, slot: int) -> float:
        try:
            return self._place.slot_lock(slot).stat().st_mtime
        except OSError:
            return 0.0

    def _make_room(self, chosen: int, tokens: int, free: dict[int, locks.Held]) -> bool:
        """Empty idle slots, the one used longest ago first, until `tokens` fit; False while busy ones bar it."""
        others = {slot: self._note(slot).tokens for slot in self._all if slot != chosen}
        for slot in sorted(free, key=self._used_at):
            if tokens + sum(others.values()) <= self._context:
                return True
            if others.get(slot):
                self._wire.erase_slot(slot)
                free[slot].write("")
                others[slot] = 0
        return tokens + sum(others.values()) <= self._context
