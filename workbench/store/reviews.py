"""What people said about answers: verdict, note and tags; corrected golds; cases sent to training."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from workbench.store import file
from workbench.store.results import UNSCORED


@dataclass(frozen=True)
class Review:
    """One person's word about one answer; `verdict` None says that only a note was left, or it was taken back."""

    run: str
    case_id: str
    verdict: Literal["right", "wrong"] | None
    who: str
    why: str
    note: str
    at: str


@dataclass(frozen=True)
class GoldChange:
    """A corrected gold; `old` is what it replaced, and stays."""

    set_digest: str
    case_id: str
    old: str
    new: str
    who: str
    why: str
    at: str


@dataclass(frozen=True)
class TrainingCase:
    """A case sent to the training set, copied: it stays when the run is deleted. `sql` is the SQL to learn."""

    id: int
    run: str
    case_id: str
    question: str
    ddl: str
    dialect: str | None
    sql: str
    wrong_sql: str | None
    who: str
    at: str


def say(run: str, case_ids: Sequence[str], verdict: Literal["right", "wrong"] | None, who: str, why: str = "") -> None:
    """A person's verdict about answers of one run; it overrides both grading and judge. Raises StoreError."""
    at = _now()
    with file.transaction() as connection:
        connection.executemany(
            "INSERT INTO review (run, case_id, verdict, who, why, note, at) VALUES (?, ?, ?, ?, ?, '', ?)"
            " ON CONFLICT (run, case_id) DO UPDATE SET verdict = excluded.verdict, who = excluded.who,"
            " why = excluded.why, at = excluded.at",
            [(run, case_id, verdict, who, why, at) for case_id in case_ids],
        )


