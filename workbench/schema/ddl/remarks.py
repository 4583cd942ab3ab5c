"""Descriptions said in statements of their own: COMMENT ON, SQL Server's sp_addextendedproperty."""

from __future__ import annotations

from workbench.schema.ddl.cursor import Cursor, split_commas
from workbench.schema.ddl.draft import Draft
from workbench.schema.ddl.lexer import Token
from workbench.schema.ddl.statements import Statement
from workbench.schema.names import fold

_TABLE_KINDS = ("TABLE", "VIEW")
_POSITIONS = ("name", "value", "level0type", "level0name", "level1type", "level1name", "level2type", "level2name")


def read_comment_on(statement: Statement, draft: Draft) -> None:
    """COMMENT ON TABLE|VIEW|MATERIALIZED VIEW|COLUMN name IS '…'"""
    cursor = Cursor(statement.words, draft.source.dialect)
    cursor.take("COMMENT")
    cursor.take("IF", "EXISTS")
    cursor.take("ON")
    _ = cursor.take("MATERIALIZED") or cursor.take("FOREIGN")
    if cursor.take_any(*_TABLE_KINDS):
        parts, column = cursor.dotted(), ""
    elif cursor.take("COLUMN"):
        *owner, column = cursor.dotted() or ("",)
        parts = tuple(owner)
    else:
        return  # on a schema, function, index …: nothing to ask about
    cursor.take("IS")
    text = cursor.string()
    if text is None:
        if not cursor.at("NULL"):
            draft.problem(statement.start, "bad_comment")
        return
    _describe(parts, column, text, statement.start, draft)


def read_variable(statement: Statement, draft: Draft) -> None:
    """`SET @v = N'…'`, `DECLARE @v nvarchar(100) = N'…'`: what `sp_addextendedproperty … @v` refers to."""
    cursor = Cursor(statement.words, draft.source.dialect)
    while not cursor.done:
        token = cursor.next()
        if token.kind == "word" and token.text.startswith("@"):
            while not cursor.done and not cursor.at_punct("=") and not cursor.peek().text.startswith("@"):
                cursor.next()
            if cursor.take_punct("=") and (value := cursor.string()) is not None:
                draft.variables[fold(token.text)] = value


def read_property(statement: Statement, draft: Draft) -> None:
    """`EXEC sp_addextendedproperty N'MS_Description', N'…', N'SCHEMA', N'dbo', N'TABLE', N'T', N'COLUMN', N'c'`,
    by position or by `@name =`."""
    cursor = Cursor(statement.words, draft.source.dialect)
    while not cursor.done and "EXTENDEDPROPERTY" not in cursor.peek().text.upper():
        cursor.next()
    cursor.next()
    given: dict[str, str] = {}
    for place, piece in enumerate(split_commas(cursor.tokens[cursor.i :])):
        key = _POSITIONS[min(place, len(_POSITIONS) - 1)]
        if len(piece) > 1 and piece[0].text.startswith("@") and piece[1].text == "=":
            key, piece = piece[0].text[1:].lower(), piece[2:]
        given[key] = _value(piece, draft)
    if "description" not in given.get("name", "").lower() and given.get("name", "").lower() != "comment":
        return
    table = given.get("level1name", "")
    if given.get("level1type", "").upper() not in _TABLE_KINDS or not table:
        return
    column = given.get("level2name", "") if given.get("level2type", "").upper() == "COLUMN" else ""
    if given.get("level2type") and not column:
        return  # on a constraint or index
    _describe((given.get("level0name", ""), table), column, given.get("value", ""), statement.start, draft)


def _value(piece: list[Token], draft: Draft) -> str:
    cursor = Cursor(piece)
    if (text := cursor.string()) is not None:
        return text
    token = cursor.peek()
    if token.text.startswith("@"):
        return draft.variables.get(fold(token.text), "")
    return "" if token.upper == "NULL" else token.text


def _describe(parts: tuple[str, ...], column: str, text: str, offset: int, draft: Draft) -> None:
    text = " ".join(text.split())
    table = draft.find(parts)
    if table is None:
        draft.problem(offset, "comment_unknown_table", name=".".join(part for part in parts if part) or "?")
    elif not column:
        table.comment = text or table.comment
    elif fold(column) in table.columns:
        table.columns[fold(column)].comment = text
    elif table.query:
        table.remarks[fold(column)] = text
    else:
        draft.problem(offset, "unknown_column", table=table.name, name=column)
