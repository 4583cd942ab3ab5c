"""Gold and generated SQL side by side, with what differs in structure marked in both."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import sqlglot
from sqlglot.errors import SqlglotError

from workbench.evaluate.categories import Difference
from workbench.text import t
from workbench.ui import safe
from workbench.ui.sql_view import keywords

Side = Literal["gold", "answer"]
TINTS = {"missing": "#2f9e63", "extra": "#e5484d", "changed": "#e8930c"}
"""Only in gold, only in the answer, different in both. Never colour alone: each kind has its own line and sign."""
_SIGNS = {"missing": "−", "extra": "+", "changed": "≠"}
_LINES = {"missing": "dashed", "extra": "solid", "changed": "double"}


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: str
    title: str


def tidy(sql: str) -> str:
    """The SQL with a clause a line, so that two can be read side by side; as it is where it cannot be read."""
    try:
        found = sqlglot.parse(sql, read="duckdb")
        return found[0].sql(dialect="duckdb", pretty=True) if len(found) == 1 and found[0] is not None else sql
    except (SqlglotError, RecursionError):
        return sql


def marks(differences: Sequence[Difference], side: Side) -> list[Mark]:
    """The places of one side, in order. A place inside another is left out: marks do not nest."""
    found = []
    for one in differences:
        place = one.gold_span if side == "gold" else one.span
        if place is not None and place[0] < place[1]:
            found.append(Mark(place[0], place[1], one.kind, sentence(one)))
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def sentence(difference: Difference) -> str:
    """One difference in words, ready to show (not escaped): what it means, else the pieces themselves."""
    return difference.message or t(
        f"failures_page.difference_{difference.kind}", gold=difference.gold, answer=difference.answer
    )


def marked_up(sql: str, marked: Sequence[Mark]) -> str:
    """The SQL as HTML for `st.html`: every piece of it escaped, keywords bold, places marked."""
    bold = keywords(sql)
    inside = [mark for mark in marked if mark.end <= len(sql)]
    cuts = {0, len(sql)} | {edge for m in inside for edge in (m.start, m.end)} | {edge for b in bold for edge in b}
    pieces = []
    for start, end in itertools.pairwise(sorted(cuts)):
        text = safe.markup(sql[start:end])
        if any(s <= start and end <= e for s, e in bold):
            text = f"<b>{text}</b>"
        over = next((m for m in inside if m.start <= start and end <= m.end), None)
        pieces.append(_marked(text, over, first=over.start == start) if over else text)
    return (
        '<pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 0.9rem 1rem;'
        ' border-radius: 0.6rem; background: rgba(128, 128, 128, 0.1); line-height: 1.7; font-size: 0.875rem">'
        f"<code style=\"font-family: D2Coding, Menlo, Consolas, 'Noto Sans Mono CJK KR', monospace\">"
        f"{''.join(pieces)}</code></pre>"
    )


def _marked(text: str, mark: Mark, *, first: bool) -> str:
    tint = TINTS[mark.kind]
    style = f"background: {tint}38; color: inherit; border-bottom: 2px {_LINES[mark.kind]} {tint}"
    sign = f'<sup style="font-weight: 700; padding-right: 2px">{_SIGNS[mark.kind]}</sup>' if first else ""
    return f'<mark title="{safe.markup(mark.title)}" style="{style}">{sign}{text}</mark>'
