"""Whether the judge can be believed: its verdicts beside grading and people, and the disagreements to read first."""

from __future__ import annotations

import streamlit as st

from workbench.evaluate.judge.agreement import Compared, agreement, is_right
from workbench.evaluate.judge.model import is_weak
from workbench.store import results
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate import words
from workbench.ui.settings import spoken_name


def agreement_view(run: Run) -> None:
    st.subheader(t("evaluate_page.agreement"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(safe.md(f"{spoken_name(run.judge)} · {run.rubric}".strip(" ·"), 80), width="content")
        if run.judge and is_weak(run.judge):
            st.badge(t("evaluate_page.weak_judge"), color="orange", help=t("evaluate_page.weak_judge_help"))
    counts = results.counts_by(Filters(run=run.id), "judge", "outcome", "human")
    found = agreement(
        Compared(str(number), is_right(outcome or None, human or None), judge or None)
        for (judge, outcome, human), n in counts.items()
        for number in range(n)
    )
    if not found.n:
        st.caption(t("evaluate_page.agreement_none"))
        return
    kappa = found.kappa
    with st.container(horizontal=True, gap="small", key="agreement"):
        value = "–" if kappa.value is None else f"{kappa.value:.2f}"
        with st.container(width=160, gap=None):
            st.metric(t("evaluate_page.agreement_kappa"), value, help=t("evaluate_page.agreement_kappa_help"))
            if kappa.interval is not None:
                st.caption(
                    safe.md(
                        t("evaluate_page.interval", interval=f"{kappa.interval.low:.2f} ~ {kappa.interval.high:.2f}")
                    )
                )
        with st.container(width=160, gap=None):
            st.metric(t("evaluate_page.agreement_same"), words.share(found.same, found.n))
            st.caption(safe.md(t("evaluate_page.interval", interval=words.interval(found.share.low, found.share.high))))
        for name, cases in (("false_yes", found.false_yes), ("false_no", found.false_no)):
            with st.container(width=160, gap=None):
                st.metric(t(f"evaluate_page.agreement_{name}"), f"{len(cases):,}")
    left_out = sum(found.left_out.values())
    st.caption(t("evaluate_page.agreement_n", n=f"{found.n:,}", left_out=f"{left_out:,}"))
    target = st.session_state.get(keys.PAGES, {}).get("failures")
    if (
        found.disagreements
        and target is not None
        and st.button(
            t("evaluate_page.disagreements", count=f"{len(found.disagreements):,}"),
            icon=":material/balance:",
            key="to_disagreements",
        )
    ):
        st.switch_page(target, query_params={"run": run.id, "show": "disputed"})
