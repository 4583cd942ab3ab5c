"""Matching of what two queries have: the same things drop out, the rest pairs by likeness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_G = TypeVar("_G")


def without_equals(
    gold: Sequence[_T], answer: Sequence[_T], gold_keys: Callable[[_T], tuple[str, ...]],
    keys: Callable[[_T], tuple[str, ...]],
) -> tuple[list[_T], list[_T], list[tuple[_T, _T]]]:  # fmt: skip
    """What only gold has, what only the answer has, and the equal ones. Items are equal when one spelling is."""
    left, others, same = [], list(answer), []
    for item in gold:
        own = gold_keys(item)
        twin = next((o for o in others if any(a == b for a, b in zip(own, keys(o), strict=True))), None)
        if twin is None:
            left.append(item)
        else:
            others.remove(twin)
            same.append((item, twin))
    return left, others, same


def paired(
    gold: Sequence[_G], answer: Sequence[_G], likeness: Callable[[_G, _G], float], least: float
) -> tuple[list[tuple[_G, _G]], list[_G], list[_G]]:
    """The likest pairs first, as long as they reach `least`; and what stays alone on both sides."""
    scored = sorted(
        ((likeness(g, a), i, j) for i, g in enumerate(gold) for j, a in enumerate(answer)),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if score >= least and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return (
        [(gold[i], answer[j]) for i, j in sorted(pairs.items())],
        [g for i, g in enumerate(gold) if i not in pairs],
        [a for j, a in enumerate(answer) if j not in pairs.values()],
    )
