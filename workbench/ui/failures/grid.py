"""Rows of a result as an HTML table in which rows and columns can be marked. Every cell is untrusted and escaped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from workbench.text import t
from workbench.ui import safe

_LONGEST = 120
_CELL = "padding: 0.3rem 0.6rem; border-bottom: 1px solid rgba(128, 128, 128, 0.25); white-space: nowrap"


def grid(
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    tint: str,
    sign: str,
    marked_rows: Collection[int] = (),
    marked_columns: Collection[int] = (),
) -> str:
    """A table for `st.html` that scrolls sideways by itself. Marked rows carry `sign`, for whoever sees no colour."""
    # The inner width, and not the page, is what a wide table makes wider.
    head = "".join(_head(name, tint if number in marked_columns else "") for number, name in enumerate(columns))
    body = "".join(
        _row(row, tint if number in marked_rows else "", sign, marked_columns, tint) for number, row in enumerate(rows)
    )
    return (
        '<div style="overflow-x: auto; max-height: 24rem; overflow-y: auto; border-radius: 0.6rem;'
        ' border: 1px solid rgba(128, 128, 128, 0.25)" tabindex="0">'
        '<table style="border-collapse: collapse; font-size: 0.85rem; width: 100%; margin: 0">'
        f'<thead><tr><th style="{_CELL}; width: 1rem"></th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(name: str, tint: str) -> str:
    style = f"{_CELL}; text-align: left; font-weight: 600"
    if tint:
        style += f"; background: {tint}38; border-bottom: 2px solid {tint}"
    return f'<th style="{style}">{safe.markup(_short(name))}</th>'


def _row(row: Sequence[Any], tint: str, sign: str, marked_columns: Collection[int], column_tint: str) -> str:
    ground = f"background: {tint}26; " if tint else ""
    cells = [f'<td style="{_CELL}; {ground}font-weight: 700">{sign if tint else ""}</td>']
    for number, value in enumerate(row):
        own = f"background: {column_tint}26; " if number in marked_columns else ground
        align = "text-align: right; " if isinstance(value, int | float) and not isinstance(value, bool) else ""
        cells.append(f'<td style="{_CELL}; {own}{align}">{cell(value)}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def cell(value: Any) -> str:
    """One value as escaped HTML; NULL is told apart from an empty text."""
    if value is None:
        return f'<i style="opacity: 0.6">{safe.markup(t("failures_page.null"))}</i>'
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return safe.markup(f"{value:,.6f}".rstrip("0").rstrip("."))
    if isinstance(value, int):
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    return safe.markup(_short(str(value))) or "&nbsp;"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
