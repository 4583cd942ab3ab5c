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


TimeForm = Literal["date", "moment", "day", "month", "dashed_month", "year"]
"""DATE or TIMESTAMP, '20250301093000', '20250301', '202503', '2025-03', 2025."""


@dataclass(frozen=True)
class DateTarget:
    """What a date phrase is compared with. Without `table` and `column` only the form is known.

    is_number: written without quotes (2025); DATE literals are no matter of it.
    """

    form: TimeForm
    is_number: bool = False
    table: str = ""
    column: str = ""


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
    dates: tuple[DateTarget | None, ...] = ()
    """For each date of the question, in order; None where the tables hold nothing it could be compared with."""
    cut: tuple[str, ...] = ()
    """Tables left out of the prompt because the schema is too wide (empty when everything fits)."""
