"""The conversation of this session: one turn per question. Kept as a tuple that is replaced, never changed in place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from workbench.ask.answer import Answer
from workbench.ask.options import AskOptions
from workbench.ask.workspace import Workspace
from workbench.ui import keys, running
from workbench.ui.source import Source


@dataclass(frozen=True)
class Turn:
    """`answer` is None while its job works. `edited`: what came of SQL that the asker changed by hand."""

    job: str
    question: str
    answer: Answer | None = None
    edited: Answer | None = None

    @property
    def shown(self) -> Answer | None:
        return self.edited or self.answer


def all_turns() -> tuple[Turn, ...]:
    found: tuple[Turn, ...] = st.session_state.get(keys.TURNS, ())
    return found


def clear() -> None:
    st.session_state[keys.TURNS] = ()


def add(turn: Turn) -> None:
    """Append a turn, or replace the one of the same job."""
    others = tuple(t for t in all_turns() if t.job != turn.job)
    st.session_state[keys.TURNS] = (*others, turn)


def put(turn: Turn) -> None:
    """Replace a turn where it stands."""
    st.session_state[keys.TURNS] = tuple(turn if t.job == turn.job else t for t in all_turns())


def collect() -> Turn | None:
    """Take in the answers of jobs that have ended; returns the turn still waiting for its own."""
    waiting = None
    for turn in all_turns():
        if turn.answer is not None:
            continue
        job = running.find(turn.job)
        if job is not None and job.running:
            waiting = turn
        elif job is not None and job.answer is not None:
            put(replace(turn, answer=job.answer))
    return waiting


def last_answer() -> Answer | None:
    """The answer that a follow-up question refers to."""
    answered = [turn.shown for turn in all_turns() if turn.shown is not None and turn.shown.sql]
    return answered[-1] if answered else None


def ask(workspace: Workspace, source: Source, question: str, options: AskOptions) -> None:
    """Start a job for `question` and add its turn."""
    job = running.ask(workspace, source, question, replace(options, previous=last_answer()))
    add(Turn(job.id, question))
