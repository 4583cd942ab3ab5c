"""REAL in a model's SQL means "not integer division", never "seven digits": DuckDB's REAL would round 12345678 원."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot.tokenizer_core import Token

from workbench.sql.parsing import parse

_SHORT = {"REAL", "FLOAT", "FLOAT4"}


def widen_floats(sql: str) -> str:
    """`sql` with CAST(… AS REAL) and ::REAL made DOUBLE; the text is otherwise untouched. Never raises."""
    tokens = parse(sql).tokens
    for index in range(len(tokens) - 1, 0, -1):
        if tokens[index].text.upper() in _SHORT and _is_cast(tokens, index):
            sql = f"{sql[: tokens[index].start]}DOUBLE{sql[tokens[index].end + 1 :]}"
    return sql


def _is_cast(tokens: Sequence[Token], index: int) -> bool:
    before = tokens[index - 1].text.upper()
    closes = index + 1 < len(tokens) and tokens[index + 1].text == ")"
    return before == "::" or (before == "AS" and closes)
