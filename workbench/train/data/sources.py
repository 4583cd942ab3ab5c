"""Where training questions come from, each under a short name that its rows keep."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set, shipped_sets
from workbench.store import reviews
from workbench.text import t

REVIEWS, ANSWERS, CORPUS = "reviews", "answers", "corpus"
_CORPUS = Path(__file__).parent.parent / "corpus"


@dataclass(frozen=True)
class Sourced:
    """A case and the short name of its source. `key` is unique in a dataset. wrong: a rejected answer, or ""."""

    case: EvalCase
    source: str
    key: str
    wrong: str = ""


@dataclass(frozen=True)
class Source:
    """One source as it was read. skipped: rows that are no case."""

    name: str
    cases: tuple[Sourced, ...]
    skipped: int = 0


def read_sources(names: Sequence[str]) -> tuple[Source, ...]:
    """`reviews` (sent from 오류 살펴보기), `answers` (judged on 질문하기), `corpus` (written for this project), or what
    `read_set` reads. Raises UsageError and StoreError as that does, and UsageError where nothing at all is there."""
    found: list[Source] = []
    for given in dict.fromkeys(names):
        for source in _read(given):
            taken = {one.name for one in found}
            number = next(n for n in range(1, len(taken) + 2) if _numbered(source.name, n) not in taken)
            found.append(_renamed(source, _numbered(source.name, number)))
    if not any(source.cases for source in found):
        raise UsageError(t("train.data_no_rows", sources=", ".join(names)))
    return tuple(found)


def _read(given: str) -> list[Source]:
    if given == REVIEWS:
        return [_reviews()]
    if given == CORPUS:
        return [_corpus()]
    if given == ANSWERS:
        return [_set("saved", ANSWERS)]
    return [_set(given, given if given in shipped_sets() else Path(given).resolve().stem)]


def _corpus() -> Source:
    """All folders as one source, so that databases can be held out from it; each folder is a database."""
    folders = sorted(path.parent for path in _CORPUS.glob("*/questions.jsonl"))
    parts = [(folder.name, _set(str(folder), CORPUS, f"{folder.name}/")) for folder in folders]
    cases = [replace(one, case=replace(one.case, db_id=name)) for name, part in parts for one in part.cases]
    return Source(CORPUS, tuple(cases), sum(part.skipped for _, part in parts))


def _set(source: str, name: str, prefix: str = "") -> Source:
    found = read_set(source)
    cases = tuple(Sourced(case, name, f"{prefix}{case.id}") for case in found.cases)
    return Source(name, cases, len(found.problems))


def _reviews() -> Source:
    cases = [
        Sourced(
            EvalCase(f"{one.run}/{one.case_id}", _name(one.ddl), one.question, one.sql, one.ddl, dialect=one.dialect),
            REVIEWS,
            str(one.id),
            one.wrong_sql or "",
        )
        for one in reviews.training_cases()
    ]
    return Source(REVIEWS, tuple(cases))


def _name(ddl: str) -> str:
    """A case that was sent says no database: each DDL is one."""
    return hashlib.sha256(ddl.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _renamed(source: Source, name: str) -> Source:
    cases = tuple(Sourced(one.case, name, f"{name}/{one.key}", one.wrong) for one in source.cases)
    return Source(name, cases, source.skipped)
