"""A run as a file, made when its button is pressed."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from workbench.evaluate.runs.export import FORMATS, export
from workbench.store.runs import Run
from workbench.text import t

_MIMES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "html": "text/html",
}
_ICONS = {
    "xlsx": ":material/table_view:",
    "csv": ":material/download:",
    "jsonl": ":material/data_object:",
    "html": ":material/article:",
}


def exports(run: Run) -> None:
    st.subheader(t("evaluate_page.export"), anchor=False)
    with st.container(horizontal=True, gap="small", key="exports"):
        for kind in FORMATS:
            st.download_button(
                t(f"evaluate_page.export_{kind}"),
                data=partial(export, run, kind),
                file_name=f"{plain_name(run.name)}.{kind}",
                mime=_MIMES[kind],
                icon=_ICONS[kind],
                on_click="ignore",
                key=f"export_{kind}",
            )


def plain_name(name: str) -> str:
    """A name as a file name that every system takes."""
    return (
        " ".join(re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069]+', " ", name).split())[:60]
        or "run"
    )
