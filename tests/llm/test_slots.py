"""Sharing slots between askers, without a server: only locks and notes."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from workbench.llm.embedded import locks
from workbench.llm.embedded.place import Address, Place
from workbench.llm.embedded.slots import Note, Slots

A, B = "a" * 32, "b" * 32


class FakeWire:
    def __init__(self, slots: int = 2, instance: str = "one") -> None:
        self.address = Address(1, 1, "", instance, slots)
        self.erased: list[int] = []

    def erase_slot(self, slot: int) -> None:
        self.erased.append(slot)


class GaveUp(Exception):
    pass


def give_up() -> None:
    raise GaveUp


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, tmp_path)


def make(place: Place, wire: FakeWire, context: int = 1000) -> Slots:
    return Slots(place, wire, context)  # type: ignore[arg-type]


def use(slots: Slots, key: str, tokens: int = 10) -> int:
    lease = slots.take(Note(tokens, key), give_up)
    lease.holds(Note(tokens, key))
    lease.release()
    return lease.slot


def test_a_prefix_returns_to_the_slot_that_holds_it(place: Place) -> None:
    slots = make(place, FakeWire())
    first, second = use(slots, A), use(slots, B)
    assert first != second
    assert (use(slots, A), use(slots, B)) == (first, second)


def test_a_follow_up_returns_to_the_slot_of_its_conversation(place: Place) -> None:
    slots = make(place, FakeWire())
    lease = slots.take(Note(10, A, "talk"), give_up)
    lease.holds(Note(10, A, "talk"))
    lease.release()
    use(slots, B)
    again = slots.take(Note(20, A, "talk"), give_up)
    assert (again.slot, again.had.opening) == (lease.slot, "talk")
    again.release()


def test_a_busy_slot_is_left_alone_and_the_other_one_is_used(place: Place) -> None:
    slots = make(place, FakeWire())
    held = slots.take(Note(10, A), give_up)
    assert use(slots, A) != held.slot
    held.release()


def test_with_all_slots_busy_one_waits_until_one_is_free(place: Place) -> None:
    slots = make(place, FakeWire(slots=1))
    held = slots.take(Note(10, A), give_up)
    threading.Timer(0.1, held.release).start()
    asked: list[int] = []
    lease = slots.take(Note(10, B), lambda: asked.append(1))
    assert asked
    lease.release()


def test_waiting_can_be_given_up(place: Place) -> None:
    slots = make(place, FakeWire(slots=1))
    held = slots.take(Note(10, A), give_up)
    with pytest.raises(GaveUp):
        slots.take(Note(10, A), give_up)
    held.release()


def test_idle_slots_are_emptied_when_the_shared_context_is_short(place: Place) -> None:
    wire = FakeWire()
    slots = make(place, wire, context=100)
    first = use(slots, A, 80)
    assert use(slots, B, 50) != first
    assert wire.erased == [first]
    assert not slots.loaded(A)


def test_a_request_waits_while_busy_slots_leave_no_room(place: Place) -> None:
    slots = make(place, FakeWire(), context=100)
    held = slots.take(Note(80, A), give_up)
    with pytest.raises(GaveUp):
        slots.take(Note(50, B), give_up)
    held.release()


def test_notes_of_an_earlier_server_count_for_nothing(place: Place) -> None:
    use(make(place, FakeWire(instance="old")), A)
    slots = make(place, FakeWire(instance="new"))
    assert not slots.loaded(A)
    lease = slots.take(Note(10, A), give_up)
    assert lease.had == Note()
    lease.release()


def test_a_lock_is_free_again_when_its_holder_lets_go_and_can_be_shared(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    one, two = locks.acquire(path, shared=True), locks.acquire(path, shared=True)
    assert one
    assert two
    assert locks.acquire(path) is None
    one.release()
    two.release()
    alone = locks.acquire(path)
    assert alone
    alone.write("12 한글")
    alone.write("3")
    assert locks.note(path) == "3"
    alone.release()
