"""One line a training, figures as numbers, so that a click on a head sorts them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.runs.start import short_base
from workbench.ui.evaluate import words
from workbench.ui.train.outcomes import outcome

SHOWN = 50


def trainings_table(every: Sequence[Training]) -> None:
    rows = []
    for one in every[:SHOWN]:
        came = outcome(one)
        found = came.against("default") or came.against("base")
        after = found.ex_after if found is not None and found.n else None
        rows.append(
            {
                t("train_page.column_name"): one.name,
                t("train_page.column_base"): short_base(one.base),
                t("train_page.column_data"): one.data_name,
                "EX": words.hundredths(after.value if after else None),
                t("evaluate_page.column_low"): words.hundredths(after.low if after else None),
                t("evaluate_page.column_high"): words.hundredths(after.high if after else None),
                t("evaluate_page.column_n"): after.n if after else None,
                t("train_page.column_gap"): words.hundredths(
                    found.difference if found is not None and found.n else None
                ),
                t("train_page.column_steps"): one.steps_done,
                t("train_page.column_time"): words.duration(one.seconds),
                t("train_page.column_memory"): f"{one.peak_memory / 1000:.1f} GB" if one.peak_memory else "–",
                t("train_page.column_when"): words.moment(one.created_at),
                t("train_page.column_state"): t(f"train_page.state_{one.state}"),
            }
        )
    percent = st.column_config.NumberColumn(format="%.1f%%")
    shares = ("EX", t("evaluate_page.column_low"), t("evaluate_page.column_high"), t("train_page.column_gap"))
    texts = {name: st.column_config.TextColumn() for name, value in rows[0].items() if isinstance(value, str)}
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={**texts, **dict.fromkeys(shares, percent)},
        alt=t("train_page.all_trainings"),
        placeholder="–",
        key="trainings_table",
    )
