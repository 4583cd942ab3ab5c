"""Whether two results are the same answer."""

from __future__ import annotations

import datetime as dt
import decimal
import itertools
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

Columns = list[list[Any]]


def columns_of(table: pa.Table) -> Columns:
    """Values column by column, in a form in which equal answers compare equal."""
    return [[_plain(value) for value in column.to_pylist()] for column in table.columns]


def same(gold: Columns, other: Columns, ordered: bool, extra_columns: bool = False) -> bool:
    """The same rows. Columns may stand in any order; `extra_columns` lets `other` have more than asked for.

    ordered: rows must come in gold's order too, where ties may fall either way: the columns that gold is sorted by
    (those that rise or fall throughout) must read the same from top to bottom.
    """
    if len(gold) > len(other) or (len(gold) < len(other) and not extra_columns) or not gold:
        return False
    if len(gold[0]) != len(other[0]):
        return False
    counts = [Counter(column) for column in other]
    candidates = [
        [i for i, count in enumerate(counts) if count == wanted and (not ordered or _in_order(column, other[i]))]
        for column, wanted in ((column, Counter(column)) for column in gold)
    ]
    rows = Counter(zip(*gold, strict=True))
    return _matches(candidates, [], other, rows)


def _matches(candidates: list[list[int]], chosen: list[int], other: Columns, rows: Counter[tuple[Any, ...]]) -> bool:
    """Whether some choice of one column of `other` for each of gold's gives gold's rows."""
    if len(chosen) == len(candidates):
        return Counter(zip(*(other[i] for i in chosen), strict=True)) == rows
    return any(_matches(candidates, [*chosen, i], other, rows) for i in candidates[len(chosen)] if i not in chosen)


def _in_order(gold: Sequence[Any], other: Sequence[Any]) -> bool:
    """A column that gold is not sorted by may come in any order."""
    return list(gold) == list(other) or not _is_sorted(gold)


def _is_sorted(values: Sequence[Any]) -> bool:
    if None in values or len(set(values)) < 2:
        return False
    try:
        pairs = list(itertools.pairwise(values))
        return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)
    except TypeError:
        return False


def _plain(value: Any) -> Any:
    """Numbers to nine digits whatever their type, a date as its midnight, nested values as text."""
    match value:
        case bool():
            return value
        case int() | float() | decimal.Decimal():
            number = float(value)
            return float(f"{number:.9g}") if math.isfinite(number) else str(number)
        case dt.datetime():
            return value.replace(tzinfo=None)
        case dt.date():
            return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
        case list() | dict():
            return repr(value)
        case _:
            return value
