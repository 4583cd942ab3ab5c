"""What a training will take, before it starts: time, memory, how much there is to read."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import psutil
import streamlit as st

from workbench.text import t
from workbench.train.building import Building
from workbench.train.config import TrainConfig
from workbench.train.data import read_dataset
from workbench.train.data.files import REPORT
from workbench.train.estimate import Estimate, estimate
from workbench.train.estimate.size import is_cuda
from workbench.train.row import Dataset
from workbench.train.runs.order import Order
from workbench.ui import safe
from workbench.ui.evaluate import words

_MEGABYTE = 1_000_000


def estimate_view(config: TrainConfig, order: Order, chosen: Building) -> None:
    """Time as a span, since nobody knows what else the computer will do; a warning where memory would not do."""
    found = estimated(config, order, chosen)
    with st.container(border=True, key="estimate"):
        st.markdown(f"**{t('train_page.estimate')}**")
        with st.container(horizontal=True, gap="medium"):
            _figure("time", span(found))
            _figure("memory", f"{found.memory_mb / 1000:.1f} GB")
            _figure("steps", f"{found.steps:,}")
        training, comparing = words.duration(found.training), words.duration(found.comparing)
        facts = [t("train_page.estimate_parts", training=training, comparing=comparing)]
        facts.append(t("train_page.estimate_measured" if found.measured else "train_page.estimate_guessed"))
        st.caption(safe.md(" ".join(facts)))
    free = psutil.virtual_memory().available / _MEGABYTE
    if found.memory_mb > free and not is_cuda(config):
        amounts = {"need": f"{found.memory_mb / 1000:.1f}", "free": f"{free / 1000:.1f}"}
        st.warning(t("train_page.little_memory", **amounts), icon=":material/memory:")


def estimated(config: TrainConfig, order: Order, chosen: Building) -> Estimate:
    """`train.estimate.estimate` over a dataset that is read once. Raises StoreError, DataError."""
    return estimate(config, _dataset(chosen.folder, (chosen.folder / REPORT).stat().st_mtime_ns), order)


def span(found: Estimate) -> str:
    """`8~20분`, or one time where both ends are said alike."""
    low, high = words.duration(found.seconds_low), words.duration(found.seconds_high)
    return low if low == high else t("train_page.span", low=low, high=high)


def _figure(name: str, value: str) -> None:
    with st.container(width="content", gap=None):
        st.metric(t(f"train_page.estimate_{name}"), value, help=t(f"train_page.estimate_{name}_help"))


@lru_cache(maxsize=2)
def _dataset(folder: Path, _built: int) -> Dataset:
    """Read once: a page draws itself at every click, and reading 3,000 rows takes a second."""
    return read_dataset(folder)
