"""Every number of the recipe, for whoever wants to choose for himself; the effort gives what stands there first."""

from __future__ import annotations

import dataclasses

import streamlit as st

from workbench.text import t
from workbench.train.config import RANGES, TrainConfig, from_values
from workbench.train.efforts import Effort

RANKS = (4, 8, 16, 32, 64, 128)
NUMBERS = (
    ("epochs", 0.5),
    ("max_steps", 10),
    ("learning_rate", 5e-5),
    ("block", 256),
    ("batch", 1),
    ("accumulation", 1),
    ("alpha", 8),
    ("dropout", 0.01),
    ("seed", 1),
)
"""Fields with the step of their buttons."""


def config_form(effort: Effort) -> TrainConfig:
    """The effort's configuration with what was changed here. Raises UsageError for a number out of range."""
    config = effort.config
    given: dict[str, object] = {}
    places = st.columns(2, gap="small")
    with places[0]:
        given["rows"] = st.segmented_control(
            t("train_page.field_rows"),
            ("cleaned", "raw"),
            default=config.rows,
            format_func=lambda one: t(f"train_page.rows_{one}"),
            required=True,
            help=t("train_page.field_rows_help"),
            key=f"rows_{effort.name}",
        )
    with places[1]:
        percent = st.slider(
            t("train_page.field_share"),
            5,
            100,
            round(config.share * 100),
            5,
            format="%d%%",
            help=t("train_page.field_share_help"),
            key=f"share_{effort.name}",
        )
    given["share"] = percent / 100
    with places[0]:
        given["rank"] = st.select_slider(
            t("train_page.field_rank"),
            sorted({*RANKS, config.rank}),
            config.rank,
            help=t("train_page.field_rank_help"),
            key=f"rank_{effort.name}",
        )
    for number, (name, step) in enumerate(NUMBERS, start=1):
        with places[number % 2]:
            given[name] = _number(config, name, step, effort.name)
    # Widgets are limited in the browser only, so that what they give is looked at again.
    kept = {key: value for key, value in dataclasses.asdict(config).items() if value is not None}
    return from_values({**kept, "targets": list(config.targets), **given})


def _number(config: TrainConfig, name: str, step: float, effort: str) -> object:
    value = getattr(config, name)
    low, high = RANGES.get(name, (0, 2**31 - 1))
    kind = float if isinstance(value, float) else int
    return st.number_input(
        t(f"train_page.field_{name}"),
        kind(low),
        kind(high),
        value,
        kind(step),
        format="%.5f" if name == "learning_rate" else None,
        help=t(f"train_page.field_{name}_help"),
        key=f"{name}_{effort}",
    )
