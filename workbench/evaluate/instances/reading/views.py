"""Views as the queries they stand for, so that conditions reach the tables behind them."""

from __future__ import annotations

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.parsing import parse

_DEPTH = 4


def with_views_open(tree: exp.Expr, schema: Schema) -> exp.Expr:
    """A copy of `tree` with each view as a subquery; views in views too."""
    tree = tree.copy()
    for _ in range(_DEPTH):
        named = {cte.alias.casefold() for cte in tree.find_all(exp.CTE)}
        found = [table for table in tree.find_all(exp.Table) if table.name.casefold() not in named]
        if not any([_open(table, schema) for table in found]):
            break
    return tree


def _open(node: exp.Table, schema: Schema) -> bool:
    view = schema.table(node.name)
    if view is None or not view.view_sql:
        return False
    statements = parse(view.view_sql).statements
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        return False
    alias = exp.TableAlias(this=exp.to_identifier(node.alias_or_name, quoted=True))
    subquery = exp.Subquery(this=statements[0].copy(), alias=alias)
    for key in ("joins", "pivots"):
        if node.args.get(key):
            subquery.set(key, node.args[key])
    node.replace(subquery)
    return True
