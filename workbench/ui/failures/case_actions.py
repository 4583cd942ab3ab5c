"""What can be done with one case: judge it, note it, correct its gold, teach it, ask it again."""

from __future__ import annotations

import streamlit as st

from workbench.store import reviews
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.failures import actions
from workbench.ui.failures.again import ask_again
from workbench.ui.failures.correction import correct_gold
from workbench.ui.failures.open_in_ask import open_in_ask

SHORTCUTS = {"right": "1", "wrong": "2"}
"""Digits for the same reason as arrows: they do not depend on the Hangul key."""


def verdict_buttons(run: Run, result: Result) -> None:
    """맞음 and 틀림 with an optional reason; what was said before stays in sight."""
    review = reviews.find(run.id, result.case_id)
    now = review.verdict if review is not None else None
    field = f"why_{run.id}_{result.case_id}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="verdict"):
        for verdict in actions.VERDICTS:
            st.button(
                t(f"failures_page.say_{verdict}"),
                icon=actions.VERDICT_ICONS[verdict],
                type="primary" if now == verdict else "secondary",
                shortcut=SHORTCUTS[verdict],
                on_click=_say,
                args=(run.id, result.case_id, verdict, field),
                key=f"say_{verdict}",
            )
        st.text_input(
            t("failures_page.why"),
            value=review.why if review is not None else "",
            placeholder=t("failures_page.why"),
            label_visibility="collapsed",
            max_chars=actions.LONGEST_WHY,
            width=320,
            key=field,
        )
        if now is not None:
            st.button(
                t("failures_page.take_back"),
                type="tertiary",
                icon=":material/undo:",
                on_click=_say,
                args=(run.id, result.case_id, None, field),
                key="take_back",
            )
    if review is not None and review.verdict is not None:
        said = t(f"failures_page.human_{review.verdict}")
        st.caption(
            t("failures_page.said_by", verdict=said, who=safe.md(review.who, 60), at=safe.md(words.moment(review.at)))
        )


def _say(run: str, case_id: str, verdict: actions.Verdict | None, field: str) -> None:
    actions.say(run, [case_id], verdict, "" if verdict is None else str(st.session_state.get(field) or ""))


def case_actions(run: Run, result: Result, case: StoredCase | None) -> None:
    st.subheader(t("failures_page.actions"), anchor=False)
    with st.container(horizontal=True, gap="small", key="case_actions"):
        st.button(
            t("failures_page.train"),
            icon=":material/school:",
            on_click=actions.train,
            args=(run.id, [result.case_id]),
            help=t("failures_page.train_help"),
            key="train",
        )
        with st.popover(t("failures_page.ask_again"), icon=":material/replay:", key="again"):
            ask_again(run, [result.case_id], "case")
        if case is not None:
            open_in_ask(case)
    _note(run, result)
    _tags(run, result)
    correct_gold(run, result, case)


def _note(run: Run, result: Result) -> None:
    review = reviews.find(run.id, result.case_id)
    key = f"note_{run.id}_{result.case_id}"
    st.text_area(
        t("failures_page.note"),
        value=review.note if review is not None else "",
        placeholder=t("failures_page.note_example"),
        max_chars=actions.LONGEST_NOTE,
        height=80,
        on_change=lambda: actions.write_note(run.id, result.case_id, st.session_state[key] or ""),
        key=key,
    )


def _tags(run: Run, result: Result) -> None:
    known = sorted({*reviews.all_tags(), *result.tags})
    key = f"tags_{run.id}_{result.case_id}"
    st.session_state[key] = list(result.tags)

    def change() -> None:
        chosen = {" ".join(str(tag).split()) for tag in st.session_state[key]} - {""}
        for tag in chosen - set(result.tags):
            actions.add_tag(run.id, [result.case_id], tag)
        for tag in set(result.tags) - chosen:
            actions.remove_tag(run.id, result.case_id, tag)

    st.multiselect(
        t("failures_page.tags"),
        known,
        accept_new_options=True,
        select_all=False,  # its label is English
        placeholder=t("failures_page.tags_example"),
        on_change=change,
        key=key,
    )
