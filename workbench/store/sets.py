"""Question sets copied into the store: a run survives a file that was moved, edited or deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.store import file


@dataclass(frozen=True)
class StoredCase:
    """The fields of `evaluate.case.EvalCase` as plain values: `data_path` a path, `today` ISO 8601, or None."""

    id: str
    db_id: str
    question: str
    gold: str
    ddl: str
    data_path: str | None = None
    dialect: str | None = None
    difficulty: str | None = None
    today: str | None = None


_COLUMNS = ("id", "db_id", "question", "gold", "data_path", "dialect", "difficulty", "today")


def save(digest: str, name: str, source: str, cases: Sequence[StoredCase]) -> None:
    """Copy a set; one that is there already stays as it is (same digest, same cases). Raises StoreError.

    The DDL is kept once however many cases have it: 1,000 cases over one company schema are 4 MB less.
    """
    with file.transaction() as connection:
        if connection.execute("SELECT 1 FROM eval_set WHERE digest = ?", (digest,)).fetchone():
            return
        connection.execute("INSERT INTO eval_set VALUES (?, ?, ?, ?)", (digest, name, source, len(cases)))
        digests = {
            ddl: hashlib.sha256(ddl.encode("utf-8", "surrogatepass")).hexdigest() for ddl in {c.ddl for c in cases}
        }
        connection.executemany("INSERT OR IGNORE INTO eval_ddl VALUES (?, ?)", [(d, ddl) for ddl, d in digests.items()])
        connection.executemany(
            f"INSERT INTO eval_case (set_digest, position, ddl, {', '.join(_COLUMNS)})"
            f" VALUES (?, ?, ?, {', '.join('?' * len(_COLUMNS))})",
            [
                (digest, position, digests[case.ddl], *(getattr(case, column) for column in _COLUMNS))
                for position, case in enumerate(cases)
            ],
        )


def cases_of(digest: str) -> tuple[StoredCase, ...]:
    """The cases in the set's order, golds as given (see `reviews.corrected_golds`). Raises StoreError."""
    return _cases("c.set_digest = ? ORDER BY c.position", (digest,))


def case_of(digest: str, case_id: str) -> StoredCase | None:
    """One case. Raises StoreError."""
    return next(iter(_cases("c.set_digest = ? AND c.id = ?", (digest, case_id))), None)


def _cases(condition: str, values: tuple[str, ...]) -> tuple[StoredCase, ...]:
    columns = ", ".join(f"c.{column}" for column in _COLUMNS)
    with file.transaction() as connection:
        rows = connection.execute(
            f"SELECT {columns}, d.text AS ddl FROM eval_case c JOIN eval_ddl d ON d.digest = c.ddl WHERE {condition}",
            values,
        ).fetchall()
    return tuple(StoredCase(**dict(row)) for row in rows)
