"""The curves of one training, live or afterwards."""

from __future__ import annotations

import streamlit as st

from workbench.store import trainings
from workbench.store.trainings import Metric, Training
from workbench.text import t
from workbench.ui.evaluate import words
from workbench.ui.train import pictures

SMALL = ("learning_rate", "tokens_per_second", "memory_mb")


def curves(training: Training, key: str) -> None:
    """Loss and held-out accuracy large; learning rate, speed and memory small beside each other."""
    metrics = trainings.metrics(training.id)
    if not metrics:
        if training.state == "running":
            st.caption(t("train_page.no_curve_yet"))
        return
    asked = [metric for metric in metrics if metric.ex_k is not None and metric.ex_n]
    places = st.columns(2 if asked else 1, gap="medium")
    with places[0]:
        _titled("loss", _last_loss(metrics))
        _drawn(pictures.loss(metrics, training.steps_total), "loss", key)
    if asked:
        last = asked[-1]
        with places[1]:
            _titled("accuracy", words.share(last.ex_k or 0, last.ex_n or 0))
            _drawn(pictures.accuracy(metrics, training.steps_total), "accuracy", key)
    for place, name in zip(st.columns(len(SMALL), gap="small"), SMALL, strict=True):
        with place:
            _titled(name, _last(metrics, name))
            _drawn(pictures.curve(metrics, name, training.steps_total), name, key)


def _titled(name: str, value: str) -> None:
    help_text = t(f"train_page.curve_{name}_help")
    st.markdown(f"**{t(f'train_page.curve_{name}')}** :gray[{value}]", help=help_text)


def _drawn(picture: object, name: str, key: str) -> None:
    st.plotly_chart(
        picture,
        theme="streamlit",
        config={"displayModeBar": False},
        alt=t(f"train_page.curve_{name}"),
        key=f"curve_{name}_{key}",
    )


def _last_loss(metrics: tuple[Metric, ...]) -> str:
    values = [metric.loss for metric in metrics if metric.loss is not None]
    return f"{values[0]:.2f} → {values[-1]:.2f}" if len(values) > 1 else "".join(f"{value:.2f}" for value in values)


def _last(metrics: tuple[Metric, ...], name: str) -> str:
    values = [value for metric in metrics if (value := getattr(metric, name)) is not None]
    if not values:
        return ""
    return f"{values[-1]:.1e}" if name == "learning_rate" else f"{values[-1]:,.0f}"
