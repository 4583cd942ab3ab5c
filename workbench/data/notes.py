"""Remarks from loading, kept language-free beside the built file and worded when shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from workbench.text import t


class Note(NamedTuple):
    """`key` is a message of the `data` area, `values` what it is filled with (JSON values only)."""

    key: str
    values: Mapping[str, Any]


def note(key: str, /, **values: Any) -> Note:
    return Note(key, values)


def words(notes: Iterable[Note]) -> tuple[str, ...]:
    """The notes in the language in force."""
    return tuple(t(f"data.{n.key}", **n.values) for n in notes)


def shortened(text: str, length: int = 40) -> str:
    """One printable line of at most `length` characters: cell values are untrusted and may be huge."""
    line = "".join(ch if ch.isprintable() else " " for ch in text[: length * 4])
    line = " ".join(line.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def listed(items: Iterable[str], shown: int = 5) -> str:
    """`a, b, c … (+12)`: the first few of a list that may be long."""
    every = list(items)
    head = ", ".join(shortened(item) for item in every[:shown])
    return head if len(every) <= shown else f"{head} … (+{len(every) - shown})"
