"""The parts of a query that hold no column, and what they are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from workbench.sandbox.pool import Sandbox

_OPEN = (exp.Column, exp.Query, exp.Star, exp.AggFunc, exp.Window, exp.Placeholder, exp.Parameter)
_VALUES = (exp.Literal, exp.Cast, exp.TryCast, exp.Func, exp.Binary, exp.Neg, exp.Interval, exp.Boolean)
_NEVER = (exp.DataType, exp.Var, exp.Identifier, exp.Table)


def constants_in(node: exp.Expr) -> Iterator[exp.Expr]:
    """The largest parts of `node` without a column, and the literals in them that a function is given."""
    if isinstance(node, _NEVER):
        return
    if isinstance(node, _VALUES) and not isinstance(node, exp.If) and not any(True for _ in node.find_all(*_OPEN)):
        yield node
        return
    for child in node.iter_expressions():
        if not isinstance(child, exp.Query):
            yield from constants_in(child)


def evaluated(nodes: Sequence[exp.Expr], sandbox: Sandbox) -> dict[str, str]:
    """SQL → value as text, for what is more than a literal. Clocks must be pinned before."""
    known: dict[str, str] = {}
    unknown: dict[str, None] = {}
    for node in nodes:
        sql = node.sql("duckdb")
        plain = _plain(node)
        if plain is None:
            unknown[sql] = None
        else:
            known[sql] = plain
    known.update(_asked(list(unknown), sandbox))
    return known


def _plain(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Literal):
        return str(node.this)
    if isinstance(node, exp.Neg) and isinstance(node.this, exp.Literal):
        return f"-{node.this.this}"
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal):
        return str(node.this.this)
    return None


def _asked(texts: list[str], sandbox: Sandbox) -> dict[str, str]:
    """All in one query; where one of them fails, half and half."""
    if not texts:
        return {}
    ran = sandbox.run("SELECT " + ", ".join(f"CAST(({text}) AS VARCHAR)" for text in texts), row_limit=1)
    if ran.status == "ok" and ran.table is not None and ran.table.num_columns == len(texts):
        values = [column[0].as_py() for column in ran.table.columns]
        return {text: value for text, value in zip(texts, values, strict=True) if value is not None}
    if len(texts) == 1:
        return {}
    middle = len(texts) // 2
    return _asked(texts[:middle], sandbox) | _asked(texts[middle:], sandbox)
