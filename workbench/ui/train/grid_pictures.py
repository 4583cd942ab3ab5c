"""Plotly figures of a grid: accuracy along one setting, a line for each value of another, each point with interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.evaluate.runs.summary import Figure
from workbench.text import t
from workbench.ui.train.pictures import errors, lay_out, text


@dataclass(frozen=True)
class Spot:
    """A point of a line: where it stands, ready to show, and what was measured there."""

    at: str
    figure: Figure


def lines(series: Sequence[tuple[str, Sequence[Spot]]], axis: str, order: Sequence[str]) -> Any:
    """Accuracy along `axis`, whose values stand in the given order; of nothing (n = 0) no point is drawn."""
    from plotly import graph_objects as go

    picture = go.Figure()
    for name, spots in series:
        kept = [spot for spot in spots if spot.figure.n]
        shares = [spot.figure.k / spot.figure.n for spot in kept]
        bounds = [(share, spot.figure.low, spot.figure.high) for share, spot in zip(shares, kept, strict=True)]
        picture.add_scatter(
            x=[text(spot.at) for spot in kept],
            y=shares,
            mode="lines+markers",
            name=text(name),
            customdata=[[spot.figure.k, spot.figure.n] for spot in kept],
            error_y=errors(bounds),
            hovertemplate="%{x}<br>%{y:.1%} (%{customdata[0]:,} / %{customdata[1]:,})",
        )
    lay_out(picture, 360)
    # Points of one place stand side by side, else one's whiskers hide another's.
    picture.update_layout(showlegend=len(series) > 1, margin={"t": 30}, scattermode="group", scattergap=0.85)
    picture.update_yaxes(tickformat=".0%", range=[0, 1], title_text=t("evaluate_page.ex"))
    picture.update_xaxes(
        type="category", categoryorder="array", categoryarray=[text(value) for value in order], title_text=text(axis)
    )
    return picture
