"""Answers as the JSON that history keeps, and back. Result rows are left out: they are fetched again when opened."""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from dataclasses import asdict, is_dataclass, replace
from typing import Any

from workbench.ask.answer import Answer
from workbench.ask.job import AskJob
from workbench.ask.options import SEOUL
from workbench.store.history import HistoryEntry
from workbench.ui.source import Source


def to_json(answer: Answer) -> str:
    """The answer without its rows and without the text streamed in each step."""
    steps = tuple(replace(step, text="") for step in answer.steps)
    fields = asdict(replace(answer, result=None, steps=steps))
    return json.dumps(fields, ensure_ascii=False, default=_day)


def _day(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value))


def from_json(text: str) -> Answer | None:
    """The answer, or None when it was written by a version whose answers looked different."""
    try:
        answer = _build(Answer, json.loads(text))
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
    return answer if isinstance(answer, Answer) else None


def _build(kind: Any, value: Any) -> Any:
    """`value` as `kind` has it: nested dataclasses, tuples, dates and optionals of those."""
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if is_dataclass(kind) and isinstance(kind, type):
        kinds = typing.get_type_hints(kind)
        return kind(**{name: _build(kinds[name], field) for name, field in value.items()})
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) is tuple:
        return tuple(_build(arguments[0], item) for item in value)
    if typing.get_origin(kind) in (typing.Union, types.UnionType) and value is not None:
        return _build(next(a for a in arguments if a is not type(None)), value)
    return value


def entry(job: AskJob, answer: Answer, source: Source) -> HistoryEntry:
    """The history entry of a finished job."""
    return HistoryEntry(
        job=job.id,
        asked_at=dt.datetime.now(SEOUL).isoformat(timespec="seconds"),
        question=answer.question,
        database=job.workspace.database.label,
        source=source.to_json(),
        status=answer.status,
        trust=answer.trust.level,
        sql=answer.sql,
        model=answer.model,
        seconds=answer.seconds,
        answer=to_json(answer),
    )
