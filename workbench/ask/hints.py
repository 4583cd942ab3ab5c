"""What the pipeline knows about a question, as short lines for the model (they come after the cached schema)."""

from __future__ import annotations

import re

from workbench.ask.answer import Answer
from workbench.question.interpret import prompt_lines
from workbench.question.interpreted import Interpreted
from workbench.question.linked import ColumnHit, Linked
from workbench.schema.model import Schema
from workbench.schema.names import quote

_MOST_VALUES = 8
"""More value hints than this confuse a 1.5B model more than they help, and cost reading time (79 tokens/s)."""


_SURE = 0.85
_MOST_COLUMNS = 6
_NAMED_DATE = 0.4
_BIRTH = re.compile(r"birth|생년|생일|출생", re.IGNORECASE)
"""지난달 VIP 고객의 주문: the one DATE of the customer is a birthday, and never what is meant."""


def hint_lines(interpreted: Interpreted, linked: Linked, schema: Schema, previous: Answer | None) -> tuple[str, ...]:
    """Follow-up context first, then dates, amounts, and values found in the data or explained in comments."""
    lines: list[str] = []
    if previous is not None and previous.sql:
        lines.append(f"Previous question: {previous.question}")
        lines.append(f"Previous SQL: {' '.join(previous.sql.split())}")
    lines.extend(prompt_lines(interpreted, linked.dates))
    lines.extend(_column_lines(linked))
    for hit in linked.values[:_MOST_VALUES]:
        literal = "'" + hit.value.replace("'", "''") + "'"
        lines.append(f"{hit.word}: {quote(hit.table)}.{quote(hit.column)} = {literal}")
    return tuple(lines)


def _column_lines(linked: Linked) -> list[str]:
    """Words that name one column beyond doubt: the label said (almost) whole, and of no other column as well."""
    best: dict[str, list[ColumnHit]] = {}
    valued = {hit.word for hit in linked.values}
    for hit in linked.columns:
        if hit.reason in ("name", "comment") and len(hit.word) > 1 and hit.word not in valued:
            best.setdefault(hit.word, []).append(hit)
    lines: list[str] = []
    for word, hits in best.items():
        first, *others = hits
        if first.score >= _SURE and not any(other.score >= first.score - 0.1 for other in others):
            lines.append(f"{word}: {quote(first.table)}.{quote(first.column)}")
    return lines[:_MOST_COLUMNS]
