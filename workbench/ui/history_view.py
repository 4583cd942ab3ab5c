"""The sidebar: earlier questions, questions still being answered, saved cases."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from workbench.ask.answer import Answer
from workbench.ask.job import AskJob
from workbench.ask.recheck import recheck
from workbench.ask.workspace import Workspace, open_workspace
from workbench.errors import StoreError, WorkbenchError
from workbench.store import cases, history
from workbench.store.history import HistoryEntry
from workbench.text import t
from workbench.ui import keys, record, running, safe, turns
from workbench.ui import source as sources
from workbench.ui.chooser import use
from workbench.ui.page import show_problem, start_session
from workbench.ui.settings import ask_options, language_choice
from workbench.ui.source import Source
from workbench.ui.turns import Turn

SHOWN = 15
SHOWN_MORE = 100
_MARKS = {"high": ":green[●]", "medium": ":orange[●]", "low": ":red[●]"}


def sidebar() -> None:
    with st.sidebar:
        if turns.all_turns() and st.button(
            t("ask_page.new_conversation"), icon=":material/add_comment:", width="stretch", key="new_conversation"
        ):
            turns.clear()
            st.rerun()
        _still_running()
        _history()
        _cases()
        language_choice()


def _still_running() -> None:
    here = {turn.job for turn in turns.all_turns()}
    for job, source in running.unfinished():
        if job.id not in here:
            # A callback: a job that ends as it is clicked is not drawn again, and a returned True would be lost (seen).
            st.button(
                safe.md(job.question, 40),
                icon=":material/progress_activity:",
                width="stretch",
                on_click=_pick_up,
                args=(job, source),
                key=f"pick_{job.id}",
            )


def _pick_up(job: AskJob, source: Source) -> None:
    start_session()
    use(job.workspace, source)
    turns.clear()
    turns.add(Turn(job.id, job.question))


def _history() -> None:
    st.markdown(f"**{t('ask_page.history')}**")
    wanted = st.text_input(
        t("ask_page.search_history"),
        placeholder=t("ask_page.search_history"),
        label_visibility="collapsed",
        icon=":material/search:",
        key="history_search",
    )
    try:
        entries = history.recent(SHOWN_MORE if wanted else SHOWN, wanted or "")
    except StoreError as error:
        st.caption(safe.md(error.message))
        return
    if not entries:
        st.caption(t("ask_page.history_nothing_found" if wanted else "ask_page.history_empty"))
        return
    with st.container(gap=None, key="list_history"):
        for entry in entries:
            mark = _MARKS.get(entry.trust, "") if entry.sql else ":gray[○]"
            if st.button(
                f"{mark} {safe.md(entry.question, 34)}",
                type="tertiary",
                wrap=False,
                help=_tooltip(entry),
                key=f"history_{entry.job}",
            ):
                open_entry(entry)
    with st.popover(t("ask_page.clear_history"), type="tertiary", icon=":material/delete:", key="clear_history"):
        st.text(t("ask_page.clear_history_sure"))
        if st.button(t("ask_page.clear_history_yes"), type="primary", key="clear_history_yes"):
            history.clear()
            st.rerun()


def _tooltip(entry: HistoryEntry) -> str:
    when = entry.asked_at[:16].replace("T", " ")
    return f"{safe.md(entry.question, 300)}  \n{safe.md(entry.database)} · {safe.md(when)}"


def open_entry(entry: HistoryEntry) -> None:
    """Show an earlier answer again: its database reopened, its SQL checked and run anew (rows are not kept)."""
    answer = record.from_json(entry.answer)
    if answer is None:
        st.toast(t("ask_page.old_entry"), icon=":material/warning:")
        return
    try:
        source = sources.from_json(entry.source)
    except (ValueError, TypeError):
        st.toast(t("ask_page.old_entry"), icon=":material/warning:")
        return
    try:
        with st.spinner(t("ask_page.opening")):
            if st.session_state.get(keys.SOURCE) != source:
                use(open_workspace(sources.open_source(source)), source)
            answer = _run_again(st.session_state[keys.WORKSPACE], answer)
    except WorkbenchError as error:
        show_problem(error)
        return
    turns.clear()
    turns.add(Turn(entry.job, entry.question, answer))
    st.rerun()


def _run_again(workspace: Workspace, answer: Answer) -> Answer:
    if not answer.sql:
        return answer
    fresh = recheck(workspace, answer.sql, ask_options())
    return replace(
        answer,
        result=fresh.result,
        explanation=fresh.explanation,
        status=fresh.status,
        message=fresh.message,
        checks=fresh.checks,
        plan=fresh.plan,
    )


def _cases() -> None:
    try:
        kept = cases.every()
    except StoreError:
        return
    if kept:
        st.download_button(
            t("ask_page.download_cases", count=len(kept)),
            data=lambda: cases.to_jsonl(cases.every()).encode(),
            file_name="cases.jsonl",
            mime="application/jsonl",
            icon=":material/rate_review:",
            on_click="ignore",
            width="stretch",
            key="download_cases",
        )
