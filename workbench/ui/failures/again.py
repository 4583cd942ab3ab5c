"""The same cases asked again with another model: a small run of its own, whose answers appear beside the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from workbench.errors import UsageError, WorkbenchError
from workbench.evaluate.case import QuestionSet
from workbench.evaluate.runs.process import ensure_worker
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.runs.stored import to_case
from workbench.evaluate.sets import digest_of
from workbench.llm import catalog, select
from workbench.store import reviews, sets
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.page import show_problem
from workbench.ui.settings import spoken_name


def ask_again(run: Run, case_ids: Sequence[str], key: str) -> None:
    """Choose a model and start."""
    names = [name for name in select.model_names()]
    usable = [number for number, name in enumerate(names) if name != run.model and _is_ready(name)]
    other = usable[0] if usable else 0
    model = st.selectbox(
        t("failures_page.other_model"), names, index=other, format_func=spoken_name, key=f"again_model_{key}"
    )
    st.caption(t("failures_page.ask_again_help", count=f"{len(case_ids):,}"))
    if st.button(t("failures_page.ask_again_go"), type="primary", key=f"again_go_{key}") and model in names:
        try:
            with st.spinner(t("failures_page.starting")):
                new = start(Plan(_part(run, case_ids), model=model))
                ensure_worker()
        except WorkbenchError as error:
            show_problem(error)
            return
        st.success(t("failures_page.asked_again", name=safe.md(new.name)), icon=":material/check:")


def _is_ready(model: str) -> bool:
    """Not an embedded model that is still to be fetched: asking it would only fail."""
    embedded = catalog.find(model)
    return embedded is None or embedded.installed


def _part(run: Run, case_ids: Sequence[str]) -> QuestionSet:
    """These cases of a run, with the golds that hold now. Raises UsageError where none is left."""
    wanted, golds = set(case_ids), reviews.corrected_golds(run.set_digest)
    cases = tuple(
        replace(to_case(case), gold=golds.get(case.id, case.gold))
        for case in sets.cases_of(run.set_digest)
        if case.id in wanted
    )
    if not cases:
        raise UsageError(t("failures_page.case_gone"))
    name = t("failures_page.part_of", name=run.set_name, count=len(cases))
    return QuestionSet(name, run.set_source, cases, (), digest_of(cases))
