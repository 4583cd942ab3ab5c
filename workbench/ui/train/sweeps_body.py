"""The 비교 page: a grid of trainings, begun, watched and read."""

from __future__ import annotations

import streamlit as st

from workbench.store import sweeps
from workbench.text import t
from workbench.ui.page import Page, run_guarded
from workbench.ui.settings import language_choice
from workbench.ui.train.grid_form import grid_form
from workbench.ui.train.sweep_view import sweep_view

VIEWS = {"results": ":material/leaderboard:", "start": ":material/add_circle:"}


def sweeps_page(page: Page) -> None:
    """Everything below the frame."""
    with st.sidebar:
        language_choice()
    run_guarded(lambda: _body(page))


def _body(page: Page) -> None:
    st.title(page.title)
    every = sweeps.every(100)
    if not every:
        st.text(t("train_page.sweep_intro"))
        grid_form()
        return
    if _view() == "start":
        grid_form()
    else:
        sweep_view(every)


def _view() -> str:
    """Kept in the address, so that a link leads back to it."""
    asked = st.query_params.get("view", "results")
    st.session_state["sweeps_view"] = asked if asked in VIEWS else "results"
    return str(
        st.segmented_control(
            t("train_page.view"),
            list(VIEWS),
            format_func=lambda name: f"{VIEWS[name]} {t(f'train_page.sweep_view_{name}')}",
            label_visibility="collapsed",
            required=True,
            on_change=lambda: st.query_params.from_dict({"view": st.session_state["sweeps_view"]}),
            key="sweeps_view",
        )
    )
