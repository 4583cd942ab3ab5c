"""Results: the table of runs, one run in full, and the picture of several."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from workbench.evaluate.runs.facts import SHARES
from workbench.evaluate.runs.summary import Figure
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui.evaluate import pictures, words
from workbench.ui.evaluate.kept import summarize
from workbench.ui.evaluate.pictures import Share
from workbench.ui.evaluate.run_view import run_view, shares_by
from workbench.ui.settings import spoken_name

TABLE_RUNS = 50
PICTURE_RUNS = 6
"""More series than this cannot be told apart."""
_PICTURES: dict[str, str] = {
    "model": ":material/memory:",
    "feature": ":material/code:",
    "difficulty": ":material/stairs:",
    "time": ":material/timeline:",
}


def results_view(every: Sequence[Run]) -> None:
    graded = [run for run in every if run.done]
    if not graded:
        st.info(t("evaluate_page.no_results"), icon=":material/hourglass_top:")
        return
    chosen = _choice(every, graded)
    run_view(chosen)
    st.header(t("evaluate_page.all_runs"), anchor=False)
    _table(graded[:TABLE_RUNS])
    if len(graded) > 1:
        _picture(graded)


def _choice(every: Sequence[Run], graded: Sequence[Run]) -> Run:
    by_id = {run.id: run for run in every}
    asked = by_id.get(st.query_params.get("run", ""), graded[0])
    st.session_state["evaluate_run"] = asked.id
    st.selectbox(
        t("evaluate_page.run"),
        list(by_id),
        format_func=lambda key: f"{by_id[key].name}" if key in by_id else key,
        on_change=lambda: st.query_params.from_dict({"run": st.session_state["evaluate_run"]}),
        key="evaluate_run",
    )
    return asked


def _table(shown: Sequence[Run]) -> None:
    """One line a run. Figures are numbers, so that a click on a head sorts them."""
    rows = []
    for run in shown:
        summary = summarize(run)
        ex = summary.ex
        rows.append(
            {
                t("evaluate_page.column_name"): run.name,
                t("evaluate_page.column_model"): spoken_name(run.model),
                t("evaluate_page.column_set"): run.set_name,
                "EX": words.hundredths(ex.value),
                t("evaluate_page.column_low"): words.hundredths(ex.low if ex.n else None),
                t("evaluate_page.column_high"): words.hundredths(ex.high if ex.n else None),
                t("evaluate_page.column_n"): ex.n,
                **{title: _with_interval(getattr(summary, name)) for title, name in _others().items()},
                t("evaluate_page.column_judge"): spoken_name(run.judge),
                t("evaluate_page.column_time"): words.duration(run.seconds),
                t("evaluate_page.column_cost"): words.dollars(run.cost),
                t("evaluate_page.column_when"): words.moment(run.created_at),
                t("evaluate_page.column_state"): t(f"runs.state_{run.state}"),
            }
        )
    percent = st.column_config.NumberColumn(format="%.1f%%")
    shares = ("EX", t("evaluate_page.column_low"), t("evaluate_page.column_high"))
    texts = {name: st.column_config.TextColumn() for name, value in rows[0].items() if isinstance(value, str)}
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={**texts, **dict.fromkeys(shares, percent)},
        alt=t("evaluate_page.all_runs"),
        placeholder="–",
        key="runs_table",
    )


def _with_interval(figure: Figure) -> str:
    """`78.8% (72.3~84.1%)`, in columns of one width, so that it sorts as text."""
    if figure.value is None:
        return ""
    return f"{100 * figure.value:5.1f}% ({words.interval(figure.low, figure.high)})"


def _others() -> dict[str, str]:
    """Heads of the figures beside EX, and their names."""
    return {t(f"runs.figure_{name}"): name for name in SHARES if name != "ex"}


def _picture(graded: Sequence[Run]) -> None:
    kind = st.segmented_control(
        t("evaluate_page.picture"),
        list(_PICTURES),
        default="model",
        format_func=lambda name: f"{_PICTURES[name]} {t(f'evaluate_page.picture_{name}')}",
        label_visibility="collapsed",
        required=True,
        key="runs_picture",
    )
    by_id = {run.id: run for run in graded}
    alike = [run.id for run in graded if run.set_digest == graded[0].set_digest]
    chosen = st.multiselect(
        t("evaluate_page.picture_runs"),
        list(by_id),
        default=alike[:PICTURE_RUNS],
        format_func=lambda key: by_id[key].name if key in by_id else key,
        max_selections=20,
        select_all=False,  # its label is English
        placeholder=t("evaluate_page.choose_runs"),
        key="picture_runs",
    )
    shown = [by_id[key] for key in chosen if key in by_id]
    if not shown:
        return
    if len({run.set_digest for run in shown}) > 1:
        st.caption(f":material/warning: {t('evaluate_page.other_questions')}")
    st.plotly_chart(
        _drawn(str(kind), shown),
        theme="streamlit",
        config={"displaylogo": False, "modeBarButtons": [["toImage"]]},
        alt=t("evaluate_page.all_runs"),
        key="runs_chart",
    )


def _drawn(kind: str, shown: Sequence[Run]) -> object:
    if kind == "model":
        return pictures.lying([("EX", [_whole(run, f"{spoken_name(run.model)} · {run.name}") for run in shown])])
    if kind == "time":
        lines: dict[str, list[tuple[str, Share]]] = {}
        for run in sorted(shown, key=lambda one: one.created_at):
            point = (words.moment(run.created_at), _whole(run, run.name))
            lines.setdefault(f"{spoken_name(run.model)} · {run.set_name}", []).append(point)
        return pictures.over_time(list(lines.items()))
    return pictures.lying(
        [(run.name, shares_by(run, "feature" if kind == "feature" else "difficulty")) for run in shown]
    )


def _whole(run: Run, title: str) -> Share:
    return Share(title, summarize(run).ex)
