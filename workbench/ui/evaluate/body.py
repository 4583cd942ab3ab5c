"""The page: what is running, then results, comparison, or a new run."""

from __future__ import annotations

import streamlit as st

from workbench.store import runs
from workbench.text import t
from workbench.ui.evaluate.compare_view import compare_view
from workbench.ui.evaluate.live import live
from workbench.ui.evaluate.results_view import results_view
from workbench.ui.evaluate.start_form import first_run, start_form
from workbench.ui.page import Page, run_guarded
from workbench.ui.settings import language_choice

VIEWS = {
    "results": ":material/leaderboard:",
    "compare": ":material/compare_arrows:",
    "start": ":material/add_circle:",
}


def evaluate(page: Page) -> None:
    """Everything below the frame."""
    with st.sidebar:
        language_choice()
    run_guarded(lambda: _body(page))


def _body(page: Page) -> None:
    st.title(page.title)
    every = runs.every(200)
    if not every:
        st.text(t("evaluate_page.intro"))
        first_run()
        with st.expander(t("evaluate_page.own_choice"), icon=":material/tune:"):
            start_form()
        return
    live(every)
    view = _view()
    if view == "compare":
        compare_view(every)
    elif view == "start":
        start_form()
    else:
        results_view(every)


def _view() -> str:
    """Kept in the address, so that a link leads back to it."""
    asked = st.query_params.get("view", "results")
    st.session_state["evaluate_view"] = asked if asked in VIEWS else "results"
    return str(
        st.segmented_control(
            t("evaluate_page.view"),
            list(VIEWS),
            format_func=lambda name: f"{VIEWS[name]} {t(f'evaluate_page.view_{name}')}",
            label_visibility="collapsed",
            required=True,
            on_change=_go,
            key="evaluate_view",
        )
    )


def _go() -> None:
    st.query_params.from_dict({"view": st.session_state["evaluate_view"]})
