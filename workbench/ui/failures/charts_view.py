"""Pictures of what failed; a click on one filters the list below it."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from workbench.store import runs
from workbench.store.results import Dimension
from workbench.store.runs import Run
from workbench.text import t
from workbench.ui.evaluate import words
from workbench.ui.failures import address as addresses
from workbench.ui.failures import pictures
from workbench.ui.failures.address import Address
from workbench.ui.failures.counting import counts, total
from workbench.ui.failures.place import go

View = Literal["category", "heat", "difficulty", "db"]
_ICONS: dict[View, str] = {
    "category": ":material/bar_chart:",
    "heat": ":material/grid_on:",
    "difficulty": ":material/stairs:",
    "db": ":material/database:",
}
RUNS_COMPARED = 4
"""Groups of bars that can still be told apart at page width."""
SHOWN = 12


def charts(run: Run, now: Address) -> None:
    """One picture at a time, of the cases that the filters leave."""
    if not total(run, addresses.filters(now)):
        return
    view = st.segmented_control(
        t("failures_page.chart"),
        list(_ICONS),
        default="category",
        format_func=lambda name: f"{_ICONS[name]} {t(f'failures_page.chart_{name}')}",
        label_visibility="collapsed",
        key="failures_chart",
    )
    if view == "category":
        _categories(run, now)
    elif view == "heat":
        _heat(run, now)
    elif view in ("difficulty", "db"):
        _shares(run, now, view)


def _categories(run: Run, now: Address) -> None:
    """How many of each kind, in this run and the latest others on the same questions."""
    alike = [one for one in runs.every(50) if one.set_digest == run.set_digest and one.done and one.id != run.id]
    # A text is searched through in a third of a second a run.
    alone = now.show == "changed" or bool(now.q)
    shown = [run] if alone else [run, *alike[: RUNS_COMPARED - 1]]
    series: list[tuple[str, dict[str, int]]] = []
    for one in shown:
        counted = counts(one, addresses.filters(now.having(run=one.id)), "category")
        series.append((one.name, {key[0]: n for key, n in counted.items()}))
    order = sorted({code for _, found in series for code in found}, key=lambda c: -series[0][1].get(c, 0))[:SHOWN]
    named = [(code, words.category(code)) for code in order]
    _clickable(pictures.bars(named, series), now, "category", t("failures_page.chart_category"))


def _heat(run: Run, now: Address) -> None:
    found = counts(run, addresses.filters(now), "category", "feature")
    categories = _largest(found, 0)
    features = _largest(found, 1)
    picture = pictures.heat_map(
        [(code, words.category(code)) for code in categories],
        [(code, words.feature(code)) for code in features],
        found,
    )
    _clickable(picture, now, "heat", t("failures_page.chart_heat"))


def _largest(counts: dict[tuple[str, ...], int], place: int) -> list[str]:
    sums: dict[str, int] = {}
    for key, n in counts.items():
        sums[key[place]] = sums.get(key[place], 0) + n
    return sorted(sums, key=lambda code: -sums[code])[:SHOWN]


def _shares(run: Run, now: Address, name: Literal["difficulty", "db"]) -> None:
    """Which part of all graded cases of each difficulty or schema is in the list."""
    dimension: Dimension = "db_id" if name == "db" else "difficulty"
    listed = counts(run, addresses.filters(now), dimension)
    every = counts(run, addresses.filters(Address(run=run.id, show="all")), dimension)
    codes = sorted((key[0] for key in listed), key=lambda code: -listed[(code,)])[: 2 * SHOWN]
    if name == "difficulty":
        codes.sort(key=words.difficulty_order)
    rows = [
        (code, words.difficulty(code) if name == "difficulty" else code, listed[(code,)], every.get((code,), 0))
        for code in codes
    ]
    _clickable(pictures.shares(rows), now, name, t(f"failures_page.chart_{name}"))


def _clickable(picture: Any, now: Address, name: View, alt: str) -> None:
    """Plotly with its clicks. The key changes with the filters, so that an old click is not a new one."""
    key = f"picture_{name}_{hash(now)}"
    st.plotly_chart(
        picture,
        theme="streamlit",
        config={"displayModeBar": False},
        selection_mode="points",
        on_select=lambda: _clicked(now, name, key),
        alt=alt,
        key=key,
    )
    st.caption(t("failures_page.chart_help"))


def _clicked(now: Address, name: View, key: str) -> None:
    points = st.session_state[key].selection.points
    if not points or not (data := points[0].get("customdata")):
        return
    codes = data if isinstance(data, list | tuple) else [data]
    if name == "heat":
        go(now.having(category=(codes[0],), feature=(codes[1],)))
    else:
        go(now.toggled(name, codes[0]))
