"""The curves of a sweep, an axis at a time, each point with n and interval, and what each says in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from workbench.evaluate.runs.summary import Figure
from workbench.text import t
from workbench.train.runs.outcome import REAL
from workbench.train.runs.start import short_base
from workbench.train.sweep.curves import NAMED, Curve, Place, curves_of
from workbench.train.sweep.table import Row
from workbench.ui import safe
from workbench.ui.evaluate import pictures as bars
from workbench.ui.evaluate import words
from workbench.ui.evaluate.pictures import Share
from workbench.ui.train.grid_pictures import Spot, lines
from workbench.ui.train.outcomes import described

MOST_LINES = 8
"""More cannot be told apart."""
BEFORE = "before"


def grid_curves(rows: Sequence[Row]) -> None:
    measured = [row for row in rows if row.compared is not None and row.compared.n]
    if not measured:
        st.info(t("train_page.sweep_no_figures"), icon=":material/hourglass_top:")
        return
    curves = curves_of(rows)
    axes = [*dict.fromkeys(curve.axis for curve in curves), BEFORE]
    axis = st.segmented_control(
        t("train_page.sweep_axis"),
        axes,
        default=axes[0],
        format_func=lambda name: t("train_page.sweep_before_after") if name == BEFORE else axis_name(name),
        label_visibility="collapsed",
        required=True,
        key="sweep_axis",
    )
    if axis == BEFORE or axis not in axes:
        _before_after(measured)
    else:
        _along(str(axis), [curve for curve in curves if curve.axis == axis])


def axis_name(axis: str) -> str:
    return t(f"train.sweep_axis_{axis}") if axis in NAMED else axis


def value_name(axis: str, value: Any) -> str:
    """`60%`, `정리한 것`, `0.5B`."""
    if axis == "share" and isinstance(value, int | float):
        return f"{round(100 * value):g}%"
    if axis == "rows" and value in ("cleaned", "raw"):
        return t(f"train_page.rows_{value}")
    return short_base(str(value)) if axis == "base" else str(value)


def values_name(values: dict[str, Any]) -> str:
    """A point's settings on one line."""
    return " · ".join(f"{axis_name(axis)} {value_name(axis, value)}" for axis, value in values.items())


def _along(axis: str, curves: Sequence[Curve]) -> None:
    shown = list(curves)[:MOST_LINES]
    varied = {key for curve in shown for key in curve.rest if len({repr(one.rest[key]) for one in shown}) > 1}
    titles = [values_name({key: value for key, value in curve.rest.items() if key in varied}) for curve in shown]
    order = list(dict.fromkeys(value_name(axis, place.value) for curve in shown for place in curve.places))
    series = [
        (title, [Spot(value_name(axis, place.value), place.ex) for place in curve.places])
        for title, curve in zip(titles, shown, strict=True)
    ]
    st.plotly_chart(
        lines(series, axis_name(axis), order),
        theme="streamlit",
        config={"displaylogo": False, "modeBarButtons": [["toImage"]]},
        alt=axis_name(axis),
        key=f"sweep_curve_{axis}",
    )
    for title, curve in zip(titles, shown, strict=True):
        _sentence(axis, curve, title)
    if len(curves) > MOST_LINES:
        st.caption(t("train_page.more_rows", count=f"{len(curves) - MOST_LINES:,}"))


def _sentence(axis: str, curve: Curve, title: str) -> None:
    """Is the best really better than the first? And every place with n and interval, time and memory."""
    first, best = curve.places[0], max(curve.places[1:], key=lambda place: place.ex.value or 0.0)
    values = {
        "axis": axis_name(axis),
        "first": value_name(axis, first.value),
        "best": value_name(axis, best.value),
        "points": f"{100 * abs((best.ex.value or 0.0) - (first.ex.value or 0.0)):.1f}",
        "n": f"{best.ex.n:,}",
        "p": "<0.001" if curve.p < 0.001 else f"={curve.p:.3f}",
    }
    rose = (best.ex.value or 0.0) > (first.ex.value or 0.0)
    is_real = curve.p < REAL
    key = ("sweep_better" if rose else "sweep_worse") if is_real else "sweep_unsure"
    said = safe.md(t(f"train_page.{key}", **values))
    icon = ":material/help:" if not is_real else ":material/trending_up:" if rose else ":material/trending_down:"
    text = f"**{safe.md(title, 80)}**  \n{said}" if title else said
    (st.success if is_real and rose else st.info)(text, icon=icon)
    with st.expander(t("train_page.sweep_places"), type="compact", key=f"places_{axis}_{title}"):
        for place in curve.places:
            st.markdown(f"**{safe.md(value_name(axis, place.value))}** {_share(place.ex)} · {_cost(place)}")


def _share(figure: Figure) -> str:
    return f"{safe.md(f'{figure.value or 0.0:.1%}')} · {described(figure)}"


def _cost(place: Place) -> str:
    facts = [words.duration(place.seconds), f"{place.memory / 1000:.1f} GB"]
    if place.seeds > 1:
        facts.append(t("train_page.sweep_of_seeds", count=place.seeds))
    return safe.md(" · ".join(facts))


def _before_after(measured: Sequence[Row]) -> None:
    """Each point beside its untouched base."""
    before, after = [], []
    for row in measured[:20]:
        assert row.compared is not None
        title = values_name(row.values)
        before.append(Share(title, row.compared.ex_before))
        after.append(Share(title, row.compared.ex_after))
    st.plotly_chart(
        bars.lying([(t("train_page.before_base"), before), (t("train_page.trained_model"), after)]),
        theme="streamlit",
        config={"displaylogo": False, "modeBarButtons": [["toImage"]]},
        alt=t("train_page.sweep_before_after"),
        key="sweep_before_after",
    )
