"""CREATE VIEW in all its shapes: what is named and what is asked; the query itself is bound later."""

from __future__ import annotations

import re

from workbench.schema.ddl.cursor import Cursor
from workbench.schema.ddl.draft import Draft, DraftTable
from workbench.schema.ddl.statements import Statement
from workbench.schema.names import fold

_TAIL = re.compile(
    r"\s+WITH\s+(?:(?:CASCADED\s+|LOCAL\s+)?CHECK\s+OPTION|READ\s+ONLY|NO\s+SCHEMA\s+BINDING|(?:NO\s+)?DATA)"
    r"(?:\s+CONSTRAINT\s+\S+)?\s*\Z",
    re.I,
)


def read_view(statement: Statement, draft: Draft) -> None:
    """CREATE [MATERIALIZED] VIEW name [(columns)] [COMMENT …] AS query"""
    source = draft.source
    cursor = Cursor(statement.words, source.dialect)
    while not cursor.done and not cursor.take("VIEW"):
        cursor.next()
    cursor.take("IF", "NOT", "EXISTS")
    parts = cursor.dotted()
    if not parts:
        draft.problem(statement.start, "no_table_name", "error")
        return
    view = DraftTable(parts[-1], parts[-2] if len(parts) > 1 else "", statement.start, is_view=True)
    if cursor.at_punct("("):
        view.query_names = _listed_names(cursor, view)
    while not cursor.done and not cursor.take("AS"):
        if cursor.take("COMMENT"):
            cursor.take_punct("=")
            view.comment = cursor.string() or view.comment
        else:
            cursor.next()
    if cursor.done:
        draft.problem(statement.start, "view_unread", "error", name=view.name)
        return
    view.query = _TAIL.sub("", source.text[cursor.peek().start : cursor.tokens[-1].end])
    draft.add(view)


def _listed_names(cursor: Cursor, view: DraftTable) -> tuple[str, ...]:
    names: list[str] = []
    inside = Cursor(cursor.group(), cursor.dialect)
    fresh = True
    while not inside.done:
        if inside.take_punct(","):
            fresh = True
        elif inside.take("COMMENT"):
            view.remarks[fold(names[-1] if names else "")] = inside.string() or ""
        elif fresh and inside.peek().is_name:
            names.append(inside.name())
            fresh = False
        elif inside.at_punct("("):
            inside.skip_group()
        else:
            inside.next()
    return tuple(names)
