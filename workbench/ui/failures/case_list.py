"""The cases that the filters leave, a page at a time: to open one, or to pick several and act on them."""

from __future__ import annotations

import json

import streamlit as st

from workbench.store import results
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.failures import address as addresses
from workbench.ui.failures.address import Address
from workbench.ui.failures.counting import total as count
from workbench.ui.failures.place import go
from workbench.ui.failures.selection import pick, picked, selection_bar

PAGE = 20
"""Rows drawn at once: what fits in two screens."""


def case_list(run: Run, now: Address) -> None:
    total = count(run, addresses.filters(now))
    st.subheader(t("failures_page.found", count=f"{total:,}"))
    if not total:
        st.info(
            t("failures_page.nothing_found" if now.narrowed else f"failures_page.none_{now.show}"),
            icon=":material/check:",
        )
        return
    selection_bar(run, now, total)
    pages = -(-total // PAGE)
    page = min(now.page, pages)
    with st.container(gap="xsmall", key="list_cases"):
        for result in results.select(addresses.filters(now), PAGE, (page - 1) * PAGE):
            _row(result, now.having(page=page))
    if pages > 1:
        key = f"page_{hash(now)}"
        st.pagination(
            pages,
            default=page,
            key=key,
            width="stretch",
            on_change=lambda: go(now.having(page=st.session_state[key])),
        )


def _row(result: Result, now: Address) -> None:
    # Ids come from files: in a widget's key they are harmless, in its label they are escaped.
    with st.container(horizontal=True, vertical_alignment="top", gap="small", border=True):
        name = f"pick_{result.run}_{result.case_id}"
        st.session_state[name] = result.case_id in picked(result.run)
        st.checkbox(
            t("failures_page.pick", question=safe.md(result.question, 60)),
            label_visibility="collapsed",
            on_change=lambda: pick(result.run, result.case_id, st.session_state[name]),
            key=name,
        )
        with st.container(gap=None, width="stretch"):
            st.button(
                f"**{safe.md(result.question, 140)}**",
                type="tertiary",
                wrap=True,
                on_click=go,
                args=(now.having(page=now.page, case=result.case_id),),
                key=f"open_{result.run}_{result.case_id}",
            )
            st.markdown(_facts(result))


def _facts(result: Result) -> str:
    """Badges and the first evidence in one line of Markdown; everything from outside is escaped."""
    code = result.outcome or ""
    colour = words.OUTCOME_COLOURS.get(code, "gray")
    parts = [f":{colour}-badge[{words.OUTCOME_ICONS.get(code, '')} {words.outcome(code)}]"]
    if result.category:
        parts.append(f":violet-badge[{safe.md(words.category(result.category))}]")
    if result.human:
        parts.append(f":blue-badge[:material/person: {t(f'failures_page.human_{result.human}')}]")
    if result.judge in ("yes", "no"):
        parts.append(f":gray-badge[:material/balance: {t(f'failures_page.judge_{result.judge}')}]")
    parts += [f":blue-badge[:material/label: {safe.md(tag, 30)}]" for tag in result.tags]
    about = [safe.md(part, 40) for part in (result.case_id, result.db_id, words.difficulty(result.difficulty or ""))]
    why = next(iter(evidence(result)), "") or result.message
    return f"{' '.join(parts)} :small[:gray[{' · '.join(part for part in about if part)}]]" + (
        f"  \n:small[{safe.quoting(why, 160)}]" if why else ""
    )


def evidence(result: Result) -> list[str]:
    """Lines ready to show (not escaped); none where the store holds something else."""
    try:
        found = json.loads(result.evidence)
    except ValueError:
        return []
    return [line for line in found if isinstance(line, str)] if isinstance(found, list) else []
