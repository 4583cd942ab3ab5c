"""Trainings that are not over: which step of the way, how long still, the curves; and pause, resume, stop.

The page only looks into the store. The work goes on in a process of its own, whether or not anybody looks.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import runs, trainings
from workbench.store.runs import Run
from workbench.store.trainings import Training, Wish
from workbench.text import t
from workbench.train.runs.process import ensure_worker
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.page import guarded, start_session
from workbench.ui.settings import spoken_name
from workbench.ui.train.curves import curves
from workbench.ui.train.outcomes import base_name
from workbench.ui.train.remaining import remaining

POLL_SECONDS = 2
"""The worker writes its progress down every second."""
_STATES = {
    "queued": ":material/schedule:",
    "running": ":material/progress_activity:",
    "pausing": ":material/pause_circle:",
    "paused": ":material/pause_circle:",
    "stopping": ":material/stop_circle:",
}
_WISHES: dict[str, tuple[Wish, ...]] = {
    "queued": ("pause", "stop"),
    "running": ("pause", "stop"),
    "pausing": ("resume", "stop"),
    "paused": ("resume", "stop"),
}
WISH_ICONS: dict[Wish, str] = {
    "pause": ":material/pause:",
    "resume": ":material/play_arrow:",
    "stop": ":material/stop:",
}
PHASES = ("prepare", "fit", "export", "compare")


def unfinished(every: Sequence[Training]) -> tuple[Training, ...]:
    """Trainings that are not over, in the order in which they will be worked on."""
    return tuple(one for one in reversed(every) if one.state in _STATES)


def see_to_worker(waiting: Sequence[Training]) -> None:
    """Start a worker where one is needed and none is alive."""
    if any(one.state in ("queued", *trainings.WORKING) and not one.is_working for one in waiting):
        ensure_worker()


def live(every: Sequence[Training]) -> None:
    """A card for each training that is not over; the one at work has its curves."""
    waiting = unfinished(every)
    if not waiting:
        return
    see_to_worker(waiting)
    if all(one.state == "paused" for one in waiting):
        _cards(waiting)
    else:
        _watch(tuple(one.id for one in waiting))


@st.fragment(run_every=POLL_SECONDS)
@guarded
def _watch(drawn: tuple[str, ...]) -> None:
    """Draws the cards anew; when one begins to wait or ends, the whole page is drawn anew."""
    now = unfinished(trainings.every(200))
    if tuple(one.id for one in now) != drawn or all(one.state == "paused" for one in now):
        st.rerun(scope="app")
    _cards(now)


def _cards(shown: Sequence[Training]) -> None:
    at_work = next((one.id for one in shown if one.state != "queued"), "")
    for one in shown:
        with st.container(border=True, key=f"live_{one.id}"):
            _card(one)
            if one.id == at_work:
                curves(one, key=f"live_{one.id}")


def _card(one: Training) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe.md(one.name, 80)}**", width="content")
        state_badge(one)
    st.progress(*progress_said(one))
    st.caption(" · ".join(_facts(one)))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for wish in _WISHES.get(one.state, ()):
            st.button(
                t(f"train_page.wish_{wish}"),
                icon=WISH_ICONS[wish],
                type="primary" if wish == "resume" else "secondary",
                on_click=ask_for,
                args=(one.id, wish),
                key=f"{wish}_{one.id}",
            )
    if one.state == "running":
        st.caption(f":material/check: {t('train_page.may_close')}")


def state_badge(one: Training) -> None:
    """Where it is: waiting, training, paused …"""
    colours = {"running": "blue", "finished": "green", "failed": "red"}
    icons = {**_STATES, "finished": ":material/task_alt:", "failed": ":material/error:", "stopped": ":material/stop:"}
    st.badge(
        t(f"train_page.state_{one.state}"),
        icon=icons[one.state],
        color=colours.get(one.state, "gray"),  # type: ignore[arg-type]
    )


def progress_said(one: Training) -> tuple[float, str]:
    """How far the present phase is, and what it is."""
    if one.state == "queued":
        return 0.0, t("train_page.in_line")
    if one.phase == "wait":
        return 0.0, t("train_page.phase_wait")
    done = min(one.steps_done / one.steps_total, 1.0) if one.steps_total else 0.0
    counts = t("train_page.step_of", done=f"{one.steps_done:,}", total=f"{one.steps_total:,}")
    if one.state == "paused":
        return done, safe.md(counts if one.steps_total else t("train_page.state_paused"))
    if one.phase not in PHASES:
        return 0.0, t("train_page.phase_prepare")
    number = PHASES.index(one.phase) + 1
    said = t("train_page.phase", number=number, count=len(PHASES), phase=t(f"train_page.phase_{one.phase}"))
    if one.phase == "compare" and (asking := _asking(one)) is not None:
        asked = t("train_page.asked_of", done=asking.generated, total=asking.total, model=spoken_name(asking.model))
        return min(asking.generated / max(asking.total, 1), 1.0), safe.md(f"{said} · {asked}", 160)
    if one.phase != "fit" or not one.steps_total:
        return (1.0 if one.phase in ("export", "compare") else 0.0), safe.md(said)
    return done, safe.md(f"{said} · {counts}")


def _asking(one: Training) -> Run | None:
    """The evaluation run that the training's worker is at."""
    return next((run for run in runs.every(20) if run.is_working and run.worker == one.worker), None)


def _facts(one: Training) -> list[str]:
    facts = [safe.md(base_name(one.base), 60), safe.md(one.data_name, 60)]
    if one.state in trainings.WORKING and not one.is_working and one.heartbeat is not None:
        facts.append(t("train_page.no_heartbeat"))
    left = remaining(one)
    if one.state == "running" and left is not None:
        facts.append(t("train_page.remaining", time=words.duration(left)))
    elif one.seconds:
        facts.append(t("train_page.worked", time=words.duration(one.seconds)))
    if one.peak_memory:
        facts.append(t("train_page.memory_used", memory=f"{one.peak_memory / 1000:.1f}"))
    return facts


def ask_for(training: str, wish: Wish) -> None:
    """Callback of the buttons: hand the wish to the store, and see to a worker where there is work again."""
    start_session()
    try:
        trainings.ask_for(training, wish)
        if wish == "resume":
            ensure_worker()
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
