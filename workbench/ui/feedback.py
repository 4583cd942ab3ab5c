"""좋아요 / 틀렸어요: a judgement of one answer, kept as a case with the corrected SQL."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import streamlit as st

from workbench.ask.answer import Answer
from workbench.ask.options import SEOUL
from workbench.ask.workspace import Workspace
from workbench.errors import StoreError
from workbench.schema.render import to_ddl
from workbench.settings import INPUT
from workbench.store import cases
from workbench.store.cases import Case
from workbench.text import t
from workbench.ui import safe
from workbench.ui.turns import Turn


def feedback(turn: Turn, workspace: Workspace) -> None:
    """Two buttons; 틀렸어요 asks what was wrong and for the right SQL."""
    if turn.answer is None:
        return
    judged = st.session_state.get(f"judged_{turn.job}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(
            t("ask_page.good"),
            icon=":material/thumb_up:",
            type="primary" if judged == "good" else "secondary",
            key=f"good_{turn.job}",
        ):
            save(turn, workspace, "good", "", None)
            st.rerun()
        if st.button(
            t("ask_page.bad"),
            icon=":material/thumb_down:",
            type="primary" if judged == "bad" else "secondary",
            key=f"bad_{turn.job}",
        ):
            st.session_state[f"correcting_{turn.job}"] = True
        if judged:
            st.caption(t("ask_page.case_saved"))
    if st.session_state.get(f"correcting_{turn.job}"):
        _correction(turn, workspace)


def _correction(turn: Turn, workspace: Workspace) -> None:
    shown = turn.shown
    with st.form(f"correction_{turn.job}"):
        comment = st.text_area(
            t("ask_page.what_is_wrong"), placeholder=t("ask_page.what_is_wrong_example"), max_chars=2_000, height=80
        )
        corrected = st.text_area(
            t("ask_page.right_sql"), value=(shown.sql or "") if shown else "", max_chars=INPUT.sql_chars, height=140
        )
        if st.form_submit_button(t("ask_page.save_case"), type="primary"):
            save(turn, workspace, "bad", comment or "", (corrected or "").strip() or None)
            st.session_state[f"correcting_{turn.job}"] = False
            st.rerun()


def save(
    turn: Turn, workspace: Workspace, verdict: Literal["good", "bad"], comment: str, corrected: str | None
) -> None:
    """Keep the case; a fault of the store is a message and the page goes on."""
    answer = turn.answer
    assert answer is not None
    try:
        cases.save(_case(turn, answer, workspace, verdict, comment, corrected))
    except StoreError as error:
        st.error(safe.md(error.message))
        return
    st.session_state[f"judged_{turn.job}"] = verdict
    st.toast(t("ask_page.case_saved"), icon=":material/check:")


def _case(
    turn: Turn,
    answer: Answer,
    workspace: Workspace,
    verdict: Literal["good", "bad"],
    comment: str,
    corrected: str | None,
) -> Case:
    right = answer.sql if verdict == "good" else corrected if corrected != answer.sql else None
    return Case(
        job=turn.job,
        saved_at=dt.datetime.now(SEOUL).isoformat(timespec="seconds"),
        verdict=verdict,
        question=turn.question,
        ddl=to_ddl(workspace.database.schema),
        dialect=workspace.database.schema.dialect,
        sql=answer.sql,
        corrected=right,
        comment=comment.strip(),
        model=answer.model,
        prompt_hash=answer.prompt_hash,
    )
