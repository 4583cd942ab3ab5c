"""Examined cases as rows to train on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from workbench.train.data.examine import Examined, Heard, examine
from workbench.train.data.sources import Sourced
from workbench.train.row import PromptRow


def to_rows(cases: Sequence[Sourced], today: dt.date, progress: Heard | None = None) -> Iterator[PromptRow]:
    """Rows as 질문하기 would ask them, for every case whose schema can be read."""
    yield from (row for one in examine(cases, today, progress) if (row := to_row(one)) is not None)


def to_row(one: Examined) -> PromptRow | None:
    """None where there is no schema to ask about."""
    if one.prompt is None:
        return None
    case = one.sourced.case
    return PromptRow(
        one.sourced.key,
        case.db_id,
        one.sourced.source,
        case.question,
        one.prompt.messages,
        one.prompt.prefix,
        one.gold,
        one.sourced.wrong.strip().rstrip(";").rstrip(),
    )
