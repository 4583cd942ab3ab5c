"""A new training, step by step. One button is the next one to press; what comes later is not shown before."""

from __future__ import annotations

import streamlit as st

from workbench.text import t
from workbench.train import building
from workbench.train.building import Building
from workbench.train.data import report_of
from workbench.ui import safe
from workbench.ui.page import guarded
from workbench.ui.train.clean_view import clean_view
from workbench.ui.train.data_choice import data_choice
from workbench.ui.train.effort_choice import effort_choice

POLL_SECONDS = 1
STEPS = ("data", "clean", "effort")


def start_flow() -> None:
    """Data, what cleaning did to it, base and effort, start."""
    chosen = _chosen()
    if chosen is None:
        _steps(0)
        data_choice()
        _known()
    elif chosen.state == "ready":
        _steps(2)
        _dataset(chosen)
        if clean_view(chosen) and report_of(chosen.folder).rows:
            effort_choice(chosen)
    else:
        _steps(1)
        _dataset(chosen)
        if chosen.state == "building":
            _watch(chosen.folder.name)
        else:
            _ended(chosen)


def _chosen() -> Building | None:
    """The dataset that the address names; anything but the name of one of ours is none."""
    asked = st.query_params.get("data", "")
    return next((one for one in building.every() if one.folder.name == asked), None) if asked else None


def _steps(now: int) -> None:
    """Where one is on the way: done, here, still to come."""
    with st.container(horizontal=True, gap="small", key="steps"):
        for number, name in enumerate(STEPS):
            icon = ":material/check:" if number < now else f":material/counter_{number + 1}:"
            colour = "green" if number < now else "blue" if number == now else "gray"
            st.badge(t(f"train_page.step_{name}_short"), icon=icon, color=colour)  # type: ignore[arg-type]


def _dataset(chosen: Building) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/database: **{safe.md(chosen.name, 60)}**", width="content")
        st.button(
            t("train_page.other_data"), icon=":material/undo:", type="tertiary", on_click=_leave, key="other_data"
        )


def _leave() -> None:
    st.query_params.from_dict({"view": "start"})


@st.fragment(run_every=POLL_SECONDS)
@guarded
def _watch(name: str) -> None:
    """Draws the progress anew; at its end the whole page."""
    now = building.look(building.home() / name)
    if now is None or now.state != "building":
        st.rerun(scope="app")
    assert now is not None
    if now.total and now.done == now.total:
        st.progress(1.0, text=t("train_page.building_cleans"))
    elif now.total:
        counts = t("train_page.building_of", done=f"{now.done:,}", total=f"{now.total:,}")
        st.progress(min(now.done / now.total, 1.0), text=safe.md(f"{counts} · {now.at}" if now.at else counts, 120))
    else:
        st.progress(0.0, text=t("train_page.building_reads"))
    st.caption(t("train_page.building_help"))
    st.button(
        t("train_page.stop_building"), icon=":material/stop:", on_click=building.stop, args=(now.folder,), key="stop"
    )


def _ended(chosen: Building) -> None:
    """Stopped or failed: why, and both ways on."""
    if chosen.state == "failed":
        st.error(safe.paragraphs(chosen.message), icon=":material/error:")
    else:
        st.info(t("train_page.building_stopped"), icon=":material/stop_circle:")
    if st.button(t("train_page.build_again"), type="primary", icon=":material/replay:", key="build_again"):
        building.begin(chosen.plan)
        st.rerun()


def _known() -> None:
    """Datasets that are there already."""
    every = building.every()
    if not every:
        return
    st.subheader(t("train_page.known_data"), anchor=False)
    with st.container(gap=None, key="list_data"):
        for one in every:
            _one_known(one)


def _one_known(one: Building) -> None:
    icons = {
        "building": ":material/progress_activity:",
        "ready": ":material/database:",
        "stopped": ":material/stop_circle:",
        "failed": ":material/error:",
    }
    label = f"{safe.md(one.name, 60)} :gray[{t(f'train_page.data_{one.state}')}]"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(label, icon=icons[one.state], type="tertiary", key=f"data_{one.folder.name}"):
            st.query_params.from_dict({"view": "start", "data": one.folder.name})
            st.rerun()
        if one.state != "building":
            st.button(
                t("train_page.delete_data"),
                icon=":material/delete:",
                type="tertiary",
                on_click=building.remove,
                args=(one.folder,),
                key=f"delete_{one.folder.name}",
            )
