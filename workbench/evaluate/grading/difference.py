"""How an answer's result differs from gold's, for people and for the error categories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import pyarrow as pa

from workbench.evaluate.grading.cells import Column, comparable
from workbench.evaluate.grading.matching import Expected, assign, whole
from workbench.evaluate.score import ResultDifference
from workbench.sandbox.rows import to_json

KEPT = 50
"""Rows of each kind: what fits on a screen."""
_ALIKE = 0.5
"""Share of values in common from which on two columns stand for the same thing though rows are missing."""


def difference(
    label: str, gold: Expected, gold_table: pa.Table, other: Sequence[Column], table: pa.Table
) -> ResultDifference:
    """The difference on one database. The tables hold the rows that are to be shown, as they came."""
    shown = gold.shown
    pairs = _pairs(shown, other)
    matched = tuple(
        (column.name, other[j].name if (j := pairs.get(i)) is not None else None) for i, column in enumerate(shown)
    )
    count = len(other[0].values) if other else 0
    gold_rows, rows = to_json(gold_table), to_json(table)
    same = gold.ordered and assign([whole(shown)], [other], forgiving=False) is not None
    missing, extra = _rows_apart(shown, other, _completed(pairs, len(shown), len(other))) if not same else ([], [])
    return ResultDifference(
        label,
        tuple(column.name for column in shown),
        tuple(column.name for column in other),
        gold.rows,
        count,
        tuple(tuple(gold_rows[at]) for at in missing[:KEPT]),
        tuple(tuple(rows[at]) for at in extra[:KEPT]),
        matched,
        order_only=same,
    )


def _pairs(gold: Sequence[Column], other: Sequence[Column]) -> dict[int, int]:
    """Which column of the answer stands for which of gold's: the most alike first, then those of the same name."""
    scored: list[tuple[float, bool, int, int]] = []
    for i, one in enumerate(gold):
        for j, two in enumerate(other):
            same_name = one.name.casefold() == two.name.casefold()
            alike = _alike(one, two)
            if alike >= _ALIKE or (same_name and alike > 0):
                scored.append((alike, same_name, -abs(i - j), i * len(other) + j))
    pairs: dict[int, int] = {}
    for *_, at in sorted(scored, reverse=True):
        i, j = divmod(at, len(other))
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _alike(one: Column, two: Column) -> float:
    """Share of the shorter column's values that the other has too; 1 for columns without rows of one kind."""
    pair = comparable(one, two)
    if pair is None:
        return 0.0
    shorter = min(len(pair[0]), len(pair[1]))
    if shorter == 0:
        return 1.0 if one.kind == two.kind else 0.0
    return (Counter(pair[0]) & Counter(pair[1])).total() / shorter


def _completed(pairs: dict[int, int], gold: int, other: int) -> dict[int, int]:
    """The pairs, and in order those left over where both sides have as many columns: they should have been the same."""
    left, right = (
        [n for n in range(size) if n not in taken] for size, taken in ((gold, pairs.keys()), (other, pairs.values()))
    )
    return pairs | dict(zip(left, right, strict=True)) if gold == other else pairs


def _rows_apart(gold: Sequence[Column], other: Sequence[Column], pairs: dict[int, int]) -> tuple[list[int], list[int]]:
    """Numbers of gold's rows that the answer lacks, and of the answer's that gold lacks, by the paired columns."""
    if not pairs:
        return list(range(len(gold[0].values) if gold else 0)), list(range(len(other[0].values) if other else 0))
    ours: list[Sequence[Hashable]] = []
    theirs: list[Sequence[Hashable]] = []
    for i, j in pairs.items():
        pair = comparable(gold[i], other[j])
        # Kinds that have nothing in common make no two rows equal.
        ours.append(pair[0] if pair is not None else [(0, v) for v in gold[i].values])
        theirs.append(pair[1] if pair is not None else [(1, v) for v in other[j].values])
    one, two = list(zip(*ours, strict=True)), list(zip(*theirs, strict=True))
    return _without(one, Counter(two)), _without(two, Counter(one))


def _without(rows: Sequence[Any], others: Counter[Any]) -> list[int]:
    left: list[int] = []
    for number, row in enumerate(rows):
        if others[row] > 0:
            others[row] -= 1
        else:
            left.append(number)
    return left
