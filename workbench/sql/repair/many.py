"""`= (SELECT …)` where the subquery may give several rows, which DuckDB 2.0 refuses to run."""

from __future__ import annotations

from sqlglot import exp

from workbench.sql.repair.grouping import has_aggregate
from workbench.text import t


def many_rows(tree: exp.Expr, notes: list[str]) -> None:
    """= → IN and <> → NOT IN: the same where there is one row."""
    for node in list(tree.find_all(exp.EQ, exp.NEQ)):
        subquery, value = (node.right, node.left) if isinstance(node.right, exp.Subquery) else (node.left, node.right)
        body = subquery.this if isinstance(subquery, exp.Subquery) else None
        if not isinstance(body, exp.Select) or body.args.get("limit") or isinstance(value, exp.Subquery):
            continue
        if not body.args.get("group") and all(has_aggregate(e, body) for e in body.expressions):
            continue
        within = exp.In(this=value.copy(), query=subquery.copy())
        node.replace(exp.Not(this=within) if isinstance(node, exp.NEQ) else within)
        notes.append(t("repair.many_rows"))
