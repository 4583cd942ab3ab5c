"""A short reasoning step before the SQL, as comments: what the query is made of, in the order in which one thinks.

Read from the SQL itself, so that it is always true of it. 질문하기 drops comments before the SQL, so that a model that
writes them needs no other treatment. The words are the model's to learn, not the reader's: they stay Korean.
"""

from __future__ import annotations

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

_MOST = 160
_JOINED = "연결"
_PARTS: tuple[tuple[str, type[exp.Expr]], ...] = (
    ("조건", exp.Where),
    ("묶기", exp.Group),
    ("묶음 조건", exp.Having),
    ("정렬", exp.Order),
)


def with_reasoning(sql: str) -> str:
    """`sql` (DuckDB) behind its steps; unchanged where it cannot be read."""
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except (SqlglotError, RecursionError):
        return sql
    lines = [f"-- {name}: {text}" for name, text in _steps(tree) if text]
    return "\n".join([*lines, sql])


def _steps(tree: exp.Expr) -> list[tuple[str, str]]:
    own = {common.alias_or_name for common in tree.find_all(exp.CTE)}
    tables = dict.fromkeys(table.name for table in tree.find_all(exp.Table) if table.name and table.name not in own)
    joined = [join.args["on"] for join in tree.find_all(exp.Join) if join.args.get("on") is not None]
    found = [("표", _cut(", ".join(tables))), (_JOINED, _written(joined))]
    return [*found, *((name, _written(_bodies(tree, kind))) for name, kind in _PARTS)]


def _bodies(tree: exp.Expr, kind: type[exp.Expr]) -> list[exp.Expr]:
    """What stands behind WHERE, GROUP BY, …, of the query itself first and then of those within."""
    bodies: list[exp.Expr] = []
    for clause in tree.find_all(kind):
        bodies += [clause.this] if isinstance(clause.this, exp.Expr) else clause.expressions
    return bodies


def _written(parts: list[exp.Expr]) -> str:
    return _cut(", ".join(dict.fromkeys(part.sql("duckdb") for part in parts)))


def _cut(text: str) -> str:
    """One line, however long the condition is."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _MOST else flat[: _MOST - 1] + "…"
