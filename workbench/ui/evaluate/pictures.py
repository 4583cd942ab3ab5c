"""Plotly figures of runs: shares with their 95 % intervals. Names are untrusted and escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.charts import FONTS
from workbench.evaluate.runs.summary import Figure
from workbench.text import t
from workbench.ui.evaluate import words

_LONGEST = 30


@dataclass(frozen=True)
class Share:
    """A figure with its title, ready to show; what is of no case is not drawn."""

    title: str
    figure: Figure


def lying(series: Sequence[tuple[str, Sequence[Share]]]) -> Any:
    """Lying bars with intervals: a group a title, a bar a series (name, shares)."""
    from plotly import graph_objects as go

    picture = go.Figure()
    groups = max((len(shares) for _, shares in series), default=1)
    for name, shares in series:
        kept = [share for share in shares if share.figure.n]
        picture.add_bar(
            x=[share.figure.value for share in kept],
            y=[_text(share.title) for share in kept],
            orientation="h",
            name=_text(name),
            customdata=[["", share.figure.k, share.figure.n] for share in kept],
            opacity=0.75,
            error_x=_errors(kept),
            hovertemplate=_hover("%{y}", "%{x:.1%}"),
        )
    _lay_out(picture, height=90 + (14 + 11 * len(series)) * max(groups, 3))
    picture.update_layout(showlegend=len(series) > 1, bargap=0.3)
    picture.update_yaxes(autorange="reversed", type="category")
    picture.update_xaxes(tickformat=".0%", range=[0, 1], title_text=t("evaluate_page.ex"))
    return picture


def over_time(series: Sequence[tuple[str, Sequence[tuple[str, Share]]]]) -> Any:
    """One line a series (name, points): a point is a moment in ISO 8601 and its share."""
    from plotly import graph_objects as go

    picture = go.Figure()
    for name, points in series:
        kept = [(at, share) for at, share in points if share.figure.n]
        picture.add_scatter(
            x=[at for at, _ in kept],
            y=[share.figure.value for _, share in kept],
            mode="lines+markers",
            name=_text(name),
            customdata=[[_text(share.title), share.figure.k, share.figure.n] for _, share in kept],
            error_y=_errors([share for _, share in kept]),
            hovertemplate=_hover("%{customdata[0]}", "%{y:.1%}"),
        )
    _lay_out(picture, height=360)
    picture.update_layout(showlegend=len(series) > 1)
    picture.update_yaxes(tickformat=".0%", range=[0, 1], title_text=t("evaluate_page.ex"))
    picture.update_xaxes(tickformat="%m-%d<br>%H:%M", hoverformat="%Y-%m-%d %H:%M")
    return picture


def outcomes(counts: Sequence[tuple[str, int]]) -> str:
    """One bar cut into outcomes (code, cases) with its legend, as HTML for `st.html`: it wraps on a phone."""
    total = sum(n for _, n in counts) or 1
    said = ", ".join(f"{words.outcome(code)} {n:,}" for code, n in counts)
    parts = "".join(
        f'<div title="{html.escape(words.outcome(code))} {n:,}" style="flex: {n / total:.4f} 1 0; min-width: 3px;'
        f' background: {_COLOURS.get(code, "#8a93a1")}"></div>'
        for code, n in counts
    )
    legend = "".join(
        f'<span style="white-space: nowrap"><span style="display: inline-block; width: 0.7rem; height: 0.7rem;'
        f' border-radius: 2px; background: {_COLOURS.get(code, "#8a93a1")}"></span>'
        f" {html.escape(words.outcome(code))} <b>{n:,}</b></span>"
        for code, n in counts
    )
    return (
        f'<div role="img" aria-label="{html.escape(said)}" style="display: flex; gap: 2px; height: 1.5rem;'
        f' border-radius: 0.4rem; overflow: hidden">{parts}</div>'
        '<div style="display: flex; flex-wrap: wrap; gap: 0.3rem 1rem; margin-top: 0.5rem; font-size: 0.875rem">'
        f"{legend}</div>"
    )


_COLOURS = {
    "correct": "#2f9e63",
    "wrong": "#d6455d",
    "invalid_sql": "#e8930c",
    "refused": "#8b5cd6",
    "timeout": "#b8860b",
    "generation_error": "#8a93a1",
    "gold_broken": "#5b6b7f",
    "grader_error": "#3f4a59",
}


def _errors(shares: Sequence[Share]) -> dict[str, Any]:
    found = [(share.figure.value or 0.0, share.figure) for share in shares]
    return {
        "type": "data",
        "symmetric": False,
        "array": [figure.high - middle for middle, figure in found],
        "arrayminus": [middle - figure.low for middle, figure in found],
        # Plotly's own whiskers are black in both themes.
        "color": "#808a99",
        "thickness": 2,
        "width": 4,
    }


def _hover(title: str, share: str) -> str:
    return f"{title}<br>{share} (%{{customdata[1]:,}} / %{{customdata[2]:,}})"


def _lay_out(picture: Any, height: int) -> None:
    picture.update_layout(
        font={"family": FONTS},
        height=height,
        margin={"l": 8, "r": 16, "t": 24, "b": 8},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        dragmode=False,
        hoverlabel={"namelength": -1},
    )
    picture.update_yaxes(automargin=True, fixedrange=True)
    picture.update_xaxes(automargin=True, fixedrange=True)


def _text(text: str) -> str:
    flat = " ".join(text.split())
    return html.escape(flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…")
