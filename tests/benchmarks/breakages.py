"""Gold queries that DuckDB rejects, by one known mistake: a name that does not exist, or broken syntax."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.mutants import Mutant
from workbench.schema.model import Schema
from workbench.sql.parsing import parse
from workbench.sql.scopes import read_scopes


def breakages(sql: str, schema: Schema) -> Iterator[Mutant]:
    tree = parse(sql).statements[0]
    text = tree.sql("duckdb")
    column = next((c for c, _, meaning in read_scopes(tree, schema).columns() if meaning.column is not None), None)
    if column is not None:
        yield Mutant(_renamed(tree, column), "unknown_name", "unknown-column")
    table = next((node for node in tree.find_all(exp.Table) if schema.table(node.name) is not None), None)
    if table is not None:
        yield Mutant(_renamed(tree, table), "unknown_name", "unknown-table")
    yield Mutant(text.replace("SELECT", "SELCT", 1), "syntax", "typo")
    yield Mutant(text.replace(" FROM ", ", , FROM ", 1), "syntax", "double-comma")
    yield Mutant(f"{text} AND (", "syntax", "open-bracket")


def _renamed(tree: exp.Expr, node: exp.Expr) -> str:
    """The tree as text with another name for `node`; the tree itself stays."""
    own, alias = node.this, node.args.get("alias")
    node.set("this", exp.to_identifier(f"{node.name}_detail"))
    if isinstance(node, exp.Table) and alias is None:
        node.set("alias", exp.TableAlias(this=exp.to_identifier(own.name)))
    text = tree.sql("duckdb")
    node.set("this", own)
    node.set("alias", alias)
    return text
