"""The way to an answer: live while it is made, folded afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from workbench.ask.answer import Answer, StepEvent
from workbench.ask.job import AskJob
from workbench.text import t
from workbench.ui import safe, turns
from workbench.ui.page import guarded

POLL_SECONDS = 0.4
"""Often enough to read along at 31 tokens/s, rare enough to cost nothing."""
_STATES = {"running": "running", "done": "complete", "failed": "error", "skipped": "complete"}


@st.fragment(run_every=POLL_SECONDS)
@guarded
def follow(job: AskJob) -> None:
    """Steps of a running job with a stop button; reruns the page when the job ends."""
    if not job.running:
        turns.collect()
        st.rerun(scope="app")
    entries = ticking(merged(job.events), job.quiet_seconds)
    if not entries:
        st.status(t("ask_page.step_start"), type="step", state="running").text(t("ask_page.step_start_detail"))
    _draw(entries)
    if st.button(t("ask_page.stop"), icon=":material/stop_circle:", key=f"stop_{job.id}"):
        job.stop()
        st.toast(t("ask_page.stopping"))


def folded(answer: Answer) -> None:
    """All steps of a finished answer behind one line."""
    if not answer.steps:
        return
    label = t("ask_page.steps_done", count=len(answer.steps), seconds=f"{answer.seconds:.1f}")
    if answer.model:
        label = f"{label} · {safe.md(answer.model, 60)}"
    with st.expander(label, type="compact", icon=":material/checklist:"):
        _draw(answer.steps)


def merged(events: Sequence[StepEvent]) -> tuple[StepEvent, ...]:
    """The latest event of each stretch of one step: a second check after a repair is a stretch of its own."""
    found: list[StepEvent] = []
    for event in events:
        if found and found[-1].step == event.step and found[-1].state == "running":
            found[-1] = event
        else:
            found.append(event)
    return tuple(found)


def ticking(entries: tuple[StepEvent, ...], quiet: float) -> tuple[StepEvent, ...]:
    """The running step with its time up to now, not only up to its last word `quiet` seconds ago."""
    if not entries or entries[-1].state != "running":
        return entries
    return (*entries[:-1], replace(entries[-1], seconds=entries[-1].seconds + quiet))


def _draw(entries: Sequence[StepEvent]) -> None:
    for event in entries:
        label = t(f"ask_page.step_{event.step}")
        if event.state == "skipped":
            label = t("ask_page.step_skipped", step=label)
        elif event.seconds >= 0.05:
            label = t("ask_page.step_seconds", step=label, seconds=f"{event.seconds:.1f}")
        state = _STATES[event.state]
        # Not in a `with`: leaving it turns a running step into a finished one, so that its mark blinks at every poll.
        step = st.status(label, type="step", state=state, expanded=event.state in ("running", "failed"))  # type: ignore[arg-type]
        if event.detail:
            step.text(event.detail)
        if event.text and event.state == "running":
            step.code(event.text[-4000:], language="sql", wrap_lines=True)
        if not event.detail and not event.text:
            step.text(t("ask_page.step_link_wait") if event.step == "link" and event.state == "running" else "…")
