"""First step: where the questions to learn from come from, each source with its count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

from workbench.ask.options import today_in_seoul
from workbench.errors import WorkbenchError
from workbench.evaluate.sets import read_set
from workbench.store import cases, reviews
from workbench.text import t
from workbench.train import building
from workbench.train.data import DataPlan
from workbench.train.data.sources import ANSWERS, CORPUS, REVIEWS, read_sources
from workbench.ui import safe
from workbench.ui.page import show_problem
from workbench.ui.train.sent_cases import sent_cases
from workbench.ui.train.uploads import UPLOADS, kept

OWN = (CORPUS, REVIEWS, ANSWERS)
_ICONS = {CORPUS: ":material/menu_book:", REVIEWS: ":material/troubleshoot:", ANSWERS: ":material/forum:"}


@dataclass(frozen=True)
class Counted:
    """What a source holds."""

    questions: int
    databases: int


LEAST, MOST = Counted(50, 5), Counted(300, 20)
"""Sources from which databases can be held out at all, and how much is held out of the largest."""


def data_choice() -> None:
    """Check boxes for what is here, a file or a folder besides, and the button."""
    st.subheader(t("train_page.step_data"), anchor=False)
    st.text(t("train_page.data_intro"))
    counted = count_own()
    chosen = [name for name in OWN if _offer(name, counted[name])]
    sent_cases()
    sources = {name: counted[name] for name in chosen} | _files()
    if sources:
        total = sum(one.questions for one in sources.values())
        st.markdown(t("train_page.chosen_total", count=f"{total:,}"))
    name = st.text_input(
        t("train_page.data_name"), placeholder=t("train_page.data_name_example"), max_chars=60, key="data_name"
    )
    pressed = st.button(
        t("train_page.build"),
        type="primary",
        icon=":material/cleaning_services:",
        disabled=not sources,
        help=None if sources else t("train_page.nothing_chosen"),
        key="build_data",
    )
    if pressed and sources:
        _begin(sources, (name or "").strip()[:60])


def count_own() -> dict[str, Counted]:
    """What the project and the store hold. Raises StoreError."""
    answered = sum(case.verdict == "good" or bool(case.corrected) for case in cases.every())
    return {CORPUS: _corpus(), REVIEWS: Counted(len(reviews.training_cases()), 1), ANSWERS: Counted(answered, 1)}


@cache
def _corpus() -> Counted:
    """It comes with the program and does not change under it."""
    (source,) = read_sources((CORPUS,))
    return Counted(len(source.cases), len({one.case.db_id for one in source.cases}))


def _offer(name: str, counted: Counted) -> bool:
    """One source with its count; where it is empty, what would fill it."""
    label = f"{_ICONS[name]} **{t(f'train_page.source_{name}')}** · " + t(
        "train_page.questions", count=f"{counted.questions:,}"
    )
    ticked = st.checkbox(label, value=bool(counted.questions), disabled=not counted.questions, key=f"source_{name}")
    st.caption(t(f"train_page.source_{name}_{'help' if counted.questions else 'empty'}"))
    return bool(ticked and counted.questions)


def _files() -> dict[str, Counted]:
    """Question sets from a path or over the browser: what `read_sources` is to read, and what they hold."""
    found: dict[str, Counted] = {}
    with st.expander(t("train_page.own_files"), icon=":material/folder_open:"):
        st.caption(t("train_page.own_files_help"))
        typed = st.text_input(t("train_page.path"), placeholder=t("train_page.path_example"), key="data_path") or ""
        uploads = st.file_uploader(
            t("train_page.upload"), type=list(UPLOADS), accept_multiple_files=True, key="data_uploads"
        )
        wanted = [str(Path(typed.strip()).expanduser())] if typed.strip() else []
        for upload in uploads or ():
            try:
                wanted.append(str(kept(upload)))
            except WorkbenchError as error:
                show_problem(error)
        for source in dict.fromkeys(wanted):
            counted = _counted(source)
            if counted is not None:
                found[source] = counted
    return found


def _counted(source: str) -> Counted | None:
    """Read once a session; a fault is shown where the source was named."""
    known: dict[str, Counted] = st.session_state.setdefault("train_sources", {})
    if source not in known:
        try:
            with st.spinner(t("train_page.reading")):
                questions = read_set(source)
        except WorkbenchError as error:
            show_problem(error)
            return None
        known[source] = Counted(len(questions.cases), len({case.db_id for case in questions.cases}))
    counted = known[source]
    st.markdown(
        f":material/task_alt: {safe.md(Path(source).name, 60)} · "
        + t("train_page.questions_databases", count=f"{counted.questions:,}", databases=f"{counted.databases:,}")
    )
    return counted


def _begin(chosen: Mapping[str, Counted], name: str) -> None:
    questions = sum(one.questions for one in chosen.values())
    largest = max(chosen, key=lambda source: chosen[source].databases)
    held_out = held_out_of(chosen[largest])
    plan = DataPlan(
        tuple(chosen),
        building.new_folder(),
        today_in_seoul(),
        name or t("train_page.data_called", count=f"{questions:,}"),
        held_out_databases=held_out.databases,
        held_out_questions=held_out.questions,
        held_out_from=largest if largest in OWN else Path(largest).resolve().stem,
    )
    try:
        begun = building.begin(plan)
    except WorkbenchError as error:
        show_problem(error)
        return
    st.query_params.from_dict({"view": "start", "data": begun.folder.name})
    st.rerun()


def held_out_of(source: Counted) -> Counted:
    """What is kept for the examination: a fifth of the databases, and most of their questions; of little, nothing."""
    if source.databases < LEAST.databases or source.questions < LEAST.questions:
        return Counted(0, 0)
    databases = min(source.databases // 5, MOST.databases)
    return Counted(min(round(0.8 * databases * source.questions / source.databases), MOST.questions), databases)
