"""Statements that change a table made before: ALTER TABLE, CREATE UNIQUE INDEX, CREATE TYPE."""

from __future__ import annotations

from collections.abc import Callable

from workbench.schema.ddl.checks import listed_values
from workbench.schema.ddl.columns import read_columns, read_description
from workbench.schema.ddl.constraints import at_constraint, read_constraint
from workbench.schema.ddl.cursor import Cursor, split_commas
from workbench.schema.ddl.draft import Draft, DraftColumn, DraftTable
from workbench.schema.ddl.lexer import Token
from workbench.schema.ddl.statements import Statement
from workbench.schema.ddl.typemap import Mapped, to_duckdb
from workbench.schema.ddl.types import read_type
from workbench.schema.names import fold

# Actions that change nothing about what can be asked.
_QUIET = frozenset(
    "OWNER ENABLE DISABLE ENGINE AUTO_INCREMENT CONVERT DEFAULT CHARACTER CHARSET COLLATE ORDER FORCE DETACH "
    "CLUSTER REPLICA CHECK NOCHECK TABLESPACE MOVE LOGGING NOLOGGING PARALLEL NOPARALLEL VALIDATE INHERIT REBUILD "
    "ROW_FORMAT COMPRESS NOCOMPRESS SWITCH PCTFREE STORAGE CACHE NOCACHE READ SUPPLEMENTAL TRIGGER ALLOCATE".split()
)


def read_alter(statement: Statement, draft: Draft) -> None:
    """ALTER [FOREIGN] TABLE [ONLY] t action, action, …"""
    cursor = Cursor(statement.words, draft.source.dialect)
    while not cursor.done and not cursor.take("TABLE"):
        cursor.next()
    _ = cursor.take("IF", "EXISTS")
    cursor.take("ONLY")
    parts = cursor.dotted()
    table = draft.find(parts)
    if table is None:
        draft.problem(statement.start, "alter_unknown_table", name=".".join(parts) or "?")
        return
    cursor.take_punct("*")
    _ = cursor.take("WITH", "CHECK") or cursor.take("WITH", "NOCHECK")
    previous = ""
    for piece in split_commas(cursor.tokens[cursor.i :]):
        if not piece:
            continue
        action = Cursor(piece, draft.source.dialect)
        # SQL Server: `ADD CONSTRAINT a …, CONSTRAINT b …`, `ADD x int, y int`: the verb is said once.
        if previous == "ADD" and (at_constraint(action) or _is_plain_column(action)):
            _add(action, table, draft)
            continue
        previous = action.peek().upper
        _action(action, table, draft)


def _is_plain_column(action: Cursor) -> bool:
    known = action.peek().upper in {*_ACTIONS, *_QUIET, "ADD"}
    return action.peek().is_name and not known and action.peek(1).is_name


def _action(action: Cursor, table: DraftTable, draft: Draft) -> None:
    token = action.next()
    word = token.upper
    if word == "ADD":
        _add(action, table, draft)
    elif word in _ACTIONS:
        _ACTIONS[word](action, table, draft)
    elif word not in _QUIET:
        draft.problem(token.start, "alter_unread", "info", name=table.name)


def _add(action: Cursor, table: DraftTable, draft: Draft) -> None:
    if action.take("PARTITION") or action.take("PERIOD") or action.take("SUPPLEMENTAL"):
        return
    if at_constraint(action):
        read_constraint(action, table, draft)
        return
    if action.take("CONSTRAINT"):  # ADD CONSTRAINT df DEFAULT (…) FOR c
        return
    if action.take("DEFAULT"):
        return
    _ = action.take("COLUMN")
    action.take("IF", "NOT", "EXISTS")
    if action.at_punct("("):  # Oracle: ADD (a NUMBER, b DATE)
        for piece in split_commas(action.group()):
            _add(Cursor(piece, action.dialect), table, draft)
    elif not action.done:
        read_columns(_without_place(action), table, draft)


def _without_place(action: Cursor) -> Cursor:
    """What is left of the action, without MySQL's `FIRST` and `AFTER c` at its end."""
    tokens = list(action.tokens[action.i :])
    if len(tokens) > 2 and tokens[-2].upper == "AFTER":
        tokens = tokens[:-2]
    elif len(tokens) > 2 and tokens[-1].upper == "FIRST":
        tokens = tokens[:-1]
    return Cursor(tokens, action.dialect)


def _modify(action: Cursor, table: DraftTable, draft: Draft) -> None:
    """MODIFY c type …, MODIFY (c type, …), ALTER COLUMN c …, CHANGE old new type …"""
    _ = action.take("COLUMN")
    if action.at_punct("("):
        for piece in split_commas(action.group()):
            _modify(Cursor(piece, action.dialect), table, draft)
        return
    column = _column(action, table, draft)
    if column is None:
        return
    if action.take("COMMENT"):
        column.comment = action.string() or column.comment
    elif action.take("SET", "OPTIONS"):
        column.comment = read_description(action.group()) or column.comment
    elif action.take("SET", "NOT", "NULL") or action.take("NOT", "NULL"):
        column.nullable = False
    elif action.take("DROP", "NOT", "NULL") or action.take("NULL"):
        column.nullable = True
    elif action.take("SET", "DATA", "TYPE") or action.take("TYPE"):
        column.source = read_type(action)
    elif action.peek().upper not in ("SET", "DROP", "ADD", "DEFAULT", "CONSTRAINT", "RESTART", "VISIBLE", "INVISIBLE"):
        _redefine(column, action, table, draft)


