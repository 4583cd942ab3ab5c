"""Table names that the schema does not have."""

from __future__ import annotations

from sqlglot import exp

from workbench.schema.model import Schema, Table
from workbench.sql.repair.near import canonical, likeness, plain
from workbench.sql.repair.scope import identifier
from workbench.sql.sources import cte, select_of
from workbench.text import t


def fix_tables(tree: exp.Expr, schema: Schema, notes: list[str]) -> None:
    """Misspelt tables → the nearest, judged by name, comment and the columns asked of them."""
    for node in list(tree.find_all(exp.Table)):
        if not isinstance(node.this, exp.Identifier) or cte(node) is not None:
            continue
        if node.args.get("db"):
            node.set("db", None)
            node.set("catalog", None)
        if schema.table(node.name) is not None:
            continue
        meant = _meant(node, schema)
        if meant is None:
            continue
        notes.append(t("repair.table", old=node.name, new=meant.name))
        if not node.alias:
            _requalify(node, node.name, meant.name)
        node.set("this", identifier(meant.name))


def _meant(node: exp.Table, schema: Schema) -> Table | None:
    asked = _asked(node)
    scored = []
    for table in schema.tables:
        name = max(
            likeness(node.name, table.name), 1.0 if table.comment and plain(table.comment) == plain(node.name) else 0.0
        )
        if plain(node.name) and plain(node.name) in plain(table.name) and len(plain(node.name)) > 3:
            name = max(name, 0.8)
        if set(canonical(node.name)) <= set(canonical(table.name)):
            name = max(name, 0.8 + 0.1 * (len(canonical(table.name)) == 1))
        share = sum(table.column(c) is not None for c in asked) / len(asked) if asked else 0.0
        scored.append((name + 0.5 * share, name, table))
    best = max(scored, key=lambda s: s[0], default=None)
    return best[2] if best is not None and (best[1] >= 0.75 or (best[0] >= 1.0 and best[1] >= 0.4)) else None


def _asked(node: exp.Table) -> set[str]:
    select = select_of(node)
    if select is None:
        return set()
    alone = not select.args.get("joins")
    return {
        c.name for c in select.find_all(exp.Column)
        if c.table.casefold() == node.alias_or_name.casefold() or (alone and not c.table and select_of(c) is select)
    }  # fmt: skip


def _requalify(node: exp.Table, old: str, new: str) -> None:
    select = select_of(node)
    for column in select.find_all(exp.Column) if select is not None else ():
        if column.table.casefold() == old.casefold():
            column.set("table", identifier(new))
