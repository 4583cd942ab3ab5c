"""Whose verdicts these are. Nobody signs in here, so the name is asked once and kept on this computer."""

from __future__ import annotations

import getpass

import streamlit as st

from workbench.errors import StoreError
from workbench.store import preferences
from workbench.text import t
from workbench.ui import safe

_LONGEST = 60


def reviewer() -> str:
    """The name given, else the account's."""
    return preferences.get("reviewer") or _account()


def reviewer_choice() -> None:
    """The field for the name, in the sidebar."""
    st.text_input(
        t("failures_page.reviewer"),
        value=reviewer(),
        max_chars=_LONGEST,
        help=t("failures_page.reviewer_help"),
        on_change=_keep,
        key="reviewer",
    )


def _keep() -> None:
    try:
        preferences.put("reviewer", " ".join(str(st.session_state["reviewer"]).split())[:_LONGEST])
    except StoreError as error:
        st.toast(safe.md(error.message), icon=":material/warning:")


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        return t("failures_page.somebody")
