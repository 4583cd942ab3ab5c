"""What a person does with answers: verdicts, tags, corrected golds, training. Each ends in one short word of thanks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from workbench.errors import WorkbenchError
from workbench.store import reviews
from workbench.text import t
from workbench.ui import safe
from workbench.ui.failures.reviewer import reviewer
from workbench.ui.page import start_session

Verdict = Literal["right", "wrong"]
VERDICTS: tuple[Verdict, ...] = ("right", "wrong")
VERDICT_ICONS = {"right": ":material/thumb_up:", "wrong": ":material/thumb_down:"}
LONGEST_WHY = 500
LONGEST_NOTE = 4_000
LONGEST_TAG = 40


def say(run: str, case_ids: Sequence[str], verdict: Verdict | None, why: str = "") -> None:
    done = "taken_back" if verdict is None else f"said_{verdict}"
    _do(lambda: reviews.say(run, case_ids, verdict, reviewer(), why.strip()[:LONGEST_WHY]), done, len(case_ids))


def write_note(run: str, case_id: str, note: str) -> None:
    _do(lambda: reviews.write_note(run, case_id, note.strip()[:LONGEST_NOTE], reviewer()), "note_kept", 1)


def add_tag(run: str, case_ids: Sequence[str], tag: str) -> None:
    # A line break parts tags in the store.
    plain = " ".join(tag.split())[:LONGEST_TAG]
    if plain:
        _do(lambda: reviews.add_tag(run, case_ids, plain), "tagged", len(case_ids))


def remove_tag(run: str, case_id: str, tag: str) -> None:
    _do(lambda: reviews.remove_tag(run, [case_id], tag), "untagged", 1)


def train(run: str, case_ids: Sequence[str]) -> None:
    """Copies of the cases for training; says how many were there already."""

    def send() -> None:
        added = sum(reviews.send_to_training(run, case_id, reviewer()) for case_id in case_ids)
        st.toast(
            t("failures_page.trained", count=f"{added:,}", before=f"{len(case_ids) - added:,}"),
            icon=":material/school:",
        )

    _do(send)


def _do(work: Callable[[], None], done: str = "", count: int = 0) -> None:
    """Run an action of a button or a callback; a fault of the store is a message and the page goes on."""
    start_session()
    try:
        work()
    except WorkbenchError as error:
        st.toast(safe.paragraphs(error.message), icon=":material/error:")
        return
    if done:
        st.toast(t(f"failures_page.{done}", count=f"{count:,}"), icon=":material/check:")
