"""Reading a column type as written, in any dialect, without yet saying what it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workbench.schema.ddl.cursor import Cursor, split_commas
from workbench.schema.ddl.lexer import Token

_PHRASES: dict[str, tuple[tuple[str, ...], ...]] = {
    first: tuple((first, *rest.split()) for rest in tails.split(","))
    for first, tails in {
        "DOUBLE": "PRECISION",
        "CHARACTER": "LARGE OBJECT,VARYING",
        "CHAR": "LARGE OBJECT,VARYING",
        "NCHAR": "VARYING",
        "NATIONAL": "CHARACTER VARYING,CHAR VARYING,CHARACTER,CHAR,VARCHAR",
        "BINARY": "LARGE OBJECT,VARYING",
        "BIT": "VARYING",
        "LONG": "RAW,VARCHAR,VARBINARY",
        "UNSIGNED": "BIG INT,INTEGER,INT",
        "BIG": "INT",
        "NATIVE": "CHARACTER",
        "VARYING": "CHARACTER",
    }.items()
}
"""The types of several words, by the first one, longest first."""
_DEEPEST = 12
"""Nested STRUCTs: deeper ones are no schema, and would end in a RecursionError."""
_INTERVAL_WORDS = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "TO")
_NESTED = frozenset({"STRUCT", "ARRAY", "MAP", "LIST", "ROW", "NULLABLE", "LOWCARDINALITY", "RECORD", "UNION"})
# Words that end a column's name without a type: `id PRIMARY KEY` is legal in SQLite.
_NOT_TYPES = frozenset(
    "NOT NULL PRIMARY UNIQUE KEY DEFAULT COMMENT REFERENCES CHECK CONSTRAINT AUTO_INCREMENT AUTOINCREMENT GENERATED AS "
    "COLLATE FOREIGN VISIBLE INVISIBLE OPTIONS".split()
)


@dataclass(frozen=True)
class SourceType:
    """A type as written: `raw` text, upper-case `name`, bracketed `args` as text, nested `fields`, array depth."""

    raw: str = ""
    name: str = ""
    args: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The strings among the arguments: ENUM and SET labels."""
    fields: tuple[tuple[str, SourceType], ...] = ()
    """STRUCT members by name; the element of ARRAY or the two sides of MAP with empty names."""
    dims: int = 0
    unsigned: bool = False
    zoned: bool = False
    """WITH [LOCAL] TIME ZONE."""


def read_type(cursor: Cursor, depth: int = 0) -> SourceType:
    """The type at the cursor; an empty one (no move) where the column has none. Members past _DEEPEST are dropped."""
    start = cursor.i
    first = cursor.peek()
    if not first.is_name or (first.kind == "word" and first.upper in _NOT_TYPES):
        return SourceType()
    name = _type_name(cursor)
    unsigned = name.startswith("UNSIGNED ")
    read = SourceType(name=name.removeprefix("UNSIGNED "), unsigned=unsigned)
    if name == "INTERVAL":
        while cursor.take_any(*_INTERVAL_WORDS) or (cursor.at_punct("(") and cursor.i > start + 1):
            cursor.skip_group()
    elif cursor.at_punct("<"):
        read = replace(read, fields=_fields(_angle_group(cursor), cursor.dialect, depth + 1))
    elif cursor.at_punct("("):
        inner = cursor.group()
        if name in _NESTED:
            read = replace(read, fields=_fields(inner, cursor.dialect, depth + 1))
        else:
            pieces = [piece for piece in split_commas(inner) if piece]
            labels = tuple(piece[0].text for piece in pieces if piece[0].is_string)
            read = replace(read, args=tuple(" ".join(t.text for t in piece) for piece in pieces), labels=labels)
    read = _suffixes(cursor, read)
    return replace(read, raw=_raw(cursor.tokens[start : cursor.i]))


def _type_name(cursor: Cursor) -> str:
    for phrase in _PHRASES.get(cursor.peek().upper, ()):
        if cursor.take(*phrase):
            return " ".join(phrase)
    parts = [cursor.next().text]
    if "(" in parts[0]:  # a whole type in quotes, as SQLite allows: "VARCHAR(20)"
        return parts[0].partition("(")[0].strip().upper()
    while cursor.at_punct(".") and cursor.peek(1).is_name:
        cursor.next()
        parts.append(cursor.next().text)
    if cursor.at_punct("%") and cursor.peek(1).is_name:  # PL/SQL: emp.name%TYPE
        cursor.i += 2
    return parts[-1].upper()


def _suffixes(cursor: Cursor, read: SourceType) -> SourceType:
    while True:
        if cursor.take("UNSIGNED") or cursor.take("ZEROFILL"):
            read = replace(read, unsigned=True)
        elif cursor.take("WITH", "TIME", "ZONE") or cursor.take("WITH", "LOCAL", "TIME", "ZONE"):
            read = replace(read, zoned=True)
        elif cursor.take("WITHOUT", "TIME", "ZONE") or cursor.take("SIGNED") or cursor.take("FOR", "BIT", "DATA"):
            continue
        elif cursor.at_punct("[") and cursor.peek(1).text == "]":
            cursor.i += 2
            read = replace(read, dims=read.dims + 1)
        elif cursor.at_punct("[") and cursor.peek(1).kind == "number" and cursor.peek(2).text == "]":
            cursor.i += 3
            read = replace(read, dims=read.dims + 1)
        elif cursor.at("ARRAY") and read.name not in _NESTED and cursor.peek(1).text not in ("<", "("):
            cursor.next()
            read = replace(read, dims=read.dims + 1)
        else:
            return read


def _angle_group(cursor: Cursor) -> list[Token]:
    start, depth = cursor.i + 1, 0
    while not cursor.done:
        token = cursor.next()
        if token.kind == "punct":
            depth += {"<": 1, ">": -1}.get(token.text, 0)
            if depth == 0:
                return list(cursor.tokens[start : cursor.i - 1])
    return list(cursor.tokens[start:])


def _fields(tokens: list[Token], dialect: str, depth: int) -> tuple[tuple[str, SourceType], ...]:
    """`a INT64, b STRING` and `a: INT` by name; a bare type (ARRAY<INT64>, MAP(VARCHAR, INT)) with an empty name."""
    found: list[tuple[str, SourceType]] = []
    if depth > _DEEPEST:
        return ()
    for piece in split_commas(tokens):
        cursor = Cursor(piece, dialect)
        name = ""
        if _is_named(cursor):
            name = cursor.name()
            cursor.take_punct(":")
        member = read_type(cursor, depth)
        if member.name:
            found.append((name, member))
    return tuple(found)


def _is_named(cursor: Cursor) -> bool:
    """Whether a member's name stands before its type: `a INT64`, `a: INT`, but not `DOUBLE PRECISION`."""
    first, second = cursor.peek(), cursor.peek(1)
    if second.text == ":":
        return True
    if not second.is_name or second.upper in _NOT_TYPES or second.upper in ("UNSIGNED", "SIGNED", "WITH", "WITHOUT"):
        return False
    return all(second.upper != phrase[1] for phrase in _PHRASES.get(first.upper, ()))


def _raw(tokens: Sequence[Token]) -> str:
    """The type as one line, the way people write it: `DECIMAL(10,2)`, `TIMESTAMP WITH TIME ZONE`."""
    out = ""
    for token in tokens:
        text = "'" + token.text.replace("'", "''") + "'" if token.kind == "string" else token.text
        tight = not out or token.text in ("(", ")", ",", "<", ">", "[", "]", ".") or out[-1] in "(,<[.-"
        out += text if tight else f" {text}"
    return out
