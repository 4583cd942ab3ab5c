"""The tables a case needs: those of gold, with the columns it uses, and those that the answer took instead."""

from __future__ import annotations

from dataclasses import dataclass

import sqlglot
import streamlit as st
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.labels import label_of
from workbench.schema.model import Schema, Table
from workbench.store.results import Result
from workbench.text import t
from workbench.ui import safe
from workbench.ui.schema_view import columns_of


@dataclass(frozen=True)
class Used:
    """`columns`: names of the table's columns that the query writes, in the table's order."""

    table: Table
    columns: tuple[str, ...]


def used(sql: str, schema: Schema) -> tuple[Used, ...]:
    """Tables of the schema that a query reads, in the order of the schema; none of a text that is no SQL."""
    try:
        trees = [tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None]
    except (SqlglotError, RecursionError):
        return ()
    named = {node.name.casefold() for tree in trees for node in tree.find_all(exp.Table)}
    defined = {node.alias.casefold() for tree in trees for node in tree.find_all(exp.CTE)}
    columns = {node.name.casefold() for tree in trees for node in tree.find_all(exp.Column)}
    return tuple(
        Used(table, tuple(c.name for c in table.columns if c.name.casefold() in columns))
        for table in schema.tables
        if table.name.casefold() in named - defined
    )


def needed_tables(result: Result, schema: Schema) -> None:
    """A line a table; the whole table folded below it."""
    needed = used(result.gold_sql or result.gold, schema)
    taken = used(result.sql or "", schema)
    if not needed and not taken:
        return
    st.subheader(t("failures_page.tables"), anchor=False)
    took = {one.table.name for one in taken}
    for one in needed:
        missed = bool(result.sql) and one.table.name not in took
        _table(one, f" :red[:material/link_off: {t('failures_page.table_missed')}]" if missed else "")
    wanted = {one.table.name for one in needed}
    for one in taken:
        if one.table.name not in wanted:
            _table(one, f" :orange[:material/add_link: {t('failures_page.table_extra')}]")


def _table(one: Used, mark: str) -> None:
    comment = label_of(one.table.comment)
    title = f"**{safe.md(one.table.name, 60)}**" + (f" {safe.md(comment, 60)}" if comment else "")
    columns = [_column(one.table, name) for name in one.columns]
    with st.container(gap=None):
        with st.expander(f"{title}{mark}", type="compact", key=f"needed_{one.table.name}"):
            frame = columns_of(one.table)
            st.dataframe(frame, hide_index=True, height=390 if len(frame) > 10 else "auto", alt=one.table.name)
        if columns:
            st.caption(", ".join(columns))


def _column(table: Table, name: str) -> str:
    column = table.column(name)
    comment = label_of(column.comment) if column is not None else ""
    return safe.md(name, 60) + (f" ({safe.md(comment, 40)})" if comment else "")
