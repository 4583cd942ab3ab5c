"""Small choices that outlive a session: the language, the notice about a damaged store, the reviewer's name."""

from __future__ import annotations

from typing import Literal

from workbench.store import file

Key = Literal["language", "damaged_file", "reviewer"]


def get(key: Key) -> str | None:
    """The stored value. Raises StoreError."""
    with file.transaction() as connection:
        row = connection.execute("SELECT value FROM preference WHERE key = ?", (key,)).fetchone()
    return str(row["value"]) if row else None


def put(key: Key, value: str) -> None:
    """Store a value; an empty one removes it. Raises StoreError."""
    with file.transaction() as connection:
        if value:
            connection.execute("INSERT OR REPLACE INTO preference VALUES (?, ?)", (key, value))
        else:
            connection.execute("DELETE FROM preference WHERE key = ?", (key,))
