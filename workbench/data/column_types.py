"""Which type a column of `staged` gets: the declared one where the values fit, a wider one where they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from workbench.data.convert import converted, direct, family, present
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


def inferred_choice(connection: duckdb.DuckDBPyConnection, column: str, staged_type: str, name: str) -> Choice:
    """The type of a column that nothing declares: its own in Parquet, else read from the values.

    Leading zeros keep a number text (codes, phone numbers), as do letters other than a unit; an empty text cell is
    NULL here, as a spreadsheet means it.
    """
    if staged_type != "VARCHAR":
        return Choice(staged_type, column)
    text = Choice("VARCHAR", f"nullif(nullif(trim({column}), ''), '\\N')")
    for kind in _candidates(connection, column, name):
        usual, value = direct(column, kind), converted(column, kind)
        total, bad = _count(connection, column, usual, kind)
        if total and bad == 0:
            return Choice(kind, usual)
        total, bad = _count(connection, column, value, kind)
        if total and (bad == 0 or (bad <= ODD_SHARE * total and bad <= ODD_CELLS)):
            return Choice(kind, value, bad, _samples(connection, column, value, kind) if bad else ())
    return text


def _candidates(connection: duckdb.DuckDBPyConnection, column: str, name: str) -> list[str]:
    """Types worth trying on the whole column, judged on its first 5,000 values."""
    held = present(column, "BIGINT")
    row = connection.execute(
        f"""SELECT count(*),
            count(*) FILTER (regexp_matches(x, '^[^A-Za-z가-힣]*(원|건|개|명|%)?\\s*$')),
            count(*) FILTER (regexp_matches(x, '^[-+]?0\\d') OR length(x) > 24),
            count(*) FILTER (regexp_matches(x, '^(19|20)\\d\\d[01]\\d[0-3]\\d$')),
            count(*) FILTER (regexp_matches(x, '^(\\d{{4}}|\\d\\d)\\s*[-./년]\\s*\\d{{1,2}}\\s*[-./월]\\s*\\d')),
            count(*) FILTER (contains(x, ':') OR contains(x, '시')),
            count(*) FILTER (lower(x) IN ('true', 'false')),
            count(*) FILTER (regexp_matches(x, '^\\d{{1,2}}:\\d\\d(:\\d\\d)?$'))
        FROM (SELECT trim({column}) AS x FROM staged WHERE {held} LIMIT 5000)"""
    ).fetchone()
    assert row is not None
    total, numeric, zeros, packed, dated, timed, truths, clocks = row
    most = (1 - ODD_SHARE) * total
    if not total:
        return []
    if packed >= most and _DATE_NAME.search(name):
        return ["DATE"]
    if dated >= most:
        return ["TIMESTAMP"] if timed else ["DATE", "TIMESTAMP"]
    if clocks >= most:
        return ["TIME"]
    if truths == total:
        return ["BOOLEAN"]
    if numeric >= most and not zeros:
        return ["BIGINT", "DOUBLE"]
    return []


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
