"""The guard that every page opens with, and the frame shared by all pages."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from workbench.errors import StoreError, WorkbenchError
from workbench.settings import INPUT
from workbench.store import preferences
from workbench.text import LANGUAGES, set_language, t
from workbench.ui import keys, safe

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    name: str
    title: str
    icon: str
    description: str


_STYLE = """
/* Korean breaks lines between words; browsers by default break between any two syllables. */
.stApp, .stApp p, .stApp button, [data-testid="stText"] * { word-break: keep-all; overflow-wrap: anywhere; }
/* "Press Enter to apply" and the like cannot be translated; our own buttons say it. */
[data-testid="InputInstructions"] { display: none; }
/* SQL is read in columns. */
[class*="st-key-sql_"] textarea, .st-key-ddl_text textarea { font-family: D2Coding, monospace; }
/* Questions and history read as lists. */
[class*="st-key-list_"] button, [class*="st-key-list_"] button > div { justify-content: flex-start; text-align: left; }
/* Streamlit's own Stop button ends the drawing of a page, not the work behind it; ours does. */
[data-testid="stStatusWidget"] { display: none; }
/* The table's built-in CSV leaves formulas in cells as they are; ours is defused. */
button[aria-label^="Download as CSV"] { display: none; }
"""
_WIDE_STYLE = """
/* A wide page ends where lines become too long to read. */
.stMainBlockContainer { max-width: 80rem; }
"""
FAVICON = Path(__file__).with_name("icon.svg")
"""Our own file: for a `:material/…:` page icon the browser asks fonts.gstatic.com (seen on 1.67)."""
_ICONS = {
    "ask": ":material/forum:",
    "evaluate": ":material/leaderboard:",
    "failures": ":material/troubleshoot:",
    "train": ":material/school:",
    "sweeps": ":material/stacked_line_chart:",
    "models": ":material/memory:",
}
_WIDE = {"evaluate", "failures", "train", "sweeps"}
"""Pages of tables and of two queries side by side; prose reads better in a narrow column."""


def describe(name: str) -> Page:
    """Title and icon of a page, in the session's language."""
    return Page(name, t(f"ui.page_{name}"), _ICONS[name], t(f"ui.page_{name}_help"))


def open_page(name: str) -> Page:
    """Page config, language, state defaults and frame. The first line of every page.

    Streamlit may run a page file without the entry file, so nothing that a page needs may live in app.py alone.
    """
    start_session()
    page = describe(name)
    is_wide = name in _WIDE
    st.set_page_config(
        page_title=f"{page.title} · {t('ui.product')}", page_icon=FAVICON, layout="wide" if is_wide else "centered"
    )
    st.html(f"<style>{_STYLE}{_WIDE_STYLE if is_wide else ''}{_uploader_words()}</style>")
    _links()
    _store_notice()
    return page


def _uploader_words() -> str:
    """Streamlit's uploader speaks English only ("Upload", "400MB per file"): its words are laid over with ours."""
    over = 'font-size: 0; }} {0}::after {{ content: "{1}"; font-size: 0.875rem; }}'
    button = '[data-testid="stFileUploaderDropzone"] button p'
    hint = '[data-testid="stFileUploaderDropzoneInstructions"] span'
    return "".join(
        f"{place} {{ {over.format(place, t(key, limit=INPUT.upload_mb))}\n"
        for place, key in ((button, "ui.choose_files"), (hint, "ui.drop_files"))
    )


def _links() -> None:
    """Links to the pages, drawn here: an icon given to st.navigation would be fetched from the network too."""
    with st.sidebar:
        for name, target in st.session_state.get(keys.PAGES, {}).items():
            page = describe(name)
            st.page_link(target, label=page.title, icon=page.icon, help=page.description)
        st.space("small")


def start_session() -> None:
    """Language and defaults of this session; idempotent, also for fragments, which run without their page."""
    if keys.LANGUAGE not in st.session_state:
        st.session_state[keys.LANGUAGE] = _stored_language()
    set_language(st.session_state[keys.LANGUAGE])


def choose_language(code: str) -> None:
    st.session_state[keys.LANGUAGE] = code
    set_language(code)
    try:
        preferences.put("language", code)
    except StoreError as error:
        st.toast(safe.md(error.message), icon=":material/warning:")


def _stored_language() -> str:
    try:
        stored = preferences.get("language")
    except StoreError:
        stored = None
    return stored if stored in LANGUAGES else "ko"


def _store_notice() -> None:
    """Say once that a damaged history file was set aside, until the user has seen it."""
    try:
        moved_to = preferences.get("damaged_file")
    except StoreError as error:
        st.warning(safe.md(error.message), icon=":material/warning:")
        return
    if moved_to:
        st.warning(safe.md(t("store.damaged", path=moved_to)), icon=":material/warning:")
        if st.button(t("ui.understood"), key="damaged_seen"):
            preferences.put("damaged_file", "")
            st.rerun()


def show_problem(error: WorkbenchError) -> None:
    """An expected fault, in its own words."""
    st.error(safe.paragraphs(error.message), icon=":material/error:")


def run_guarded(body: Callable[[], Any]) -> None:
    """Run a page or fragment; what nobody expected becomes a short message, and its trace goes to the log only.

    Streamlit's own control flow (rerun, stop) is not an Exception and passes.
    """
    try:
        body()
    except WorkbenchError as error:
        show_problem(error)
    except Exception:
        _log.exception("a page failed")
        st.error(t("ui.unexpected"), icon=":material/error:")


def guarded(body: Callable[..., None]) -> Callable[..., None]:
    """`run_guarded` as a decorator for fragments, which run outside their page and so need the language again."""

    @functools.wraps(body)
    def inner(*args: Any, **kwargs: Any) -> None:
        start_session()
        run_guarded(lambda: body(*args, **kwargs))

    return inner
