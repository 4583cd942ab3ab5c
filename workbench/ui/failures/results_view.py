"""Both results beside each other, with the rows and columns that only one of them has marked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.data.samples import sample_at
from workbench.errors import WorkbenchError
from workbench.evaluate.score import ResultDifference
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t
from workbench.ui import safe
from workbench.ui.badges import example_badge
from workbench.ui.failures.grid import grid
from workbench.ui.failures.rerun import Rerun, rerun
from workbench.ui.failures.sql_pair import TINTS
from workbench.ui.page import show_problem


def both_results(run: Run, result: Result, case: StoredCase | None) -> None:
    """What grading kept of the difference; on demand both queries are run again and shown whole."""
    found = difference_of(result)
    again = None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t("failures_page.results"), anchor=False, width="content")
        if case is not None and _is_made_up(case):
            example_badge()
    if case is not None and result.sql and result.gold:
        key = f"ran_{result.run}_{result.case_id}_{hash((result.gold, result.sql))}"
        again = st.session_state.get(key)
        if again is None and st.button(
            t("failures_page.run_both"),
            icon=":material/play_arrow:",
            help=t("failures_page.run_both_help"),
            key="run_both",
        ):
            try:
                with st.spinner(t("failures_page.running_both"), show_time=True):
                    again = st.session_state[key] = rerun(run, case, result.gold, result.sql)
            except WorkbenchError as error:
                show_problem(error)
    if again is not None:
        _whole(again)
    elif found is not None:
        _kept(found)
    elif not result.sql:
        st.caption(t("failures_page.no_results"))
    if notes := _notes(result):
        st.caption("  \n".join(f":material/info: {safe.quoting(note)}" for note in notes))


def _notes(result: Result) -> list[str]:
    """What grading changed in gold or answer so that they could run, and what its verdict rests on."""
    try:
        return [note for note in json.loads(result.notes) if isinstance(note, str)]
    except ValueError:
        return []


def _is_made_up(case: StoredCase) -> bool:
    """A shipped sample's rows, or instances where the set has none."""
    return not case.data_path or sample_at(Path(case.data_path)) is not None


def difference_of(result: Result) -> ResultDifference | None:
    """The difference as grading stored it; None where there is none or the store cannot give it back."""
    if not result.difference:
        return None
    try:
        fields: dict[str, Any] = json.loads(result.difference)
        if not isinstance(fields, dict):
            return None
        return ResultDifference(
            **{name: _tuples(value) if isinstance(value, list) else value for name, value in fields.items()}
        )
    except (ValueError, TypeError):
        return None


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value


def _kept(found: ResultDifference) -> None:
    """The rows that differ, as grading kept them: at most 50 of a side."""
    st.caption(_summary(found))
    unmatched = {gold for gold, answer in found.matched if answer is None}
    matched = {answer for _, answer in found.matched if answer is not None}
    left, right = st.columns(2, gap="medium")
    with left:
        _side(
            "gold",
            found.gold_columns,
            found.missing,
            found.gold_rows,
            {n for n in found.gold_columns if n in unmatched},
        )
    with right:
        _side("answer", found.columns, found.extra, found.rows, {n for n in found.columns if n not in matched})


def _summary(found: ResultDifference) -> str:
    if found.order_only:
        return safe.md(t("failures_page.order_only", instance=found.instance))
    return safe.md(
        t(
            "failures_page.difference_summary",
            instance=found.instance,
            missing=f"{max(len(found.missing), 0):,}",
            extra=f"{len(found.extra):,}",
        )
    )


def _side(name: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], total: int, marked: set[str]) -> None:
    kind = "missing" if name == "gold" else "extra"
    st.markdown(f"**{t(f'failures_page.{name}')}** :small[:gray[{t('failures_page.rows_in_all', count=f'{total:,}')}]]")
    if rows:
        places = [number for number, column in enumerate(columns) if column in marked]
        st.html(grid(columns, rows, TINTS[kind], "−" if kind == "missing" else "+", range(len(rows)), places))
        st.caption(t(f"failures_page.only_{name}", count=f"{len(rows):,}"))
    else:
        st.caption(t(f"failures_page.nothing_only_{name}"))


def _whole(again: Rerun) -> None:
    """Both results as they came, those rows marked that the other has not."""
    st.caption(safe.md(again.label))
    left, right = st.columns(2, gap="medium")
    for place, side, name, kind in (
        (left, again.gold, "gold", "missing"),
        (right, again.answer, "answer", "extra"),
    ):
        with place:
            st.markdown(f"**{t(f'failures_page.{name}')}**")
            if side.message:
                st.warning(safe.paragraphs(side.message), icon=":material/warning:")
                continue
            sign = "−" if kind == "missing" else "+"
            st.html(grid(side.columns, side.rows, TINTS[kind], sign, side.marked_rows, side.marked_columns))
            words = "rows_first" if side.truncated else "rows_in_all"
            st.caption(t(f"failures_page.{words}", count=f"{len(side.rows):,}"))
