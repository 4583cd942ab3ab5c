"""Cases picked in the list, and what can be done with all of them at once."""

from __future__ import annotations

import streamlit as st

from workbench.store import results
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.failures import actions
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address
from workbench.ui.failures.again import ask_again

_STATE = "failures_picked"
"""dict of run id to frozenset of case ids; replaced, never changed in place."""


def picked(run: str) -> frozenset[str]:
    found: frozenset[str] = st.session_state.get(_STATE, {}).get(run, frozenset())
    return found


def pick(run: str, case_id: str, on: bool) -> None:
    now = picked(run)
    _put(run, now | {case_id} if on else now - {case_id})


def _put(run: str, case_ids: frozenset[str]) -> None:
    st.session_state[_STATE] = {run: case_ids}


def _pick_all(run: str, now: Address) -> None:
    # The whole filtered list and not the page in sight: that is what its button says.
    _put(run, frozenset(key.case_id for key in results.keys(addresses.filters(now))))


def selection_bar(run: Run, now: Address, total: int) -> None:
    """Actions on what is picked; one line that says how to pick where nothing is."""
    chosen = picked(run.id)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="selection"):
        if chosen:
            st.markdown(f"**{t('failures_page.picked', count=f'{len(chosen):,}')}**", width="content")
        if len(chosen) < total:
            st.button(
                t("failures_page.pick_all", count=f"{total:,}"),
                type="tertiary",
                icon=":material/select_all:",
                on_click=_pick_all,
                args=(run.id, now),
                key="pick_all",
            )
        if chosen:
            st.button(
                t("failures_page.pick_none"),
                type="tertiary",
                icon=":material/deselect:",
                on_click=_put,
                args=(run.id, frozenset()),
                key="pick_none",
            )
    if chosen:
        _actions(run, sorted(chosen))


def _actions(run: Run, case_ids: list[str]) -> None:
    # Callbacks: of a button that is clicked while the page is still being drawn, a returned True may be lost (seen).
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bulk"):
        for verdict in actions.VERDICTS:
            label, icon = t(f"failures_page.say_{verdict}"), actions.VERDICT_ICONS[verdict]
            with st.popover(label, icon=icon, key=f"bulk_{verdict}"):
                why = f"bulk_why_{verdict}"
                st.text_input(t("failures_page.why"), max_chars=actions.LONGEST_WHY, key=why)
                st.button(
                    t("failures_page.say_for", count=f"{len(case_ids):,}"),
                    type="primary",
                    on_click=_say,
                    args=(run.id, case_ids, verdict, why),
                    key=f"bulk_say_{verdict}",
                )
        with st.popover(t("failures_page.tag"), icon=":material/label:", key="bulk_tag"):
            st.text_input(t("failures_page.new_tag"), max_chars=actions.LONGEST_TAG, key="bulk_tag_text")
            st.button(
                t("failures_page.add_tag"), type="primary", on_click=_tag, args=(run.id, case_ids), key="bulk_tag_add"
            )
        st.button(
            t("failures_page.train"),
            icon=":material/school:",
            on_click=actions.train,
            args=(run.id, case_ids),
            help=t("failures_page.train_help"),
            key="bulk_train",
        )
        with st.popover(t("failures_page.ask_again"), icon=":material/replay:", key="bulk_again"):
            ask_again(run, case_ids, "bulk")
    st.caption(safe.md(t("failures_page.bulk_help")))


def _say(run: str, case_ids: list[str], verdict: actions.Verdict, why: str) -> None:
    actions.say(run, case_ids, verdict, str(st.session_state.get(why) or ""))


def _tag(run: str, case_ids: list[str]) -> None:
    actions.add_tag(run, case_ids, str(st.session_state.get("bulk_tag_text") or ""))
