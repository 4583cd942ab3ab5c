"""Views and CREATE TABLE … AS: the query in DuckDB's words, and the columns it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable

import duckdb
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.ddl.cursor import Cursor
from workbench.schema.ddl.draft import Draft, DraftTable
from workbench.schema.ddl.statements import Statement
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import fold, quote
from workbench.schema.render import create_statements

_TAIL = re.compile(
    r"\s+WITH\s+(?:(?:CASCADED\s+|LOCAL\s+)?CHECK\s+OPTION|READ\s+ONLY|NO\s+SCHEMA\s+BINDING|(?:NO\s+)?DATA)"
    r"(?:\s+CONSTRAINT\s+\S+)?\s*\Z",
    re.I,
)
_LARGEST = 1_000_000
"""A number beyond this in a view is no filter anyone pastes but may be `repeat('x', 2000000000)`, which DuckDB computes
while binding."""


def read_view(statement: Statement, draft: Draft) -> None:
    """CREATE [MATERIALIZED] VIEW name [(columns)] [COMMENT …] AS query"""
    source = draft.source
    cursor = Cursor(statement.words, source.dialect)
    while not cursor.done and not cursor.take("VIEW"):
        cursor.next()
    cursor.take("IF", "NOT", "EXISTS")
    parts = cursor.dotted()
    if not parts:
        draft.problem(statement.start, "no_table_name", "error")
        return
    view = DraftTable(parts[-1], parts[-2] if len(parts) > 1 else "", statement.start, is_view=True)
    if cursor.at_punct("("):
        view.query_names = _listed_names(cursor, view)
    while not cursor.done and not cursor.take("AS"):
        if cursor.take("COMMENT"):
            cursor.take_punct("=")
            view.comment = cursor.string() or view.comment
        else:
            cursor.next()
    if cursor.done:
        draft.problem(statement.start, "view_unread", "error", name=view.name)
        return
    view.query = _TAIL.sub("", source.text[cursor.peek().start : cursor.tokens[-1].end])
    draft.add(view)


def _listed_names(cursor: Cursor, view: DraftTable) -> tuple[str, ...]:
    names: list[str] = []
    inside = Cursor(cursor.group(), cursor.dialect)
    fresh = True
    while not inside.done:
        if inside.take_punct(","):
            fresh = True
        elif inside.take("COMMENT"):
            view.remarks[fold(names[-1] if names else "")] = inside.string() or ""
        elif fresh and inside.peek().is_name:
            names.append(inside.name())
            fresh = False
        elif inside.at_punct("("):
            inside.skip_group()
        else:
            inside.next()
    return tuple(names)


def resolve(drafts: Iterable[DraftTable], tables: list[Table], draft: Draft) -> list[Table]:
    """The tables of `drafts` (each with a query), bound against `tables` in an empty DuckDB without outside access.

    A query may use a view that comes later, so rounds go on while one succeeds. What never binds becomes a table with
    the columns it names, with a Problem.
    """
    waiting, done = list(drafts), []
    if not waiting:
        return []
    with _engine(tables) as engine:
        known = Schema(tuple(tables))
        while waiting:
            bound = [(one, table) for one in waiting if (table := _bind(one, known, engine, draft)) is not None]
            if not bound:
                break
            done += [table for _, table in bound]
            known = Schema((*tables, *done))
            waiting = [one for one in waiting if all(one is not other for other, _ in bound)]
        for one in waiting:
            table = _by_name_only(one, known, draft)
            if table is None:
                draft.problem(one.offset, "view_unread", "error", name=one.name)
            else:
                draft.problem(one.offset, "view_as_table", name=one.name)
                done.append(table)
    return done


def _engine(tables: list[Table]) -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect(config={"threads": 1, "memory_limit": "256MB", "enable_external_access": "false"})
    engine.execute("SET max_execution_time = 5000")
    engine.execute("SET lock_configuration = true")
    for statement in create_statements(tables):
        engine.execute(statement)
    return engine


def _bind(one: DraftTable, known: Schema, engine: duckdb.DuckDBPyConnection, draft: Draft) -> Table | None:
    query = _in_duckdb(one, known, draft.source.dialect)
    if query is None:
        return None
    names = f" ({', '.join(quote(name) for name in one.query_names)})" if one.query_names else ""
    try:
        engine.execute(f"CREATE VIEW {quote(one.name)}{names} AS {query}")
        rows = engine.execute(f"DESCRIBE {quote(one.name)}").fetchall()
    except duckdb.Error:
        return None
    columns = tuple(Column(row[0], _storable(row[1]), comment=one.remarks.get(fold(row[0]), "")) for row in rows)
    sql = query if not one.query_names else f"SELECT * FROM ({query}) AS v{names}"
    return Table(
        one.name, columns, one.comment or one.note, namespace=one.namespace, view_sql=sql if one.is_view else ""
    )


def _storable(kind: str) -> str:
    """A query can give columns of type "NULL", which no table can hold."""
    return "VARCHAR" if '"NULL"' in kind or kind == "NULL" else kind


def _in_duckdb(one: DraftTable, known: Schema, dialect: str) -> str | None:
    """The query in DuckDB's dialect, over known tables only and bare of schema names; None where it is neither."""
    try:
        tree = sqlglot.parse_one(one.query, read=dialect)
    except (SqlglotError, RecursionError, ValueError):
        return None
    if isinstance(tree, exp.Subquery) and isinstance(tree.this, exp.Query):
        tree = tree.this
    if not isinstance(tree, exp.Query):
        return None
    if not _is_harmless(tree, known):
        return None
    for node in tree.find_all(exp.Table, exp.Column):
        node.set("db", None)
        node.set("catalog", None)
    for identifier in tree.find_all(exp.Identifier):
        identifier.set("quoted", quote(identifier.name) != identifier.name)
    try:
        return tree.sql(dialect="duckdb")
    except (SqlglotError, RecursionError, ValueError):
        return None


def _is_harmless(tree: exp.Query, known: Schema) -> bool:
    ctes = {fold(cte.alias) for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            return False  # a table function
        if fold(table.name) not in ctes and known.table(table.name) is None and fold(table.name) != "dual":
            return False
    return all(not n.is_number or abs(float(n.this)) <= _LARGEST for n in tree.find_all(exp.Literal))


def _by_name_only(one: DraftTable, known: Schema, draft: Draft) -> Table | None:
    names = list(one.query_names)
    if not names:
        try:
            tree = sqlglot.parse_one(one.query, read=draft.source.dialect)
            names = [name for name in tree.named_selects if name and name != "*"] if isinstance(tree, exp.Query) else []
        except (SqlglotError, RecursionError, ValueError):
            names = []
    columns = {
        fold(name): Column(name, _type_elsewhere(name, known), comment=one.remarks.get(fold(name), ""))
        for name in names
    }
    return (
        Table(one.name, tuple(columns.values()), one.comment or one.note, namespace=one.namespace) if columns else None
    )


def _type_elsewhere(name: str, known: Schema) -> str:
    return next((column.type for table in known.tables if (column := table.column(name))), "VARCHAR")
