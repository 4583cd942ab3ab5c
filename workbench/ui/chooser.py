"""Choosing the database: a shipped sample in one click, pasted DDL, or files."""

from __future__ import annotations

from typing import Any, cast

import streamlit as st

from workbench.ask.warm import warm
from workbench.ask.workspace import Workspace, open_workspace
from workbench.data.samples import sample_info, sample_names
from workbench.errors import WorkbenchError
from workbench.schema.dialects import DIALECTS
from workbench.settings import INPUT
from workbench.text import t
from workbench.ui import keys, safe, turns
from workbench.ui.page import show_problem
from workbench.ui.source import DATA_SUFFIXES, DDL_SUFFIXES, DUCKDB_SUFFIXES, Source, Upload, from_uploads, open_source

QUESTIONS_SHOWN = 3
_PLACEHOLDER = """CREATE TABLE 고객 (
  고객번호 INT PRIMARY KEY COMMENT '고객 번호',
  이름     VARCHAR(50),
  지역     VARCHAR(20)
);
…"""


def chooser() -> None:
    """Three ways in. Sets workspace and source and reruns when one of them succeeds."""
    sample, paste, files = st.tabs(
        [
            f":material/auto_awesome: {t('ask_page.from_sample')}",
            f":material/content_paste: {t('ask_page.from_ddl')}",
            f":material/upload_file: {t('ask_page.from_files')}",
        ],
        key="chooser_tabs",
    )
    with sample:
        _samples()
    with paste:
        _ddl()
    with files:
        _files()


def open_database(source: Source, question: str = "") -> bool:
    """Open, index and warm; a new conversation begins, with `question` asked at once where given.

    Shows the message and returns False when it cannot be opened; the database that was open stays.
    """
    try:
        with st.spinner(t("ask_page.opening"), show_time=True):
            workspace = open_workspace(open_source(source))
    except WorkbenchError as error:
        show_problem(error)
        return False
    use(workspace, source)
    turns.clear()
    st.session_state[keys.PENDING] = question
    return True


def use(workspace: Workspace, source: Source) -> None:
    """Make this the session's database and let the model read its schema meanwhile."""
    st.session_state[keys.WORKSPACE] = workspace
    st.session_state[keys.SOURCE] = source
    st.session_state[keys.CHOOSING] = False
    warm(workspace, st.session_state.get(keys.MODEL) or None)


def _samples() -> None:
    st.caption(t("ask_page.sample_help"))
    for name in sample_names():
        info = sample_info(name)
        with st.container(border=True, gap="xsmall", key=f"list_{name}"):
            st.markdown(f"**{safe.md(info.title)}**")
            st.caption(safe.md(info.description))
            for number, question in enumerate(info.questions[:QUESTIONS_SHOWN]):
                asked = st.button(
                    safe.md(question),
                    icon=":material/chat:",
                    width="stretch",
                    key=f"sample_{name}_{number}",
                )
                if asked and open_database(Source("sample", sample=name), question):
                    st.rerun()
            if st.button(
                t("ask_page.open_sample"), icon=":material/arrow_forward:", type="tertiary", key=f"sample_{name}"
            ) and open_database(Source("sample", sample=name)):
                st.rerun()


def _ddl() -> None:
    with st.form("ddl_form", border=False):
        text = st.text_area(
            t("ask_page.ddl"), height=260, placeholder=_PLACEHOLDER, max_chars=INPUT.ddl_chars, key="ddl_text"
        )
        dialect = st.selectbox(
            t("ask_page.dialect_of_ddl"),
            ["", *DIALECTS],
            format_func=lambda name: DIALECTS[name] if name else t("ask_page.detect"),
            key="ddl_dialect",
        )
        uploads = st.file_uploader(
            t("ask_page.data_for_ddl"),
            type=[suffix[1:] for suffix in DATA_SUFFIXES],
            accept_multiple_files=True,
            help=t("ask_page.data_for_ddl_help"),
            key="ddl_data",
        )
        submitted = st.form_submit_button(t("ask_page.read_ddl"), type="primary", icon=":material/schema:")
    if submitted:
        _open_ddl(text or "", dialect or "", uploads)


def _open_ddl(text: str, dialect: str, uploads: list[Any]) -> None:
    if not text.strip():
        st.warning(t("ask_page.empty_ddl"), icon=":material/edit_note:")
        return
    try:
        paths = from_uploads(cast(list[Upload], uploads)).paths if uploads else ()
    except WorkbenchError as error:
        show_problem(error)
        return
    if open_database(Source("ddl", ddl=text, dialect=dialect if dialect in DIALECTS else "", paths=paths)):
        st.rerun()


def _files() -> None:
    with st.form("files_form", border=False):
        uploads = st.file_uploader(
            t("ask_page.files"),
            type=[suffix[1:] for suffix in (*DDL_SUFFIXES, *DATA_SUFFIXES, *DUCKDB_SUFFIXES)],
            accept_multiple_files=True,
            help=t("ask_page.files_help"),
            key="files_upload",
        )
        st.caption(t("ask_page.files_note", limit=INPUT.upload_mb))
        submitted = st.form_submit_button(t("ask_page.open_files"), type="primary", icon=":material/folder_open:")
    if not submitted:
        return
    if not uploads:
        st.warning(t("ask_page.no_files"), icon=":material/upload_file:")
        return
    try:
        source = from_uploads(cast(list[Upload], uploads))
    except WorkbenchError as error:
        show_problem(error)
        return
    if open_database(source):
        st.rerun()
