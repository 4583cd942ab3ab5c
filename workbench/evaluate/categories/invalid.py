"""Why an answer that DuckDB rejects is wrong, from the checks that need no database."""

from __future__ import annotations

from sqlglot import exp

from workbench.evaluate.categories.compare import differences
from workbench.evaluate.score import Category, Score
from workbench.schema.model import Schema
from workbench.schema.names import fold
from workbench.sql.diagnostic import Diagnostic
from workbench.sql.lint import lint
from workbench.sql.parsing import parse
from workbench.sql.wrapped import is_prose

_CATEGORIES = {
    "unknown-table": "unknown_name",
    "foreign-table": "unknown_name",
    "unknown-column": "unknown_name",
    "unknown-alias": "unknown_name",
    "double-quoted-text": "unknown_name",
    "ungrouped-column": "grouping",
    "having-without-group": "grouping",
    "aggregate-in-where": "aggregate",
    "nested-aggregate": "aggregate",
    "date-as-text": "date",
    "bare-date-part": "date",
    "join-without-on": "wrong_join",
}
"""The rest of what stops a query is 문법: it could not be read or not be put together."""


def of_invalid(score: Score, schema: Schema) -> Category:
    if is_prose(score.sql):
        return Category("no_answer", (score.message,) if score.message else ())
    found = [d for d in lint(score.sql, schema) if d.severity == "error"]
    first = min(found, key=_rank, default=None)
    code = _CATEGORIES.get(first.code, "syntax") if first is not None else "syntax"
    if first is None and _invents_names(score.sql, schema):
        code = "unknown_name"
    if first is not None and first.code == "unknown-alias" and _names_a_table(first, score.sql, schema):
        code = "missing_join"
    told = differences(score.gold_sql, score.sql, schema) if first is None else ()
    if any(d.category == "date" for d in told):
        code = "date"  # what is left are conversions that fail on a value, nearly always a date's
    evidence = [score.message] if score.message else []
    evidence += [d.message for d in sorted(found, key=_rank)] or [d.message for d in told if d.category == code]
    return Category(code, tuple(dict.fromkeys(evidence))[:6])


def _invents_names(sql: str, schema: Schema) -> bool:
    """Whether a name stands in the text that neither the schema nor the text itself explains."""
    statements = parse(sql).statements
    known = {fold(c.name) for table in schema.tables for c in table.columns} | {fold(tb.name) for tb in schema.tables}
    for tree in statements:
        known |= {fold(name) for node in tree.find_all(exp.Alias, exp.TableAlias, exp.CTE) for name in _given(node)}
    return any(fold(c.name) not in known for tree in statements for c in tree.find_all(exp.Column, exp.Table) if c.name)


def _given(node: exp.Expr) -> list[str]:
    columns = node.args.get("columns") or []
    return [node.alias_or_name, *(c.name for c in columns)]


def _rank(finding: Diagnostic) -> tuple[bool, int]:
    """What cannot be read comes first, because everything after it is guessed; then names, in order of the text."""
    return (finding.code not in ("syntax", "open-quote", "code-fence", "odd-punctuation"), finding.start)


def _names_a_table(finding: Diagnostic, sql: str, schema: Schema) -> bool:
    """`orders.id` where orders is a table that no JOIN brings in."""
    name = sql[finding.start : finding.end].split(".")[0].strip('"`')
    return schema.table(name) is not None
