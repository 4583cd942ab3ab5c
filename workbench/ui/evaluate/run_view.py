"""One run in full: its figures with their intervals, outcomes, where it is weak, how the judge agrees, and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from workbench.evaluate.runs.summary import Summary
from workbench.evaluate.score import GRADED
from workbench.store.runs import Run, Wish
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate import pictures, words
from workbench.ui.evaluate.agreement_view import agreement_view
from workbench.ui.evaluate.exports import exports
from workbench.ui.evaluate.kept import ex_by, summarize
from workbench.ui.evaluate.live import WISH_ICONS, ask_for
from workbench.ui.evaluate.pictures import Share
from workbench.ui.settings import spoken_name

By = Literal["feature", "difficulty", "db_id", "trust"]
BYS: tuple[By, ...] = ("feature", "difficulty", "db_id", "trust")
FIGURES = ("ex", "ex_forgiving", "valid", "em_set", "em_string")
_SHOWN = 20
"""Bars of one picture; the rest is in the files."""


def run_view(run: Run) -> None:
    summary = summarize(run)
    _state(run)
    _figures(run, summary)
    _outcomes(summary)
    _to_failures(run, summary)
    if summary.n:
        _breakdown(run)
    agreement_view(run)
    if summary.n:
        exports(run)


def _state(run: Run) -> None:
    """What a reader must know before the figures: that it ended early, and what can be done about it."""
    if run.message:
        st.warning(safe.paragraphs(run.message), icon=":material/error:")
    if run.state in ("stopped", "failed", "paused"):
        st.info(
            t("evaluate_page.stopped_here", done=f"{run.done:,}", total=f"{run.total:,}"),
            icon=":material/pause_circle:",
        )
    wishes: list[Wish] = ["resume"] if run.state in ("stopped", "failed") else []
    if run.failed and run.state in ("finished", "stopped", "failed"):
        wishes.append("retry")
    if wishes:
        with st.container(horizontal=True, gap="small", key="wishes"):
            for wish in wishes:
                st.button(
                    t(f"evaluate_page.wish_{wish}"),
                    icon=WISH_ICONS[wish],
                    on_click=ask_for,
                    args=(run.id, wish),
                    key=f"{wish}_{run.id}",
                )


def _figures(run: Run, summary: Summary) -> None:
    """Every figure with its n and its interval: a percentage alone says more than was measured."""
    with st.container(horizontal=True, gap="small", key="figures"):
        for name in FIGURES:
            figure = getattr(summary, name)
            with st.container(width=150, gap=None):
                value = "–" if figure.value is None else words.percent(figure.value)
                st.metric(t(f"runs.figure_{name}"), value, help=t(f"evaluate_page.figure_{name}_help"))
                if figure.n:
                    st.caption(
                        f"{t('evaluate_page.of', k=f'{figure.k:,}', n=f'{figure.n:,}')}  \n"
                        + safe.md(t("evaluate_page.interval", interval=words.interval(figure.low, figure.high)))
                    )
    facts = [safe.md(spoken_name(run.model), 60), safe.md(run.set_name, 60)]
    facts.append(t("evaluate_page.worked", time=words.duration(summary.seconds)))
    if run.generated and run.mode == "model" and summary.seconds:
        each = f"{summary.seconds / run.generated:.1f}"
        facts.append(t("evaluate_page.time_per_question", seconds=each))
    if sum(summary.tokens):
        facts.append(t("evaluate_page.tokens", count=f"{sum(summary.tokens):,}"))
    if summary.cost is not None:
        facts.append(safe.md(words.dollars(summary.cost)))
    facts.append(safe.md(words.moment(run.created_at)))
    st.caption(" · ".join(facts))


def _outcomes(summary: Summary) -> None:
    counts = [(code, n) for code, n in summary.outcomes.items() if n]
    if not counts:
        return
    st.html(pictures.outcomes(counts))
    if left_out := sum(n for code, n in counts if code not in GRADED):
        st.caption(t("evaluate_page.excluded", count=f"{left_out:,}"))


def _to_failures(run: Run, summary: Summary) -> None:
    failed = summary.n - summary.outcomes.get("correct", 0)
    target = st.session_state.get(keys.PAGES, {}).get("failures")
    if (
        failed
        and target is not None
        and st.button(
            t("evaluate_page.to_failures", count=f"{failed:,}"),
            type="primary",
            icon=":material/troubleshoot:",
            key="to_failures",
        )
    ):
        st.switch_page(target, query_params={"run": run.id})


def _breakdown(run: Run) -> None:
    st.subheader(t("evaluate_page.breakdown"), anchor=False)
    by = st.segmented_control(
        t("evaluate_page.breakdown_by"),
        BYS if run.mode == "model" else BYS[:-1],  # given SQL has no trust mark
        default="feature",
        format_func=lambda name: t(f"evaluate_page.by_{name}"),
        label_visibility="collapsed",
        required=True,
        key="breakdown_by",
    )
    shares = shares_by(run, by if by in BYS else "feature")[:_SHOWN]
    if shares:
        st.plotly_chart(
            pictures.lying([("EX", shares)]),
            theme="streamlit",
            config={"displayModeBar": False},
            alt=t(f"evaluate_page.by_{by}"),
            key="breakdown",
        )


def shares_by(run: Run, by: By) -> list[Share]:
    """Execution accuracy by one dimension, the most frequent first (difficulties: easy first). Raises StoreError."""
    titles: dict[By, Callable[[str], str]] = {
        "feature": words.feature,
        "difficulty": words.difficulty,
        "db_id": lambda code: code or "–",
        "trust": lambda code: t(f"ask.trust_{code}"),
    }
    found = ex_by(run, by)
    codes = sorted(found, key=words.difficulty_order) if by == "difficulty" else list(found)
    if by == "trust":
        codes = [level for level in ("high", "medium", "low") if level in found]
    return [Share(titles[by](code), found[code]) for code in codes]
