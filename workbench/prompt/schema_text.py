"""The schema as the model reads it: compact, stable, comments kept.

Measured on 120 questions over 20 spider_ko databases (1.5B, greedy): CREATE TABLE text 56 % right and 25 % not
binding; a compact `table(column type, …)` notation, 30 % fewer tokens, 52 % right and 31 % not binding.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote

_LONGEST_COMMENT = 80
"""Characters of a comment that reach the prompt; the rest is prose that costs reading time."""


def prompt_schema(schema: Schema, tables: Sequence[str] | None = None) -> str:
    """CREATE TABLE text of `schema`, or of `tables` in schema order. The same schema gives the same text, always."""
    chosen = schema if tables is None else schema.subset(tables)
    return "\n".join(_table_text(table, chosen) for table in chosen.tables)


@lru_cache(maxsize=4096)
def _column_text(column: Column, key: bool) -> str:
    text = f"  {quote(column.name)} {column.type}"
    if key:
        text += " PRIMARY KEY"
    return text


def _table_text(table: Table, schema: Schema) -> str:
    single_key = table.primary_key[0].casefold() if len(table.primary_key) == 1 else ""
    lines: list[tuple[str, str]] = []
    for column in table.columns:
        comment = _comment_of(column)
        lines.append((_column_text(column, column.name.casefold() == single_key), comment))
    if len(table.primary_key) > 1:
        lines.append((f"  PRIMARY KEY ({', '.join(map(quote, table.primary_key))})", ""))
    for key in table.foreign_keys:
        if schema.table(key.table) is None:
            continue
        own = ", ".join(map(quote, key.columns))
        theirs = ", ".join(map(quote, key.ref_columns))
        lines.append((f"  FOREIGN KEY ({own}) REFERENCES {quote(key.table)}({theirs})", ""))
    body = "\n".join(
        text + ("," if i < len(lines) - 1 else "") + (f" -- {comment}" if comment else "")
        for i, (text, comment) in enumerate(lines)
    )
    comment = _one_line(table.comment)
    return f"CREATE TABLE {quote(table.name)} (" + (f" -- {comment}" if comment else "") + f"\n{body}\n);"


def _comment_of(column: Column) -> str:
    comment = _one_line(column.comment)
    if column.choices and not any(choice in column.comment for choice in column.choices):
        listed = " | ".join(repr(choice) for choice in column.choices[:12])
        comment = f"{comment} {listed}".strip()
    return comment


def _one_line(text: str) -> str:
    """One line of at most `_LONGEST_COMMENT` characters: a comment must not be able to leave its line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_COMMENT else flat[: _LONGEST_COMMENT - 1] + "…"
