"""Which type a column of `staged` gets: the declared one where the values fit, a wider one where they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from workbench.data.convert import MISSING, converted, direct, family, present
from workbench.data.limits import LOAD
from workbench.data.notes import shortened

WIDER: dict[str, tuple[str, ...]] = {
    "integer": ("BIGINT", "DOUBLE"),
    "decimal": ("DECIMAL(38,6)", "DOUBLE"),
    "boolean": ("BIGINT",),
}
"""Types that hold everything the narrower family holds: `1.5` in an INTEGER, 2 in a TINYINT(1) read as BOOLEAN."""

TEXT_SHARE, TEXT_CELLS = 0.2, 5
"""Past this share (and number) of values that no number or date type holds, the column is text despite its DDL."""

ODD_SHARE, ODD_CELLS = 0.02, 50
"""Without a DDL: this few odd cells (`미정` in an amount column) are reported as empty rather than make it text."""

_DATE_NAME = re.compile(r"(일자|날짜|일$|년월일|date|_dt$|ymd)", re.IGNORECASE)


@dataclass(frozen=True)
class Choice:
    """`value` is SQL over `staged`. `bad` values did not fit and are NULL; `samples` are the first of them by line."""

    type: str
    value: str
    bad: int = 0
    samples: tuple[tuple[int, str], ...] = ()


def declared_choice(
    connection: duckdb.DuckDBPyConnection, column: str, staged_type: str, declared: str, *, may_widen: bool = True
) -> Choice:
    """The type of a column that a DDL declares: `declared` unless its values need a wider one (see `WIDER`)."""
    cell, usual, value = _expressions(column, staged_type, declared)
    if family(declared) in {"text", "blob"} or _count(connection, cell, usual, declared)[1] == 0:
        return Choice(declared, usual)
    total, bad = _count(connection, cell, value, declared)
    if bad == 0:
        return Choice(declared, value)
    for wider in WIDER.get(family(declared), ()) if may_widen else ():
        wide_value = _expressions(column, staged_type, wider)[2]
        if _count(connection, cell, wide_value, wider)[1] == 0:
            return Choice(wider, wide_value)
    if may_widen and (bad * 2 > total or (bad > TEXT_SHARE * total and bad > TEXT_CELLS)):
        return Choice("VARCHAR", converted(cell, "VARCHAR"))
    return Choice(declared, value, bad, _samples(connection, cell, value, declared))


def staged_sample(connection: duckdb.DuckDBPyConnection, width: int) -> list[list[str]]:
    """Values of each column in the first rows, blanks left out: at most 5,000 rows and 200,000 cells."""
    columns = ", ".join(f"c{place}" for place in range(width))
    rows = connection.execute(f"SELECT {columns} FROM staged LIMIT {min(5_000, 200_000 // width + 1)}").fetchall()
    return [
        [text for cell in column if isinstance(cell, str) and (text := cell.strip()).upper() not in MISSING]
        for column in (zip(*rows, strict=True) if rows else [()] * width)
    ]


def inferred_choice(
    connection: duckdb.DuckDBPyConnection, column: str, staged_type: str, name: str, sample: list[str]
) -> Choice:
    """The type of a column that nothing declares: its own in Parquet, else read from the values.

    Leading zeros keep a number text (codes, phone numbers), as do letters other than a unit; an empty text cell is
    NULL here, as a spreadsheet means it.
    """
    if staged_type != "VARCHAR":
        return Choice(staged_type, column)
    for kind in _candidates(sample, name):
        usual, value = direct(column, kind), converted(column, kind)
        total, bad = _count(connection, column, usual, kind)
        if total and bad == 0:
            return Choice(kind, usual)
        total, bad = _count(connection, column, value, kind)
        if total and (bad == 0 or (bad <= ODD_SHARE * total and bad <= ODD_CELLS)):
            return Choice(kind, value, bad, _samples(connection, column, value, kind) if bad else ())
    return Choice("VARCHAR", f"nullif(nullif(trim({column}), ''), '\\N')")


_NUMERIC = re.compile(r"[^A-Za-z가-힣]*(원|건|개|명|%)?\s*")
_CODED = re.compile(r"[-+]?0\d")
_PACKED = re.compile(r"(19|20)\d\d[01]\d[0-3]\d")
_DATED = re.compile(r"(\d{4}|\d\d)\s*[-./년]\s*\d{1,2}\s*[-./월]\s*\d")
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?")


def _candidates(values: list[str], name: str) -> list[str]:
    """Types worth trying on the whole column, judged on a sample of its values."""
    most = (1 - ODD_SHARE) * len(values)
    if not values:
        return []
    if _DATE_NAME.search(name) and sum(map(bool, map(_PACKED.fullmatch, values))) >= most:
        return ["DATE"]
    if sum(map(bool, map(_DATED.match, values))) >= most:
        return ["TIMESTAMP"] if any(":" in value or "시" in value for value in values) else ["DATE", "TIMESTAMP"]
    if sum(map(bool, map(_CLOCK.fullmatch, values))) >= most:
        return ["TIME"]
    if all(value.lower() in {"true", "false"} for value in values):
        return ["BOOLEAN"]
    if any(_CODED.match(value) or len(value) > 24 for value in values):
        return []
    return ["BIGINT", "DOUBLE"] if sum(map(bool, map(_NUMERIC.fullmatch, values))) >= most else []


def _expressions(column: str, staged_type: str, target: str) -> tuple[str, str, str]:
    """SQL for the cell as text, for its value as `target` spelt the usual way, and spelt any way."""
    if staged_type == "VARCHAR":
        return column, direct(column, target), converted(column, target)
    cell = f"CAST({column} AS VARCHAR)"
    if family(staged_type) == family(target) or family(target) in {"other", "blob"}:
        cast = f"try_cast({column} AS {target})"
        return cell, cast, cast
    return cell, direct(cell, target), converted(cell, target)


def _count(connection: duckdb.DuckDBPyConnection, cell: str, value: str, target: str) -> tuple[int, int]:
    """Values present, and those of them that `value` turns into NULL. A type DuckDB does not know fits nothing."""
    held = present(cell, target)
    try:
        row = connection.execute(
            f"SELECT count(*) FILTER ({held}), count(*) FILTER ({held} AND ({value}) IS NULL) FROM staged"
        ).fetchone()
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ConversionException, duckdb.ParserException):
        row = connection.execute(f"SELECT count(*) FILTER ({held}), count(*) FILTER ({held}) FROM staged").fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _samples(connection: duckdb.DuckDBPyConnection, cell: str, value: str, target: str) -> tuple[tuple[int, str], ...]:
    rows = connection.execute(
        f"SELECT line, {cell} FROM staged WHERE {present(cell, target)} AND ({value}) IS NULL "
        f"ORDER BY line LIMIT {LOAD.broken_shown}"
    ).fetchall()
    return tuple((int(line), shortened(str(text), 20)) for line, text in rows)
