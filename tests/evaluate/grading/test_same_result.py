"""Two results as tables: when they are the same answer."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluate.grading import same_result
from workbench.evaluate.grading.cells import close

cells = st.one_of(st.none(), st.integers(-3, 3), st.integers(-(10**12), 10**12))
rows = st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[cells] * width), max_size=8))


def table(*columns: list[Any], names: str = "abcdefghij") -> pa.Table:
    return pa.table([pa.array(column) for column in columns], names=list(names[: len(columns)]))


def of_rows(found: list[tuple[Any, ...]], width: int) -> pa.Table:
    columns = list(zip(*found, strict=True)) if found else [()] * width
    return pa.table([pa.array(list(c), pa.int64()) for c in columns], names=[f"c{i}" for i in range(width)])


@settings(deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_rows_and_columns_may_be_shuffled(found: list[tuple[Any, ...]], dice: random.Random) -> None:
    width = len(found[0]) if found else 1
    order = list(range(width))
    dice.shuffle(order)
    other = [tuple(row[i] for i in order) for row in found]
    dice.shuffle(other)
    assert same_result(of_rows(found, width), of_rows(other, width), ordered=False)
    assert same_result(of_rows(found, width), of_rows([(*row, 7) for row in other], width + 1), False, forgiving=True)


@settings(deadline=None)
@given(rows, rows)
def test_the_same_is_what_some_order_of_columns_makes_equal(one: list[Any], other: list[Any]) -> None:
    width, given_ = (len(one[0]) if one else 1), (len(other[0]) if other else 1)
    expected = width == given_ and any(
        sorted(one, key=repr) == sorted((tuple(row[i] for i in order) for row in other), key=repr)
        for order in itertools.permutations(range(width))
    )
    assert same_result(of_rows(one, width), of_rows(other, given_), ordered=False) is expected


@settings(deadline=None)
@given(rows, st.integers(0, 7))
def test_a_row_less_is_another_result(found: list[tuple[Any, ...]], at: int) -> None:
    if found:
        width = len(found[0])
        less = found[:at] + found[at + 1 :]
        assert same_result(of_rows(found, width), of_rows(less, width), ordered=False) is (len(less) == len(found))


@pytest.mark.parametrize(
    ("gold", "other", "same"),
    [
        ([1], [1.0], True),
        ([1], [Decimal("1.00")], True),
        ([0.1 + 0.2], [0.3], True),
        ([0.1 + 0.2], [Decimal("0.3")], True),
        ([1 / 3], [0.333333], True),
        ([1 / 3], [0.33333], False),
        ([1 / 3], [0.33], False),
        ([2 / 3], [Decimal("0.666667")], True),
        ([1e-9], [2e-9], False),
        ([0.0], [-0.0], True),
        ([0.0], [5e-17], True),
        ([10**9], [10**9 + 1], False),
        ([float(10**9)], [float(10**9 + 1)], False),
        ([Decimal("1234567.89")], [Decimal("1234567.88")], False),
        ([1234567.891], [1234567.89], True),
        ([1234567.9], [1234567.0], False),
        ([float("nan")], [float("nan")], True),
        ([float("nan")], [None], False),
        ([float("inf")], [float("-inf")], False),
        ([True], [1], True),
        ([False], [None], False),
        ([True, False], ["true", "false"], False),
        ([dt.date(2024, 3, 1)], [dt.datetime(2024, 3, 1)], True),  # noqa: DTZ001
        ([dt.date(2024, 3, 1)], [dt.datetime(2024, 3, 1, 1)], False),  # noqa: DTZ001
        ([dt.date(2024, 3, 1)], ["2024-03-01"], True),
        ([dt.datetime(2024, 3, 1, 9, 5)], ["2024-03-01 09:05:00"], True),  # noqa: DTZ001
        ([dt.date(2024, 3, 1)], ["2024-03"], False),
        ([dt.date(2024, 3, 1)], [20240301], False),
        ([2024], ["2024"], True),
        ([4], ["04"], False),
        ([4524], ["04524"], False),
        (["a"], ["A"], False),
        (["a"], ["a "], False),
        ([""], [None], False),
        ([0], [None], False),
        ([None], [None], True),
        ([[1, 2]], [[1, 2]], True),
        ([[1, 2]], [[2, 1]], False),
        ([{"a": 1}], [{"a": 1}], True),
        ([dt.time(9, 0)], [dt.time(9, 0)], True),
        ([2**63 - 1], [float(2**63 - 1)], True),
        ([10**30], [10**30 + 1], False),
    ],
)
def test_values_of_different_types(gold: list[Any], other: list[Any], same: bool) -> None:
    big = [pa.array([Decimal(v)]) if isinstance(v, int) and abs(v) > 2**63 else None for v in (gold[0], other[0])]
    tables = [
        pa.table([array if array is not None else pa.array(values)], names=["x"])
        for array, values in zip(big, (gold, other), strict=True)
    ]
    assert same_result(tables[0], tables[1], ordered=False) is same
    assert same_result(tables[1], tables[0], ordered=False) is same


@pytest.mark.parametrize(
    ("gold", "other", "ordered", "same"),
    [
        ([[1, 2]], [[2, 1]], False, True),
        ([[1, 2]], [[2, 1]], True, False),
        ([["a", "b"], [1, 2]], [[1, 2], ["a", "b"]], True, True),
        ([["a", "b"], [1, 2]], [["a", "b"], [2, 1]], False, False),
        ([[1, 1, 2]], [[1, 2, 2]], False, False),
        ([[1]], [[1], [2]], False, False),
        ([[None, 1]], [[1, None]], False, True),
        ([[1]], [[]], False, False),
        ([[]], [[]], False, True),
        ([[1.0, 1.0000001], ["a", "b"]], [[1.0000001, 1.0], ["a", "b"]], False, True),
        ([[1.0, 2.0], ["a", "b"]], [[2.0000001, 1.0], ["a", "b"]], False, False),
        ([[1, 2, 1, 2], [1, 1, 2, 2]], [[1, 1, 2, 2], [1, 2, 1, 2]], False, True),
        ([[1, 2, 1, 2], [1, 1, 2, 2]], [[1, 1, 2, 2], [1, 1, 2, 2]], False, False),
    ],
)
def test_rows_and_order(gold: list[list[Any]], other: list[list[Any]], ordered: bool, same: bool) -> None:
    assert same_result(table(*gold), table(*other), ordered) is same


def test_extra_columns_are_forgiven_only_where_asked_and_never_missing_ones() -> None:
    two, one = table([1, 2], ["a", "b"]), table(["a", "b"])
    assert same_result(one, two, ordered=False, forgiving=True)
    assert not same_result(one, two, ordered=False)
    assert not same_result(two, one, ordered=False, forgiving=True)


def test_names_do_not_decide() -> None:
    gold = pa.table([[1, 2], [3, 4]], names=["low", "high"])
    other = pa.table([[3, 4], [1, 2]], names=["low", "high"])
    assert same_result(gold, other, ordered=True)


def test_columns_without_a_name_of_their_own() -> None:
    twice = pa.table([[1, 2], [2, 1], ["a", "b"]], names=["x", "x", "x"])
    other = pa.table([["a", "b"], [2, 1], [1, 2]], names=["y", "y", "y"])
    assert same_result(twice, other, ordered=True)


def test_many_columns_of_few_values_take_no_time() -> None:
    dice = random.Random(1)
    columns = [[dice.randint(0, 1) for _ in range(30)] for _ in range(40)]
    shuffled = columns[:]
    dice.shuffle(shuffled)
    wrong = [*shuffled[:-1], [1 - value for value in shuffled[-1]]]
    names = [f"c{i}" for i in range(40)]
    started = time.monotonic()
    assert same_result(pa.table(columns, names=names), pa.table(shuffled, names=names), ordered=False)
    assert not same_result(pa.table(columns, names=names), pa.table(wrong, names=names), ordered=False)
    zeros = [[0] * 30 for _ in range(40)]
    assert same_result(pa.table(zeros, names=names), pa.table(zeros, names=names), ordered=False)
    assert time.monotonic() - started < 10


def test_a_large_result_takes_seconds() -> None:
    ids = list(range(50_000))
    gold = table(ids, [i % 7 for i in ids], [i / 3 for i in ids])
    other = table([i / 3 for i in reversed(ids)], list(reversed(ids)), [i % 7 for i in reversed(ids)])
    started = time.monotonic()
    assert same_result(gold, other, ordered=False)
    assert time.monotonic() - started < 15


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(allow_nan=False, allow_infinity=False))
def test_closeness_has_no_sides(one: float, other: float) -> None:
    assert close(one, other) == close(other, one)
    assert close(one, one)
