"""Codes of runs in the reader's words, for files; what the program did not choose stays as it is."""

from __future__ import annotations

import datetime as dt

from workbench.ask.options import SEOUL
from workbench.evaluate.features import FEATURES
from workbench.text import t

_VERDICTS = ("yes", "no", "right", "wrong", "unreadable", "failed", "gated")
DIFFICULTIES = ("easy", "medium", "hard", "extra")


def feature(code: str) -> str:
    return t(f"evaluate_page.feature_{code}") if code in FEATURES else code


def difficulty(code: str) -> str:
    return t(f"runs.difficulty_{code}") if code in DIFFICULTIES else code


def verdict(code: str) -> str:
    """Of a judge (yes, no …) or of a person (right, wrong)."""
    return t(f"runs.verdict_{code}") if code in _VERDICTS else code


def moment(at: str | None) -> str:
    """An ISO time as the clock in Seoul shows it, to the minute; empty for none."""
    try:
        return f"{dt.datetime.fromisoformat(at).astimezone(SEOUL):%Y-%m-%d %H:%M}" if at else ""
    except ValueError:
        return str(at)[:16].replace("T", " ")
