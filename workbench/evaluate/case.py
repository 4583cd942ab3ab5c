"""One question with its gold SQL, and a set of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class EvalCase:
    """`id` is unique in its set. `ddl` is the schema as given, `gold` the SQL as given, both in `dialect`.

    data_path: folder with one CSV or Parquet per table, or None (then grading makes its own instances).
    dialect: of `ddl` and `gold`; None is detected from the DDL, and gold is tried as DuckDB first.
    difficulty: as the set names it (easy, medium, hard, extra), or None (then it is computed from gold).
    today: the day on which gold was written, for NOW() and relative dates; None takes the run's.
    """

    id: str
    db_id: str
    question: str
    gold: str
    ddl: str
    data_path: Path | None = None
    dialect: str | None = None
    difficulty: str | None = None
    today: dt.date | None = None


@dataclass(frozen=True)
class BadRow:
    """A row that is no case. `number` counts from 1 as the user's editor does; `message` is ready to show."""

    number: int
    message: str


@dataclass(frozen=True)
class QuestionSet:
    """`digest` is the sha256 (hex) over all cases, in order; `source` says where from (path, hub name).

    notes: rows that are cases but deserve a look (the same question twice), numbered and worded like `problems`.
    """

    name: str
    source: str
    cases: tuple[EvalCase, ...]
    problems: tuple[BadRow, ...]
    digest: str
    notes: tuple[BadRow, ...] = ()
