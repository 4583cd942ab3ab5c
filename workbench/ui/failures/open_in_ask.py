"""From a case to the 질문하기 page, with its database open and its question asked."""

from __future__ import annotations

import streamlit as st

from workbench.data.samples import sample_at
from workbench.store.sets import StoredCase
from workbench.text import t
from workbench.ui import keys
from workbench.ui.chooser import open_database
from workbench.ui.failures.ground import data_path
from workbench.ui.source import DATA_SUFFIXES, Source


def open_in_ask(case: StoredCase) -> None:
    if st.button(t("failures_page.open_in_ask"), icon=":material/forum:", key="open_in_ask"):
        pages = st.session_state.get(keys.PAGES, {})
        if open_database(source_of(case), case.question) and "ask" in pages:
            st.switch_page(pages["ask"])


def source_of(case: StoredCase) -> Source:
    """The case's database as 질문하기 opens one: a shipped sample by name, else its DDL with the files of its rows."""
    folder = data_path(case)
    if folder is None:
        return Source("ddl", ddl=case.ddl, dialect=case.dialect or "")
    if (sample := sample_at(folder)) is not None:
        return Source("sample", sample=sample)
    files = tuple(sorted(str(path) for path in folder.iterdir() if path.suffix.lower() in DATA_SUFFIXES))
    return Source("ddl", ddl=case.ddl, dialect=case.dialect or "", paths=files)
