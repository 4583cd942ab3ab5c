"""Table constraints: keys, references, value lists. Indexes are recognised and passed over."""

from __future__ import annotations

from workbench.schema.ddl.checks import listed_values
from workbench.schema.ddl.cursor import Cursor, split_commas
from workbench.schema.ddl.draft import Draft, DraftKey, DraftTable
from workbench.schema.ddl.typemap import is_known
from workbench.schema.names import fold


def at_constraint(cursor: Cursor) -> bool:
    """Whether a constraint or index stands here, not a column that happens to be called `key` or `index`."""
    word, second, third = cursor.peek().upper, cursor.peek(1), cursor.peek(2)
    if word in ("PRIMARY", "FOREIGN"):
        return second.upper == "KEY"
    if word in ("UNIQUE", "KEY", "INDEX", "FULLTEXT", "SPATIAL"):
        if second.upper in ("KEY", "INDEX", "CLUSTERED", "NONCLUSTERED", "NULLS", "USING"):
            return True
        if second.text == "(":
            return True
        if not second.is_name:
            return False
        # `KEY date (date)` is an index on date, `key VARCHAR(20)` a column.
        typed = is_known(second.upper) and (third.text != "(" or cursor.peek(3).kind == "number")
        return not typed and (third.text in ("(", ".") or third.upper in ("USING", "ON", "CLUSTERED", "NONCLUSTERED"))
    if word == "CONSTRAINT":
        return second.is_name and not is_known(second.upper)
    return (
        (word in ("CHECK", "EXCLUDE") and (second.text == "(" or second.upper == "USING"))
        or (word == "PERIOD" and second.upper == "FOR")
        or (word == "SUPPLEMENTAL" and second.upper == "LOG")
        or (word == "LIKE" and second.is_name and not is_known(second.upper))
    )


def read_constraint(cursor: Cursor, table: DraftTable, draft: Draft) -> None:
    """The constraint at the cursor, noted on `table`."""
    offset = cursor.peek().start
    if cursor.take("CONSTRAINT") and not _at_body(cursor):
        cursor.dotted()
    if cursor.take("PRIMARY", "KEY"):
        table.primary_key = _key_columns(cursor) or table.primary_key
    elif cursor.take("UNIQUE"):
        _ = cursor.take("KEY") or cursor.take("INDEX")
        if columns := _key_columns(cursor):
            table.unique_keys.append(columns)
    elif cursor.take("FOREIGN", "KEY"):
        columns = _key_columns(cursor)
        if cursor.at("REFERENCES") and columns:
            table.foreign_keys.append(read_reference(cursor, columns, offset))
        else:
            draft.problem(offset, "bad_foreign_key", "error", table=table.name)
    elif cursor.take("CHECK"):
        if listed := listed_values(cursor.group(), draft.source.dialect):
            table.choices[fold(listed[0])] = listed[1]
    elif cursor.take("LIKE"):
        copy_columns(cursor.dotted(), table, draft, offset)


def _at_body(cursor: Cursor) -> bool:
    return (
        cursor.at("PRIMARY", "KEY")
        or cursor.at("FOREIGN", "KEY")
        or (cursor.at("UNIQUE") and cursor.peek(1).text == "(")
        or (cursor.at("CHECK") and cursor.peek(1).text == "(")
    )


def copy_columns(source: tuple[str, ...], table: DraftTable, draft: Draft, offset: int) -> None:
    """LIKE, CLONE, INHERITS: the columns of another table, as they are there."""
    origin = draft.find(source)
    if origin is None:
        draft.problem(offset, "unknown_origin", "error", table=table.name, origin=".".join(source))
        return
    for key, column in origin.columns.items():
        table.columns.setdefault(key, column)
    table.choices = {**origin.choices, **table.choices}
    table.primary_key = table.primary_key or origin.primary_key


def read_reference(cursor: Cursor, columns: tuple[str, ...], offset: int) -> DraftKey:
    """`REFERENCES a.b (c, d) ON DELETE SET NULL …` at the cursor."""
    cursor.take("REFERENCES")
    target = cursor.dotted()
    refs = tuple(piece[0].text for piece in split_commas(cursor.group()) if piece and piece[0].is_name)
    while True:
        if cursor.skip_reaction():
            continue
        if cursor.take("MATCH"):
            cursor.next()
            continue
        return DraftKey(columns, target, refs, offset)


def _key_columns(cursor: Cursor) -> tuple[str, ...]:
    """Past an index name and its kind, the plain columns in the next bracket; empty for an index on expressions."""
    while not cursor.done and not cursor.at_punct("(") and not cursor.at("REFERENCES"):
        cursor.next()
    columns: list[str] = []
    for piece in split_commas(cursor.group()):
        plain = piece and piece[0].is_name and (len(piece) == 1 or piece[1].text == "(" or piece[1].kind == "word")
        if not plain or (len(piece) > 2 and piece[1].text == "(" and piece[2].kind != "number"):
            return ()
        columns.append(piece[0].text)
    return tuple(columns)
