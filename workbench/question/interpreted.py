"""A question with its dates and amounts resolved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class DateSpan:
    """`text` as written at question[start:end]; the days `first`..`last` inclusive it stands for.

    `role`: `range`, or the bound it gives (`after` = from first on, `before` = up to last).
    """

    text: str
    start: int
    end: int
    first: dt.date
    last: dt.date
    role: Literal["range", "after", "before"] = "range"


@dataclass(frozen=True)
class Amount:
    """`text` as written at question[start:end] and the plain number (`100만 원` → 1000000, unit `원`).

    `below` is set for a range such as `5만원대`: from `value` up to, not including, `below`.
    """

    text: str
    start: int
    end: int
    value: float
    unit: str = ""
    below: float | None = None


@dataclass(frozen=True)
class Interpreted:
    """`question` is the NFC-normalised text that the offsets refer to."""

    question: str
    today: dt.date
    dates: tuple[DateSpan, ...] = ()
    amounts: tuple[Amount, ...] = ()
