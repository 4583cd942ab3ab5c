"""A grid in a few choices: the data, what stays the same, what is varied; how many trainings that is, and how long."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import streamlit as st

from workbench.ask.options import SEOUL
from workbench.errors import WorkbenchError
from workbench.llm import catalog
from workbench.text import t
from workbench.train import building
from workbench.train.building import Building
from workbench.train.efforts import Effort, efforts
from workbench.train.runs.order import Order
from workbench.train.runs.process import ensure_worker
from workbench.train.runs.start import short_base
from workbench.train.sweep.grid import MOST_POINTS, Grid, GridPoint, points_of
from workbench.train.sweep.start import begin
from workbench.ui import keys, safe
from workbench.ui.evaluate import words
from workbench.ui.page import show_problem
from workbench.ui.train.estimate_view import estimated

RANKS = (8, 16, 32, 64)
SHARES = (20, 40, 60, 80, 100)
MOST_SEEDS = 5


def grid_form() -> None:
    ready = {one.folder.name: one for one in building.every() if one.state == "ready"}
    if not ready:
        st.info(t("train_page.sweep_needs_data"), icon=":material/database:")
        pages = st.session_state.get(keys.PAGES, {})
        if "train" in pages:
            st.page_link(pages["train"], label=t("train_page.to_train"), icon=":material/school:")
        return
    st.subheader(t("train_page.sweep_same"), anchor=False)
    folder = st.selectbox(
        t("train_page.column_data"),
        list(ready),
        format_func=lambda name: ready[name].name if name in ready else name,
        key="sweep_data",
    )
    chosen = ready.get(str(folder))
    effort = _effort()
    st.subheader(t("train_page.sweep_varied"), anchor=False)
    st.caption(t("train_page.sweep_varied_help"))
    axes = _axes(effort)
    if chosen is not None and axes is not None:
        _begin_with(chosen, effort, axes)


def _effort() -> Effort:
    known = {effort.name: effort for effort in efforts()}
    name = st.segmented_control(
        t("train_page.effort"),
        list(known),
        default=next(iter(known)),
        format_func=lambda one: t(f"train_page.effort_{one}"),
        required=True,
        help=t("train_page.sweep_effort_help"),
        key="sweep_effort",
    )
    return known.get(str(name), efforts()[0])


def _axes(effort: Effort) -> dict[str, list[Any]] | None:
    """The lists that are varied, those of one value too; None where one is empty."""
    config = effort.config
    bases = [model.name for model in catalog.bases() if model.installed]
    left, right = st.columns(2, gap="medium")
    with left:
        ranks = _several("rank", RANKS, tuple(dict.fromkeys((config.rank, 16 if config.rank < 16 else 8))), effort)
        rows = _several("rows", ("cleaned", "raw"), ("cleaned",), effort, lambda one: t(f"train_page.rows_{one}"))
        seeds = st.number_input(
            t("train_page.sweep_seeds"), 1, MOST_SEEDS, 1, help=t("train_page.sweep_seeds_help"), key="sweep_seeds"
        )
    with right:
        shares = _several("share", SHARES, (100,), effort, lambda one: f"{one}%")
        base = config.base if config.base in bases else next(iter(bases), "")
        chosen = _several("base", tuple(bases), (base,) if base else (), effort, short_base)
    axes: dict[str, list[Any]] = {
        "rank": ranks,
        "share": [share / 100 for share in shares],
        "base": chosen,
        "rows": rows,
        "seed": [config.seed + number for number in range(min(int(seeds), MOST_SEEDS))],
    }
    if not bases:
        st.warning(t("train_page.base_missing", model=safe.md(config.base)), icon=":material/memory:")
    return axes if all(axes.values()) else None


def _several(name: str, known: tuple[Any, ...], default: tuple[Any, ...], effort: Effort, said: Any = str) -> list[Any]:
    chosen = st.pills(
        t(f"train_page.field_{name}") if name != "base" else t("train_page.base"),
        known,
        selection_mode="multi",
        default=[one for one in default if one in known],
        format_func=said,
        help=t(f"train_page.field_{name}_help") if name != "base" else None,
        key=f"sweep_{name}_{effort.name}",
    )
    if not chosen:
        st.caption(t("train_page.sweep_choose_one"))
    return [one for one in known if one in chosen]


def _begin_with(chosen: Building, effort: Effort, axes: dict[str, list[Any]]) -> None:
    """What it will take, the name, and the button."""
    fixed = {key: value for key, value in dataclasses.asdict(effort.config).items() if value is not None}
    fixed = {**fixed, "data": str(chosen.folder), "targets": list(effort.config.targets)}
    del fixed["alpha"]  # twice each rank, else a larger one would count for less
    questions = int(
        st.number_input(
            t("train_page.ask_after"),
            1,
            1000,
            max(effort.questions, 50),
            help=t("train_page.sweep_ask_help"),
            key="sweep_questions",
        )
    )
    try:
        points = points_of(fixed, axes)
        seconds = _seconds(points, questions, chosen)
    except WorkbenchError as error:
        show_problem(error)
        return
    count, time = f"{len(points):,}", words.duration(seconds)
    st.info(safe.md(t("train_page.sweep_size", count=count, time=time)), icon=":material/calculate:")
    if len(points) == 1:
        st.caption(t("train_page.sweep_one_point"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            t("train_page.sweep_name"),
            placeholder=t("train_page.sweep_name_example"),
            max_chars=60,
            width=320,
            key="sweep_name",
        )
        pressed = st.button(
            t("train_page.sweep_start", count=count),
            type="primary",
            icon=":material/play_arrow:",
            disabled=len(points) < 2 or len(points) > MOST_POINTS,
            key="start_sweep",
        )
    if pressed and len(points) > 1:
        given = (name or "").strip()[:60] or t(
            "train_page.sweep_called", data=chosen.name, time=f"{dt.datetime.now(SEOUL):%m-%d %H:%M:%S}"
        )
        _start(Grid(given, axes, points, questions, None))


def _seconds(points: tuple[GridPoint, ...], questions: int, chosen: Building) -> float:
    """In the middle of the estimates, one for all points that differ in rank and seed only: these change no time."""
    known: dict[tuple[str, float, str], float] = {}
    total = 0.0
    for point in points:
        config = point.config
        like = (config.base, config.share, config.rows)
        if like not in known:
            one = estimated(config, Order(("base",), questions), chosen)
            known[like] = (one.seconds_low + one.seconds_high) / 2
        total += known[like]
    return total


def _start(grid: Grid) -> None:
    try:
        with st.spinner(t("train_page.starting")):
            sweep = begin(grid)
            ensure_worker()
    except WorkbenchError as error:
        show_problem(error)
        return
    st.query_params.from_dict({"sweep": sweep.id})
    st.rerun()
