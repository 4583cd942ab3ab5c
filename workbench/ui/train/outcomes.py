"""What came of a training, read and said the same way on both pages."""

from __future__ import annotations

from pathlib import Path

from workbench.evaluate.runs.summary import Figure
from workbench.store.trainings import Training
from workbench.text import t
from workbench.train.runs.outcome import Outcome, read_outcome
from workbench.ui import safe
from workbench.ui.evaluate import words
from workbench.ui.settings import spoken_name


def outcome(training: Training) -> Outcome:
    """What came of it so far; nothing where it was written by another version."""
    try:
        return read_outcome(training.result)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Outcome()


def described(figure: Figure) -> str:
    """`60개 중 41개 · 95% 구간 55.7~78.6%`, ready to show."""
    of = t("evaluate_page.of", k=f"{figure.k:,}", n=f"{figure.n:,}")
    return f"{of} · {safe.md(t('evaluate_page.interval', interval=words.interval(figure.low, figure.high)))}"


def base_name(base: str) -> str:
    """A base as people call it: a folder by its last part."""
    return Path(base).name if Path(base).is_absolute() else spoken_name(base)
