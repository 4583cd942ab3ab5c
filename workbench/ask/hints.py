"""What the pipeline knows about a question, as short lines for the model (they come after the cached schema)."""

from __future__ import annotations

from workbench.ask.answer import Answer
from workbench.question.interpret import prompt_lines
from workbench.question.interpreted import Interpreted
from workbench.question.linked import Linked
from workbench.schema.names import quote

_MOST_VALUES = 8
"""More value hints than this confuse a 1.5B model more than they help, and cost reading time (79 tokens/s)."""


def hint_lines(interpreted: Interpreted, linked: Linked, previous: Answer | None) -> tuple[str, ...]:
    """Follow-up context first, then dates, amounts, and values found in the data or explained in comments."""
    lines: list[str] = []
    if previous is not None and previous.sql:
        lines.append(f"Previous question: {previous.question}")
        lines.append(f"Previous SQL: {' '.join(previous.sql.split())}")
    lines.extend(prompt_lines(interpreted))
    for hit in linked.values[:_MOST_VALUES]:
        literal = "'" + hit.value.replace("'", "''") + "'"
        lines.append(f"{hit.word}: {quote(hit.table)}.{quote(hit.column)} = {literal}")
    return tuple(lines)
