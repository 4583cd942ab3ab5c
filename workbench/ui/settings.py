"""The asker's settings, in a popover: model, reference day, limits, language."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from workbench import settings
from workbench.ask.options import AskOptions, today_in_seoul
from workbench.llm import select
from workbench.llm.select import spoken_name as spoken_name
from workbench.text import t
from workbench.ui import keys
from workbench.ui.page import choose_language

ROW_CHOICES = (100, 1_000, 5_000, 10_000)
SECOND_CHOICES = (5, 10, 30, 60)
CAREFUL_CANDIDATES = 3
DEFAULT = ""
"""Stands for whatever the 모델 page chose."""


def settings_popover() -> None:
    with st.popover(t("ui.settings"), icon=":material/tune:", key="settings"):
        names = [DEFAULT, *select.model_names()]
        st.selectbox(
            t("ui.model"),
            names,
            format_func=lambda name: spoken_name(name) or t("ui.default_model"),
            key=keys.MODEL,
            persist_state="session",
            placeholder=t("ui.model"),
        )
        st.date_input(
            t("ui.today"),
            value=None,
            format="YYYY-MM-DD",
            key=keys.TODAY,
            persist_state="session",
            help=t("ui.today_help", today=f"{today_in_seoul():%Y-%m-%d}"),
        )
        st.selectbox(
            t("ui.row_limit"),
            ROW_CHOICES,
            index=ROW_CHOICES.index(settings.SANDBOX.row_limit),
            format_func=lambda n: t("ui.rows", count=f"{n:,}"),
            key=keys.ROW_LIMIT,
            persist_state="session",
        )
        st.selectbox(
            t("ui.time_limit"),
            SECOND_CHOICES,
            index=SECOND_CHOICES.index(int(settings.SANDBOX.timeout_seconds)),
            format_func=lambda n: t("ui.seconds", count=n),
            key=keys.TIMEOUT,
            persist_state="session",
        )
        st.toggle(
            t("ui.candidates"),
            key=keys.CAREFUL,
            persist_state="session",
            help=t("ui.candidates_help", count=CAREFUL_CANDIDATES),
        )


def language_choice() -> None:
    labels = {"ko": "한국어", "en": "English"}
    chosen = st.segmented_control(
        t("ui.language"),
        list(labels),
        default=st.session_state[keys.LANGUAGE],
        format_func=labels.__getitem__,
        label_visibility="collapsed",
        key="language_choice",
        required=True,
    )
    if chosen in labels and chosen != st.session_state[keys.LANGUAGE]:
        choose_language(chosen)
        st.rerun()


def ask_options() -> AskOptions:
    """The settings as the pipeline takes them. Widgets are limited in the browser only, so values are checked again."""
    chosen_day = st.session_state.get(keys.TODAY)
    rows = st.session_state.get(keys.ROW_LIMIT, settings.SANDBOX.row_limit)
    seconds = st.session_state.get(keys.TIMEOUT, settings.SANDBOX.timeout_seconds)
    return AskOptions(
        model=st.session_state.get(keys.MODEL) or None,
        today=chosen_day if isinstance(chosen_day, dt.date) else None,
        row_limit=rows if rows in ROW_CHOICES else settings.SANDBOX.row_limit,
        timeout=float(seconds) if seconds in SECOND_CHOICES else settings.SANDBOX.timeout_seconds,
        candidates=CAREFUL_CANDIDATES if st.session_state.get(keys.CAREFUL) is True else 0,
    )
