"""Two runs on the same questions: a plain sentence on whether the difference is more than chance, and what changed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from workbench.evaluate.runs.compare import Comparison
from workbench.evaluate.runs.hashes import differences
from workbench.evaluate.runs.summary import Figure
from workbench.store import results
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui import keys, safe
from workbench.ui.evaluate import words
from workbench.ui.evaluate.kept import compare

SURE = 0.05
"""p below which a difference is called more than chance, as is the custom."""
SHOWN = 30


def compare_view(every: Sequence[Run]) -> None:
    graded = {run.id: run for run in every if run.done}
    if len(graded) < 2:
        st.info(t("evaluate_page.compare_need_two"), icon=":material/compare_arrows:")
        return
    first, second = _choice(graded)
    if first.id == second.id:
        st.info(t("evaluate_page.compare_need_two"), icon=":material/compare_arrows:")
        return
    with st.spinner(t("evaluate_page.comparing")):
        found = compare(first, second)
    if not found.n:
        st.warning(t("evaluate_page.compare_none"), icon=":material/search_off:")
        return
    _verdict(found)
    _figures(found)
    if found.other_gold:
        st.caption(t("evaluate_page.compare_changed_gold", count=f"{len(found.other_gold):,}"))
    if parts := differences(_hashes(first), _hashes(second)):
        st.caption(t("evaluate_page.compare_differs", parts=", ".join(parts)))
    left, right = st.columns(2, gap="medium")
    with left:
        changed(found, "newly_wrong", found.newly_wrong)
    with right:
        changed(found, "newly_right", found.newly_right)


def _choice(graded: dict[str, Run]) -> tuple[Run, Run]:
    """Both runs, kept in the address; by default the newest against the one before it on the same questions."""
    names = list(graded)
    second = st.query_params.get("b", "")
    second = second if second in graded else names[0]
    alike = [key for key in names if key != second and graded[key].set_digest == graded[second].set_digest]
    first = st.query_params.get("a", "")
    first = first if first in graded else next(iter([*alike, *(key for key in names if key != second)]))
    columns = st.columns(2)
    for place, name, value in ((columns[0], "first", first), (columns[1], "second", second)):
        with place:
            st.session_state[f"compare_{name}"] = value
            st.selectbox(
                t(f"evaluate_page.compare_{name}"),
                names,
                format_func=lambda key: graded[key].name if key in graded else key,
                on_change=_go,
                key=f"compare_{name}",
            )
    return graded[first], graded[second]


def _go() -> None:
    st.query_params.from_dict(
        {"view": "compare", "a": st.session_state["compare_first"], "b": st.session_state["compare_second"]}
    )


def sentence(found: Comparison) -> str:
    """The comparison in plain words, ready to show (not escaped)."""
    points = f"{abs(found.difference) * 100:.1f}"
    p = "<0.001" if found.p < 0.001 else f"={found.p:.3f}"
    if not found.newly_right and not found.newly_wrong:
        return t("evaluate_page.compare_alike")
    if not found.difference:
        return t("evaluate_page.compare_same")
    if found.p >= SURE:
        return t("evaluate_page.compare_unsure", difference=points, n=f"{found.n:,}", p=p)
    key = "evaluate_page.compare_sure_better" if found.difference > 0 else "evaluate_page.compare_sure_worse"
    return t(key, first=found.before.name, second=found.after.name, difference=points, p=p)


def _verdict(found: Comparison) -> None:
    text = safe.md(sentence(found))
    if found.p >= SURE:
        st.info(text, icon=":material/help:")
    elif found.difference > 0:
        st.success(text, icon=":material/trending_up:")
    else:
        st.error(text, icon=":material/trending_down:")
    st.caption(t("evaluate_page.compare_common", n=f"{found.n:,}"))


def _figures(found: Comparison) -> None:
    with st.container(horizontal=True, gap="medium", key="compared"):
        for name, run, figure in (("first", found.before, found.ex_before), ("second", found.after, found.ex_after)):
            with st.container(width=270, gap=None):
                st.metric(t(f"evaluate_page.compare_{name}"), words.share(figure.k, figure.n))
                st.caption(f"{safe.md(run.name, 60)}  \n{_described(figure)}")
        with st.container(width=150, gap=None):
            st.metric(t("evaluate_page.gap"), f"{found.difference * 100:+.1f}%p")


def _described(figure: Figure) -> str:
    of = t("evaluate_page.of", k=f"{figure.k:,}", n=f"{figure.n:,}")
    return f"{of} · {safe.md(t('evaluate_page.interval', interval=words.interval(figure.low, figure.high)))}"


def _hashes(run: Run) -> dict[str, str]:
    try:
        found = json.loads(run.hashes)
    except ValueError:
        return {}
    return {key: str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def changed(found: Comparison, name: str, case_ids: Sequence[str]) -> None:
    """Cases that changed sides; a click opens one on 오류 살펴보기."""
    st.subheader(t(f"evaluate_page.{name}", count=f"{len(case_ids):,}"), anchor=False)
    target = st.session_state.get(keys.PAGES, {}).get("failures")
    with st.container(gap=None, key=f"list_{name}"):
        for case_id in case_ids[:SHOWN]:
            result = results.find(found.after.id, case_id)
            if result is None:
                continue
            category = f" :gray[{safe.md(words.category(result.category), 30)}]" if result.category else ""
            opened = st.button(
                f"{safe.md(result.question, 90)}{category}", type="tertiary", wrap=True, key=f"{name}_{case_id}"
            )
            if opened and target is not None:
                show = {"show": "changed", "against": found.before.id} if name == "newly_wrong" else {"show": "all"}
                st.switch_page(target, query_params={"run": found.after.id, "case": case_id, **show})
    if len(case_ids) > SHOWN and name == "newly_wrong" and target is not None:
        if st.button(t("evaluate_page.more_cases"), icon=":material/list:", key=f"all_{name}"):
            st.switch_page(target, query_params={"run": found.after.id, "show": "changed", "against": found.before.id})
