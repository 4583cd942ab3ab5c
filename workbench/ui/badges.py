"""Small coloured marks that say the same thing everywhere."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from workbench.ask.answer import TrustLevel
from workbench.data.database import Database
from workbench.sql.diagnostic import Severity
from workbench.text import t

Colour = Literal["red", "orange", "blue", "green", "gray"]

TRUST: dict[TrustLevel, tuple[Colour, str]] = {
    "high": ("green", ":material/verified:"),
    "medium": ("orange", ":material/help:"),
    "low": ("red", ":material/report:"),
}
SEVERITY: dict[Severity, tuple[Colour, str]] = {
    "error": ("red", ":material/error:"),
    "warning": ("orange", ":material/warning:"),
    "info": ("blue", ":material/info:"),
}


def trust_badge(level: TrustLevel) -> None:
    colour, icon = TRUST[level]
    st.badge(t(f"ui.trust_{level}"), icon=icon, color=colour)


def example_badge() -> None:
    st.badge(t("ui.example_rows"), icon=":material/science:", color="orange", help=t("ui.example_rows_help"))


def rows_badge(database: Database) -> None:
    """예시 데이터 or 빈 표, wherever rows are shown; nothing for real rows."""
    if database.is_made_up:
        example_badge()
    elif database.rows == "empty":
        st.badge(t("ui.empty_rows"), color="gray", help=t("ui.empty_rows_help"))
