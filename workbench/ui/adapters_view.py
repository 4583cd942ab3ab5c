"""Trained adapters on the 모델 page: how good each is, which one answers, and the way back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.llm import adapters, catalog, choice, digest
from workbench.llm.adapters import Adapter
from workbench.llm.catalog import CatalogModel
from workbench.prompt.format import load_format
from workbench.text import t
from workbench.train.export.manifest import measured, prompt_changed
from workbench.ui import model_tasks, safe
from workbench.ui.evaluate.pictures import Share, lying
from workbench.ui.models_view import STATES, card_buttons, speed_line, task_line
from workbench.ui.page import show_problem
from workbench.ui.settings import spoken_name

_FACTS = ("created", "licence", "data", "training", "config", "equality", "commit", "prompt")


def adapters_section() -> None:
    """A picture of all measured figures, then a card for every adapter that fits a model of the catalog."""
    found = [(model, adapters.get(model.name)) for model in catalog.models() if model.adapter is not None]
    if not found:
        st.caption(t("adapter.page_none"))
        return
    _comparison(found)
    for model, adapter in found:
        with st.container(border=True):
            _card(model, adapter)


def way_back() -> None:
    """A button to the default before this one, where there was one."""
    before = choice.previous()
    if before in ("", catalog.default_name()):
        return
    label = t("adapter.page_back", name=spoken_name(before) or t("ui.default_model"))
    if st.button(safe.md(label), icon=":material/undo:", key="default_back"):
        try:
            choice.roll_back()
        except WorkbenchError as error:
            show_problem(error)
            return
        st.rerun()


def _comparison(found: list[tuple[CatalogModel, Adapter]]) -> None:
    """Accuracy by set: every adapter, and the base without one where that was measured on the same questions."""
    bases: dict[str, dict[str, Share]] = {}
    series = []
    for model, adapter in found:
        figures = measured(adapter)
        if figures:
            series.append((adapter.name, [Share(one.set, one.figure) for one in figures]))
        for one in figures:
            if one.base_figure is not None:
                below = bases.setdefault(catalog.base_of(model).name, {})
                below.setdefault(one.set, Share(one.set, one.base_figure))
    if series:
        series += [(name, list(shares.values())) for name, shares in bases.items()]
        st.plotly_chart(lying(series), key="adapters_picture", config={"displayModeBar": False})


def _card(model: CatalogModel, adapter: Adapter) -> None:
    state = digest.with_adapter(model, digest.known_state(model).state)
    colour, icon = STATES[state]
    is_default = catalog.default_name() == model.name
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe.md(model.name)}**", width="content")
        if is_default:
            st.badge(t("models_page.is_default"), icon=":material/star:", color="blue")
        st.badge(t(f"models_page.state_{state}"), icon=icon, color=colour)
        if adapter.shipped:
            st.badge(t("adapter.page_shipped"), icon=":material/inventory_2:", color="gray")
    base = t("adapter.on_base", base=catalog.base_of(model).name)
    st.caption(" · ".join(safe.md(fact) for fact in (base, model_tasks.megabytes(adapter.bytes))))
    for one in measured(adapter):
        st.text(one.sentence)
    if prompt_changed(adapter, load_format().digest):
        st.warning(t("adapter.page_prompt_changed"), icon=":material/edit_note:")
    if state == "damaged":
        st.error(t("adapter.page_damaged"), icon=":material/broken_image:")
    speed_line(model, state)
    with st.expander(t("adapter.page_facts"), type="compact"):
        st.code(model.adapter_sha256, language=None, wrap_lines=True)
        st.json(_shown(adapter.facts), expanded=1)
    if state != "damaged":
        card_buttons(model, state, is_default)
    task_line(model.name)


def _shown(facts: dict[str, Any]) -> dict[str, Any]:
    """The manifest's tables, without what the card has said already. Dates as text: JSON has none."""
    return {key: str(value) if key == "created" else value for key in _FACTS if (value := facts.get(key)) is not None}
