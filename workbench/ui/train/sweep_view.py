"""One sweep: how far it is, what its curves say in plain sentences, and the table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import sweeps, trainings
from workbench.store.sweeps import Sweep
from workbench.store.trainings import Training, Wish
from workbench.text import t
from workbench.train.runs.process import ensure_worker
from workbench.train.sweep.start import trainings_of
from workbench.train.sweep.table import rows_of
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.page import guarded, start_session
from workbench.ui.train.grid_curves import grid_curves
from workbench.ui.train.grid_table import grid_table
from workbench.ui.train.live import WISH_ICONS, progress_said, see_to_worker

POLL_SECONDS = 3
_OVER = ("finished", "failed", "stopped")


def sweep_view(every: Sequence[Sweep]) -> None:
    sweep = _choice(every)
    points = trainings_of(sweep)
    if any(one.state not in _OVER for one in points):
        see_to_worker(points)
        _watch(sweep.id, _states(points))
    else:
        _ended(sweep, points)
    rows = rows_of(sweep)
    grid_curves(rows)
    st.subheader(t("train_page.sweep_table"), anchor=False)
    grid_table(sweep, rows)


def _choice(every: Sequence[Sweep]) -> Sweep:
    by_id = {one.id: one for one in every}
    asked = by_id.get(st.query_params.get("sweep", ""), every[0])
    st.session_state["sweep_shown"] = asked.id
    st.selectbox(
        t("train_page.sweep"),
        list(by_id),
        format_func=lambda key: by_id[key].name if key in by_id else key,
        on_change=lambda: st.query_params.from_dict({"sweep": st.session_state["sweep_shown"]}),
        key="sweep_shown",
    )
    return asked


def _states(points: Sequence[Training]) -> tuple[str, ...]:
    """What, when it changes, makes the figures change too."""
    return tuple(one.state if one.state in (*_OVER, "paused") else "" for one in points)


@st.fragment(run_every=POLL_SECONDS)
@guarded
def _watch(sweep_id: str, drawn: tuple[str, ...]) -> None:
    """How far it is; when a point ends, the whole page is drawn anew with its figures."""
    sweep = sweeps.find(sweep_id)
    points = trainings_of(sweep) if sweep is not None else ()
    if _states(points) != drawn:
        st.rerun(scope="app")
    over = sum(one.state in _OVER for one in points)
    with st.container(border=True, key="sweep_live"):
        said = t("train_page.sweep_progress", done=f"{over:,}", total=f"{len(points):,}")
        st.progress(over / len(points) if points else 0.0, text=safe.md(said))
        at_work = next((one for one in points if one.state in trainings.WORKING), None)
        if at_work is not None:
            st.caption(f"{safe.md(at_work.name, 80)} · {progress_said(at_work)[1]}")
        left = _left(points)
        if left is not None:
            st.caption(safe.md(t("train_page.sweep_remaining", time=words.duration(left))))
        with st.container(horizontal=True, gap="small"):
            waits = any(one.state in ("queued", "running") for one in points)
            for wish in ("pause", "stop") if waits else ("resume", "stop"):
                _button(sweep_id, wish, primary=wish == "resume")
        if waits:
            st.caption(f":material/check: {t('train_page.may_close')}")


def _left(points: Sequence[Training]) -> float | None:
    """By the mean time of the points that are done; None before the first."""
    done = [one.seconds for one in points if one.state == "finished" and one.seconds]
    waiting = sum(one.state not in _OVER for one in points)
    return sum(done) / len(done) * waiting if done else None


def _button(sweep_id: str, wish: Wish, *, primary: bool = False) -> None:
    st.button(
        t(f"train_page.wish_{wish}"),
        icon=WISH_ICONS[wish],
        type="primary" if primary else "secondary",
        on_click=_ask_for,
        args=(sweep_id, wish),
        key=f"sweep_{wish}",
    )


def _ended(sweep: Sweep, points: Sequence[Training]) -> None:
    """What failed says why; what is left can go on."""
    for one in points:
        if one.state == "failed":
            st.error(f"**{safe.md(one.name, 80)}**  \n{safe.paragraphs(one.message)}", icon=":material/error:")
    if any(one.state in ("failed", "stopped") for one in points):
        done = sum(one.state == "finished" for one in points)
        st.info(t("train_page.sweep_stopped", done=done, total=len(points)), icon=":material/pause_circle:")
        _button(sweep.id, "resume", primary=True)


def _ask_for(sweep_id: str, wish: Wish) -> None:
    """Callback: the wish goes to every point that it fits; the one at work comes last, so that no other begins."""
    start_session()
    try:
        sweep = sweeps.find(sweep_id)
        points = trainings_of(sweep) if sweep is not None else ()
        for one in sorted(points, key=lambda one: one.state in trainings.WORKING):
            trainings.ask_for(one.id, wish)
        if wish == "resume":
            ensure_worker()
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
