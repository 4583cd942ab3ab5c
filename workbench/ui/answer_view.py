"""One question and its answer, from the plain-language result down to the model's own words."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from workbench.ask.answer import Answer
from workbench.ask.workspace import Workspace
from workbench.charts import suggest
from workbench.text import t
from workbench.ui import keys, safe, steps
from workbench.ui.badges import rows_badge, trust_badge
from workbench.ui.chart_view import big_numbers, chart, only_numbers
from workbench.ui.details import details
from workbench.ui.feedback import feedback
from workbench.ui.result_view import downloads, result_table, row_count
from workbench.ui.running import find, why_not_saved
from workbench.ui.source import Source
from workbench.ui.sql_view import check_list, sql_with_checks
from workbench.ui.titles import with_titles
from workbench.ui.turns import Turn

DOUBTS_SHOWN = 2
"""Warnings repeated above the result, where a reader of figures meets them first."""
_BRIEF_ROWS_HEIGHT = 180


def turn_view(turn: Turn, workspace: Workspace, source: Source, *, is_last: bool) -> None:
    """The question, then steps while it works, else the answer: whole for the last turn, brief for earlier ones."""
    with st.chat_message("user", avatar=":material/person:"):
        st.text(turn.question)
    with st.chat_message("assistant", avatar=":material/database:"):
        answer = turn.shown
        job = find(turn.job)
        if answer is None:
            if job is None:
                st.info(t("ask_page.job_gone"))
            else:
                steps.follow(job)
        elif is_last or st.session_state.get(keys.unfolded(turn.job)):
            _whole(turn, answer, workspace, source)
        else:
            _brief(turn, answer, workspace)


def _whole(turn: Turn, answer: Answer, workspace: Workspace, source: Source) -> None:
    steps.folded(answer)
    if turn.edited is not None:
        st.caption(f":material/edit: {t('ask_page.edited')}")
    _verdict(answer)
    if answer.sql is None:
        # Several attempts may have failed at the same place; once is enough to read.
        check_list("", list({check.message: check for check in answer.checks}.values()))
        _understood(answer)
        if answer.raw:
            details(turn, answer, workspace, source)
        feedback(turn, workspace)
        return
    _headline(answer, workspace)
    _explanation(answer)
    _understood(answer)
    _result(turn, answer, workspace)
    st.markdown(f"**{t('ask_page.sql')}**")
    for repair in answer.repairs:
        st.markdown(f":blue[:material/build:] {safe.md(repair)}")
    sql_with_checks(answer.sql, answer.checks)
    details(turn, answer, workspace, source)
    feedback(turn, workspace)
    if problem := why_not_saved(turn.job):
        st.warning(safe.md(problem), icon=":material/save:")


def _result(turn: Turn, answer: Answer, workspace: Workspace) -> None:
    """Chart, rows and downloads. A row that is nothing but a few figures is shown large, and not a second time."""
    result = with_titles(answer, workspace.schema)
    if result is None or result.table is None:
        return
    if only_numbers(result.table):
        big_numbers(result.table, suggest(result.table))
        row_count(result, workspace.database)
    else:
        if result.table.num_rows:
            chart(result.table, f"{turn.job}_{turn.edited is not None}")
        result_table(result, workspace.database, turn.job)
    if result.table.num_rows:
        downloads(replace(answer, result=result), workspace.database, turn.job)


def _verdict(answer: Answer) -> None:
    """What went wrong, in a box; a clean answer needs none."""
    text = safe.paragraphs(answer.message)
    if answer.status == "ok":
        return
    if answer.status == "warning":
        doubts = [check.message for check in answer.checks if check.severity != "info"][:DOUBTS_SHOWN]
        st.warning("  \n".join(map(safe.md, doubts)) or text, icon=":material/warning:")
    elif answer.status == "refused":
        st.warning(text, icon=":material/block:")
    elif answer.sql is None:
        st.info(text, icon=":material/sentiment_neutral:")
    else:
        st.error(text, icon=":material/error:")


def _headline(answer: Answer, workspace: Workspace) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        trust_badge(answer.trust.level)
        rows_badge(workspace.database)
    if len(answer.trust.reasons) == 1:
        st.caption(safe.md(answer.trust.reasons[0]))
    elif answer.trust.reasons:
        st.caption("\n".join(f"- {safe.md(reason)}" for reason in answer.trust.reasons))


def _explanation(answer: Answer) -> None:
    """Its lines may be a list; everything else in them is text that quotes the schema."""
    st.markdown("\n".join(map(_explained, answer.explanation.splitlines())))


def _explained(line: str) -> str:
    text = line.lstrip(" ")
    return f"{line[: len(line) - len(text)]}- {safe.md(text[2:])}" if text.startswith("- ") else f"{safe.md(line)}  "


def _understood(answer: Answer) -> None:
    """Dates and amounts as the program read them, so that a wrong reading is noticed."""
    parts = []
    for span in answer.interpreted.dates:
        if span.role == "after":
            days = t("ask_page.from_day", day=f"{span.first}")
        elif span.role == "before":
            days = t("ask_page.to_day", day=f"{span.last}")
        else:
            days = f"{span.first}" if span.first == span.last else f"{span.first} ~ {span.last}"
        parts.append(f":material/event: {safe.md(span.text)} → {safe.md(days)}")
    for amount in answer.interpreted.amounts:
        number = f"{amount.value:,.0f}" if amount.value == int(amount.value) else f"{amount.value:,}"
        parts.append(f":material/payments: {safe.md(amount.text)} → {safe.md(number + amount.unit)}")
    if parts:
        st.caption(" &nbsp; ".join(parts))


def _brief(turn: Turn, answer: Answer, workspace: Workspace) -> None:
    """An earlier turn: what came out, and a button for the rest."""
    if answer.sql is None:
        st.text(answer.message)
    else:
        _explanation(answer)
        result = with_titles(answer, workspace.schema)
        if result is not None and result.table is not None and (rows := result.table.num_rows):
            result_table(result, workspace.database, turn.job, _BRIEF_ROWS_HEIGHT if rows > 4 else None)
    if st.button(t("ask_page.unfold"), type="tertiary", icon=":material/expand_more:", key=f"unfold_{turn.job}"):
        st.session_state[keys.unfolded(turn.job)] = True
        st.rerun()
