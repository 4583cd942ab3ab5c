"""The two queries beside each other, and how their structure differs in words."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

import streamlit as st

from workbench.evaluate.categories import Difference, differences
from workbench.schema.model import Schema
from workbench.store import reviews
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import safe
from workbench.ui.failures import sql_pair
from workbench.ui.failures.case_list import evidence

_log = logging.getLogger(__name__)
_QUOTED = re.compile(r"`[^`]*`")


def queries(run: Run, result: Result, schema: Schema | None) -> None:
    """Gold on the left, the answer on the right (below it on a phone), then the differences as a list."""
    # Both as they were run: with the clock pinned in one of them only, every date would differ.
    gold = sql_pair.tidy(result.gold_sql or result.gold)
    answer = sql_pair.tidy(result.ran_sql or result.sql or "")
    found = _differences(gold, answer, schema) if schema is not None and answer else ()
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**:green[:material/flag:] {t('failures_page.gold')}**")
        _query(gold, found, "gold")
    with right:
        st.markdown(f"**:material/smart_toy: {t('failures_page.answer')}**")
        if answer:
            _query(answer, found, "answer")
        else:
            st.info(safe.paragraphs(result.message) or t("failures_page.no_sql"), icon=":material/sentiment_neutral:")
    told = evidence(result)
    # The category quotes SQL as it ran, these as it is laid out here: `a NOT IN b` is `NOT a IN b`.
    said = {_unquoted(line) for line in told}
    if more := [one for one in found if _unquoted(sql_pair.sentence(one)) not in said]:
        st.markdown("  \n".join(map(_tinted, more)))
    if not found and answer and result.outcome == "wrong":
        st.caption(t("failures_page.same_structure"))
    _originals(run, result)


def _unquoted(line: str) -> str:
    return _QUOTED.sub("", line)


def _query(sql: str, found: Sequence[Difference], side: sql_pair.Side) -> None:
    st.html(sql_pair.marked_up(sql, sql_pair.marks(found, side)))


def _tinted(one: Difference) -> str:
    colour = {"missing": "green", "extra": "red", "changed": "orange"}[one.kind]
    icon = {"missing": "remove", "extra": "add", "changed": "difference"}[one.kind]
    return f":{colour}[:material/{icon}:] {safe.quoting(sql_pair.sentence(one), 300)}"


def _differences(gold: str, answer: str, schema: Schema) -> tuple[Difference, ...]:
    try:
        return differences(gold, answer, schema)
    except Exception as error:  # marks are a courtesy: without them both queries can still be read
        _log.warning("no structural difference: %s", type(error).__name__)
        return ()


def _originals(run: Run, result: Result) -> None:
    """Both queries as they were written, what the model wrote, and golds that were replaced."""
    changes = reviews.gold_changes(run.set_digest, result.case_id)
    with st.expander(t("failures_page.originals"), type="compact", icon=":material/article:", key="originals"):
        st.caption(t("failures_page.gold"))
        st.code(result.gold, language="sql", wrap_lines=True)
        for change in reversed(changes):
            st.caption(t("failures_page.old_gold", who=safe.md(change.who, 60), at=change.at[:16].replace("T", " ")))
            st.code(change.old, language="sql", wrap_lines=True)
            if change.why:
                st.caption(safe.md(change.why))
        st.caption(t("failures_page.raw"))
        st.code(result.raw or result.sql or "–", language=None, wrap_lines=True)
