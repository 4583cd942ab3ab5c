"""Questions asked, with their answers, newest first. Result rows are not kept: they are run again when opened."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.store import file

KEEP = 2_000
"""Entries kept; older ones go. At about 10 kB each the file stays under 20 MB."""


@dataclass(frozen=True)
class HistoryEntry:
    """`source` and `answer` are JSON texts that only the page reads; `asked_at` is ISO 8601 with an offset."""

    job: str
    """Id of the job that answered; a job has one entry, saving it again replaces it."""
    asked_at: str
    question: str
    database: str
    source: str
    status: str
    trust: str
    sql: str | None
    model: str
    seconds: float
    answer: str


_COLUMNS = tuple(HistoryEntry.__dataclass_fields__)


def add(entry: HistoryEntry) -> None:
    """Keep `entry`, replacing one of the same job. Raises StoreError."""
    values = [getattr(entry, column) for column in _COLUMNS]
    with file.transaction() as connection:
        connection.execute(
            f"INSERT OR REPLACE INTO history ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})", values
        )
        connection.execute(
            "DELETE FROM history WHERE id <= (SELECT id FROM history ORDER BY id DESC LIMIT 1 OFFSET ?)", (KEEP,)
        )


def recent(limit: int = 50, containing: str = "") -> tuple[HistoryEntry, ...]:
    """The newest entries, those whose question or SQL contains a text. Raises StoreError."""
    query = f"SELECT {', '.join(_COLUMNS)} FROM history"
    arguments: list[str | int] = []
    if containing:
        # instr, not LIKE: the asker's % and _ are plain characters.
        query += " WHERE instr(lower(question), lower(?)) OR instr(lower(coalesce(sql, '')), lower(?))"
        arguments += [containing, containing]
    with file.transaction() as connection:
        rows = connection.execute(f"{query} ORDER BY id DESC LIMIT ?", [*arguments, limit]).fetchall()
    return tuple(HistoryEntry(**dict(row)) for row in rows)


def find(job: str) -> HistoryEntry | None:
    """The entry of one job. Raises StoreError."""
    with file.transaction() as connection:
        row = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM history WHERE job = ?", (job,)).fetchone()
    return HistoryEntry(**dict(row)) if row else None


def remove(job: str) -> None:
    """Forget one entry. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute("DELETE FROM history WHERE job = ?", (job,))


def clear() -> None:
    """Forget all entries; cases stay. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute("DELETE FROM history")
