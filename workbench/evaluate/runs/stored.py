"""Cases on their way into the store, out of it, and to the model."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from workbench.ask.cases import Case
from workbench.evaluate.case import EvalCase
from workbench.store.sets import StoredCase


def to_stored(case: EvalCase) -> StoredCase:
    """Plain values; the folder of tables as an absolute path, since a worker starts elsewhere."""
    return StoredCase(
        case.id,
        case.db_id,
        case.question,
        case.gold,
        case.ddl,
        str(case.data_path.resolve()) if case.data_path is not None else None,
        case.dialect,
        case.difficulty,
        case.today.isoformat() if case.today is not None else None,
    )


def to_case(case: StoredCase) -> EvalCase:
    """The case as it was before it was stored."""
    return EvalCase(
        case.id,
        case.db_id,
        case.question,
        case.gold,
        case.ddl,
        Path(case.data_path) if case.data_path else None,
        case.dialect,
        case.difficulty,
        dt.date.fromisoformat(case.today) if case.today else None,
    )


def to_question(case: StoredCase, today: dt.date) -> Case:
    """The case as `ask.batch` takes it: without its gold."""
    return Case(
        case.id,
        case.question,
        ddl=case.ddl,
        data_path=Path(case.data_path) if case.data_path else None,
        dialect=case.dialect,
        today=day_of(case, today),
    )


def day_of(case: StoredCase, today: dt.date) -> dt.date:
    """The day on which the case was written, else the run's."""
    return dt.date.fromisoformat(case.today) if case.today else today
