"""What lies behind an answer: edit the SQL, other dialects, plan, tables used, the model's own words."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from workbench.ask.answer import Answer
from workbench.ask.recheck import recheck
from workbench.ask.workspace import Workspace
from workbench.schema.dialects import DIALECTS
from workbench.settings import INPUT
from workbench.sql.transpile import from_duckdb
from workbench.text import t
from workbench.ui import plan_view, safe, turns
from workbench.ui.settings import ask_options
from workbench.ui.source import Source
from workbench.ui.turns import Turn


def details(turn: Turn, answer: Answer, workspace: Workspace, source: Source) -> None:
    """One of five views, chosen by the asker; none at first, so that the answer stays short."""
    chosen = st.pills(
        t("ask_page.details"),
        ("edit", "dialect", "plan", "tables", "raw"),
        format_func=lambda name: t(f"ask_page.tab_{name}"),
        label_visibility="collapsed",
        key=f"details_{turn.job}",
    )
    if chosen == "edit":
        _edit(turn, answer, workspace)
    elif chosen == "dialect":
        _other_dialect(turn, answer, workspace)
    elif chosen == "plan":
        plan_view.plan(answer.plan)
    elif chosen == "tables":
        _tables(turn, answer, workspace, source)
    elif chosen == "raw":
        _raw(answer)


def _edit(turn: Turn, answer: Answer, workspace: Workspace) -> None:
    with st.form(f"edit_{turn.job}", border=False):
        sql = st.text_area(
            t("ask_page.edit_sql"),
            value=answer.sql or "",
            height=180,
            max_chars=INPUT.sql_chars,
            placeholder="SELECT …",
            key=f"sql_{turn.job}_{hash(answer.sql)}",
        )
        submitted = st.form_submit_button(t("ask_page.run_again"), icon=":material/play_arrow:", type="primary")
    if submitted and sql and sql.strip():
        with st.spinner(t("ask_page.checking")):
            edited = recheck(workspace, sql[: INPUT.sql_chars], ask_options(), turn.question)
        turns.put(replace(turn, edited=edited))
        st.rerun()


def _other_dialect(turn: Turn, answer: Answer, workspace: Workspace) -> None:
    if not answer.sql:
        st.caption(t("ask_page.nothing_to_convert"))
        return
    names = [name for name in DIALECTS if name != "duckdb"]
    own = workspace.database.schema.dialect
    chosen = st.selectbox(
        t("ask_page.dialect"),
        names,
        index=names.index(own) if own in names else 0,
        format_func=lambda name: DIALECTS.get(name, name),
        key=f"dialect_{turn.job}",
    )
    converted = from_duckdb(answer.sql, chosen)
    st.code(converted.sql, language="sql", wrap_lines=True)
    for note in converted.notes:
        st.markdown(f":orange[:material/warning:] {safe.md(note)}")
    st.caption(t("ask_page.dialect_note"))


def _tables(turn: Turn, answer: Answer, workspace: Workspace, source: Source) -> None:
    """Which tables the model saw; another choice asks the same question again."""
    every = [table.name for table in workspace.schema.tables]
    used = list(answer.linked.tables) if answer.linked is not None else []
    if answer.linked is not None and answer.linked.cut:
        st.caption(t("ask_page.tables_cut", count=len(answer.linked.cut)))
    if answer.linked is not None and answer.linked.unmatched:
        st.caption(t("ask_page.unmatched", words=safe.md(", ".join(answer.linked.unmatched))))
    chosen = st.multiselect(
        t("ask_page.tables_used"),
        every,
        default=[name for name in used if name in every],
        placeholder=t("ask_page.choose_tables"),
        key=f"tables_{turn.job}",
    )
    if st.button(t("ask_page.ask_with_tables"), disabled=not chosen, key=f"retable_{turn.job}"):
        turns.ask(workspace, source, turn.question, replace(ask_options(), tables=tuple(chosen)))
        st.rerun()


def _raw(answer: Answer) -> None:
    if not answer.raw:
        st.caption(t("ask_page.no_raw"))
    for number, text in enumerate(answer.raw, 1):
        st.caption(t("ask_page.raw_round", number=number))
        st.code(text, language=None, wrap_lines=True)
