"""The rounds of repair: each step changes the query, DuckDB says whether that helped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sandbox.result import EngineError
from workbench.schema.graph import with_inferred_keys
from workbench.schema.model import Schema
from workbench.settings import INPUT
from workbench.sql.repair.columns import fix_columns
from workbench.sql.repair.grouping import fix_grouping
from workbench.sql.repair.keys import Keys
from workbench.sql.repair.many import many_rows
from workbench.sql.repair.scope import Scope, Values
from workbench.sql.repair.syntax import mend
from workbench.sql.repair.tables import fix_tables
from workbench.sql.repair.types import fix_types
from workbench.sql.sources import cte
from workbench.sql.transpile import to_duckdb
from workbench.sql.transpile.inward import parse
from workbench.text import t

ROUNDS = 6
"""Measured on 240 failing answers: none that ends well needs more than four."""

Binds = Callable[[str], EngineError | None]


@dataclass(frozen=True)
class Repaired:
    """`sql` binds. `notes` say each change, ready to show."""

    sql: str
    notes: tuple[str, ...]


def repair(sql: str, schema: Schema, binds: Binds, values: Values | None = None) -> Repaired | None:
    """A query near `sql` that DuckDB binds, or None: it binds already, or nothing known helps.

    `binds` gives DuckDB's error for a text, None where it binds. Deterministic; tables outside the schema are never
    named, and the number of statements stays one. `values` tell which of several tables a filter means. Never raises
    for what the text holds.
    """
    error = binds(sql)
    if error is None or not sql.strip() or len(sql) > INPUT.sql_chars:
        return None
    schema = with_inferred_keys(schema)
    keys = Keys(schema)
    pretty = "\n" in sql.strip()
    notes: list[str] = []
    seen = {sql}
    for _ in range(ROUNDS):
        step = _step(sql, schema, keys, error, pretty, seen, values)
        if step is None:
            return None
        sql, added = step
        seen.add(sql)
        notes += added
        error = binds(sql)
        if error is None:
            tree = parse(sql)
            if tree is None or not _inside(tree, schema):
                return None
            return Repaired(*_one_row(sql, tree, notes, binds, pretty))
    return None


def _one_row(sql: str, tree: exp.Expr, notes: list[str], binds: Binds, pretty: bool) -> tuple[str, tuple[str, ...]]:
    """A query changed already may as well lose the `= (SELECT …)` that would stop it at the first second row."""
    more: list[str] = []
    many_rows(tree, more)
    safer = tree.sql("duckdb", pretty=pretty) if more else sql
    if more and binds(safer) is None:
        sql, notes = safer, [*notes, *more]
    return sql, tuple(dict.fromkeys(notes))


def _step(
    sql: str,
    schema: Schema,
    keys: Keys,
    error: EngineError,
    pretty: bool,
    seen: set[str],
    values: Values | None,
) -> tuple[str, list[str]] | None:
    """The first fixer whose result is new. Names come first: types and groups are judged by what columns are."""
    tree = parse(sql)
    if tree is None:
        mended = mend(sql)
        return (mended, [t("repair.syntax")]) if mended is not None and mended not in seen else None
    fixers: tuple[Callable[[exp.Expr, list[str]], exp.Expr], ...] = (
        lambda root, notes: _names(root, schema, keys, notes, values),
        lambda root, notes: _foreign(root, schema, notes),
        lambda root, notes: _groups(root, schema, keys, notes),
        lambda root, notes: fix_types(root, schema, notes),
        lambda root, notes: root,  # what sqlglot read leniently may bind once it is written out again
    )
    for fixer in fixers:
        notes: list[str] = []
        try:
            result = fixer(tree.copy(), notes).sql("duckdb", pretty=pretty)
        except (
            SqlglotError,
            RecursionError,
            ValueError,
            TypeError,
            AttributeError,
            KeyError,
            IndexError,
            StopIteration,
        ):
            continue  # a shape nobody foresaw: the other fixers may still help
        if result not in seen and (notes or result != sql):
            if notes or error.kind.startswith("Parser") or error.subtype == "SYNTAX_ERROR":
                return result, notes or [t("repair.syntax")]
    return None


def _selects(root: exp.Expr) -> list[exp.Select]:
    """Innermost first: what a subquery offers must be right before its reader is."""
    return list(root.find_all(exp.Select, bfs=True))[::-1]


def _names(root: exp.Expr, schema: Schema, keys: Keys, notes: list[str], values: Values | None) -> exp.Expr:
    fix_tables(root, schema, notes)
    for select in _selects(root):
        fix_columns(Scope(select, schema, keys, notes, values))
    return root


def _groups(root: exp.Expr, schema: Schema, keys: Keys, notes: list[str]) -> exp.Expr:
    for select in _selects(root):
        fix_grouping(Scope(select, schema, keys, notes))
    return root


def _foreign(root: exp.Expr, schema: Schema, notes: list[str]) -> exp.Expr:
    translated = to_duckdb(root.sql("duckdb"), schema.dialect, schema)
    tree = parse(translated.sql)
    if tree is None or not translated.notes:
        return root
    notes += translated.notes
    return tree


def _inside(tree: exp.Expr, schema: Schema) -> bool:
    """Every table is the schema's or a CTE's."""
    return all(
        schema.table(x.name) is not None or cte(x) is not None or not isinstance(x.this, exp.Identifier)
        for x in tree.find_all(exp.Table)
    )


__all__ = ["Binds", "Repaired", "repair"]
