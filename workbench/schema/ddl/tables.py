"""CREATE TABLE in all its shapes: a body of columns, LIKE, CLONE, AS SELECT, PARTITION OF, INHERITS."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from workbench.schema.ddl.columns import read_columns, read_description
from workbench.schema.ddl.constraints import at_constraint, copy_columns, read_constraint
from workbench.schema.ddl.cursor import Cursor
from workbench.schema.ddl.draft import Draft, DraftTable
from workbench.schema.ddl.lexer import Source, Token
from workbench.schema.ddl.notes import column_note, table_note
from workbench.schema.ddl.statements import Statement
from workbench.schema.ddl.typemap import is_known

_NESTED_OPENERS = frozenset({"STRUCT", "ROW", "OBJECT", "NESTED", "MAP", "UNION", "TUPLE", "ARRAY"})


@dataclass
class _Item:
    """What stands between two commas of the body."""

    tokens: list[Token] = field(default_factory=list)
    beside: list[Token] = field(default_factory=list)
    """Comments on the line of its last token."""
    above: list[Token] = field(default_factory=list)


def read_table(statement: Statement, draft: Draft) -> None:
    """Add the table (or several problems, or both) to `draft`."""
    cursor = Cursor(statement.words, draft.source.dialect)
    while not cursor.done and not (cursor.take("TABLE") or cursor.take("CLASS")):
        cursor.next()
    _ = cursor.take("IF", "NOT", "EXISTS") or cursor.take("IF", "EXISTS")
    parts = cursor.dotted()
    if not parts:
        draft.problem(statement.start, "no_table_name", "error")
        return
    table = DraftTable(parts[-1], parts[-2] if len(parts) > 1 else "", statement.start)
    if draft.source.dialect == "sqlite" and table.name.lower().startswith("sqlite_"):
        return  # SQLite's own book-keeping, reserved names
    if cursor.take("PARTITION", "OF"):
        draft.skip("PARTITION", statement.start)
        return
    notes = [*statement.before]
    _columns(statement, cursor, table, draft, notes)
    _options(cursor, table, draft)
    if not table.columns and not table.query:
        draft.problem(statement.start, "no_columns", "error", name=table.name)
        return
    table.note = table_note(notes, draft.source)
    draft.add(table)


def _columns(statement: Statement, cursor: Cursor, table: DraftTable, draft: Draft, notes: list[Token]) -> None:
    if cursor.take_any("LIKE", "CLONE", "COPY"):
        copy_columns(cursor.dotted(), table, draft, statement.start)
        return
    virtual = cursor.take("USING")  # SQLite: CREATE VIRTUAL TABLE t USING fts5(title, body, tokenize='…')
    if virtual:
        cursor.name()
    while not cursor.done and not cursor.at_punct("(") and not cursor.at("AS") and not cursor.at("SELECT"):
        if cursor.take("CLUSTER", "BY"):  # Snowflake's GET_DDL writes it before the columns
            cursor.skip_group()
        else:
            cursor.next()
    inside = cursor.peek(1).upper
    if not cursor.at_punct("(") or inside in ("SELECT", "WITH"):
        return
    opening = cursor.peek().start
    body, unclosed = _body(statement.tokens, opening, draft)
    end = body[-1].end if body else opening + 1
    while not cursor.done and cursor.peek().start < end:
        cursor.next()
    cursor.take_punct(")")
    if _is_of_query(cursor, body):
        table.query_names = tuple(token.text for token in body if token.is_name)
        return
    if unclosed:
        draft.problem(statement.start, "unclosed_table", name=table.name)
    items = _items(body, opening, draft.source, notes, recover=unclosed, draft=draft)
    if virtual:
        items = [item for item in items if not any(token.text == "=" for token in item.tokens)]
    _read_items(items, table, draft)


def _is_of_query(cursor: Cursor, body: list[Token]) -> bool:
    """Whether the bracket only names what a query behind it gives: (a, b) AS SELECT …, with options between."""
    if cursor.at("AS", "SELECT") or (cursor.at("AS") and cursor.peek(1).text == "("):
        return True
    rest = cursor.tokens[cursor.i :]
    asks = any(a.upper == "AS" and b.upper in ("SELECT", "WITH") for a, b in itertools.pairwise(rest))
    return asks and all(token.is_name or token.text == "," for token in body) and not _two_names(body)


def _two_names(body: list[Token]) -> bool:
    return any(a.is_name and b.is_name for a, b in itertools.pairwise(body))


def _read_items(items: list[_Item], table: DraftTable, draft: Draft) -> None:
    above, beside = [], []
    for item in items:
        cursor = Cursor(item.tokens, draft.source.dialect)
        if cursor.done:
            continue
        if at_constraint(cursor):
            read_constraint(cursor, table, draft)
            continue
        for column in read_columns(cursor, table, draft):
            beside.append((column, column_note(item.beside)))
            above.append((column, column_note(item.above)))
    for column, note in beside:
        column.note = note
    # Comments above the columns are their descriptions only where nearly all have one; else they head a section.
    if sum(bool(note) for _, note in above) * 4 >= len(above) * 3:
        for column, note in above:
            column.note = column.note or note


def _body(tokens: tuple[Token, ...], opening: int, draft: Draft) -> tuple[list[Token], bool]:
    """The tokens between the body's brackets, comments included, and whether its end is missing.

    A closing bracket too many inside a column (`VARCHAR(20)),`) does not end the table: a comma and a name follow it.
    """
    start = next(i for i, token in enumerate(tokens) if token.start == opening) + 1
    depth = 1
    body: list[Token] = []
    for i in range(start, len(tokens)):
        token = tokens[i]
        if token.kind == "punct" and token.text in "()" and token.text:
            depth += 1 if token.text == "(" else -1
            if depth == 0:
                behind = [other for other in tokens[i + 1 : i + 6] if other.kind != "comment"][:2]
                if len(behind) == 2 and behind[0].text == "," and behind[1].is_name:
                    draft.problem(token.start, "extra_bracket")
                    depth = 1
                    continue
                return body, False
        body.append(token)
    return body, True


def _items(
    body: list[Token], opening: int, source: Source, notes: list[Token], *, recover: bool, draft: Draft
) -> list[_Item]:
    items, depth, last_line, previous = [_Item()], 0, source.line(opening), None
    openers: list[Token | None] = []
    for i, token in enumerate(body):
        item = items[-1]
        if token.kind == "comment":
            _place_comment(token, items, last_line, source, notes)
            continue
        if recover and openers and _column_starts(body, i, openers[-1], source):
            draft.problem(item.tokens[0].start if item.tokens else token.start, "unclosed_column")
            openers.clear()
            depth = 0
            items.append(item := _Item())
        if token.kind == "punct":
            if token.text in ("(", ")"):
                depth = max(0, depth + (1 if token.text == "(" else -1))
                if token.text == "(":
                    openers.append(previous)
                elif openers:
                    openers.pop()
            if _is_type_bracket(token, previous):
                depth = max(0, depth + {"<": 1, ">": -1, "[": 1, "]": -1}.get(token.text, 0))
        last_line, previous = source.line(token.end - 1), token
        if token.kind == "punct" and token.text == "," and depth <= 0:
            if item.tokens:
                items.append(_Item())
        else:
            item.tokens.append(token)
    return items


def _is_type_bracket(token: Token, previous: Token | None) -> bool:
    """`ARRAY<…>` nests, `a < b` in a CHECK does not: there a bracket already encloses it."""
    return token.text in "[]>" or (previous is not None and previous.upper in _NESTED_OPENERS)


def _column_starts(body: list[Token], i: int, opener: Token | None, source: Source) -> bool:
    token, behind = body[i], body[i + 1] if i + 1 < len(body) else None
    if behind is None or not token.is_name or not source.starts_line(token.start):
        return False
    return is_known(behind.text.upper()) and not (opener is not None and opener.upper in _NESTED_OPENERS)


def _place_comment(token: Token, items: list[_Item], last_line: int, source: Source, notes: list[Token]) -> None:
    same_line = source.line(token.start) == last_line
    if not same_line:
        (items[-1].beside if items[-1].tokens else items[-1].above).append(token)
    elif items[-1].tokens:
        items[-1].beside.append(token)
    elif len(items) > 1:
        items[-2].beside.append(token)
    else:
        notes.append(token)  # beside the opening bracket: the table's own


def _options(cursor: Cursor, table: DraftTable, draft: Draft) -> None:
    """What stands behind the body: the table's comment, INHERITS, PARTITIONED BY (Hive: columns), AS SELECT."""
    while not cursor.done:
        token = cursor.peek()
        if cursor.take("COMMENT"):
            cursor.take_punct("=")
            table.comment = cursor.string() or table.comment
        elif cursor.take("OPTIONS"):
            table.comment = read_description(cursor.group()) or table.comment
        elif cursor.take("INHERITS"):
            copy_columns(Cursor(cursor.group()).dotted(), table, draft, token.start)
        elif cursor.take("PARTITIONED", "BY"):
            inner = cursor.group()
            if len(inner) > 1 and is_known(inner[1].upper):
                _read_items(_items(inner, token.start, draft.source, [], recover=False, draft=draft), table, draft)
        elif cursor.at("SELECT") or (cursor.at("WITH") and cursor.peek(2).upper == "AS"):
            table.query = draft.source.text[token.start : cursor.tokens[-1].end]
            return
        elif cursor.at("AS") and cursor.peek(1).text == "(" and cursor.peek(2).upper in ("SELECT", "WITH"):
            table.query = draft.source.text[cursor.peek(1).start : cursor.tokens[-1].end]
            return
        else:
            cursor.next()
