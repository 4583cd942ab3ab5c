"""The picture of a result, and the controls that change it."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pyarrow as pa
import streamlit as st

from workbench import charts
from workbench.charts import ChartSpec, Kind
from workbench.text import t
from workbench.ui import safe
from workbench.ui.result_view import unique_names

_ICONS: dict[Kind, str] = {
    "none": ":material/table_rows:",
    "number": ":material/pin:",
    "line": ":material/show_chart:",
    "bar": ":material/bar_chart:",
    "scatter": ":material/scatter_plot:",
    "pie": ":material/pie_chart:",
}


def chart(table: pa.Table, key: str) -> None:
    """The proposed chart with kind and axes to change; nothing where the result cannot be drawn."""
    table = pa.Table.from_arrays(table.columns, names=unique_names(table.column_names))
    kinds = charts.kinds(table)
    if kinds == ("none",):
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        kind = st.segmented_control(
            t("ask_page.chart_kind"),
            kinds,
            default=charts.suggest(table).kind,
            format_func=lambda k: f"{_ICONS[k]} {t(f'chart.kind_{k}')}",
            label_visibility="collapsed",
            required=True,
            key=f"kind_{key}",
        )
        spec = charts.as_kind(table, kind if kind in kinds else "none")
        if spec.kind not in ("none", "number"):
            with st.popover(t("ask_page.axes"), icon=":material/tune:", key=f"axes_{key}"):
                spec = _axes(table, spec, key)
    draw(table, spec, key)


def only_numbers(table: pa.Table) -> bool:
    """One row of at most four figures and nothing else: the figures are the answer, a table of them says no more."""
    return charts.suggest(table) == ChartSpec("number", y=tuple(table.column_names))


def draw(table: pa.Table, spec: ChartSpec, key: str) -> None:
    if spec.kind == "number":
        big_numbers(table, spec)
    elif spec.kind != "none" and spec.y:
        st.plotly_chart(
            charts.figure(table, spec),
            theme="streamlit",
            config={"displaylogo": False, "modeBarButtons": [["toImage"]]},
            alt=t("ask_page.chart_alt", kind=t(f"chart.kind_{spec.kind}"), x=spec.x, y=", ".join(spec.y)),
            key=f"chart_{key}",
        )


def big_numbers(table: pa.Table, spec: ChartSpec) -> None:
    with st.container(horizontal=True, gap="large"):
        for name in spec.y:
            value = table.column(name)[0].as_py()
            st.metric(safe.md(name), t("ask_page.null") if value is None else written(value), width="content")


def written(number: float | Decimal) -> str:
    """A number with thousands separators and no useless decimals; whole numbers of any length stay exact."""
    if not math.isfinite(number):
        return str(number)
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.4g}" if abs(float(number)) < 1 else f"{number:,.2f}"


def _axes(table: pa.Table, spec: ChartSpec, key: str) -> ChartSpec:
    parts = charts.roles(table)
    numbers = [n for n, r in parts.items() if r == "number"]
    plain = [n for n, r in parts.items() if r != "other"]
    suffix = f"{spec.kind}_{key}"
    x = st.selectbox(t("ask_page.axis_x"), plain, index=plain.index(spec.x), key=f"x_{suffix}")
    if spec.kind in ("pie", "scatter") or spec.color:
        chosen = st.selectbox(t("ask_page.axis_y"), numbers, index=numbers.index(spec.y[0]), key=f"y_{suffix}")
        y: tuple[str, ...] = (chosen,)
    else:
        y = tuple(st.multiselect(t("ask_page.axis_y"), numbers, default=list(spec.y), key=f"ys_{suffix}")) or spec.y
    color = spec.color
    if spec.kind != "pie" and len(y) == 1:
        choices = ["", *(n for n, r in parts.items() if r in ("category", "time") and n != x)]
        color = st.selectbox(
            t("ask_page.axis_color"),
            choices,
            index=choices.index(spec.color) if spec.color in choices else 0,
            format_func=lambda n: n or t("ask_page.no_color"),
            key=f"color_{suffix}",
        )
    return replace(spec, x=x, y=y, color=color if len(y) == 1 else "")
