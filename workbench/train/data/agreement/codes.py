"""What the DDL says about the values of columns: codes with their meanings, ENUM and CHECK."""

from __future__ import annotations

from functools import lru_cache

from workbench.question.linking.codes import admitted, code_words_of
from workbench.schema.model import Schema


@lru_cache(maxsize=4096)
def codes_of(schema: Schema, column: str) -> frozenset[str]:
    """All values that the DDL explains or admits for columns of this name; empty where one of them lists none."""
    found: set[str] = set()
    for table in schema.tables:
        own = table.column(column) if column else None
        if own is not None:
            values = {value for _, value, _ in code_words_of(own)} | set(admitted(own))
            if not values:
                return frozenset()
            found |= values
    return frozenset(found)


@lru_cache(maxsize=512)
def meanings_of(schema: Schema) -> tuple[tuple[str, str], ...]:
    """(word, value) of everything that is explained, words of one letter aside."""
    found = [
        (word, value)
        for table in schema.tables
        for column in table.columns
        for word, value, _ in code_words_of(column)
        if len(word) > 1
    ]
    return tuple(dict.fromkeys(found))


def share_column(schema: Schema, one: str, other: str) -> bool:
    """Whether both are values of one column."""
    return any(
        {one, other} <= {value for _, value, _ in code_words_of(column)}
        for table in schema.tables
        for column in table.columns
    )
