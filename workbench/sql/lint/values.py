"""Rules that look at the rows: filter values that do not occur."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot import exp

from workbench.schema.model import Column, Table
from workbench.sql.lint.filters import filters
from workbench.sql.lint.query import Finding, Query, inside
from workbench.sql.nearest import nearest
from workbench.sql.scopes.kinds import type_kind
from workbench.text import t


def value_not_found(query: Query) -> Iterator[Finding]:
    for literal, table, column in _compared_texts(query):
        text = str(literal.this)
        known = _occurs(text, table, column, query)
        if known is False and _other_spelling(text, table, column, query) is None:
            near = _nearest(text, table, column, query)
            hint = " " + t("lint.hint-values", names=", ".join(f"'{one}'" for one in near)) if near else ""
            yield query.at(literal, column=column.name, value=text, hint=hint)
    yield from _patterns(query)


def value_spelling(query: Query) -> Iterator[Finding]:
    """The value is there in other case or with blanks: 'vip' for 'VIP'."""
    for literal, table, column in _compared_texts(query):
        text = str(literal.this)
        if _occurs(text, table, column, query) is False:
            real = _other_spelling(text, table, column, query)
            if real is not None:
                yield query.at(literal, column=column.name, value=text, real=real)


def _compared_texts(query: Query) -> Iterator[tuple[exp.Literal, Table, Column]]:
    """Text literals that a schema column is compared with for equality."""
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                for side, item in _equalities(node):
                    meaning = query.scopes.meaning(side, frame)
                    if meaning.table is None or meaning.column is None or type_kind(meaning.column.type) != "text":
                        continue
                    yield item, meaning.table, meaning.column


def _equalities(node: exp.Expr) -> Iterator[tuple[exp.Column, exp.Literal]]:
    if isinstance(node, exp.EQ | exp.NEQ):
        for side, item in ((node.this, node.expression), (node.expression, node.this)):
            if isinstance(side, exp.Column) and isinstance(item, exp.Literal) and item.is_string:
                yield side, item
    elif isinstance(node, exp.In) and isinstance(node.this, exp.Column):
        for item in node.expressions:
            if isinstance(item, exp.Literal) and item.is_string:
                yield node.this, item


def _listed(table: Table, column: Column, query: Query) -> tuple[str, ...] | None:
    """Every value the column can have; None where that is not known."""
    if query.values is not None and query.values.is_complete(table.name, column.name):
        return query.values.values(table.name, column.name) or None
    return column.choices or None


def _occurs(text: str, table: Table, column: Column, query: Query) -> bool | None:
    listed = _listed(table, column, query)
    if listed is None:
        return None
    if text in listed:
        return True
    if query.values is not None and query.values.is_complete(table.name, column.name):
        return bool(query.values.contains(table.name, column.name, text))
    return False


def _other_spelling(text: str, table: Table, column: Column, query: Query) -> str | None:
    wanted = _plain(text)
    return next((one for one in _listed(table, column, query) or () if _plain(one) == wanted), None)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _nearest(text: str, table: Table, column: Column, query: Query) -> tuple[str, ...]:
    listed = _listed(table, column, query) or ()
    found = nearest(text, listed)
    # a short list says more than a likeness: the asker sees what the codes are
    return found or (tuple(listed) if len(listed) <= 6 else tuple(listed[:3]))


def _patterns(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for part in filters(frame):
            for node in inside(part):
                if not isinstance(node, exp.Like | exp.ILike) or not isinstance(node.this, exp.Column):
                    continue
                pattern = node.expression
                meaning = query.scopes.meaning(node.this, frame)
                if meaning.table is None or meaning.column is None or not isinstance(pattern, exp.Literal):
                    continue
                listed = _listed(meaning.table, meaning.column, query)
                if listed is None or isinstance(node.parent, exp.Escape):
                    continue
                if not _any_matches(str(pattern.this), listed, isinstance(node, exp.ILike)):
                    yield query.at(pattern, variant="like", column=meaning.column.name, value=str(pattern.this))


def _any_matches(pattern: str, listed: tuple[str, ...], ignore_case: bool) -> bool:
    parts = [".*" if ch == "%" else "." if ch == "_" else re.escape(ch) for ch in re.sub(r"%+", "%", pattern)]
    compiled = re.compile("".join(parts), re.DOTALL | (re.IGNORECASE if ignore_case else 0))
    return any(compiled.fullmatch(one) for one in listed)
