"""How one instance differs from the next."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.evaluate.instances.values.ordinary import Mode


@dataclass(frozen=True)
class Style:
    """Shares are of 1. `spare`: rows a table that stand for nothing. `few`: how much of a column is a few values."""

    spare: int
    nulls: float
    orphans: float
    few: float
    hits: int
    misses: int
    """Of each condition of each goal."""
    off: Mode
    """How rows that miss a condition are filled: extremes show in MIN, MAX and under a LIMIT."""


STYLES = (
    Style(spare=8, nulls=0.0, orphans=0.0, few=0.3, hits=3, misses=3, off="many"),
    Style(spare=14, nulls=0.08, orphans=0.1, few=0.3, hits=2, misses=4, off="high"),
    Style(spare=3, nulls=0.1, orphans=0.15, few=0.2, hits=2, misses=3, off="low"),
    Style(spare=10, nulls=0.0, orphans=0.0, few=0.5, hits=4, misses=4, off="high"),
    Style(spare=20, nulls=0.15, orphans=0.1, few=0.6, hits=3, misses=3, off="low"),
)
"""Two without NULLs: `NOT IN (SELECT …)` gives nothing as soon as one is there."""


def style_of(number: int) -> Style:
    return STYLES[number % len(STYLES)]
