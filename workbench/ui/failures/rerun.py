"""Both queries of a case run again through grading, for whoever wants to see the whole results."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.data.database import Database
from workbench.errors import DataError
from workbench.evaluate.grading import score_pair
from workbench.evaluate.runs.grade import ground_of
from workbench.evaluate.score import ResultDifference, Score
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.rows import to_json
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t

ROWS = 200
"""Shown of each result; more are not read by eye."""
SECONDS = 10.0


@dataclass(frozen=True)
class Side:
    """One result. `message` (ready to show) where it could not be run. Cells are JSON values."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    marked_rows: frozenset[int] = frozenset()
    marked_columns: frozenset[int] = frozenset()
    truncated: bool = False
    message: str = ""


@dataclass(frozen=True)
class Rerun:
    """`label`: of the database on which both ran, ready to show."""

    label: str
    gold: Side
    answer: Side


def rerun(run: Run, case: StoredCase, gold: str, sql: str) -> Rerun:
    """Grades the pair and runs both on the database that tells them apart, else on the first.

    Raises WorkbenchError when the case's tables cannot be read.
    """
    with ground_of(run, case.id) as ground:
        if isinstance(ground, Score):
            raise DataError(ground.message)
        score = score_pair(ground, gold, sql, case.dialect)
        found = score.difference
        database = next((d for d in ground.databases if found and d.label == found.instance), ground.databases[0])
        left, right = _run(database, score.gold_sql or gold), _run(database, score.sql or sql)
    left, right = _compared(left, right, found)
    return Rerun(t("failures_page.ran_on", name=database.label), left, right)


def _run(database: Database, sql: str) -> Side:
    result = open_sandbox(database.path).run(sql, ROWS, SECONDS)
    if result.status != "ok" or result.table is None:
        return Side(message=result.message)
    rows = tuple(tuple(row) for row in to_json(result.table))
    return Side(tuple(result.columns), rows, truncated=result.truncated)


def _compared(gold: Side, answer: Side, found: ResultDifference | None) -> tuple[Side, Side]:
    """Both sides with their marks. Columns are paired as grading did, or by place where it found nothing to pair."""
    if found is None or gold.message or answer.message:
        return gold, answer
    pairs = [
        (gold.columns.index(one), answer.columns.index(other))
        for one, other in found.matched
        if other is not None and one in gold.columns and other in answer.columns
    ]
    left = _keys(gold.rows, [one for one, _ in pairs])
    right = _keys(answer.rows, [other for _, other in pairs])
    if found.order_only:
        missing = extra = frozenset(
            number for number, (one, other) in enumerate(zip(left, right, strict=False)) if one != other
        )
    else:
        missing, extra = _only_in(left, right), _only_in(right, left)
    return (
        _marked(gold, missing, {one for one, _ in pairs}),
        _marked(answer, extra, {other for _, other in pairs}),
    )


def _marked(side: Side, rows: frozenset[int], paired: set[int]) -> Side:
    columns = frozenset(range(len(side.columns))) - paired
    return Side(side.columns, side.rows, rows, columns if paired else frozenset(), side.truncated)


def _keys(rows: Sequence[Sequence[Any]], places: Sequence[int]) -> list[tuple[Any, ...]]:
    chosen = list(places) or list(range(len(rows[0]) if rows else 0))
    return [tuple(_key(row[place]) for place in chosen) for row in rows]


def _only_in(rows: Sequence[tuple[Any, ...]], others: Sequence[tuple[Any, ...]]) -> frozenset[int]:
    """Numbers of the rows that the others have not as often."""
    left = Counter(others)
    found = set()
    for number, row in enumerate(rows):
        if left[row] > 0:
            left[row] -= 1
        else:
            found.add(number)
    return frozenset(found)


def _key(value: Any) -> Any:
    """Numbers to seven digits: a mark is for the eye, what counts as equal is decided by grading."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return float(f"{value:.7g}") if isinstance(value, float) else value
