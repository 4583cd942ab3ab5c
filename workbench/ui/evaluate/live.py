"""Runs that are not over: how far, how fast, how long still, what it costs; and pause, resume, stop.

The page only looks into the store. The work goes on in a process of its own, whether or not anybody looks.
"""

from __future__ import annotations

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.evaluate.runs.process import ensure_worker
from workbench.evaluate.runs.progress import Progress, progress_of
from workbench.store import runs
from workbench.store.runs import Run, Wish
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.evaluate.kept import summarize
from workbench.ui.page import guarded, start_session
from workbench.ui.settings import spoken_name

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
    "retry": ":material/replay:",
}


def unfinished(every: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs that are not over, in the order in which they will be worked on."""
    return tuple(run for run in reversed(every) if run.state in _STATES)


def live(every: tuple[Run, ...]) -> None:
    """A card for each run that is not over. Sees to a worker where one is needed and none is alive."""
    waiting = unfinished(every)
    if not waiting:
        return
    if any(run.state in ("queued", *runs.WORKING) and not run.is_working for run in waiting):
        ensure_worker()
    if all(run.state == "paused" for run in waiting):
        _cards(waiting)
    else:
        _watch(tuple(run.id for run in waiting))


@st.fragment(run_every=POLL_SECONDS)
@guarded
def _watch(drawn: tuple[str, ...]) -> None:
    """Draws the cards anew; when a run begins to wait or ends, the whole page is drawn anew."""
    now = unfinished(runs.every(200))
    if tuple(run.id for run in now) != drawn or all(run.state == "paused" for run in now):
        st.rerun(scope="app")
    _cards(now)


def _cards(shown: tuple[Run, ...]) -> None:
    for run in shown:
        with st.container(border=True, key=f"live_{run.id}"):
            _card(run)


def _card(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{safe.md(run.name, 80)}**", width="content")
        colour = "blue" if run.state == "running" else "gray"
        st.badge(t(f"runs.state_{run.state}"), icon=_STATES[run.state], color=colour)  # type: ignore[arg-type]
    progress = progress_of(run)
    st.progress(min(progress.fraction, 1.0), text=safe.md(_words(run, progress)))
    st.caption(" · ".join(_facts(run, progress)))
    with st.container(horizontal=True, gap="small"):
        for wish in _WISHES.get(run.state, ()):
            st.button(
                t(f"evaluate_page.wish_{wish}"),
                icon=WISH_ICONS[wish],
                on_click=ask_for,
                args=(run.id, wish),
                key=f"{wish}_{run.id}",
            )


def _words(run: Run, progress: Progress) -> str:
    """How far it is, and how well it goes."""
    phase = t(f"runs.phase_{run.phase}") if run.phase else t(f"runs.state_{run.state}")
    counts = {"done": f"{progress.done:,}", "total": f"{progress.total:,}"}
    ex = summarize(run).ex
    if run.phase == "judge" or ex.value is None:
        return t("runs.progress_judge", phase=phase, **counts)
    return t("runs.progress", phase=phase, **counts, ex=words.percent(ex.value))


def _facts(run: Run, progress: Progress) -> list[str]:
    facts = [safe.md(spoken_name(run.model), 60)]
    if run.state in runs.WORKING and not run.is_working and run.heartbeat is not None:
        facts.append(t("evaluate_page.no_heartbeat"))
    if progress.per_minute is not None:
        facts.append(t("runs.per_minute", count=f"{progress.per_minute:,.1f}"))
    if run.state == "running" and progress.remaining is not None:
        facts.append(t("runs.remaining", time=words.duration(progress.remaining)))
    elif run.seconds:
        facts.append(t("evaluate_page.worked", time=words.duration(run.seconds)))
    if run.cost:
        facts.append(safe.md(t("runs.cost_so_far", cost=words.dollars(run.cost))))
    if run.failed:
        facts.append(t("evaluate_page.failed_so_far", count=f"{run.failed:,}"))
    return facts


def ask_for(run: str, wish: Wish) -> None:
    """Callback of the buttons: hand the wish to the store, and see to a worker where there is work again."""
    start_session()
    try:
        runs.ask_for(run, wish)
        if wish in ("resume", "retry"):
            ensure_worker()
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
