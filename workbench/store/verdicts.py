"""What judges said, each with the rubric it was asked under. Nothing is overwritten by another judge or rubric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.store import file


@dataclass(frozen=True)
class Verdict:
    """`answer`: yes, no, unreadable, failed (the request), or gated (SQL that does not bind is never asked about).

    judge: model name. rubric_hash: of the rubric's text. raw: what the judge wrote. cost: dollars, None if unknown.
    """

    run: str
    case_id: str
    judge: str
    rubric_hash: str
    answer: str
    reason: str = ""
    category: str = ""
    raw: str = ""
    cost: float | None = None
    at: str = ""


_COLUMNS = tuple(Verdict.__dataclass_fields__)
_LIST = ", ".join(_COLUMNS)


def save(verdicts: Iterable[Verdict]) -> None:
    """Keep verdicts, replacing those of the same judge and rubric, and show them on the results. Raises StoreError."""
    rows = [[_storable(getattr(verdict, column)) for column in _COLUMNS] for verdict in verdicts]
    with file.transaction() as connection:
        connection.executemany(
            f"INSERT OR REPLACE INTO verdict ({_LIST}) VALUES ({', '.join('?' * len(_COLUMNS))})", rows
        )
        # The result shows the run's own judge, or whoever judged it when the run had none (imported verdicts).
        connection.executemany(
            "UPDATE result SET judge = ?, judge_reason = ? WHERE run = ? AND case_id = ?"
            " AND (SELECT judge FROM run WHERE id = result.run) IN ('', ?)",
            [(row[4], row[5], row[0], row[1], row[2]) for row in rows],
        )


def _storable(value: Any) -> Any:
    """Judges may write lone surrogates, which no UTF-8 file takes."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def of_run(run: str, judge: str | None = None, rubric_hash: str | None = None) -> tuple[Verdict, ...]:
    """All verdicts about a run's answers, oldest first; of one judge or rubric where given. Raises StoreError."""
    conditions, values = ["run = ?"], [run]
    for column, value in (("judge", judge), ("rubric_hash", rubric_hash)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    return _select(" AND ".join(conditions), values)


def of_case(run: str, case_id: str) -> tuple[Verdict, ...]:
    """All verdicts about one answer. Raises StoreError."""
    return _select("run = ? AND case_id = ?", [run, case_id])


def judges_of(run: str) -> tuple[tuple[str, str], ...]:
    """Who judged a run's answers, each with the hash of its rubric, the latest first. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(
            "SELECT judge, rubric_hash FROM verdict WHERE run = ? GROUP BY 1, 2 ORDER BY max(rowid) DESC", [run]
        ).fetchall()
    return tuple((row["judge"], row["rubric_hash"]) for row in rows)


def counts(run: str, judge: str, rubric_hash: str) -> dict[tuple[str, str, str], int]:
    """How many graded answers have each verdict, outcome and human verdict (empty for none). Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute(
            "SELECT v.answer, coalesce(r.outcome, ''), coalesce(h.verdict, ''), count(*) FROM result r"
            " LEFT JOIN review h ON h.run = r.run AND h.case_id = r.case_id"
            " LEFT JOIN verdict v ON v.run = r.run AND v.case_id = r.case_id AND v.judge = ? AND v.rubric_hash = ?"
            " WHERE r.run = ? AND r.scored GROUP BY 1, 2, 3",
            [judge, rubric_hash, run],
        ).fetchall()
    return {(row[0] or "", row[1], row[2]): row[3] for row in rows}


def _select(condition: str, values: list[str]) -> tuple[Verdict, ...]:
    with file.transaction() as connection:
        rows = connection.execute(f"SELECT {_LIST} FROM verdict WHERE {condition} ORDER BY rowid", values).fetchall()
    return tuple(Verdict(**dict(row)) for row in rows)
