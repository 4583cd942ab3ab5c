"""What was sent to training, to be read again and taken back."""

from __future__ import annotations

import streamlit as st

from workbench.store import cases, reviews
from workbench.store.reviews import TrainingCase
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate import words

SHOWN = 50


def sent_cases() -> None:
    """Cases sent from 오류 살펴보기 and answers judged on 질문하기; where there are none, the way there."""
    sent = reviews.training_cases()
    answered = [case for case in reversed(cases.every()) if case.verdict == "good" or case.corrected]
    if not sent and not answered:
        _ways()
        return
    with st.expander(
        t("train_page.sent_cases", count=f"{len(sent) + len(answered):,}"), icon=":material/list:", key="sent_cases"
    ):
        for one in list(reversed(sent))[:SHOWN]:
            _sent(one)
        for case in answered[: max(SHOWN - len(sent), 0)]:
            st.markdown(f":material/forum: {safe.md(case.question, 200)}")
            st.code(case.corrected or case.sql or "", language="sql", wrap_lines=True)
            st.caption(safe.md(f"{t('train_page.source_answers')} · {words.moment(case.saved_at)}"))
        if (hidden := len(sent) + len(answered) - SHOWN) > 0:
            st.caption(t("train_page.more_rows", count=f"{hidden:,}"))


def _sent(one: TrainingCase) -> None:
    st.markdown(f":material/troubleshoot: {safe.md(one.question, 200)}")
    st.code(one.sql, language="sql", wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            safe.md(f"{t('train_page.source_reviews')} · {one.who} · {words.moment(one.at)}", 120), width="content"
        )
        st.button(
            t("train_page.take_back"),
            icon=":material/undo:",
            type="tertiary",
            on_click=reviews.remove_training_case,
            args=(one.id,),
            key=f"take_back_{one.id}",
        )


def _ways() -> None:
    pages = st.session_state.get(keys.PAGES, {})
    with st.container(horizontal=True, gap="small"):
        for name, icon in (("failures", ":material/troubleshoot:"), ("ask", ":material/forum:")):
            if name in pages:
                st.page_link(pages[name], label=t(f"train_page.to_{name}"), icon=icon)