def _redefine(column: DraftColumn, action: Cursor, table: DraftTable, draft: Draft) -> None:
    """A whole new definition of a column: its old comment goes only if a new one comes."""
    probe = DraftTable(table.name, table.namespace, table.offset)
    name = Token("quoted", column.name, action.peek().start, action.peek().start)
    named = [name, *_without_place(action).tokens]
    for new in read_columns(Cursor(named, action.dialect), probe, draft)[:1]:
        column.source, column.nullable = new.source, new.nullable
        column.comment = new.comment or column.comment
        column.choices = new.choices or column.choices
    table.primary_key = table.primary_key or probe.primary_key


def _change(action: Cursor, table: DraftTable, draft: Draft) -> None:
    _ = action.take("COLUMN")
    column = _column(action, table, draft)
    name = action.name()
    if column is not None and name:
        _rename_column(table, column, name)
        _redefine(column, action, table, draft)


def _rename(action: Cursor, table: DraftTable, draft: Draft) -> None:
    if action.take("TO") or action.take("AS"):
        if parts := action.dotted():
            draft.rename(table, parts[-1])
    elif action.take("COLUMN"):
        column = _column(action, table, draft)
        action.take("TO")
        if column is not None and (name := action.name()):
            _rename_column(table, column, name)


def _rename_column(table: DraftTable, column: DraftColumn, name: str) -> None:
    old = fold(column.name)
    column.name = name
    table.columns = {fold(name) if key == old else key: value for key, value in table.columns.items()}
    table.primary_key = tuple(name if fold(part) == old else part for part in table.primary_key)


def _drop(action: Cursor, table: DraftTable, draft: Draft) -> None:
    if action.take_any("CONSTRAINT", "INDEX", "KEY", "FOREIGN", "PRIMARY", "PARTITION", "CHECK", "DEFAULT"):
        return
    _ = action.take("COLUMN")
    action.take("IF", "EXISTS")
    names = action.group() if action.at_punct("(") else [action.next()]
    for token in names:
        if token.is_name:
            table.columns.pop(fold(token.text), None)


def _comment(action: Cursor, table: DraftTable, draft: Draft) -> None:
    action.take_punct("=")
    table.comment = action.string() or table.comment


def _set(action: Cursor, table: DraftTable, draft: Draft) -> None:
    if action.take("OPTIONS"):
        table.comment = read_description(action.group()) or table.comment
    elif action.take("COMMENT"):
        _comment(action, table, draft)


def _attach(action: Cursor, table: DraftTable, draft: Draft) -> None:
    """ATTACH PARTITION child FOR VALUES …"""
    part = draft.find(action.dotted()) if action.take("PARTITION") else None
    if part is not None and part is not table:
        part.is_partition = True


_ACTIONS: dict[str, Callable[[Cursor, DraftTable, Draft], None]] = {
    "MODIFY": _modify, "ALTER": _modify, "CHANGE": _change, "RENAME": _rename, "DROP": _drop, "COMMENT": _comment,
    "SET": _set, "ATTACH": _attach,
}  # fmt: skip


def _column(action: Cursor, table: DraftTable, draft: Draft) -> DraftColumn | None:
    token = action.peek()
    name = action.name()
    column = table.columns.get(fold(name))
    if column is None:
        draft.problem(token.start if token.start >= 0 else table.offset, "unknown_column", table=table.name, name=name)
    return column


def read_index(statement: Statement, draft: Draft) -> None:
    """A unique index on plain columns is a key; a partial one (WHERE …) and any other says nothing about meaning."""
    cursor = Cursor(statement.words, draft.source.dialect)
    unique = any(token.upper == "UNIQUE" for token in cursor.tokens[:4])
    while not cursor.done and not cursor.take("ON"):
        cursor.next()
    cursor.take("ONLY")
    table = draft.find(cursor.dotted())
    if cursor.take("USING"):
        cursor.name()
    pieces = split_commas(cursor.group())
    plain = all(piece and piece[0].is_name and (len(piece) == 1 or piece[1].kind == "word") for piece in pieces)
    if unique and table is not None and plain and not any(token.upper == "WHERE" for token in cursor.tokens):
        table.unique_keys.append(tuple(piece[0].text for piece in pieces))


def read_user_type(statement: Statement, draft: Draft) -> None:
    """CREATE TYPE … AS ENUM, CREATE DOMAIN … AS base CHECK (…), SQL Server's CREATE TYPE … FROM base."""
    cursor = Cursor(statement.words, draft.source.dialect)
    while not cursor.done and not (cursor.take("TYPE") or cursor.take("DOMAIN")):
        cursor.next()
    cursor.take("IF", "NOT", "EXISTS")
    parts = cursor.dotted()
    if not parts:
        return
    _ = cursor.take("AS") or cursor.take("FROM")
    if cursor.at_punct("(") or cursor.at("TABLE") or cursor.at("OBJECT"):  # a composite type: its value is a record
        draft.user_types[fold(parts[-1])] = Mapped("JSON")
        return
    mapped = to_duckdb(read_type(cursor), draft.types_of, draft.user_types)
    choices = mapped.choices
    while not cursor.done:
        if cursor.take("CHECK") and (listed := listed_values(cursor.group(), draft.source.dialect)):
            choices = listed[1]
        else:
            cursor.next()
    draft.user_types[fold(parts[-1])] = Mapped(mapped.type, choices, True, mapped.exact)
