"""The ER picture, as Graphviz dot. Every name and comment is untrusted and goes through `_text`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from workbench.schema.labels import label_of
from workbench.schema.model import Column, ForeignKey, Schema, Table
from workbench.schema.names import fold
from workbench.text import t

MAX_TABLES = 40
"""More boxes than this cannot be read, and Graphviz in the browser lays out 200 for tens of seconds."""
MAX_COLUMNS = 14
_LONGEST = 28

# Mid-tones that read on light and dark pages alike; the page's own background shows through.
_STYLE = (
    'graph [rankdir=LR, bgcolor="transparent", nodesep=0.3, ranksep=0.5, splines=spline, pad=0.2];\n'
    '  node [shape=plain, fontname="Noto Sans KR, Malgun Gothic, Apple SD Gothic Neo, sans-serif", fontsize=11];\n'
    '  edge [color="#7a8699", arrowsize=0.7, dir=both, arrowtail=crow, arrowhead=none];'
)


def to_dot(schema: Schema, tables: Sequence[str] | None = None) -> str:
    """Graphviz dot for `tables` (all where None): one box a table with its columns, an edge a foreign key.

    At most MAX_TABLES boxes, the most connected first, and MAX_COLUMNS columns each, keys before others; what is left
    out is counted. Inferred keys are dashed. Keys to tables outside the picture are not drawn.
    """
    chosen = list((schema if tables is None else schema.subset(tables)).tables)
    shown = _most_connected(chosen)
    ids = {fold(table.name): f"t{n}" for n, table in enumerate(shown)}
    lines = [_node(ids[fold(table.name)], table) for table in shown]
    for table in shown:
        lines += [_edge(table, key, ids) for key in table.foreign_keys if fold(key.table) in ids]
    if len(chosen) > len(shown):
        hidden = _text(t("schema.er_hidden_tables", count=f"{len(chosen) - len(shown):,}"))
        lines.append(f"more [label=<{hidden}>];")
    return "digraph schema {\n  " + _STYLE + "\n  " + "\n  ".join(lines) + "\n}\n"


def _most_connected(tables: list[Table]) -> list[Table]:
    if len(tables) <= MAX_TABLES:
        return tables
    degree = {fold(table.name): len(table.foreign_keys) for table in tables}
    for table in tables:
        for key in table.foreign_keys:
            if fold(key.table) in degree:
                degree[fold(key.table)] += 1
    best = sorted(tables, key=lambda table: -degree[fold(table.name)])[:MAX_TABLES]
    kept = {id(table) for table in best}
    return [table for table in tables if id(table) in kept]


def _node(node: str, table: Table) -> str:
    columns = _shown_columns(table)
    rows = [_row(column, table, n) for n, column in columns]
    if len(table.columns) > len(columns):
        more = _text(t("schema.er_more", count=f"{len(table.columns) - len(columns):,}"))
        rows.append(f'<TR><TD ALIGN="LEFT" COLSPAN="2"><FONT COLOR="#5f6b7a">{more}</FONT></TD></TR>')
    title = f"<B>{_text(table.name)}</B>" + (
        f"&#160;&#160;&#160;{_text(table.comment)}" if table.comment.strip() else ""
    )
    head = f'<TR><TD COLSPAN="2" BGCOLOR="#2f5d8a" ALIGN="LEFT"><FONT COLOR="#ffffff">{title}</FONT></TD></TR>'
    box = 'BORDER="1" COLOR="#9aa5b1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" BGCOLOR="#ffffff"'
    return f"{node} [label=<<TABLE {box}>{head}{''.join(rows)}</TABLE>>];"


def _shown_columns(table: Table) -> list[tuple[int, Column]]:
    """Columns with their place, keys first kept where there are too many; in the table's order."""
    numbered = list(enumerate(table.columns))
    if len(numbered) <= MAX_COLUMNS:
        return numbered
    keys = {fold(name) for name in table.primary_key} | {fold(n) for key in table.foreign_keys for n in key.columns}
    ranked = sorted(numbered, key=lambda pair: (fold(pair[1].name) not in keys, pair[0]))
    return sorted(ranked[:MAX_COLUMNS])


def _row(column: Column, table: Table, place: int) -> str:
    name = _text(column.name)
    if fold(column.name) in {fold(key) for key in table.primary_key}:
        name = f"<U>{name}</U>"
    # The short name alone: with their lists of codes, boxes get so wide that at page width nobody can read them.
    comment = label_of(column.comment)
    said = _text(comment) if comment else ""
    left = f'<TD ALIGN="LEFT"><FONT COLOR="#1f2933">{name}</FONT></TD>'
    return f'<TR>{left}<TD ALIGN="LEFT"><FONT COLOR="#5f6b7a">{said or " "}</FONT></TD></TR>'


def _edge(table: Table, key: ForeignKey, ids: dict[str, str]) -> str:
    style = " [style=dashed]" if key.inferred else ""
    return f"{ids[fold(table.name)]} -> {ids[fold(key.table)]}{style};"


def _text(value: str) -> str:
    """Untrusted text inside an HTML-like label: one line, short, entities for everything that means something."""
    flat = " ".join("".join(ch if ch.isprintable() else " " for ch in value).split())
    cut = flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"
    # The browser's Graphviz takes Hangul for narrower than it is: without room, texts run out of their boxes.
    room = "&#160;" * math.ceil(sum(ord(ch) > 0x1100 for ch in cut) / 3)
    return (escape(cut) or "?") + room
