"""The second reader: sqlglot's opinion of which tables and functions a text names.

DuckDB decides. This only finds texts that two parsers read differently, which is where an attacker would look.
"""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.parsing import Parsed
from workbench.sql.policy.functions import function_list
from workbench.sql.policy.tree import Reading


def disagreement(parsed: Parsed, reading: Reading) -> str | None:
    """A table or function that sqlglot sees in the text and DuckDB does not, or None.

    Honest SQL exists that sqlglot 30 cannot parse (`PIVOT … ORDER BY`, `5!`): then there is no second opinion, and
    the complete walk of DuckDB's tree stands alone.
    """
    for statement in parsed.statements:
        for node in statement.walk():
            if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
                if node.name.casefold() not in reading.mentioned:
                    return node.name
            elif isinstance(node, exp.Func) and (name := _unseen(node, reading)):
                return name
    return None


def _unseen(node: exp.Func, reading: Reading) -> str | None:
    """The name of a function that is neither harmless nor among those DuckDB sees."""
    names = [node.name] if isinstance(node, exp.Anonymous) else list(node.sql_names())
    lowered = {name.lower() for name in names}
    seen = {touched.name for touched in (*reading.functions, *reading.table_functions)}
    known = function_list()
    if lowered & (seen | known.plain | known.table) or not any(known.suspicious(name) for name in lowered):
        return None
    return names[0]
