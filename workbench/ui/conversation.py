"""The open database, the turns so far, and the box for the next question."""

from __future__ import annotations

import streamlit as st

from workbench.ask.warm import WarmState, warm_state
from workbench.ask.workspace import Workspace
from workbench.data.samples import sample_info
from workbench.settings import INPUT
from workbench.text import t
from workbench.ui import keys, safe, turns
from workbench.ui.answer_view import turn_view
from workbench.ui.badges import rows_badge
from workbench.ui.chooser import chooser
from workbench.ui.page import Page, guarded
from workbench.ui.schema_view import schema_panel
from workbench.ui.settings import ask_options, settings_popover
from workbench.ui.source import Source
from workbench.ui.starters import starter_questions

WARM_POLL_SECONDS = 1.5
EARLIER_TURNS = 8
"""Turns drawn above the last one; older ones are in the history."""


def open_workspace_of_session() -> tuple[Workspace, Source] | None:
    workspace = st.session_state.get(keys.WORKSPACE)
    source = st.session_state.get(keys.SOURCE)
    return (workspace, source) if workspace is not None and source is not None else None


def welcome(page: Page) -> None:
    """What a first-time visitor sees."""
    st.title(t("ask_page.welcome"))
    st.text(t("ask_page.welcome_text"))
    chooser()


def database_bar(workspace: Workspace) -> None:
    """Which database answers, what it holds, and how to change it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**:material/database: {safe.md(_title(workspace), 40)}**", width="content")
        rows_badge(workspace.database)
        st.space("stretch")
        choosing = bool(st.session_state.get(keys.CHOOSING))
        label = t("ask_page.keep_database") if choosing else t("ask_page.change_database")
        if st.button(label, icon=":material/swap_horiz:", type="tertiary", key="change_database"):
            st.session_state[keys.CHOOSING] = not choosing
            st.rerun()
        settings_popover()
    if st.session_state.get(keys.CHOOSING):
        with st.container(border=True):
            chooser()
    source = st.session_state[keys.SOURCE]
    schema_panel(workspace, source)
    # While a question is on its way its own steps say that the tables are being read.
    asked = st.session_state.get(keys.PENDING) or any(turn.answer is None for turn in turns.all_turns())
    if not asked and _warm_state(workspace).state == "warming":
        _warm_line(workspace)


def _title(workspace: Workspace) -> str:
    """The sample's own title: its label says 예시 데이터 too, and here the badge does."""
    source = st.session_state[keys.SOURCE]
    return sample_info(source.sample).title if source.kind == "sample" else workspace.database.label


@st.fragment(run_every=WARM_POLL_SECONDS)
@guarded
def _warm_line(workspace: Workspace) -> None:
    now = _warm_state(workspace)
    if now.state == "warming":
        done = "" if now.fraction is None else f" ({min(now.fraction, 1):.0%})"
        st.caption(f":material/hourglass_top: {safe.md(now.detail + done)}")
    elif now.state == "ready":
        st.caption(f":material/bolt: {safe.md(now.detail)}")
    elif now.state == "failed":
        st.caption(f":material/warning: {safe.md(now.detail)}")


def _warm_state(workspace: Workspace) -> WarmState:
    return warm_state(workspace, st.session_state.get(keys.MODEL) or None)


def conversation(workspace: Workspace, source: Source) -> None:
    """Ask what is pending, draw the turns, and take the next question."""
    pending = st.session_state.pop(keys.PENDING, "")
    if pending:
        turns.ask(workspace, source, pending, ask_options())
    waiting = turns.collect()
    shown = turns.all_turns()
    for turn in shown[-EARLIER_TURNS - 1 :]:
        turn_view(turn, workspace, source, is_last=turn is shown[-1])
    if not shown:
        _examples(workspace, source)
    # In a container and so in the flow: pinned to the window, the box would drag the page past the answer to its end.
    with st.container():
        question = st.chat_input(
            t("ask_page.follow_up" if shown else "ask_page.question"),
            max_chars=INPUT.question_chars,
            disabled=waiting is not None,
            key="question",
        )
    if question and waiting is None:
        turns.ask(workspace, source, question, ask_options())
        st.rerun()


def _examples(workspace: Workspace, source: Source) -> None:
    """Questions to begin with: the sample's own, else a hint of how to ask and some that fit these tables."""
    if source.kind == "sample":
        questions = sample_info(source.sample).questions
    else:
        st.caption(t("ask_page.how_to_ask"))
        questions = starter_questions(workspace.schema)
    if questions:
        st.caption(t("ask_page.example_questions"))
    with st.container(gap="xsmall", key="list_examples"):
        for number, question in enumerate(questions):
            if st.button(safe.md(question), icon=":material/chat:", width="stretch", key=f"example_{number}"):
                turns.ask(workspace, source, question, ask_options())
                st.rerun()
