"""Queries that bind and then fail on the rows: several in a subquery, texts that are no numbers, division by zero."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.sandbox.result import EngineError
from workbench.schema.model import Schema
from workbench.sql.repair.loop import Repaired
from workbench.sql.repair.many import many_rows
from workbench.sql.repair.types import fix_types
from workbench.sql.transpile.build import func
from workbench.sql.transpile.inward import parse
from workbench.text import t


def repair_run(sql: str, schema: Schema, error: EngineError) -> Repaired | None:
    """A query that gets past `error`, raised while running `sql`; None if nothing known helps. Never raises.

    The caller runs it: there may be a second error behind the first.
    """
    try:
        tree = parse(sql)
        if tree is None:
            return None
        notes: list[str] = []
        message = error.message.casefold()
        if "more than one row" in message:
            many_rows(tree, notes)
        elif (
            "could not convert" in message
            or "invalid" in message
            or "could not parse" in message
            or "conversion" in error.kind.casefold()
        ):
            tree = fix_types(tree, schema, notes)
            _try(tree, notes)
        elif "zero" in message:
            _zero(tree, notes)
        result = tree.sql("duckdb", pretty="\n" in sql.strip())
        return Repaired(result, tuple(dict.fromkeys(notes))) if notes and result != sql else None
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        return None


def _try(tree: exp.Expr, notes: list[str]) -> None:
    """CAST → TRY_CAST, STRPTIME → TRY_STRPTIME."""
    for node in list(tree.find_all(exp.Cast)):
        if not isinstance(node, exp.TryCast) and not isinstance(node.this, exp.Literal):
            node.replace(exp.TryCast(this=node.this.copy(), to=node.to.copy()))
            notes.append(t("repair.unreadable_value"))
    for named in tree.find_all(exp.Anonymous):
        if named.name.upper() == "STRPTIME":
            named.set("this", "TRY_STRPTIME")
            notes.append(t("repair.unreadable_value"))
    for parsed in list(tree.find_all(exp.StrToTime)):
        call = func("TRY_STRPTIME", parsed.this.copy(), exp.Literal.string(parsed.args["format"].name))
        parsed.replace(call)
        notes.append(t("repair.unreadable_value"))


def _zero(tree: exp.Expr, notes: list[str]) -> None:
    for node in list(tree.find_all(exp.Div, exp.IntDiv, exp.Mod)):
        if not isinstance(node.right, exp.Literal | exp.Nullif):
            node.set("expression", func("NULLIF", node.right.copy(), exp.Literal.number(0)))
            notes.append(t("repair.zero"))
