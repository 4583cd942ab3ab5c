"""What the pipeline knows about a question, as short lines for the model (they come after the cached schema)."""

from __future__ import annotations

from workbench.ask.answer import Answer
from workbench.ask.options import ALL_PARTS, Parts
from workbench.question.interpret import prompt_lines
from workbench.question.interpreted import Interpreted
from workbench.question.linked import Linked
from workbench.question.linking.sure_columns import sure_columns
from workbench.question.linking.sure_values import sure_values
from workbench.schema.model import Schema
from workbench.schema.names import quote

_MOST_VALUES = 8
"""More value hints than this confuse a 1.5B model more than they help, and cost reading time (79 tokens/s)."""
_MOST_COLUMNS = 6


def hint_lines(
    interpreted: Interpreted, linked: Linked, schema: Schema, previous: Answer | None, parts: Parts = ALL_PARTS
) -> tuple[str, ...]:
    """Follow-up context first, then dates, amounts, and values found in the data or explained in comments."""
    lines: list[str] = []
    if previous is not None and previous.sql:
        lines.append(f"Previous question: {previous.question}")
        lines.append(f"Previous SQL: {' '.join(previous.sql.split())}")
    if parts.hints:
        lines.extend(prompt_lines(interpreted, linked.dates))
        for named in sure_columns(interpreted.question, linked, schema)[:_MOST_COLUMNS]:
            lines.append(f"{named.word}: {quote(named.table)}.{quote(named.column)}")
    for hit in sure_values(interpreted, linked, schema)[:_MOST_VALUES] if parts.values else ():
        literal = "'" + hit.value.replace("'", "''") + "'"
        lines.append(f"{hit.word}: {quote(hit.table)}.{quote(hit.column)} = {literal}")
    return tuple(lines)
