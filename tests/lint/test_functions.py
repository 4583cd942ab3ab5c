"""The table of foreign functions, held against the installed DuckDB."""

from __future__ import annotations

import re

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from workbench.sql.lint.functions import AGGREGATES, SPELLINGS, WORDS, is_known

# The Korean words in a spelling stand for values; these make it runnable.
_VALUES = {
    "날짜": "DATE '2024-03-01'", "시작": "DATE '2024-03-01'", "끝": "DATE '2024-03-31'", "초": "1700000000",
    "조건": "true", "목록": "[1]", "자료": "'{}'",
}  # fmt: skip


def runnable(spelling: str) -> str:
    text = spelling
    text = re.sub(r"(?<!')\b글자\b(?!')", "'2024-03-01'" if "strptime" in text else "'12.5'", text)
    for word, value in _VALUES.items():
        text = re.sub(rf"(?<!['가-힣]){word}(?!['가-힣])", value, text)
    text = text.replace("%Y%m%d", "%Y-%m-%d")
    names = "SELECT 1 AS a, 2 AS b, 3 AS c, 1 AS n"
    return f"FROM ({names}) {text}" if text.startswith("LIMIT") else f"SELECT {text} FROM ({names})"


@pytest.mark.parametrize("name", SPELLINGS)
def test_duckdb_has_no_such_function(name: str) -> None:
    assert not is_known(name)
    with duckdb.connect() as connection:
        found = connection.execute("FROM duckdb_functions() WHERE function_name = $1", [name]).fetchall()
    assert found == []


@pytest.mark.parametrize("spelling", sorted({*SPELLINGS.values(), *WORDS.values()}))
def test_the_spelling_offered_runs_in_duckdb(spelling: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(runnable(spelling))


def test_every_aggregate_of_duckdb_is_known_as_one() -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT DISTINCT function_name FROM duckdb_functions()"
            " WHERE function_type = 'aggregate' AND regexp_matches(function_name, '^[a-z]')"
        ).fetchall()
    unknown = [name for (name,) in rows if name not in AGGREGATES and not _parses_as_aggregate(name)]
    assert unknown == []


def _parses_as_aggregate(name: str) -> bool:
    for arguments in ("a", "a, b", "a, b, c"):
        try:
            tree = sqlglot.parse_one(f"SELECT {name}({arguments})", read="duckdb")
        except sqlglot.ParseError:
            continue
        return isinstance(tree.expressions[0], exp.AggFunc)
    return False
