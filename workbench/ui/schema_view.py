"""What was read: tables and columns with their comments, the picture of their keys, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd
import streamlit as st

from workbench.ask.workspace import Workspace
from workbench.schema.dialects import DIALECTS
from workbench.schema.er import to_dot
from workbench.schema.model import Problem, Schema, Table
from workbench.text import t
from workbench.ui import safe
from workbench.ui.badges import SEVERITY
from workbench.ui.chooser import open_database
from workbench.ui.source import Source

PICTURE_TABLES = 15
"""More boxes than this cannot be read at page width; the asker chooses which."""
SHOWN_PROBLEMS = 50


def schema_panel(workspace: Workspace, source: Source) -> None:
    """Tables, their picture, and remarks; for pasted DDL also the dialect it was read as, to be corrected.

    Folded, so that the question box stays in sight below it; what could not be read is named on the fold.
    """
    schema = workspace.schema
    problems = workspace.database.schema.problems
    label = t("ask_page.schema_title", count=f"{len(schema.tables):,}")
    if source.kind == "ddl" and (read_as := DIALECTS.get(workspace.database.schema.dialect)):
        label += f" · {safe.md(read_as)}"
    if problems:
        label += f" · {t('ask_page.schema_problems', count=len(problems))}"
    with st.expander(label, icon=":material/schema:"):
        if source.kind == "ddl":
            _dialect(workspace, source)
        notes = workspace.database.notes
        names = ["tables", "picture"] + (["reading"] if problems or notes else [])
        tabs = st.tabs([t(f"ask_page.schema_{name}") for name in names], key="schema_tabs")
        with tabs[0]:
            _browser(schema)
        with tabs[1]:
            _picture(schema)
        if len(tabs) > 2:
            with tabs[2]:
                reading_notes(problems, notes)


def _dialect(workspace: Workspace, source: Source) -> None:
    """Which dialect was understood; another choice reads the text again."""
    read_as = workspace.database.schema.dialect
    names = list(DIALECTS)
    chosen = st.selectbox(
        t("ask_page.dialect_read"),
        names,
        index=names.index(read_as) if read_as in names else None,
        format_func=lambda name: DIALECTS.get(name, name),
        placeholder=read_as,
        key=f"dialect_of_{workspace.schema.fingerprint}",
    )
    if chosen in DIALECTS and chosen != read_as and open_database(replace(source, dialect=chosen)):
        st.rerun()


def reading_notes(problems: Sequence[Problem], notes: Sequence[str]) -> None:
    """Problems with their lines, and remarks from loading. All of it quotes what was pasted."""
    for note in notes[:SHOWN_PROBLEMS]:
        st.markdown(f":blue[:material/info:] {safe.md(note)}")
    for problem in problems[:SHOWN_PROBLEMS]:
        where = t("ask_page.problem_line", line=problem.line)
        colour, icon = SEVERITY[problem.severity]
        st.markdown(f":{colour}[{icon}] **{where}** {safe.md(problem.message)}")
        if problem.text:
            st.code(problem.text[:200], language="sql", wrap_lines=True)
    hidden = max(len(problems) - SHOWN_PROBLEMS, 0) + max(len(notes) - SHOWN_PROBLEMS, 0)
    if hidden:
        st.caption(t("ask_page.more_problems", count=hidden))


def _browser(schema: Schema) -> None:
    overview = pd.DataFrame(
        {
            t("ask_page.table"): [table.name for table in schema.tables],
            t("ask_page.comment"): [table.comment for table in schema.tables],
            t("ask_page.columns"): [len(table.columns) for table in schema.tables],
        }
    )
    height = _height(len(overview))
    st.dataframe(overview, hide_index=True, height=height, alt=t("ask_page.schema_tables"), key="schema_overview")
    name = st.selectbox(
        t("ask_page.look_at_table"),
        [table.name for table in schema.tables],
        format_func=lambda n: _titled(schema, n),
        key="look_at_table",
    )
    table = schema.table(name) if name else None
    if table is not None:
        columns = columns_of(table)
        st.dataframe(columns, hide_index=True, height=_height(len(columns)), alt=name, key="schema_columns")


def columns_of(table: Table) -> pd.DataFrame:
    """One row per column: name, comment, type, and what kind of key it is."""
    keys = {c.casefold(): t("ask_page.primary_key") for c in table.primary_key}
    for foreign in table.foreign_keys:
        for column in foreign.columns:
            arrow = t("ask_page.foreign_key", table=foreign.table)
            keys[column.casefold()] = " ".join(filter(None, [keys.get(column.casefold(), ""), arrow]))
    return pd.DataFrame(
        {
            t("ask_page.column"): [c.name for c in table.columns],
            t("ask_page.comment"): [c.comment for c in table.columns],
            t("ask_page.type"): [c.source_type or c.type for c in table.columns],
            t("ask_page.key"): [keys.get(c.name.casefold(), "") for c in table.columns],
        }
    )


def _picture(schema: Schema) -> None:
    names = [table.name for table in schema.tables]
    chosen = names
    if len(names) > PICTURE_TABLES:
        chosen = st.multiselect(
            t("ask_page.picture_tables"),
            names,
            default=names[:8],
            max_selections=PICTURE_TABLES,
            placeholder=t("ask_page.choose_tables"),
            key="picture_tables",
        )
    if chosen:
        st.caption(t("ask_page.picture_help"))
        st.graphviz_chart(to_dot(schema, tuple(chosen)), width="content", alt=t("ask_page.schema_picture_alt"))


def _titled(schema: Schema, name: str) -> str:
    table = schema.table(name)
    return f"{name} · {table.comment}" if table is not None and table.comment else name


def _height(rows: int) -> int | Literal["auto"]:
    return "auto" if rows <= 10 else 390
