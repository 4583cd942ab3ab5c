"""One case: what was asked, what should have come, what came, and why it differs."""

from __future__ import annotations

import json

import streamlit as st

from workbench.sql.diagnostic import Diagnostic
from workbench.store import results, runs, verdicts
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address
from workbench.ui.failures.case_actions import case_actions, verdict_buttons
from workbench.ui.failures.case_list import evidence
from workbench.ui.failures.ground import case_schema, stored_case
from workbench.ui.failures.needed_tables import needed_tables
from workbench.ui.failures.place import go
from workbench.ui.failures.queries import queries
from workbench.ui.failures.results_view import both_results
from workbench.ui.settings import spoken_name
from workbench.ui.sql_view import check_list

NEXT, BEFORE = "Right", "Left"
"""Arrows, for they are the same keys whether the keyboard writes Hangul or Latin."""


def case_view(run: Run, result: Result, now: Address) -> None:
    _walk(run, now)
    st.header(safe.md(result.question), anchor=False)
    _facts(run, result)
    verdict_buttons(run, result)
    case = stored_case(run.set_digest, result.case_id)
    schema = case_schema(case) if case is not None else None
    _why(result)
    if schema is not None:
        needed_tables(result, schema)
    queries(run, result, schema)
    both_results(run, result, case)
    _checks(result)
    _judges(result)
    _others(run, result)
    case_actions(run, result, case)


def _walk(run: Run, now: Address) -> None:
    """Back to the list, and on to the next case of it."""
    beside = results.neighbours(addresses.filters(now), run.id, now.case)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="walk"):
        st.button(
            t("failures_page.back"),
            type="tertiary",
            icon=":material/arrow_back:",
            on_click=go,
            args=(now.having(page=now.page),),
            key="back",
        )
        st.space("stretch")
        if beside.number:
            st.caption(
                t("failures_page.position", number=f"{beside.number:,}", total=f"{beside.total:,}"), width="content"
            )
        for name, key, shortcut in (("before", beside.before, BEFORE), ("after", beside.after, NEXT)):
            st.button(
                t(f"failures_page.go_{name}"),
                disabled=key is None,
                shortcut=shortcut,
                on_click=go,
                args=(now.having(page=now.page, case=key.case_id if key else now.case),),
                key=f"go_{name}",
            )


def _facts(run: Run, result: Result) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        code = result.outcome or ""
        st.badge(words.outcome(code), icon=words.OUTCOME_ICONS.get(code), color=words.OUTCOME_COLOURS.get(code, "gray"))
        if result.category:
            st.badge(safe.md(words.category(result.category)), color="violet")
        if result.forgiving and code != "correct":
            st.badge(t("failures_page.forgiving"), color="green", help=t("failures_page.forgiving_help"))
        for tag in result.tags:
            st.badge(safe.md(tag, 30), icon=":material/label:", color="blue")
    facts = [run.name, result.case_id, result.db_id, words.difficulty(result.difficulty or "")]
    facts += [words.feature(name) for name in result.features]
    st.caption(" · ".join(safe.md(fact, 60) for fact in facts if fact))


def _why(result: Result) -> None:
    """The automatic category's evidence; the message where there is none."""
    lines = evidence(result) or ([result.message] if result.message else [])
    if result.outcome is None:
        st.info(t("failures_page.being_graded"), icon=":material/hourglass_top:")
    elif lines and result.outcome != "correct":
        body = "  \n".join(safe.quoting(line) for line in lines)
        st.warning(body, icon=":material/lightbulb:")


def _checks(result: Result) -> None:
    found = checks_of(result)
    if found:
        st.subheader(t("failures_page.checks"), anchor=False)
        check_list(result.sql or "", found)


def checks_of(result: Result) -> list[Diagnostic]:
    """The checks of an answer; none of what the store cannot give back."""
    try:
        return [Diagnostic(**one) for one in json.loads(result.checks)]
    except (ValueError, TypeError):
        return []


def _judges(result: Result) -> None:
    said = [one for one in verdicts.of_case(result.run, result.case_id) if one.answer != "gated"]
    if not said:
        return
    st.subheader(t("failures_page.judge"), anchor=False)
    for one in said:
        outcome = {"yes": "correct", "no": "wrong"}.get(one.answer)
        opinion = words.outcome(outcome) if outcome else t(f"failures_page.judge_{one.answer}")
        st.markdown(f":material/balance: **{safe.md(spoken_name(one.judge), 60)}**: {opinion}")
        if one.reason:
            st.text(one.reason)
        if one.raw and one.answer == "unreadable":
            st.code(one.raw[:2_000], language=None, wrap_lines=True)
    judged = {"yes": True, "no": False}.get(result.judge or "")
    if judged is not None and result.outcome in ("correct", "wrong") and judged != (result.outcome == "correct"):
        st.caption(t("failures_page.disagreement"))


def _others(run: Run, result: Result) -> None:
    """The same case in other runs: is it this model, or is it the question?"""
    others = [one for one in results.of_case(run.set_digest, result.case_id) if one.run != run.id]
    if not others:
        return
    st.subheader(t("failures_page.others", count=len(others)), anchor=False)
    names = {one.id: f"{one.name} · {spoken_name(one.model)}" for one in runs.every()}
    for other in others[:20]:
        code = other.outcome or ""
        colour = words.OUTCOME_COLOURS.get(code, "gray")
        name = safe.md(names.get(other.run, ""), 80)
        label = f":{colour}[{words.OUTCOME_ICONS.get(code, '')} {words.outcome(code)}] {name}"
        with st.expander(label, type="compact", key=f"other_{other.run}"):
            if other.sql and other.sql == result.sql:
                st.caption(t("failures_page.same_sql"))
            st.code(other.sql or other.message, language="sql" if other.sql else None, wrap_lines=True)
