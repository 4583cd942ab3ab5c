"""Plotly figures of trainings: a curve each, small enough that four stand side by side."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from workbench.charts import FONTS
from workbench.evaluate.runs.summary import figure
from workbench.store.trainings import Metric
from workbench.text import t

POINTS = 400
"""More than this cannot be told apart at page width, and each is sent anew every two seconds."""
_HEIGHT = 230


def loss(metrics: Sequence[Metric], total: int) -> Any:
    """Loss of each step with its running mean, and on the held-out answers where it was taken."""
    points = [(metric.step, metric.loss) for metric in metrics if metric.loss is not None]
    means = _means([value for _, value in points])
    picture = _empty()
    kept = _thin(points)
    picture.add_scatter(
        x=[step for step, _ in kept],
        y=[value for _, value in kept],
        mode="lines+markers" if len(kept) < 3 else "lines",
        opacity=0.35 if len(points) > 1 else 1,
        name=t("train_page.loss_step"),
        hovertemplate=_hover("%{y:.3f}"),
    )
    smooth = _thin([(step, mean) for (step, _), mean in zip(points, means, strict=True)])
    picture.add_scatter(
        x=[step for step, _ in smooth],
        y=[value for _, value in smooth],
        mode="lines",
        line={"width": 3},
        name=t("train_page.loss_mean"),
        hovertemplate=_hover("%{y:.3f}"),
    )
    held_out = [(metric.step, metric.held_out_loss) for metric in metrics if metric.held_out_loss is not None]
    if held_out:
        picture.add_scatter(
            x=[step for step, _ in held_out],
            y=[value for _, value in held_out],
            mode="lines+markers",
            name=t("train_page.loss_held_out"),
            hovertemplate=_hover("%{y:.3f}"),
        )
    return _finished(picture, total, legend=True, from_zero=True)


def accuracy(metrics: Sequence[Metric], total: int) -> Any:
    """Held-out questions right at each evaluation, with 95 % intervals."""
    points = [
        (metric.step, figure(metric.ex_k, metric.ex_n)) for metric in metrics if metric.ex_k is not None and metric.ex_n
    ]
    picture = _empty()
    middles = [found.k / found.n for _, found in points]
    picture.add_scatter(
        x=[step for step, _ in points],
        y=middles,
        mode="lines+markers",
        customdata=[[found.k, found.n] for _, found in points],
        error_y=errors([(middle, found.low, found.high) for middle, (_, found) in zip(middles, points, strict=True)]),
        hovertemplate=_hover("%{y:.1%} (%{customdata[0]:,} / %{customdata[1]:,})"),
    )
    _finished(picture, total)
    picture.update_yaxes(tickformat=".0%", range=[0, 1])
    return picture


def curve(metrics: Sequence[Metric], name: str, total: int) -> Any:
    """One measured value (a field of `Metric`) over the steps."""
    points = [(metric.step, value) for metric in metrics if (value := getattr(metric, name)) is not None]
    kept = _thin(points)
    picture = _empty()
    picture.add_scatter(
        x=[step for step, _ in kept],
        y=[value for _, value in kept],
        mode="lines+markers" if len(kept) < 3 else "lines",
        hovertemplate=_hover("%{y:.3~g}" if name == "learning_rate" else "%{y:,.0f}"),
    )
    _finished(picture, total, from_zero=True)
    picture.update_yaxes(tickformat=".1~e" if name == "learning_rate" else ",~r", nticks=5)
    picture.update_layout(height=170)
    return picture


def errors(bounds: Sequence[tuple[float, float, float]]) -> dict[str, Any]:
    """Whiskers from (middle, low, high); Plotly's own are black in both themes."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [high - middle for middle, _, high in bounds],
        "arrayminus": [middle - low for middle, low, _ in bounds],
        "color": "#808a99",
        "thickness": 2,
        "width": 4,
    }


def text(words: str, longest: int = 30) -> str:
    """Words from outside as Plotly takes them: it reads a small HTML in all texts."""
    flat = " ".join(words.split())
    return html.escape(flat if len(flat) <= longest else flat[: longest - 1] + "…")


def lay_out(picture: Any, height: int) -> None:
    """What all our pictures share: fonts, room, no dragging (a phone would not scroll past them)."""
    picture.update_layout(
        font={"family": FONTS},
        height=height,
        margin={"l": 8, "r": 12, "t": 12, "b": 8},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},
        dragmode=False,
        hoverlabel={"namelength": -1},
        showlegend=False,
    )
    picture.update_yaxes(automargin=True, fixedrange=True)
    picture.update_xaxes(automargin=True, fixedrange=True)


def _empty() -> Any:
    from plotly import graph_objects as go

    return go.Figure()


def _finished(picture: Any, total: int, *, legend: bool = False, from_zero: bool = False) -> Any:
    lay_out(picture, _HEIGHT)
    picture.update_layout(showlegend=legend)
    if total:  # the whole way, so that what is left is seen
        picture.update_xaxes(range=[0, total + max(total * 0.02, 0.5)])
    picture.update_xaxes(title_text=t("train_page.steps"), tickformat=",d", nticks=6)
    if from_zero:
        picture.update_yaxes(rangemode="tozero")
    return picture


def _hover(value: str) -> str:
    return f"{t('train_page.step_number', step='%{x:,}')}<br>{value}<extra></extra>"


def _thin(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """At most POINTS of them, the last among them."""
    step = max(-(-len(points) // POINTS), 1)
    kept = list(points[::step])
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]


def _means(values: Sequence[float]) -> list[float]:
    """Mean of a window that grows to a tenth of the way: a step sees few databases, its loss alone jumps."""
    width = max(len(values) // 10, 5)
    return [sum(part) / len(part) for end in range(1, len(values) + 1) if (part := values[max(0, end - width) : end])]
