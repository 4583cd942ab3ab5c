"""The 학습 page: what is being trained, then results, or the way to a new training."""

from __future__ import annotations

import streamlit as st

from workbench.store import trainings
from workbench.text import t
from workbench.ui.page import Page, run_guarded
from workbench.ui.settings import language_choice
from workbench.ui.train.live import live
from workbench.ui.train.result_view import result_view
from workbench.ui.train.start_flow import start_flow

VIEWS = {"results": ":material/leaderboard:", "start": ":material/add_circle:"}
SHOWN = 200


def train(page: Page) -> None:
    """Everything below the frame."""
    with st.sidebar:
        language_choice()
    run_guarded(lambda: _body(page))


def _body(page: Page) -> None:
    st.title(page.title)
    every = trainings.every(SHOWN)
    if not every:
        st.text(t("train_page.intro"))
        start_flow()
        return
    live(every)
    if _view() == "start":
        start_flow()
    else:
        result_view(every)


def _view() -> str:
    """Kept in the address, so that a link leads back to it."""
    asked = st.query_params.get("view", "results")
    st.session_state["train_view"] = asked if asked in VIEWS else "results"
    return str(
        st.segmented_control(
            t("train_page.view"),
            list(VIEWS),
            format_func=lambda name: f"{VIEWS[name]} {t(f'train_page.view_{name}')}",
            label_visibility="collapsed",
            required=True,
            on_change=lambda: st.query_params.from_dict({"view": st.session_state["train_view"]}),
            key="train_view",
        )
    )
