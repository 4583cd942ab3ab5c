"""What a translation gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Transpiled:
    """`notes` are ready to show; without any, nothing of substance was changed."""

    sql: str
    notes: tuple[str, ...] = ()
