"""Answers a person judged 좋아요 or 틀렸어요, with the corrected SQL: material for evaluation and training."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from workbench.store import file


@dataclass(frozen=True)
class Case:
    """`corrected` is the SQL that should have come (equal to `sql` for a good one, or None when not given)."""

    job: str
    saved_at: str
    verdict: Literal["good", "bad"]
    question: str
    ddl: str
    dialect: str
    sql: str | None
    corrected: str | None
    comment: str
    model: str
    prompt_hash: str


_COLUMNS = tuple(Case.__dataclass_fields__)


def save(case: Case) -> None:
    """Keep the judgement of one answer; judging again replaces it. Raises StoreError."""
    values = [getattr(case, column) for column in _COLUMNS]
    with file.transaction() as connection:
        connection.execute(
            f"INSERT OR REPLACE INTO answer_case ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})",
            values,
        )


def find(job: str) -> Case | None:
    """The judgement of one answer. Raises StoreError."""
    with file.transaction() as connection:
        row = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM answer_case WHERE job = ?", (job,)).fetchone()
    return Case(**dict(row)) if row else None


def every() -> tuple[Case, ...]:
    """All judgements, oldest first. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM answer_case ORDER BY id").fetchall()
    return tuple(Case(**dict(row)) for row in rows)


def to_jsonl(cases: tuple[Case, ...]) -> str:
    """One JSON object a line, `id` first, so that `generate --cases` and later training read it as it is."""
    return "".join(json.dumps({"id": case.job, **asdict(case)}, ensure_ascii=False) + "\n" for case in cases)
