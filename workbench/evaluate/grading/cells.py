"""Columns of a result in a form in which equal answers compare equal, whatever types they came in."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import pyarrow as pa

from workbench.sandbox.rows import to_json

Kind = Literal["number", "time", "text", "other"]
RELATIVE = 1.01e-6
"""1/3 and 0.333333 are one number: they differ by 1.000001e-6 of it."""
ABSOLUTE = 1e-10
"""What is left of 0.1 + 0.2 - 0.3, and of larger sums that cancel."""
ROUNDING = 0.005
"""Beyond this a difference is no matter of digits: 3450000.5 is not 3450001, though they agree to 1.5e-7."""
NOISE = 1e-12
"""Sums of the same floats in another order."""

_NUMERAL = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d+)?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d(?:\.\d+)?))?")
_OFFSET = re.compile(r"(T[\d:.]+)(?:[+-]\d\d:\d\d|Z)$")


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a result. `values`: numbers (booleans as 0 and 1), ISO texts for times, anything hashable.

    approximate: floats, which are compared with a tolerance; coarse: of 32 bits, which carry seven digits.
    """

    name: str
    kind: Kind
    values: tuple[Hashable, ...]
    approximate: bool = False
    coarse: bool = False

    @cached_property
    def is_null(self) -> bool:
        return all(value is None for value in self.values)

    @cached_property
    def as_numbers(self) -> tuple[Hashable, ...] | None:
        """Texts that are all numerals as those numbers; None where one is not."""
        return _converted(self.values, _number)

    @cached_property
    def as_times(self) -> tuple[Hashable, ...] | None:
        """Texts that are all ISO dates or times as those; None where one is not."""
        return _converted(self.values, _time)

    @cached_property
    def extremes(self) -> tuple[float, float] | None:
        """The smallest and the largest of its finite numbers; None for none and for a column of another kind."""
        numbers = [v for v in self.values if isinstance(v, int | float) and math.isfinite(v)]
        return (min(numbers), max(numbers)) if numbers and self.kind == "number" else None

    def taken(self, rows: slice) -> Column:
        """The same column with only these rows."""
        return Column(self.name, self.kind, self.values[rows], self.approximate, self.coarse)


def columns_of(table: pa.Table) -> tuple[Column, ...]:
    """The columns of `table`, in order."""
    rows = to_json(table)
    cells = list(zip(*rows, strict=True)) if rows else [()] * table.num_columns
    return tuple(_column(field, values) for field, values in zip(table.schema, cells, strict=True))


def joined(parts: Sequence[Column]) -> Column:
    """The rows of the same column on several databases, one after the other."""
    first = parts[0]
    values = tuple(value for part in parts for value in part.values)
    return Column(first.name, first.kind, values, first.approximate, first.coarse)


def _column(field: Any, values: Sequence[Any]) -> Column:
    kind = field.type
    if pa.types.is_boolean(kind):
        return Column(field.name, "number", tuple(None if v is None else int(v) for v in values))
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return Column(field.name, "number", tuple(values))
    if pa.types.is_floating(kind):
        return Column(field.name, "number", tuple(values), True, kind.bit_width < 64)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return Column(field.name, "time", tuple(None if v is None else _moment(v) for v in values))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind):
        return Column(field.name, "text", tuple(values))
    return Column(field.name, "other", tuple(_frozen(v) for v in values))


def _moment(text: str) -> str:
    """Midnight as its date, and a time with a zone as the clock in the sandbox's own zone shows it."""
    return _OFFSET.sub(r"\1", text).removesuffix("T00:00:00")


def _frozen(value: Any) -> Hashable:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return tuple((key, _frozen(item)) for key, item in value.items())
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return value  # type: ignore[no-any-return]


def _converted(values: Sequence[Any], convert: Any) -> tuple[Hashable, ...] | None:
    found = []
    for value in values:
        new = None if value is None else convert(value)
        if new is None and value is not None:
            return None
        found.append(new)
    return tuple(found)


def _number(value: Any) -> int | float | None:
    if not isinstance(value, str) or not _NUMERAL.fullmatch(value):
        return None
    return float(value) if "." in value else int(value)


def _time(value: Any) -> str | None:
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    return _moment(match[1] + (f"T{match[2]}" if match[2] else "")) if match else None


def close(one: float, other: float, coarse: bool = False) -> bool:
    """Whether two numbers are the same but for digits that rounding takes. Two whole numbers only when equal."""
    if one == other:
        return True
    size = max(abs(one), abs(other))
    difference = abs(one - other)
    if float(one).is_integer() and float(other).is_integer():
        return difference <= NOISE * size and size > 2**53
    if difference <= max(ABSOLUTE, NOISE * size):
        return True
    return difference <= RELATIVE * size and (coarse or difference <= ROUNDING)


def comparable(gold: Column, other: Column) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]] | None:
    """Both columns' values in one common form, or None where their kinds can hold nothing in common.

    Numbers and dates also equal their usual text ("2024", "2024-01-31"): SQLite and MySQL give text where DuckDB has a
    type, and a reader sees the same. Close numbers get one and the same value.
    """
    if gold.is_null or other.is_null or gold.kind == other.kind:
        if gold.kind == "number" == other.kind and (gold.approximate or other.approximate):
            return _snapped(gold.values, other.values, gold.coarse or other.coarse)
        return gold.values, other.values
    if {gold.kind, other.kind} == {"number", "text"}:
        one = gold.as_numbers if gold.kind == "text" else gold.values
        two = other.as_numbers if other.kind == "text" else other.values
        return _snapped(one, two, gold.coarse or other.coarse) if one is not None and two is not None else None
    if {gold.kind, other.kind} == {"time", "text"}:
        one = gold.as_times if gold.kind == "text" else gold.values
        two = other.as_times if other.kind == "text" else other.values
        return (one, two) if one is not None and two is not None else None
    return None


def _snapped(
    one: tuple[Hashable, ...], two: tuple[Hashable, ...], coarse: bool
) -> tuple[tuple[Hashable, ...], tuple[Hashable, ...]]:
    """Both with every number replaced by the first of the numbers that are close to it, one by one."""
    numbers = sorted({v for v in (*one, *two) if isinstance(v, int | float) and math.isfinite(v)})
    first: dict[Hashable, Hashable] = {}
    for before, number in pairwise(numbers):
        if close(before, number, coarse):
            first[number] = first.get(before, before)
    if not first:
        return one, two
    return tuple(first.get(v, v) for v in one), tuple(first.get(v, v) for v in two)
