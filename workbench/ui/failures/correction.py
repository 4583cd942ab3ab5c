"""A gold that is wrong: replaced for this run and later ones, with the old one kept."""

from __future__ import annotations

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.evaluate.runs.grade import grade_again
from workbench.settings import INPUT
from workbench.store import reviews
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t
from workbench.ui.evaluate import words
from workbench.ui.failures import actions
from workbench.ui.failures.reviewer import reviewer
from workbench.ui.page import show_problem


def correct_gold(run: Run, result: Result, case: StoredCase | None) -> None:
    with st.expander(t("failures_page.correct_gold"), icon=":material/edit_note:", key="correct_gold"):
        with st.form(f"gold_{result.case_id}", border=False):
            st.caption(t("failures_page.correct_gold_help"))
            gold = st.text_area(
                t("failures_page.gold"),
                value=result.gold,
                max_chars=INPUT.sql_chars,
                height=160,
                key=f"sql_gold_{run.id}_{result.case_id}_{hash(result.gold)}",
            )
            why = st.text_input(t("failures_page.why"), max_chars=actions.LONGEST_WHY, key=f"gold_why_{result.case_id}")
            submitted = st.form_submit_button(t("failures_page.save_gold"), type="primary", icon=":material/save:")
        if result.sql and st.button(
            t("failures_page.answer_as_gold"), icon=":material/content_copy:", type="tertiary", key="answer_as_gold"
        ):
            _save(run, result, case, result.sql, t("failures_page.answer_as_gold"))
    if submitted and gold and gold.strip():
        _save(run, result, case, gold.strip()[: INPUT.sql_chars], (why or "").strip())


def _save(run: Run, result: Result, case: StoredCase | None, gold: str, why: str) -> None:
    if gold == result.gold:
        st.info(t("failures_page.gold_unchanged"), icon=":material/info:")
        return
    try:
        with st.spinner(t("failures_page.grading_again")):
            reviews.correct_gold(run.id, result.case_id, gold, reviewer(), why)
            score = grade_again(run, case) if case is not None else None
    except WorkbenchError as error:
        show_problem(error)
        return
    graded = words.outcome(score.outcome if score is not None else "")
    st.toast(t("failures_page.gold_saved", outcome=graded), icon=":material/check:")
    st.rerun()
