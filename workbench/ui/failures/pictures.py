"""Plotly figures of the failures. `customdata` of every mark is the filter value that a click on it means.

Plotly reads a small HTML in all texts, and names of runs and schemas are untrusted: each text is escaped here.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.charts import FONTS
from workbench.text import t

_BAR = 30
_LONGEST = 28


def bars(categories: Sequence[tuple[str, str]], series: Sequence[tuple[str, Mapping[str, int]]]) -> Any:
    """Lying bars: one group a category (code, title), one bar a run (name, counts by code)."""
    from plotly import graph_objects as go

    picture = go.Figure()
    titles = [_text(title) for _, title in categories]
    for name, counts in series:
        numbers = [counts.get(code, 0) for code, _ in categories]
        picture.add_bar(
            x=numbers,
            y=titles,
            orientation="h",
            name=_text(name),
            customdata=[[code] for code, _ in categories],
            text=[f"{n:,}" if n else "" for n in numbers],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}<br>%{x:,}<extra></extra>" if len(series) == 1 else None,
        )
    _lay_out(picture, height=90 + (12 + 11 * len(series)) * max(len(categories), 2))
    picture.update_layout(showlegend=len(series) > 1, bargap=0.25)
    picture.update_yaxes(autorange="reversed", type="category")
    most = max((n for _, counts in series for n in counts.values()), default=0)
    picture.update_xaxes(
        tickformat=",d", dtick=1 if most <= 8 else None, title_text=t("failures_page.cases"), rangemode="tozero"
    )
    return picture


def heat_map(
    categories: Sequence[tuple[str, str]], features: Sequence[tuple[str, str]], counts: Mapping[tuple[str, ...], int]
) -> Any:
    """Cases by category (rows) and SQL feature (columns); both as (code, title)."""
    from plotly import graph_objects as go

    picture = go.Figure()
    numbers = [[counts.get((category, feature), 0) for feature, _ in features] for category, _ in categories]
    columns, rows = [_text(title) for _, title in features], [_text(title) for _, title in categories]
    picture.add_heatmap(
        x=columns,
        y=rows,
        z=[[n or None for n in row] for row in numbers],
        zmin=0,
        # Opaque and light, so that dark figures are read on them in both themes.
        colorscale=[[0, "#fdf0e4"], [1, "#ee7f8a"]],
        showscale=False,
        xgap=3,
        ygap=3,
        texttemplate="%{z:,}",
        textfont={"size": 12, "color": "#1f2430"},
        hoverinfo="skip",
        hoverongaps=False,
    )
    # Cells of a heat map cannot be selected by a click; unseen points over them can.
    cells = [(x, y) for y, row in enumerate(numbers) for x, n in enumerate(row) if n]
    picture.add_scatter(
        x=[columns[x] for x, _ in cells],
        y=[rows[y] for _, y in cells],
        mode="markers",
        marker={"symbol": "square", "size": 26, "opacity": 0},
        unselected={"marker": {"opacity": 0}},
        customdata=[[categories[y][0], features[x][0], numbers[y][x]] for x, y in cells],
        hovertemplate="%{y} × %{x}<br>%{customdata[2]:,}<extra></extra>",
        showlegend=False,
    )
    _lay_out(picture, height=130 + 32 * max(len(categories), 2))
    picture.update_yaxes(autorange="reversed", type="category", showgrid=False)
    picture.update_xaxes(type="category", side="top", showgrid=False, tickangle=-90 if len(features) > 5 else 0)
    return picture


def shares(rows: Sequence[tuple[str, str, int, int]]) -> Any:
    """Lying bars of `listed` in `every` cases, rows as (code, title, listed, every)."""
    from plotly import graph_objects as go

    picture = go.Figure()
    picture.add_bar(
        x=[listed / every if every else 0 for _, _, listed, every in rows],
        y=[_text(title) for _, title, _, _ in rows],
        orientation="h",
        customdata=[[code] for code, *_ in rows],
        text=[f"{listed:,} / {every:,}" for _, _, listed, every in rows],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}<br>%{text} (%{x:.1%})<extra></extra>",
    )
    _lay_out(picture, height=90 + _BAR * max(len(rows), 2))
    picture.update_layout(showlegend=False, bargap=0.35)
    picture.update_yaxes(autorange="reversed", type="category")
    picture.update_xaxes(tickformat=".0%", range=[0, 1.12], title_text=t("failures_page.share_of_cases"))
    return picture


def _lay_out(picture: Any, height: int) -> None:
    picture.update_layout(
        font={"family": FONTS},
        height=height,
        margin={"l": 8, "r": 40, "t": 24, "b": 8},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        dragmode=False,
        clickmode="event+select",
        hoverlabel={"namelength": -1},
    )
    picture.update_yaxes(automargin=True, fixedrange=True)
    picture.update_xaxes(automargin=True, fixedrange=True)


def _text(text: str) -> str:
    flat = " ".join(text.split())
    return html.escape(flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…")
