"""Third step: which base, how much effort, what that will take; and the button that starts it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.text import t
from workbench.train.building import Building
from workbench.train.config import TrainConfig
from workbench.train.efforts import Effort, efforts
from workbench.train.runs.order import Order
from workbench.train.runs.process import ensure_worker
from workbench.train.runs.start import start
from workbench.ui import keys, safe
from workbench.ui.model_tasks import megabytes
from workbench.ui.page import show_problem
from workbench.ui.train.config_form import config_form
from workbench.ui.train.estimate_view import estimate_view

OTHER = ""
"""Stands for a base that is typed: a hub id or a folder."""


def effort_choice(chosen: Building) -> None:
    st.subheader(t("train_page.step_effort"), anchor=False)
    effort = _effort()
    base = _base(effort)
    with st.expander(t("train_page.fine_settings"), icon=":material/tune:", key="fine_settings"):
        st.caption(t("train_page.fine_settings_help"))
        config = config_form(effort)
        questions = st.number_input(
            t("train_page.ask_after"),
            0,
            1000,
            effort.questions,
            help=t("train_page.ask_after_help"),
            key=f"questions_{effort.name}",
        )
    if not base:
        return
    config = dataclasses.replace(config, base=base, data=str(chosen.folder))
    order = Order(questions=int(questions))
    estimate_view(config, order, chosen)
    _start(config, order)


def _effort() -> Effort:
    known = {effort.name: effort for effort in efforts()}
    name = st.segmented_control(
        t("train_page.effort"),
        list(known),
        default=next(iter(known)),
        format_func=lambda one: t(f"train_page.effort_{one}"),
        required=True,
        key="effort",
    )
    effort = known.get(str(name), efforts()[0])
    st.caption(t(f"train_page.effort_{effort.name}_help"))
    return effort


def _base(effort: Effort) -> str:
    """The base's name; empty where it is not there yet."""
    bases = {model.name: model for model in catalog.bases()}
    names = [*bases, OTHER]
    name = st.selectbox(
        t("train_page.base"),
        names,
        index=names.index(effort.config.base) if effort.config.base in bases else 0,
        format_func=lambda one: _base_title(bases[one]) if one in bases else t("train_page.base_other"),
        help=t("train_page.base_help"),
        key=f"base_{effort.name}",
    )
    if name in bases:
        return _installed(bases[name])
    typed = st.text_input(t("train_page.base_typed"), placeholder="beomi/Yi-Ko-6B", max_chars=300, key="base_typed")
    st.caption(t("train_page.base_typed_help"))
    given = (typed or "").strip()
    return str(Path(given).expanduser()) if given.startswith("~") else given


def _base_title(model: CatalogModel) -> str:
    return f"{model.name} · {megabytes(model.bytes)}"


def _installed(model: CatalogModel) -> str:
    if model.installed:
        return model.name
    st.warning(t("train_page.base_missing", model=safe.md(model.name)), icon=":material/memory:")
    pages = st.session_state.get(keys.PAGES, {})
    if "models" in pages:
        st.page_link(pages["models"], label=t("evaluate_page.to_models"), icon=":material/memory:")
    return ""


def _start(config: TrainConfig, order: Order) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            t("train_page.name"), placeholder=t("train_page.name_example"), max_chars=80, width=320, key="train_name"
        )
        pressed = st.button(t("train_page.start"), type="primary", icon=":material/play_arrow:", key="start_training")
    if not pressed:
        return
    try:
        with st.spinner(t("train_page.starting")):
            training = start(dataclasses.replace(config, name=(name or "").strip()[:80]), order)
            ensure_worker()
    except WorkbenchError as error:
        show_problem(error)
        return
    st.query_params.from_dict({"run": training.id})
    st.rerun()
