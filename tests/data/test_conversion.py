"""Korean numbers and dates become values; what does not fit becomes NULL."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from workbench.data.convert import converted, direct

CASES = Path(__file__).parent.parent / "cases" / "data" / "conversion.txt"


def cases() -> list[tuple[str, str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [tuple(part.strip("`") for part in line.split(" | ")) for line in lines]  # type: ignore[misc]


def value(expression: str, text: str) -> str:
    sql = f"SELECT coalesce(CAST({expression} AS VARCHAR), 'NULL') FROM (SELECT ?::VARCHAR AS x)"
    with duckdb.connect() as connection:
        row = connection.execute(sql, [text]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize(("kind", "text", "expected"), cases())
def test_a_cell_becomes_the_value_a_korean_reader_sees(kind: str, text: str, expected: str) -> None:
    assert value(converted("x", kind), text) == expected


@pytest.mark.parametrize(("kind", "text", "expected"), cases())
def test_the_quick_way_never_disagrees(kind: str, text: str, expected: str) -> None:
    assert value(direct("x", kind), text) in {"NULL", expected}
