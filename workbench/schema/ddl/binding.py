"""Queries bound against the empty tables: the columns of views, the types of computed columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workbench.schema.ddl.draft import Draft, DraftColumn, DraftTable
from workbench.schema.ddl.engine import Engine
from workbench.schema.ddl.queries import Translate, in_duckdb, parsed
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import fold, quote
from workbench.schema.render import create_statements

Tables = dict[str, Table]
"""By name, as in the text."""


def bind(drafts: Sequence[DraftTable], tables: Tables, draft: Draft, translate: Translate | None) -> Tables:
    """`tables` with computed columns typed and the tables and views of `drafts` that have a query added.

    A query may use a view that comes later, so rounds go on while one succeeds. What never binds becomes a table with
    the columns it names, with a Problem.
    """
    waiting = [one for one in drafts if one.query]
    computed = [(one, column) for one in drafts for column in one.columns.values() if column.expression]
    computed = [(one, column) for one, column in computed if not column.source.name and one.name in tables]
    if not waiting and not computed:
        return tables
    tables = dict(tables)
    with Engine() as engine:
        _create(engine, tables.values())
        for one, column in computed:
            tables[one.name] = _typed(tables[one.name], column, engine, draft, translate)
        while waiting:
            known = Schema(tuple(tables.values()))
            bound = {one.name: table for one in waiting if (table := _bound(one, known, engine, draft, translate))}
            tables |= bound
            waiting = [one for one in waiting if one.name not in bound]
            if not bound:
                break
    return tables | _unbound(waiting, Schema(tuple(tables.values())), draft)


def _create(engine: Engine, tables: Iterable[Table]) -> None:
    bare = [replace(t, comment="", columns=tuple(replace(c, comment="") for c in t.columns)) for t in tables]
    engine.run(list(create_statements(bare)))


def _typed(table: Table, column: DraftColumn, engine: Engine, draft: Draft, translate: Translate | None) -> Table:
    """`[Total] AS ([Qty]*[Price])`: the type that DuckDB gives the expression."""
    query = in_duckdb(f"SELECT {column.expression} AS x FROM t", Schema((replace(table, name="t"),)), draft, translate)
    rows = engine.run([f"DESCRIBE WITH t AS (FROM {quote(table.name)}) {query}"]) if query else None
    if not rows:
        draft.problem(column.offset, "no_type", name=column.name)
        return table
    kind = _storable(rows[0][1])
    columns = tuple(replace(c, type=kind) if c.name == column.name else c for c in table.columns)
    engine.run([f"ALTER TABLE {quote(table.name)} ALTER {quote(column.name)} TYPE {kind}"])
    return replace(table, columns=columns)


def _bound(one: DraftTable, known: Schema, engine: Engine, draft: Draft, translate: Translate | None) -> Table | None:
    query = in_duckdb(one.query, known, draft, translate)
    if query is None:
        return None
    names = f" ({', '.join(quote(name) for name in one.query_names)})" if one.query_names else ""
    rows = engine.run([f"CREATE VIEW {quote(one.name)}{names} AS {query}", f"DESCRIBE {quote(one.name)}"])
    if not rows:
        return None
    columns = tuple(Column(row[0], _storable(row[1]), comment=one.remarks.get(fold(row[0]), "")) for row in rows)
    sql = query if not one.query_names else f"SELECT * FROM ({query}) AS v{names}"
    return Table(
        one.name, columns, one.comment or one.note, namespace=one.namespace, view_sql=sql if one.is_view else ""
    )


def _storable(kind: str) -> str:
    """A query can give columns of type "NULL", which no table can hold."""
    return "VARCHAR" if "NULL" in kind else kind


def _unbound(waiting: Iterable[DraftTable], known: Schema, draft: Draft) -> Tables:
    """Tables with only the columns that a query names, for queries that do not bind."""
    found: Tables = {}
    for one in waiting:
        names = list(one.query_names)
        if not names and (tree := parsed(one.query, draft.source.dialect)) is not None:
            names = [name for name in tree.named_selects if name and name != "*"]
        columns = {fold(n): Column(n, _type_elsewhere(n, known), comment=one.remarks.get(fold(n), "")) for n in names}
        if columns:
            draft.problem(one.offset, "view_as_table", name=one.name)
            found[one.name] = Table(one.name, tuple(columns.values()), one.comment or one.note, namespace=one.namespace)
        else:
            draft.problem(one.offset, "view_unread", "error", name=one.name)
    return found


def _type_elsewhere(name: str, known: Schema) -> str:
    return next((column.type for table in known.tables if (column := table.column(name))), "VARCHAR")
