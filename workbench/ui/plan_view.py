"""The engine's plan as a small picture: rows flow from the tables below up to the result."""

from __future__ import annotations

from typing import Any

import streamlit as st

from workbench.sql.plan import Plan, PlanStep
from workbench.text import t


def plan(tree: dict[str, Any] | None) -> None:
    """`tree` is `Plan.to_json()`, as answers carry it."""
    if tree is None:
        st.caption(t("ask_page.no_plan"))
        return
    st.caption(t("ask_page.plan_help"))
    st.graphviz_chart(Plan(_step(tree)).to_dot(), width="content", alt=t("ask_page.tab_plan"))


def _step(tree: dict[str, Any]) -> PlanStep:
    children = tuple(_step(child) for child in tree.get("children", ()))
    return PlanStep(tree.get("kind", ""), tree.get("title", ""), tree.get("detail", ""), tree.get("rows"), children)
