"""First of three choices: the questions. Shipped, saved, uploaded, from a folder, or from the hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, cast

import streamlit as st

from workbench.data.samples import sample_info
from workbench.errors import StoreError, WorkbenchError
from workbench.evaluate.case import BadRow, QuestionSet
from workbench.evaluate.sets import FIELDS, columns_of, guess_mapping, read_set, shipped_sets
from workbench.store import cases
from workbench.text import t
from workbench.ui import safe
from workbench.ui.page import show_problem
from workbench.ui.source import Upload, keep

Kind = Literal["shipped", "saved", "upload", "path", "hub"]
KINDS: tuple[Kind, ...] = ("shipped", "saved", "upload", "path", "hub")
UPLOADS = ("jsonl", "json", "csv", "tsv")
HUB = "hub:shangrilar/ko_text2sql:origin/test"
SHOWN_ROWS = 200
_STATE = "evaluate_set"
"""(what was read, QuestionSet) of this session: reading 1,000 rows again at every click takes a second."""


def set_choice() -> QuestionSet | None:
    """The set that is chosen and could be read; its bad rows are listed."""
    kind = st.segmented_control(
        t("evaluate_page.set_kind"),
        KINDS,
        default="shipped",
        format_func=lambda name: t(f"evaluate_page.set_{name}"),
        required=True,
        label_visibility="collapsed",
        key="set_kind",
    )
    st.caption(t(f"evaluate_page.set_{kind}_help"))
    try:
        source, is_upload = _source(kind)
        if not source:
            return None
        mapping = _mapping(source) if kind in ("upload", "path") else {}
        found = _read(source, mapping, follow=not is_upload)
    except WorkbenchError as error:
        show_problem(error)
        return None
    _remarks(found)
    return found


def _source(kind: Kind) -> tuple[str, bool]:
    """What `read_set` is to read, and whether it came over the browser; empty where nothing is chosen yet."""
    if kind == "shipped":
        names = list(shipped_sets())
        return str(
            st.selectbox(t("evaluate_page.shipped"), names, format_func=_shipped_title, key="set_shipped")
        ), False
    if kind == "saved":
        if not _has_saved():
            st.info(t("evaluate_page.no_saved"), icon=":material/rate_review:")
            return "", False
        return "saved", False
    if kind == "upload":
        upload = st.file_uploader(t("evaluate_page.upload"), type=list(UPLOADS), key="set_upload")
        return (str(keep(cast(Upload, upload))), True) if upload is not None else ("", True)
    if kind == "hub":
        given = st.text_input(t("evaluate_page.hub"), value=HUB, key="set_hub") or ""
        wanted = given.strip()
        if not st.checkbox(t("evaluate_page.hub_go"), key="set_hub_go"):
            return "", False
        return (wanted if wanted.startswith("hub:") else f"hub:{wanted}") if wanted else "", False
    typed = st.text_input(t("evaluate_page.path"), placeholder=t("evaluate_page.path_example"), key="set_path") or ""
    return (str(Path(typed.strip()).expanduser()) if typed.strip() else ""), False


def _shipped_title(source: str) -> str:
    _, _, part = source.partition(":")
    return sample_info(part).title if part else t("evaluate_page.shipped_all")


def _has_saved() -> bool:
    try:
        return bool(cases.every())
    except StoreError:
        return False


def _mapping(source: str) -> dict[str, str]:
    """Which column holds what: guessed, to be changed. Open at once where the guess is not enough."""
    columns = columns_of(source)
    guess = guess_mapping(columns)
    complete = "question" in guess and "gold" in guess
    found: dict[str, str] = {}
    with st.expander(t("evaluate_page.mapping"), icon=":material/table_chart:", expanded=not complete):
        st.caption(t("evaluate_page.mapping_help"))
        places = st.columns(2)
        for number, field in enumerate(FIELDS):
            with places[number % 2]:
                chosen = st.selectbox(
                    t(f"evaluate_page.field_{field}"),
                    columns,
                    index=columns.index(guess[field]) if field in guess else None,
                    placeholder=t("evaluate_page.not_in_file"),
                    key=f"map_{field}_{source}",
                )
                found[field] = chosen if chosen in columns else ""
    return found


def _read(source: str, mapping: dict[str, str], *, follow: bool) -> QuestionSet:
    wanted = (source, tuple(sorted(mapping.items())), follow)
    kept = st.session_state.get(_STATE)
    # Files may be edited between two looks; what the store holds changes with every saved case.
    if kept is not None and kept[0] == wanted and (not follow or source in shipped_sets()):
        found: QuestionSet = kept[1]
        return found
    with st.spinner(t("evaluate_page.reading_set")):
        found = read_set(source, mapping or None, follow_paths=follow)
    st.session_state[_STATE] = (wanted, found)
    return found


def _remarks(found: QuestionSet) -> None:
    databases = len({case.db_id for case in found.cases})
    st.markdown(
        f":material/task_alt: **{safe.md(found.name, 60)}** · "
        + t("evaluate_page.set_size", count=f"{len(found.cases):,}", databases=f"{databases:,}")
    )
    for name, rows, icon in (
        ("bad_rows", found.problems, ":material/warning:"),
        ("odd_rows", found.notes, ":material/info:"),
    ):
        if rows:
            with st.expander(t(f"evaluate_page.{name}", count=f"{len(rows):,}"), icon=icon, key=name):
                _rows(rows)


def _rows(rows: Sequence[BadRow]) -> None:
    lines = [
        f"- **{t('evaluate_page.row', number=f'{row.number:,}')}** {safe.md(row.message, 300)}"
        for row in rows[:SHOWN_ROWS]
    ]
    st.markdown("\n".join(lines))
    if len(rows) > SHOWN_ROWS:
        st.caption(t("evaluate_page.more_rows", count=f"{len(rows) - SHOWN_ROWS:,}"))
