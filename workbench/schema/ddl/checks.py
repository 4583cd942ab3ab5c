"""CHECK constraints that list a column's values, in the shapes real tools write them."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.schema.ddl.cursor import Cursor
from workbench.schema.ddl.lexer import Token
from workbench.schema.ddl.types import read_type

_WORDS = frozenset({"IN", "OR", "ANY", "ARRAY", "IS", "NULL"})
_MARKS = frozenset("(),=[]")


def listed_values(tokens: Sequence[Token], dialect: str) -> tuple[str, tuple[str, ...]] | None:
    """`(column, values)` where the condition says "one of these" about one column, else None.

    `x IN ('A','B')`, SQL Server's `[x]='A' OR [x]='B'`, pg_dump's
    `((x)::text = ANY ((ARRAY['A'::character varying])::text[]))`, numbers alike.
    """
    cursor = Cursor(tokens, dialect)
    names: dict[str, str] = {}
    values: list[str] = []
    compares = False
    while not cursor.done:
        token = cursor.next()
        if token.kind == "punct" and token.text == "::":
            read_type(cursor)
        elif token.upper in _WORDS:
            compares = compares or token.upper == "IN"
        elif token.kind == "string" or (token.kind == "dquoted" and dialect in ("mysql", "bigquery")):
            values.append(token.text)
        elif token.kind == "number":
            values.append(token.text)
        elif token.kind == "punct" and token.text == "-" and cursor.peek().kind == "number":
            values.append("-" + cursor.next().text)
        elif token.is_name:
            names[token.text.casefold()] = token.text
        elif token.kind != "punct" or token.text not in _MARKS:
            return None
        compares = compares or token.text == "="
    if len(names) != 1 or not values or not compares:
        return None
    return next(iter(names.values())), tuple(dict.fromkeys(values))
