"""SQL with its problem places marked, and the list of checks that the marks point to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import streamlit as st
from sqlglot import tokenize
from sqlglot.errors import SqlglotError

from workbench.sql.diagnostic import Diagnostic
from workbench.text import t
from workbench.ui import safe
from workbench.ui.badges import SEVERITY

_TINTS = {"error": "#e5484d", "warning": "#e8930c", "info": "#3b82f6"}
"""Readable under text on light and dark: used as a border, and at a quarter of its strength as a ground."""
_ORDER = {"error": 0, "warning": 1, "info": 2}


def sql_with_checks(sql: str, checks: Sequence[Diagnostic]) -> None:
    ordered = sorted(checks, key=lambda c: (_ORDER[c.severity], c.start))
    marked = [c for c in ordered if _has_place(c, sql)]
    if marked:
        st.html(marked_up(sql, marked))
    else:
        st.code(sql, language="sql", wrap_lines=True)
    check_list(sql, ordered, marked)


def check_list(sql: str, checks: Sequence[Diagnostic], marked: Sequence[Diagnostic] = ()) -> None:
    for check in checks:
        colour, icon = SEVERITY[check.severity]
        where = ""
        if check in marked:
            line = sql.count("\n", 0, check.start) + 1
            where = f" :gray[{t('ask_page.check_place', number=marked.index(check) + 1, line=line)}]"
        st.markdown(f":{colour}[{icon}] {safe.md(check.message)}{where}")


def _has_place(check: Diagnostic, sql: str) -> bool:
    # A mark over the whole text points at nothing.
    return 0 <= check.start < check.end <= len(sql) and sql[check.start : check.end].strip() != sql.strip()


def marked_up(sql: str, checks: Sequence[Diagnostic]) -> str:
    """The SQL as HTML: every piece of it escaped, problem places in numbered marks, keywords bold."""
    cuts = {0, len(sql)} | {edge for c in checks for edge in (c.start, c.end)}
    bold = keywords(sql)
    cuts |= {edge for place in bold for edge in place}
    edges = sorted(cuts)
    pieces = []
    for start, end in itertools.pairwise(edges):
        text = safe.markup(sql[start:end])
        if any(s <= start and end <= e for s, e in bold):
            text = f"<b>{text}</b>"
        over = [n for n, c in enumerate(checks, 1) if c.start <= start and end <= c.end]
        pieces.append(_mark(text, checks[over[0] - 1], over[0], checks[over[0] - 1].end == end) if over else text)
    return (
        '<pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 0.9rem 1rem;'
        ' border-radius: 0.6rem; background: rgba(128, 128, 128, 0.1); line-height: 1.7; font-size: 0.875rem">'
        f"<code style=\"font-family: D2Coding, Menlo, Consolas, 'Noto Sans Mono CJK KR', monospace\">"
        f"{''.join(pieces)}</code></pre>"
    )


def _mark(text: str, check: Diagnostic, number: int, last: bool) -> str:
    tint = _TINTS[check.severity]
    style = f"background: {tint}40; color: inherit; border-bottom: 2px solid {tint}"
    sign = f'<sup style="font-weight: 700; padding: 0 2px">{number}</sup>' if last else ""
    return f'<mark title="{safe.markup(check.message)}" style="{style}">{text}{sign}</mark>'


def keywords(sql: str) -> list[tuple[int, int]]:
    """Where the keywords stand, as (start, end); nowhere in a text that is no SQL."""
    try:
        tokens = tokenize(sql, read="duckdb")
    except SqlglotError:
        return []
    names = {"VAR", "IDENTIFIER", "STRING", "NUMBER"}
    words = (token for token in tokens if token.token_type.name not in names)
    return [(word.start, word.end + 1) for word in words if word.text.replace(" ", "").isalpha()]
