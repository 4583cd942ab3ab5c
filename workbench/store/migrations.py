"""Numbered migrations: append only. `user_version` in the file counts how many have run."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL UNIQUE,
            asked_at TEXT NOT NULL,
            question TEXT NOT NULL,
            database TEXT NOT NULL,
            source TEXT NOT NULL,
            status TEXT NOT NULL,
            trust TEXT NOT NULL,
            sql TEXT,
            model TEXT NOT NULL,
            seconds REAL NOT NULL,
            answer TEXT NOT NULL
        )""",
        """CREATE TABLE answer_case (
            id INTEGER PRIMARY KEY,
            job TEXT NOT NULL UNIQUE,
            saved_at TEXT NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('good', 'bad')),
            question TEXT NOT NULL,
            ddl TEXT NOT NULL,
            dialect TEXT NOT NULL,
            sql TEXT,
            corrected TEXT,
            comment TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt_hash TEXT NOT NULL
        )""",
        """CREATE TABLE endpoint (
            name TEXT PRIMARY KEY,
            base_url TEXT NOT NULL,
            model TEXT NOT NULL,
            key_variable TEXT NOT NULL
        )""",
        "CREATE TABLE preference (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    ),
)
