"""Rows that would teach to the test: schemas or questions of an evaluation set, the same or nearly so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process

from workbench.errors import WorkbenchError
from workbench.evaluate.case import EvalCase
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.train.data.alike import NEAR, plain
from workbench.train.data.examine import Examined
from workbench.train.data.schemas import Columns, columns_of, like_any

_CHUNK = 1_000


@dataclass(frozen=True)
class Guard:
    """What of one evaluation set must not be trained on."""

    name: str
    questions: tuple[str, ...]
    schemas: frozenset[Columns]


@dataclass(frozen=True)
class Leak:
    """Why a row was removed: the set it leaks from, by its schema or by its question, and that set's question."""

    guard: str
    kind: Literal["schema", "question"]
    other: str = ""

    @property
    def reason(self) -> str:
        """Ready to show."""
        return t(f"train.data_leak_{self.kind}", guard=self.guard, other=self.other)


def find_leaks(rows: Sequence[Examined], guards: Sequence[Guard]) -> dict[str, Leak]:
    """By the row's key. A row that leaks in several ways is told once: by its schema first."""
    found: dict[str, Leak] = {}
    schemas = {id(one.schema): columns_of(one.schema) for one in rows if one.schema is not None}
    for guard in guards:
        leaking = {key for key, columns in schemas.items() if like_any(columns, guard.schemas)}
        for one in rows:
            if one.schema is not None and id(one.schema) in leaking:
                found.setdefault(one.sourced.key, Leak(guard.name, "schema"))
    questions = [one.sourced.case.question for one in rows]
    for guard in guards:
        for number, other in near_questions(questions, guard.questions).items():
            found.setdefault(rows[number].sourced.key, Leak(guard.name, "question", guard.questions[other]))
    return found


def near_questions(questions: Sequence[str], others: Sequence[str]) -> Mapping[int, int]:
    """Number of each question that is nearly one of `others` → the number of the one it is most like."""
    return dict(_nearest([plain(text) for text in questions], [plain(text) for text in others]))


def _nearest(questions: list[str], others: list[str]) -> Iterator[tuple[int, int]]:
    if not others:
        return
    for start in range(0, len(questions), _CHUNK):
        chunk = questions[start : start + _CHUNK]
        scores = process.cdist(chunk, others, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.float32)
        for number in np.flatnonzero(scores.max(axis=1)):
            yield start + int(number), int(scores[number].argmax())


def guard_of(name: str, cases: Sequence[EvalCase]) -> Guard:
    """The questions and schemas of an evaluation set. A DDL that cannot be read guards by its questions alone."""
    schemas: set[Columns] = set()
    for ddl, dialect in dict.fromkeys((case.ddl, case.dialect) for case in cases):
        with contextlib.suppress(WorkbenchError):
            schemas.add(columns_of(read_pasted(ddl, dialect)))
    return Guard(name, tuple(case.question for case in cases), frozenset(schemas))
