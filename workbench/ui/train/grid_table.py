"""One line a point of a sweep, figures as numbers, so that a click on a head sorts them; and the same as CSV."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from workbench.store.sweeps import Sweep
from workbench.text import t
from workbench.train.sweep.table import Row, to_csv
from workbench.ui.evaluate import words
from workbench.ui.evaluate.exports import plain_name
from workbench.ui.train.grid_curves import axis_name, value_name


def grid_table(sweep: Sweep, rows: Sequence[Row]) -> None:
    if not rows:
        return
    shares = (
        t("train_page.column_before"),
        "EX",
        t("evaluate_page.column_low"),
        t("evaluate_page.column_high"),
        t("evaluate_page.gap"),
    )
    table = []
    for row in rows:
        one, ex = row.compared, row.ex
        figures = (one.ex_before.value, one.ex_after.value, one.ex_after.low, one.ex_after.high, one.difference) if (
            one is not None and ex is not None and ex.n
        ) else (None,) * len(shares)  # fmt: skip
        table.append(
            {
                **{axis_name(axis): value_name(axis, value) for axis, value in row.values.items()},
                **dict(zip(shares, map(words.hundredths, figures), strict=True)),
                t("evaluate_page.column_n"): one.n if one is not None else None,
                "p": _p(one.p) if one is not None else "–",
                t("train_page.count_learnt"): row.rows or None,
                t("train_page.column_time"): words.duration(row.training.seconds),
                t("train_page.column_memory"): f"{row.training.peak_memory / 1000:.1f} GB",
                t("evaluate_page.column_cost"): words.dollars(row.cost),
                t("train_page.column_state"): t(f"train_page.state_{row.training.state}"),
            }
        )
    percent = st.column_config.NumberColumn(format="%.1f%%")
    texts = {name: st.column_config.TextColumn() for name, value in table[0].items() if isinstance(value, str)}
    st.dataframe(
        pd.DataFrame(table),
        hide_index=True,
        column_config={**texts, **dict.fromkeys(shares, percent)},
        alt=t("train_page.sweep_table"),
        placeholder="–",
        key="sweep_table",
    )
    st.download_button(
        t("evaluate_page.export_csv"),
        data=("\ufeff" + to_csv(rows)).encode(),
        file_name=f"{plain_name(sweep.name)}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="sweep_csv",
    )


def _p(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
