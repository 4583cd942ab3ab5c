"""The page: choose a run, then its list of cases, or one case."""

from __future__ import annotations

import streamlit as st

from workbench.store import results, runs
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address
from workbench.ui.failures.case_list import case_list
from workbench.ui.failures.case_view import case_view
from workbench.ui.failures.charts_view import charts
from workbench.ui.failures.filter_bar import filter_bar
from workbench.ui.failures.place import go, here
from workbench.ui.failures.reviewer import reviewer_choice
from workbench.ui.page import Page, run_guarded
from workbench.ui.settings import language_choice, spoken_name


def failures(page: Page) -> None:
    """Everything below the frame."""
    with st.sidebar:
        run_guarded(reviewer_choice)
        language_choice()
    run_guarded(lambda: _body(page))


def _body(page: Page) -> None:
    every = runs.every()
    if not every:
        st.title(page.title)
        _nothing_yet()
        return
    now = here()
    run = next((one for one in every if one.id == now.run), None)
    if run is None:
        if now.run:
            st.warning(t("failures_page.run_gone"), icon=":material/search_off:")
        run = _worth_reading(every)
        now = now.having(run=run.id, case=now.case if not now.run else "", page=now.page)
    if now.case:
        result = results.find(run.id, now.case)
        if result is not None:
            case_view(run, result, now)
            return
        st.warning(t("failures_page.case_gone"), icon=":material/search_off:")
        now = now.having(page=now.page)
    st.title(page.title)
    _choose_run(every, run, now)
    if not run.done and run.state not in ("finished", "failed", "stopped"):
        st.info(t("failures_page.not_yet", name=safe.md(run.name)), icon=":material/hourglass_top:")
        return
    filter_bar(every, run, now)
    charts(run, now)
    case_list(run, now)


def _nothing_yet() -> None:
    st.text(t("failures_page.nothing_yet"))
    target = st.session_state.get(keys.PAGES, {}).get("evaluate")
    if target is not None and st.button(
        t("failures_page.to_evaluate"), type="primary", icon=":material/leaderboard:", key="to_evaluate"
    ):
        st.switch_page(target)


def _worth_reading(every: tuple[Run, ...]) -> Run:
    """The newest run that has graded anything."""
    return next((run for run in every if run.done), every[0])


def _choose_run(every: tuple[Run, ...], run: Run, now: Address) -> None:
    names = {one.id: one for one in every}
    st.session_state["failures_run"] = run.id
    st.selectbox(
        t("failures_page.run"),
        list(names),
        format_func=lambda key: f"{names[key].name} · {spoken_name(names[key].model)}" if key in names else key,
        on_change=lambda: go(Address(run=st.session_state["failures_run"], show=_kept(now))),
        key="failures_run",
    )


def _kept(now: Address) -> addresses.Show:
    return now.show if now.show != "changed" else "wrong"