def write_note(run: str, case_id: str, note: str, who: str) -> None:
    """A note on one answer; an empty one removes it. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute(
            "INSERT INTO review (run, case_id, verdict, who, why, note, at) VALUES (?, ?, NULL, ?, '', ?, ?)"
            " ON CONFLICT (run, case_id) DO UPDATE SET note = excluded.note",
            (run, case_id, who, note, _now()),
        )


def find(run: str, case_id: str) -> Review | None:
    """What was said about one answer. Raises StoreError."""
    with file.transaction() as connection:
        row = connection.execute(
            "SELECT run, case_id, verdict, who, why, note, at FROM review WHERE run = ? AND case_id = ?", (run, case_id)
        ).fetchone()
    return Review(**dict(row)) if row else None


def add_tag(run: str, case_ids: Sequence[str], tag: str) -> None:
    """Tag answers; a tag that is there already stays. Raises StoreError."""
    with file.transaction() as connection:
        connection.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", [(run, c, tag.strip()) for c in case_ids])


def remove_tag(run: str, case_ids: Sequence[str], tag: str) -> None:
    """Raises StoreError."""
    with file.transaction() as connection:
        connection.executemany(
            "DELETE FROM tag WHERE run = ? AND case_id = ? AND tag = ?", [(run, c, tag.strip()) for c in case_ids]
        )


def tags_of(run: str, case_id: str) -> tuple[str, ...]:
    """Tags of one answer. Raises StoreError."""
    with file.transaction() as connection:
        rows = connection.execute("SELECT tag FROM tag WHERE run = ? AND case_id = ? ORDER BY tag", (run, case_id))
        return tuple(row["tag"] for row in rows)


def all_tags() -> tuple[str, ...]:
    """Every tag in use. Raises StoreError."""
    with file.transaction() as connection:
        return tuple(row["tag"] for row in connection.execute("SELECT DISTINCT tag FROM tag ORDER BY tag"))


def correct_gold(run: str, case_id: str, gold: str, who: str, why: str = "") -> None:
    """Replace the gold of a case, for this run and every later one on its set; the old one is kept.

    The run's answer counts as neither graded nor judged: "resume" does both again. Other runs keep the gold they were
    graded on (a comparison names such cases). Raises StoreError.
    """
    with file.transaction() as connection:
        row = connection.execute(
            "SELECT r.gold, run.set_digest FROM result r JOIN run ON run.id = r.run WHERE r.run = ? AND r.case_id = ?",
            (run, case_id),
        ).fetchone()
        if row is None or row["gold"] == gold:
            return
        connection.execute(
            "INSERT INTO gold_change (set_digest, case_id, old, new, who, why, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row["set_digest"], case_id, row["gold"], gold, who, why, _now()),
        )
        connection.execute(
            f"UPDATE result SET gold = ?, judge = NULL, judge_reason = '', {UNSCORED} WHERE run = ? AND case_id = ?",
            (gold, run, case_id),
        )
        connection.execute("DELETE FROM verdict WHERE run = ? AND case_id = ?", (run, case_id))
        connection.execute("UPDATE run SET done = max(done - 1, 0) WHERE id = ?", (run,))


def gold_changes(set_digest: str, case_id: str | None = None) -> tuple[GoldChange, ...]:
    """All corrections of a set (or of one case), oldest first. Raises StoreError."""
    query = "SELECT set_digest, case_id, old, new, who, why, at FROM gold_change WHERE set_digest = ?"
    values = [set_digest]
    if case_id is not None:
        query, values = f"{query} AND case_id = ?", [set_digest, case_id]
    with file.transaction() as connection:
        rows = connection.execute(f"{query} ORDER BY id", values).fetchall()
    return tuple(GoldChange(**dict(row)) for row in rows)


def corrected_golds(set_digest: str) -> dict[str, str]:
    """Case id to the gold that holds now, for the corrected cases only. Raises StoreError."""
    return {change.case_id: change.new for change in gold_changes(set_digest)}


def send_to_training(run: str, case_id: str, who: str) -> bool:
    """Copy a case, its gold as it is now, to the training set; False when the same pair is there already.

    An answer a person called right teaches itself (the gold is then the one in doubt). Raises StoreError.
    """
    with file.transaction() as connection:
        row = connection.execute(
            "SELECT r.question, d.text AS ddl, c.dialect, r.gold, r.sql, r.outcome, v.verdict FROM result r"
            " JOIN run ON run.id = r.run JOIN eval_case c ON c.set_digest = run.set_digest AND c.id = r.case_id"
            " JOIN eval_ddl d ON d.digest = c.ddl LEFT JOIN review v ON v.run = r.run AND v.case_id = r.case_id"
            " WHERE r.run = ? AND r.case_id = ?",
            (run, case_id),
        ).fetchone()
        if row is None:
            return False
        own = row["verdict"] == "right" and row["outcome"] != "correct" and bool(row["sql"])
        sql = row["sql"] if own else row["gold"]
        dialect = "duckdb" if own else row["dialect"]
        wrong = None if own or row["outcome"] == "correct" else row["sql"]
        pair = "\0".join((row["question"], row["ddl"], sql))
        digest = hashlib.sha256(pair.encode("utf-8", "surrogatepass")).hexdigest()
        added = connection.execute(
            "INSERT OR IGNORE INTO training_case"
            " (digest, run, case_id, question, ddl, dialect, sql, wrong_sql, who, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (digest, run, case_id, row["question"], row["ddl"], dialect, sql, wrong, who, _now()),
        )
        return added.rowcount == 1


def training_cases() -> tuple[TrainingCase, ...]:
    """Everything sent to training, oldest first. Raises StoreError."""
    columns = ", ".join(TrainingCase.__dataclass_fields__)
    with file.transaction() as connection:
        rows = connection.execute(f"SELECT {columns} FROM training_case ORDER BY id").fetchall()
    return tuple(TrainingCase(**dict(row)) for row in rows)


def remove_training_case(case: int) -> None:
    """Take one back. Raises StoreError."""
    with file.transaction() as connection:
        connection.execute("DELETE FROM training_case WHERE id = ?", (case,))


def _now() -> str:
    return dt.datetime.now().astimezone().isoformat(timespec="seconds")
