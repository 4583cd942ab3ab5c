"""Which parts of the schema a question touches, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ColumnHit:
    table: str
    column: str
    score: float
    """0..1, higher is surer."""
    reason: Literal["name", "comment", "value", "key"]
    word: str
    """The word of the question that led here."""


@dataclass(frozen=True)
class ValueHit:
    """The question mentions `word`, which is (or is nearest to) `value` in table.column.

    `meaning`: for a code explained in a comment or CHECK (`'V'` with comment `V:VIP`), the label that matched.
    """

    table: str
    column: str
    value: str
    word: str
    exact: bool
    meaning: str = ""


@dataclass(frozen=True)
class Linked:
    tables: tuple[str, ...]
    """Tables the model will see, in schema order."""
    columns: tuple[ColumnHit, ...] = ()
    values: tuple[ValueHit, ...] = ()
    asked: tuple[str, ...] = ()
    """Tables that words of the question speak for: named, or owner of a column or value that is."""
    unmatched: tuple[str, ...] = ()
    """Content words of the question that no table, column, comment or value answers."""
    cut: tuple[str, ...] = ()
    """Tables left out of the prompt because the schema is too wide (empty when everything fits)."""
