"""One structural difference between gold and an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Clause = Literal["select", "distinct", "from", "join", "where", "group", "having", "order", "limit", "set"]
Kind = Literal["missing", "extra", "changed"]

CAUSE, LIKELY, SLIGHT = 2, 1, 0
"""A difference that changes the result; one that follows from another; one that often changes nothing."""


@dataclass(frozen=True)
class Difference:
    """`gold` and `answer` are the pieces as written ('' where one side has none), spans their character offsets.

    category: the one of `score.CATEGORIES` that it speaks for. message: what it means, ready to show.
    """

    clause: Clause
    kind: Kind
    gold: str
    answer: str
    gold_span: tuple[int, int] | None
    span: tuple[int, int] | None
    category: str
    message: str
    weight: int = CAUSE


@dataclass(frozen=True)
class Why:
    """What a pair of differing pieces means."""

    category: str
    message: str
    weight: int = CAUSE
