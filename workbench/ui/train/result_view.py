"""One training's outcome: is it better than the default, what changed, and the button that makes it the default."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.llm import catalog, choice
from workbench.store import runs
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train import building
from workbench.train.runs.outcome import Compared, verdict
from workbench.ui import keys, safe
from workbench.ui.evaluate import words
from workbench.ui.evaluate.compare_view import changed
from workbench.ui.evaluate.kept import compare
from workbench.ui.settings import spoken_name
from workbench.ui.train.curves import curves
from workbench.ui.train.live import ask_for, state_badge, unfinished
from workbench.ui.train.outcomes import base_name, described, outcome
from workbench.ui.train.trainings_table import trainings_table


def result_view(every: Sequence[Training]) -> None:
    """The chosen training in full, then the table of all."""
    waiting = {one.id for one in unfinished(every)}
    over = [one for one in every if one.id not in waiting]
    if not over:
        st.info(t("train_page.no_results"), icon=":material/hourglass_top:")
        return
    chosen = _choice(over)
    with st.container(key="training"):
        _head(chosen, alone=len(over) == 1)
        found = _compared(chosen)
        _use(chosen, found)
        if found is not None:
            _changes(found)
    with st.expander(t("train_page.curves"), icon=":material/show_chart:", expanded=found is None):
        curves(chosen, key=f"done_{chosen.id}")
    _details(chosen)
    st.header(t("train_page.all_trainings"), anchor=False)
    trainings_table(over)


def _choice(over: Sequence[Training]) -> Training:
    by_id = {one.id: one for one in over}
    asked = by_id.get(st.query_params.get("run", ""), over[0])
    st.session_state["train_run"] = asked.id
    if len(over) > 1:
        st.selectbox(
            t("train_page.training"),
            list(by_id),
            format_func=lambda key: by_id[key].name if key in by_id else key,
            on_change=lambda: st.query_params.from_dict({"run": st.session_state["train_run"]}),
            key="train_run",
        )
    return asked


def _head(training: Training, *, alone: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if alone:
            st.markdown(f"**{safe.md(training.name, 80)}**", width="content")
        state_badge(training)
        if training.model and catalog.default_name() == training.model:
            st.badge(t("train_page.is_default"), icon=":material/star:", color="blue")
    facts = [safe.md(base_name(training.base), 60), safe.md(training.data_name, 60)]
    facts.append(t("train_page.worked", time=words.duration(training.seconds)))
    if training.peak_memory:
        facts.append(t("train_page.memory_used", memory=f"{training.peak_memory / 1000:.1f}"))
    st.caption(" · ".join([*facts, safe.md(words.moment(training.created_at))]))
    if training.message:
        st.error(safe.paragraphs(training.message), icon=":material/error:")
    if training.state in ("stopped", "failed"):
        _go_on(training)


def _go_on(training: Training) -> None:
    """Ways on from one that ended early: from its checkpoint, or anew with other settings."""
    if training.state == "stopped":
        counts = {"done": f"{training.steps_done:,}", "total": f"{training.steps_total:,}"}
        st.info(t("train_page.stopped_here", **counts), icon=":material/pause_circle:")
    with st.container(horizontal=True, gap="small", key="go_on"):
        st.button(
            t("train_page.wish_resume"),
            icon=":material/play_arrow:",
            type="primary" if training.state == "stopped" else "secondary",
            on_click=ask_for,
            args=(training.id, "resume"),
            key=f"resume_{training.id}",
        )
        data = Path(training.data)
        if data.parent == building.home() and st.button(
            t("train_page.new_settings"),
            icon=":material/tune:",
            type="primary" if training.state == "failed" else "secondary",
            key=f"anew_{training.id}",
        ):
            st.query_params.from_dict({"view": "start", "data": data.name})
            st.rerun()


def _compared(training: Training) -> Compared | None:
    """The comparison shown: with the default of the day, or with the untouched base. None where there is none."""
    found = {one.baseline: one for one in outcome(training).compared if one.n}
    for reason in outcome(training).skipped:
        st.caption(f":material/info: {safe.md(reason)}")
    if not found:
        return None
    chosen = next(iter(found))
    names = [name for name in ("default", "base") if name in found]
    if len(names) > 1 and found["default"].model != found["base"].model:
        chosen = st.segmented_control(
            t("train_page.against"),
            names,
            default=names[0],
            format_func=lambda name: t(f"train_page.against_{name}", model=spoken_name(found[name].model)),
            label_visibility="collapsed",
            required=True,
            key="against",
        )
    elif "default" in found:
        chosen = "default"
    one = found[chosen if chosen in found else names[0]]
    _verdict(one)
    _figures(one)
    for other in found.values():
        if other is not one and other.model != one.model:
            st.caption(f":material/compare_arrows: {safe.md(verdict(other))}")
    return one


def _verdict(one: Compared) -> None:
    said = safe.md(verdict(one))
    if not one.is_real:
        st.info(said, icon=":material/help:")
    elif one.difference > 0:
        st.success(said, icon=":material/trending_up:")
    else:
        st.error(said, icon=":material/trending_down:")


def _figures(one: Compared) -> None:
    """Both shares with n and interval, the gap, and what a question costs in time."""
    before = t(f"train_page.before_{one.baseline}")
    with st.container(horizontal=True, gap="medium", key="compared"):
        for title, figure, seconds in (
            (before, one.ex_before, one.seconds_before),
            (t("train_page.trained_model"), one.ex_after, one.seconds_after),
        ):
            with st.container(width=270, gap=None):
                st.metric(title, words.share(figure.k, figure.n), help=t("train_page.ex_help"))
                st.caption(described(figure))
                if seconds:
                    st.caption(t("evaluate_page.time_per_question", seconds=f"{seconds:.1f}"))
        with st.container(width=150, gap=None):
            st.metric(t("evaluate_page.gap"), f"{one.difference * 100:+.1f}%p")


def _changes(one: Compared) -> None:
    """Examples that got better and worse; a click opens one on 오류 살펴보기. Nothing where a run was deleted since."""
    before, after = runs.find(one.before), runs.find(one.after)
    if before is None or after is None:
        return
    found = compare(before, after)
    left, right = st.columns(2, gap="medium")
    with left:
        changed(found, "newly_right", found.newly_right)
    with right:
        changed(found, "newly_wrong", found.newly_wrong)


def _use(training: Training, found: Compared | None) -> None:
    """Make it the default, or go back; the button stands out where figures speak for it."""
    if not training.model:
        return
    is_default = catalog.default_name() == training.model
    is_better = found is not None and found.difference > 0 and found.is_real
    with st.container(horizontal=True, gap="small", key="use"):
        if not is_default:
            st.button(
                t("train_page.use"),
                icon=":material/star:",
                type="primary" if is_better else "secondary",
                on_click=_make_default,
                args=(training.model,),
                key="use_model",
            )
        elif (before := choice.previous()) != "":
            st.button(
                t("train_page.roll_back", model=safe.md(spoken_name(before), 40)),
                icon=":material/undo:",
                on_click=_roll_back,
                key="roll_back",
            )
        ask = st.session_state.get(keys.PAGES, {}).get("ask")
        if is_default and ask is not None:
            st.page_link(ask, label=t("train_page.ask_it"), icon=":material/forum:")
    if is_default:
        st.caption(t("train_page.is_default_help"))
    elif not is_better and found is not None:
        st.caption(t("train_page.not_better_help"))


def _make_default(model: str) -> None:
    try:
        choice.use(model)
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
    else:
        st.toast(t("train_page.now_default", model=safe.md(model, 40)), icon=":material/star:")


def _roll_back() -> None:
    try:
        model = choice.roll_back()
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
    else:
        st.toast(t("train_page.now_default", model=safe.md(spoken_name(model), 40)), icon=":material/undo:")


def _details(training: Training) -> None:
    """Everything it was trained with, for whoever wants to repeat it."""
    with st.expander(t("train_page.details"), icon=":material/tune:"):
        try:
            config = json.loads(training.config)
        except ValueError:
            config = {}
        st.code(
            "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in config.items()),
            language="toml",
            wrap_lines=True,
        )
        st.caption(safe.md(t("train_page.folder", folder=training.folder)))
