"""Sweeps: grids of trainings. Their points are ordinary trainings, and two sweeps may share one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.store import file


@dataclass(frozen=True)
class Sweep:
    """`grid` is what the grid file said, as JSON; `created_at` ISO 8601."""

    id: str
    name: str
    created_at: str
    grid: str


@dataclass(frozen=True)
class SweepPoint:
    """`values`: the settings that differ between points, as JSON (`{"rank": 8, "share": 0.2}`). training: its id."""

    position: int
    values: str
    training: str


def add(sweep: Sweep, points: Sequence[SweepPoint]) -> bool:
    """Keep a new sweep; False when its name is taken. Raises StoreError."""
    with file.transaction() as connection:
        row = (sweep.id, sweep.name, sweep.created_at, sweep.grid)
        if connection.execute("INSERT OR IGNORE INTO sweep VALUES (?, ?, ?, ?)", row).rowcount != 1:
            return False
        connection.executemany(
            "INSERT INTO sweep_point VALUES (?, ?, ?, ?)",
            [(sweep.id, point.position, point.values, point.training) for point in points],
        )
        return True


def find(sweep: str) -> Sweep | None:
    """By id. Raises StoreError."""
    return _one("id = ?", sweep)


def named(name: str) -> Sweep | None:
    """By name; names are unique. Raises StoreError."""
    return _one("name = ?", name)


def _one(condition: str, value: str) -> Sweep | None:
    with file.transaction() as connection:
        row = connection.execute(f"SELECT * FROM sweep WHERE {condition}", (value,)).fetchone()
    return Sweep(**dict(row)) if row else None


def every(limit: int = 1_000) -> tuple[Sweep, ...]:
    """The newest first. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute("SELECT * FROM sweep ORDER BY created_at DESC, rowid DESC LIMIT ?", (limit,))
        return tuple(Sweep(**dict(row)) for row in rows)


def points_of(sweep: str) -> tuple[SweepPoint, ...]:
    """In the grid's order. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(
            'SELECT position, "values", training FROM sweep_point WHERE sweep = ? ORDER BY position', (sweep,)
        )
        return tuple(SweepPoint(**dict(row)) for row in rows)


def remove(sweep: str) -> None:
    """Forget a sweep; its trainings stay. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute("DELETE FROM sweep_point WHERE sweep = ?", (sweep,))
        connection.execute("DELETE FROM sweep WHERE id = ?", (sweep,))
