"""The engine's plan as a small picture in Korean."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.text import t


def plan(tree: dict[str, Any] | None) -> None:
    if tree is None:
        st.caption(t("ask_page.no_plan"))
        return
    st.json(tree)
