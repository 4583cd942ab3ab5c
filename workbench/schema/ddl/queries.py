"""A pasted view's query → DuckDB's dialect, over known tables only."""

from __future__ import annotations

from collections.abc import Callable

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError

from workbench.schema.ddl.draft import Draft
from workbench.schema.ddl.typemap import FREE_NUMBER
from workbench.schema.model import Schema
from workbench.schema.names import fold, quote

Translate = Callable[[str, str, Schema], str]
"""(query, its dialect, the tables it may use) → the query in DuckDB's dialect."""

_UNREADABLE = (SqlglotError, RecursionError, ValueError)
_LARGEST = 1_000_000
"""A number beyond this is no filter anyone pastes in a view but may be `repeat('x', 2000000000)`, which DuckDB computes
while binding."""
_LONGEST = 20_000
"""sqlglot hits RecursionError near 100 nested brackets; a longer text only makes it wait for that."""


def in_duckdb(query: str, known: Schema, draft: Draft, translate: Translate | None) -> str | None:
    """The query in DuckDB's dialect, bare of schema names; None where it cannot be, or reads anything but `known`."""
    if len(query) > _LONGEST:
        return None
    dialect = draft.source.dialect
    for text, read in _readings(query, known, dialect, translate):
        tree = parsed(text, read)
        if tree is None or not _is_harmless(tree, known):
            continue
        _tidy(tree, draft)
        try:
            return tree.sql(dialect="duckdb", unsupported_level=ErrorLevel.RAISE)
        except _UNREADABLE:
            continue
    return None


def _readings(query: str, known: Schema, dialect: str, translate: Translate | None) -> list[tuple[str, str]]:
    if translate is None:
        return [(query, dialect)]
    return [(translate(query, dialect, known), "duckdb"), (query, dialect)]


def parsed(query: str, dialect: str) -> exp.Query | None:
    """The query's tree; None where it is none or cannot be read."""
    try:
        tree = sqlglot.parse_one(query, read=dialect)
    except _UNREADABLE:
        return None
    if isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Query):
        tree = tree.this
    return tree if isinstance(tree, exp.Query) else None


def _is_harmless(tree: exp.Query, known: Schema) -> bool:
    ctes = {fold(cte.alias) for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            return False  # a table function
        if fold(table.name) not in ctes and known.table(table.name) is None:
            return False
    return all(not n.is_number or abs(float(n.this)) <= _LARGEST for n in tree.find_all(exp.Literal))


def _tidy(tree: exp.Query, draft: Draft) -> None:
    """Bare names, DuckDB's quotes, and the user's own types replaced by what they stand for."""
    for node in tree.find_all(exp.Table, exp.Column):
        node.set("db", None)
        node.set("catalog", None)
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("quoted", quote(identifier.name) != identifier.name)
    for kind in tree.find_all(exp.DataType):
        if kind.this == exp.DType.USERDEFINED:
            name = fold(str(kind.args.get("kind") or "").rpartition(".")[2].strip('"'))
            mapped = draft.user_types.get(name)
            target = mapped.type if mapped is not None and mapped.type != FREE_NUMBER else "VARCHAR"
            kind.replace(exp.DataType.build(target, dialect="duckdb"))
