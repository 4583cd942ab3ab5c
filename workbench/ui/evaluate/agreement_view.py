"""Whether the judge can be believed: its verdicts beside grading and people, and the disagreements to read first."""

from __future__ import annotations

import streamlit as st

from workbench.evaluate.judge.agreement import Agreement, Compared, agreement, is_right
from workbench.evaluate.judge.model import is_weak
from workbench.evaluate.judge.rubric import load_rubric, rubric_names
from workbench.store import verdicts
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate import words
from workbench.ui.settings import spoken_name


def agreement_view(run: Run) -> None:
    """Each judge of the run, its own first: those whose verdicts were imported stand beside it."""
    judges = sorted(verdicts.judges_of(run.id), key=lambda pair: pair[0] != run.judge)
    if not judges and not run.judge:
        return
    st.subheader(t("evaluate_page.agreement"), anchor=False)
    if not judges:
        _name(run.judge, run.rubric)
        st.caption(t("evaluate_page.agreement_none"))
    for number, (judge, rubric_hash) in enumerate(judges):
        _name(judge, _rubric(rubric_hash))
        found = _agreement(run, judge, rubric_hash)
        if not found.n:
            st.caption(t("evaluate_page.agreement_none"))
            continue
        _figures(found, number)
        if number == 0:  # whose verdicts stand on the answers
            _to_disagreements(run, found)


def _name(judge: str, rubric: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(safe.md(f"{spoken_name(judge)} · {rubric}".strip(" ·"), 80), width="content")
        if is_weak(judge):
            st.badge(t("evaluate_page.weak_judge"), color="orange", help=t("evaluate_page.weak_judge_help"))


def _rubric(digest: str) -> str:
    return next((name for name in rubric_names() if load_rubric(name).digest == digest), digest[:8])


def _agreement(run: Run, judge: str, rubric_hash: str) -> Agreement:
    return agreement(
        Compared(str(number), is_right(outcome or None, human or None), said or None)
        for (said, outcome, human), n in verdicts.counts(run.id, judge, rubric_hash).items()
        for number in range(n)
    )


def _figures(found: Agreement, number: int) -> None:
    kappa = found.kappa
    with st.container(horizontal=True, gap="small", key=f"agreement_{number}"):
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


def _to_disagreements(run: Run, found: Agreement) -> None:
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
