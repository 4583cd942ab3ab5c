"""Step two of an answer: which tables, columns and values the question means."""

from __future__ import annotations

from collections.abc import Callable

from workbench.prompt.schema_text import prompt_schema
from workbench.question.interpreted import Interpreted
from workbench.question.linked import ColumnHit, Linked, ValueHit
from workbench.question.linking.cut import cut_to_fit, table_points
from workbench.question.linking.dated import date_targets
from workbench.question.linking.found_values import Values, find_values
from workbench.question.linking.index import COMMENT, schema_index
from workbench.question.linking.scoring import Scored, score
from workbench.question.linking.unmatched import unmatched_words
from workbench.schema.model import Schema, Table

_MOST_COLUMNS = 40
_LEAST_SCORE = 0.25
_NAMED_TABLE = 0.3
_NAMED_COLUMN = 0.6


def estimate_tokens(text: str) -> int:
    """Tokens of schema text without asking a model: measured 3.1 characters a token on Korean-commented DDL."""
    return len(text) * 10 // 31 + 1


def link(
    interpreted: Interpreted,
    schema: Schema,
    values: Values | None = None,
    budget_tokens: int = 4_000,
    count_tokens: Callable[[str], int] = estimate_tokens,
) -> Linked:
    """Link a question to a schema; the same input gives the same answer.

    Where the whole schema fits `budget_tokens`, `tables` are all of them in schema order (the prompt's head stays the
    same and cached) and nothing is cut. Else the best tables that fit, with the tables they join through.
    """
    index = schema_index(schema)
    scores = score(_without_literals(interpreted), index)
    columns = _column_hits(scores.scored, schema)
    found = find_values(interpreted.question, scores, columns, index, values)
    names = tuple(table.name for table in schema.tables)
    tables = names
    if schema.tables and not _fits(schema, budget_tokens, count_tokens):
        valued = dict.fromkeys(hit.table for hit in found if hit.exact or hit.meaning)
        tables = cut_to_fit(schema, table_points(index, scores.scored, tuple(valued)), budget_tokens, count_tokens)
    kept = set(tables)
    asked = asked_tables(scores.scored, found, schema)
    return Linked(
        tables,
        tuple(hit for hit in _with_values(columns, found) if hit.table in kept)[:_MOST_COLUMNS],
        tuple(hit for hit in found if hit.table in kept),
        asked,
        unmatched_words(interpreted, scores, found, index),
        date_targets(interpreted, scores, index, tables, asked),
        tuple(name for name in names if name not in kept),
    )


def asked_tables(scored: tuple[Scored, ...], found: tuple[ValueHit, ...], schema: Schema) -> tuple[str, ...]:
    """Tables named in the question, or with a column that is (keys aside: 회원 speaks for 회원번호 everywhere)."""
    asked = {hit.table for hit in found if hit.exact or hit.meaning}
    best: dict[str, float] = {}
    for one in scored:
        if one.entry.column is not None:
            best[one.word] = max(best.get(one.word, 0.0), one.score)
    for one in scored:
        table = schema.tables[one.entry.table]
        if one.entry.column is None:
            if one.score >= _NAMED_TABLE:
                asked.add(table.name)
        elif one.score >= max(_NAMED_COLUMN, best[one.word] - 0.05) and not _is_key(table, one.entry.column.name):
            asked.add(table.name)
    return tuple(table.name for table in schema.tables if table.name in asked)


def _is_key(table: Table, column: str) -> bool:
    return column in table.primary_key or any(column in key.columns for key in table.foreign_keys)


def _fits(schema: Schema, budget_tokens: int, count_tokens: Callable[[str], int]) -> bool:
    """No tokenizer writes less than a token per eight characters of DDL: such a text need not be counted."""
    if schema_index(schema).prompt_length > budget_tokens * 8:
        return False
    return count_tokens(prompt_schema(schema)) <= budget_tokens


def _without_literals(interpreted: Interpreted) -> str:
    """The question with dates and amounts blanked: 3월 asks for no column named month."""
    text = list(interpreted.question)
    taken = [(d.start, d.end) for d in interpreted.dates] + [(a.start, a.end) for a in interpreted.amounts]
    for start, end in taken:
        text[start:end] = " " * (end - start)
    return "".join(text)


def _column_hits(scored: tuple[Scored, ...], schema: Schema) -> tuple[ColumnHit, ...]:
    hits = [
        ColumnHit(
            schema.tables[one.entry.table].name,
            one.entry.column.name,
            round(one.score, 3),
            "comment" if one.label == COMMENT else "name",
            one.word,
        )
        for one in scored
        if one.entry.column is not None and one.score >= _LEAST_SCORE
    ]
    return tuple(sorted(hits, key=lambda hit: -hit.score))


def _with_values(columns: tuple[ColumnHit, ...], found: tuple[ValueHit, ...]) -> tuple[ColumnHit, ...]:
    """Columns that hold a value of the question count as hit, surest first."""
    named = {(hit.table, hit.column) for hit in columns}
    extra = {
        (hit.table, hit.column): ColumnHit(hit.table, hit.column, 0.9 if hit.exact else 0.7, "value", hit.word)
        for hit in reversed(found)
        if (hit.table, hit.column) not in named
    }
    return tuple(sorted((*columns, *extra.values()), key=lambda hit: -hit.score))
