"""What another database takes and DuckDB does not, mended without touching a name.

For gold, which was right where it was written. An answer is mended in the same way only where gold had to be, or where
it is given in that dialect: a wrong table or column stays wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.evaluate.grading.grouping import relax_groups
from workbench.schema.model import Schema
from workbench.sql.parsing import parse as parsed
from workbench.sql.repair import Repaired
from workbench.sql.repair.types import fix_types
from workbench.sql.transpile import to_duckdb
from workbench.sql.transpile.inward import parse
from workbench.text import t

_FAULTS = (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError, StopIteration)
"""What walking a tree of a shape nobody foresaw may raise."""


def mend(sql: str, dialect: str, schema: Schema, binds: Callable[[str], bool]) -> Repaired | None:
    """A text with the same meaning that binds, with each change in its notes; None where nothing known helps.

    binds: whether DuckDB binds a text. Never raises for what the text holds.
    """
    problem = parsed(sql).problem
    if problem is not None and problem.kind in ("empty", "long", "deep"):
        return None
    translated = to_duckdb(sql, dialect, schema)
    if translated.sql != sql and binds(translated.sql):
        return Repaired(translated.sql, translated.notes)
    tree = parse(translated.sql, dialect)
    if tree is None:
        return None
    notes = list(translated.notes)
    steps: tuple[Callable[[exp.Expr], exp.Expr], ...] = (
        lambda root: root,  # what sqlglot read leniently may bind once it is written out again
        lambda root: fix_types(root, schema, notes),
        lambda root: _functions(root, notes),
        lambda root: relax_groups(root, dialect, notes),
    )
    seen = {sql, translated.sql}
    for step in steps:
        try:
            tree = step(tree)
            text = tree.sql("duckdb")
        except _FAULTS:
            return None
        if text not in seen and binds(text):
            return Repaired(text, tuple(dict.fromkeys(notes)) or (t("transpile.spelling"),))
        seen.add(text)
    return None


def _functions(root: exp.Expr, notes: list[str]) -> exp.Expr:
    """SQLite's MAX(a, b), MIN(a, b) and TOTAL(x), which are other functions in DuckDB."""
    changed = False
    for node in list(root.find_all(exp.Max, exp.Min)):
        others = node.args.get("expressions")
        if others:
            kind = exp.Greatest if isinstance(node, exp.Max) else exp.Least
            node.replace(kind(this=node.this.copy(), expressions=[other.copy() for other in others]))
            changed = True
    for call in list(root.find_all(exp.Anonymous)):
        if call.name.upper() == "TOTAL" and len(call.expressions) == 1:
            total = exp.Sum(this=call.expressions[0].copy())
            call.replace(exp.Coalesce(this=total, expressions=[exp.Literal.number("0.0")]))
            changed = True
    if changed:
        notes.append(t("score.functions"))
    return root
