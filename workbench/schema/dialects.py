"""Which database a DDL text was written for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from workbench.errors import UsageError
from workbench.text import t

DIALECTS: dict[str, str] = {
    "mysql": "MySQL · MariaDB",
    "postgres": "PostgreSQL",
    "oracle": "Oracle",
    "tsql": "SQL Server",
    "sqlite": "SQLite",
    "duckdb": "DuckDB",
    "bigquery": "BigQuery",
    "snowflake": "Snowflake",
}
"""sqlglot's name → the name people know, the same in Korean and English."""

_ALIASES = {
    "mariadb": "mysql", "cubrid": "mysql", "aurora": "mysql", "tidb": "mysql",
    "postgresql": "postgres", "pg": "postgres", "psql": "postgres", "redshift": "postgres", "greenplum": "postgres",
    "plsql": "oracle", "tibero": "oracle", "altibase": "oracle",
    "mssql": "tsql", "sqlserver": "tsql", "sql server": "tsql", "transact-sql": "tsql", "azure": "tsql",
    "sqlite3": "sqlite", "bq": "bigquery",
}  # fmt: skip

_LITERALS = re.compile(r"'(?:[^'\n]|'')*'")
_SAMPLE = 40_000
"""Characters looked at from the start and as many from the end: 0.1 s, where a whole 2 MB dump took 3 s."""
_BLANKS = re.compile(r"\s+")
_LONG = 500_000
_DATA_LINE = re.compile(r"^ ?(?:INSERT|REPLACE|\( ?['\d]).*\n?", re.I | re.M)


def detect_dialect(text: str) -> str:
    """The sqlglot name of the dialect `text` was most likely written in; duckdb where nothing tells."""
    return guess_dialect(text)[0]


def guess_dialect(text: str) -> tuple[str, bool]:
    """The dialect, and whether anything in the text says so.

    duckdb for plain ANSI text: it is what the SQL runs on, so nothing is translated that need not be.
    """
    plain = text if len(text) <= _LONG else text[:_LONG] + "\n" + text[-_LONG:]
    # Runs of blanks first: `^\s*GO` is quadratic on them, 50,000 emptied INSERT lines took minutes.
    plain = _BLANKS.sub(lambda found: "\n" if "\n" in found[0] else " ", plain)
    plain = _LITERALS.sub("''", _DATA_LINE.sub("", plain))
    sample = plain if len(plain) <= 2 * _SAMPLE else plain[:_SAMPLE] + "\n" + plain[-_SAMPLE:]
    scores = {name: _score(sample, marks) for name, marks in _marks().items()}
    if "\\'" in text:  # a quote escaped the way MySQL's dumps do; the rows themselves are left out of the sample
        scores["mysql"] += 1.5
    best = max(scores, key=lambda name: scores[name])
    return (best, True) if scores[best] > 1 else ("duckdb", False)


@cache
def _marks() -> dict[str, tuple[tuple[float, re.Pattern[str]], ...]]:
    """Weighted patterns by dialect, from `dialect_marks.toml`."""
    given = tomllib.loads(Path(__file__).with_name("dialect_marks.toml").read_text(encoding="utf-8"))
    return {
        name: tuple((mark["weight"], re.compile(mark["pattern"], re.I | re.M)) for mark in given[name])
        for name in DIALECTS
    }


def _score(text: str, marks: tuple[tuple[float, re.Pattern[str]], ...]) -> float:
    return sum(weight for weight, pattern in marks if pattern.search(text))


def canonical(name: str) -> str:
    """`MariaDB`, `mssql`, `PostgreSQL` … → the name in `DIALECTS`. Raises UsageError for an unknown one."""
    lowered = name.strip().lower()
    found = _ALIASES.get(lowered, lowered)
    if found not in DIALECTS:
        raise UsageError(t("schema.unknown_dialect", name=name[:40], known=", ".join(DIALECTS)))
    return found
