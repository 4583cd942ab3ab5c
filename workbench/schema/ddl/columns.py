"""One column definition: name, type, and what its attributes say about keys, nulls, comments and values."""

from __future__ import annotations

from workbench.schema.ddl.checks import listed_values
from workbench.schema.ddl.constraints import read_reference
from workbench.schema.ddl.cursor import Cursor
from workbench.schema.ddl.draft import Draft, DraftColumn, DraftTable
from workbench.schema.ddl.lexer import Token
from workbench.schema.ddl.typemap import is_known
from workbench.schema.ddl.types import read_type
from workbench.schema.names import fold

_SERIALS = frozenset({"SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL4", "SERIAL8", "SERIAL2"})


def read_columns(cursor: Cursor, table: DraftTable, draft: Draft) -> list[DraftColumn]:
    """The column at the cursor; more than one where a comma is missing between lines. Adds them to `table`."""
    read: list[DraftColumn] = []
    while not cursor.done:
        start = cursor.peek()
        name = _column_name(cursor)
        if not name:
            draft.problem(start.start, "bad_column", "error", table=table.name)
            break
        column = DraftColumn(name, read_type(cursor), start.start)
        if fold(name) in table.columns:
            draft.problem(start.start, "duplicate_column", table=table.name, name=name)
            break
        table.columns[fold(name)] = column
        read.append(column)
        column.nullable = column.source.name not in _SERIALS
        _attributes(cursor, column, table, draft)
        if not (column.source.name or column.expression or draft.source.dialect == "sqlite"):
            draft.problem(start.start, "no_type", name=name)
        if not cursor.done:
            draft.problem(cursor.peek().start, "missing_comma", "info", name=name)
    return read


def _column_name(cursor: Cursor) -> str:
    """A name, with the odd characters people leave unquoted: `비율%`, `order-id`, `매출액(원) BIGINT`, `id: INT`."""
    token = cursor.peek()
    if not token.is_name:
        return ""
    cursor.next()
    name, end = token.text, token.end
    while token.kind == "word" and cursor.peek().start == end and cursor.peek().text not in (",", ")", ""):
        if cursor.at_punct("("):
            if not _is_unit(cursor):
                break
            inner = cursor.group()
            name += "(" + "".join(t.text for t in inner) + ")"
            end = cursor.tokens[cursor.i - 1].end
            continue
        token_next = cursor.next()
        name, end = name + token_next.text, token_next.end
    return name.rstrip(":").strip()


def _is_unit(cursor: Cursor) -> bool:
    """`(원) BIGINT`: a bracket of one word with a type behind it belongs to the name."""
    inside, close, behind = cursor.peek(1), cursor.peek(2), cursor.peek(3)
    return inside.kind == "word" and close.text == ")" and is_known(behind.upper)


def _attributes(cursor: Cursor, column: DraftColumn, table: DraftTable, draft: Draft) -> None:
    while not cursor.done and not _next_column(cursor, draft):
        if cursor.peek().upper not in _ATTRIBUTES and not cursor.at_punct("("):
            cursor.next()  # nothing below asks for it
        elif cursor.take("NOT", "NULL"):
            column.nullable = False
        elif cursor.take("NULL"):
            continue
        elif cursor.take("DEFAULT"):
            _skip_value(cursor)
        elif cursor.skip_reaction():
            continue
        elif cursor.take("PRIMARY", "KEY") or (cursor.at("KEY") and cursor.take("KEY")):
            table.primary_key += (column.name,)
            column.nullable = False
        elif cursor.take("UNIQUE"):
            cursor.take("KEY")
            table.unique_keys.append((column.name,))
        elif cursor.at("FOREIGN", "KEY", "REFERENCES") or cursor.at("REFERENCES"):
            cursor.take("FOREIGN", "KEY")
            table.foreign_keys.append(read_reference(cursor, (column.name,), column.offset))
        elif cursor.take("CHECK"):
            listed = listed_values(cursor.group(), draft.source.dialect)
            if listed and fold(listed[0]) == fold(column.name):
                column.choices = listed[1]
        elif cursor.take("COMMENT"):
            cursor.take_punct("=")
            column.comment = cursor.string() or column.comment
        elif cursor.take("OPTIONS"):
            column.comment = read_description(cursor.group()) or column.comment
        elif cursor.take("CONSTRAINT"):
            cursor.name()
        elif cursor.take("AS"):
            column.expression = _text_of(cursor.group(), draft)
        elif cursor.at_punct("("):
            cursor.skip_group()
        else:
            cursor.next()


def _text_of(tokens: list[Token], draft: Draft) -> str:
    return draft.source.text[tokens[0].start : tokens[-1].end] if tokens else ""


def read_description(tokens: list[Token]) -> str:
    """The text in BigQuery's `OPTIONS(description="…", …)`."""
    cursor = Cursor(tokens)
    while not cursor.done:
        if cursor.next().upper == "DESCRIPTION" and cursor.take_punct("="):
            return cursor.string() or ""
    return ""


def _skip_value(cursor: Cursor) -> None:
    """Past a default: one value, a call, a bracket, with casts and operators behind it."""
    while not cursor.done:
        cursor.take_punct("-")
        if cursor.at_punct("("):
            cursor.skip_group()
        else:
            cursor.next()
            while cursor.take_punct("."):
                cursor.next()
            cursor.skip_group()
        while cursor.take_punct("::"):
            read_type(cursor)
        if not (cursor.peek().kind == "punct" and cursor.peek().text in ("+", "-", "*", "/", "||")):
            return
        cursor.next()


def _next_column(cursor: Cursor, draft: Draft) -> bool:
    """Whether a new column begins here although no comma came: a name and a type at the start of a line."""
    token, behind = cursor.peek(), cursor.peek(1)
    if not token.is_name or behind.kind not in ("word", "quoted") or not draft.source.starts_line(token.start):
        return False
    if behind.kind == "quoted" and draft.source.dialect != "tsql":
        return False
    return is_known(behind.text.upper()) and token.upper not in _ATTRIBUTES


_ATTRIBUTES = frozenset(
    "NOT NULL DEFAULT COMMENT COLLATE CHECK CONSTRAINT REFERENCES UNIQUE PRIMARY ON AS GENERATED CHARACTER CHARSET "
    "WITH AUTO_INCREMENT IDENTITY OPTIONS ENCODE STORAGE USING MASKED KEY FOREIGN".split()
)
