"""Rows as JSON: every DuckDB type as it arrives by Arrow, numbers as numbers, the rest as text a person reads."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

_EPOCH = date(1970, 1, 1)
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_SECONDS_A_DAY = 86_400


def to_json(table: pa.Table) -> list[list[Any]]:
    """The rows, each a list in column order (names may repeat, so no dicts).

    Integers are exact; DECIMAL with places becomes a float; NaN and infinities, which JSON lacks, become text. Dates
    and times are ISO 8601, INTERVAL and BLOB as DuckDB writes them, STRUCT an object, MAP an object when its keys are
    text and else a list of pairs.
    """
    columns = [_values(column.combine_chunks()) for column in table.columns]
    return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in range(table.num_rows)]


def _values(array: Any) -> list[Any]:
    if isinstance(array, pa.ChunkedArray):
        return [value for chunk in array.chunks for value in _values(chunk)]
    kind = array.type
    if isinstance(array, pa.ExtensionArray):
        return _values(array.storage)
    if pa.types.is_dictionary(kind):
        return _values(array.dictionary_decode())
    if pa.types.is_map(kind):
        return _masked(array, _maps(array))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        items, offsets = _values(array.values), array.offsets.to_pylist()
        return _masked(array, [items[offsets[at] : offsets[at + 1]] for at in range(len(array))])
    if pa.types.is_fixed_size_list(kind):
        items, size = _values(array.values), kind.list_size
        return _masked(
            array, [items[at * size : (at + 1) * size] for at in range(array.offset, array.offset + len(array))]
        )
    if pa.types.is_struct(kind):
        names = [field.name for field in kind]
        fields = [_values(array.field(number)) for number in range(kind.num_fields)]
        return _masked(array, [dict(zip(names, row, strict=True)) for row in zip(*fields, strict=True)])
    number, convert = _scalar(kind)
    plain = array.cast(number) if number is not None else array
    return [None if value is None else convert(value) for value in plain.to_pylist()]


def _scalar(kind: Any) -> tuple[Any, Callable[[Any], Any]]:
    """How to write one value: the integer type to view it as first, if any, and the function that writes it."""
    if pa.types.is_floating(kind):
        return None, _float
    if pa.types.is_decimal(kind):
        return None, int if kind.scale == 0 else _decimal
    if pa.types.is_date32(kind):
        return pa.int32(), _day
    if pa.types.is_timestamp(kind):
        return pa.int64(), lambda value: _moment(value, kind.unit, kind.tz)
    if pa.types.is_time(kind):
        return pa.int64() if kind.bit_width == 64 else pa.int32(), lambda value: _clock(value, kind.unit)
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return None, _bytes
    if pa.types.is_interval(kind):
        return None, _interval
    return None, lambda value: value


def _masked(array: Any, values: list[Any]) -> list[Any]:
    """Nested values with None where the array is null: the children of a null may hold anything."""
    if not array.null_count:
        return values
    return [value if valid else None for value, valid in zip(values, array.is_valid().to_pylist(), strict=True)]


def _maps(array: Any) -> list[Any]:
    keys, items, offsets = _values(array.keys), _values(array.items), array.offsets.to_pylist()
    found: list[Any] = []
    for at in range(len(array)):
        pairs = list(zip(keys[offsets[at] : offsets[at + 1]], items[offsets[at] : offsets[at + 1]], strict=True))
        found.append(dict(pairs) if all(isinstance(key, str) for key, _ in pairs) else [list(pair) for pair in pairs])
    return found


def _float(value: float) -> float | str:
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _decimal(value: Decimal) -> float:
    return float(value)


def _day(days: int) -> str:
    """`days` since 1970 as an ISO date, also outside of Python's years 1 to 9999; DuckDB's ends are infinities."""
    if abs(days) == 2**31 - 1:
        return "infinity" if days > 0 else "-infinity"
    try:
        return (_EPOCH + timedelta(days=days)).isoformat()
    except OverflowError:
        # The calendar repeats every 400 years of 146,097 days.
        cycles = days // 146_097
        inside = (_EPOCH + timedelta(days=days - cycles * 146_097)).isoformat()
        year = int(inside[:4]) + 400 * cycles
        return f"{year:04d}{inside[4:]}" if year > 0 else f"{1 - year:04d}{inside[4:]} (BC)"


def _moment(value: int, unit: str, zone: str | None) -> str:
    if abs(value) == 2**63 - 1:
        return "infinity" if value > 0 else "-infinity"
    seconds, part = divmod(value, _PER_SECOND[unit])
    offset = ""
    if zone is not None:
        shift = _offset(seconds, zone)
        seconds += int(shift.total_seconds())
        offset = datetime(2000, 1, 1, tzinfo=timezone(shift)).isoformat()[19:]
    days, of_day = divmod(seconds, _SECONDS_A_DAY)
    day, bc, _ = _day(days).partition(" (BC)")
    return f"{day}T{_clock(of_day * _PER_SECOND[unit] + part, unit)}{offset}{bc}"


def _offset(seconds: int, zone: str) -> timedelta:
    try:
        return ZoneInfo(zone).utcoffset(datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone))) or timedelta()
    except (OverflowError, ValueError, OSError, KeyError):
        return timedelta()


def _clock(value: int, unit: str) -> str:
    seconds, part = divmod(value, _PER_SECOND[unit])
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[unit]
    fraction = f".{part:0{digits}d}".rstrip("0") if part else ""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}"


def _interval(value: Any) -> str:
    """`1 year 2 months 3 days 04:05:06.5`, as DuckDB writes it."""
    years, months = divmod(abs(value.months), 12)
    sign = "-" if value.months < 0 else ""
    pieces = [
        f"{amount_sign}{amount} {name}{'' if amount == 1 else 's'}"
        for amount_sign, amount, name in (
            (sign, years, "year"),
            (sign, months, "month"),
            ("-" if value.days < 0 else "", abs(value.days), "day"),
        )
        if amount
    ]
    if value.nanoseconds or not pieces:
        clock = _clock(abs(value.nanoseconds) // 1000, "us")
        pieces.append(("-" if value.nanoseconds < 0 else "") + clock)
    return " ".join(pieces)


def _bytes(value: bytes) -> str:
    r"""`\xAB` for every byte that is not printable ASCII, as DuckDB writes a BLOB."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b"\\'\"" else f"\\x{byte:02X}" for byte in value)
