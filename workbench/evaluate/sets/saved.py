"""Answers that a person judged on 질문하기, as a set."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from workbench.data.samples import sample_info, sample_names
from workbench.evaluate.case import BadRow, QuestionSet
from workbench.evaluate.sets.digest import digest_of
from workbench.evaluate.sets.places import Places
from workbench.evaluate.sets.records import Record
from workbench.evaluate.sets.rows import collect
from workbench.schema.decode import decode
from workbench.schema.render import to_ddl
from workbench.sql.pasted import read_pasted
from workbench.store import cases as store
from workbench.text import t

NAME = "saved"


def read_saved(limit: int | None = None) -> QuestionSet:
    """Every case with a right SQL: the answer judged good, or the corrected one. Raises StoreError."""
    records: list[Record] = []
    problems: list[BadRow] = []
    for number, case in enumerate(store.every(), start=1):
        if case.corrected is None:
            problems.append(BadRow(number, t("sets.saved_without_gold")))
            continue
        # The store keeps the DDL as DuckDB reads it and the SQL in DuckDB, whatever the database once was.
        values: dict[str, str | None] = {
            "id": case.job,
            "question": case.question,
            "gold": case.corrected,
            "ddl": case.ddl,
            "dialect": "duckdb",
            "today": _day(case.saved_at),
            # Of rows only those of the sample databases can be found again.
            "data_path": _sample_folders().get(case.ddl),
        }
        records.append(Record(number, values))
    mapping = {field: field for field in ("id", "question", "gold", "ddl", "dialect")}
    found = collect(records, mapping, Places(Path(NAME)), limit)
    problems = sorted([*problems, *found.problems], key=lambda row: row.number)
    return QuestionSet(
        t("sets.saved"), NAME, tuple(found.cases), tuple(problems), digest_of(found.cases), tuple(found.notes)
    )


def _day(saved_at: str) -> str | None:
    """The day of the judgement stands for the day of the question: relative dates were read near it."""
    try:
        return dt.datetime.fromisoformat(saved_at).date().isoformat()
    except ValueError:
        return None


@cache
def _sample_folders() -> dict[str, str]:
    """The DDL of each sample database as the store keeps it → the folder of its rows."""
    found = {}
    for sample in map(sample_info, sample_names()):
        schema = read_pasted(decode(sample.ddl_path.read_bytes()).text, sample.dialect)
        found[to_ddl(schema)] = str(sample.ddl_path.parent)
    return found
