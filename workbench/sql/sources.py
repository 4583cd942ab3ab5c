"""Which tables a SELECT reads, and which of them a column belongs to, by the schema model.

sqlglot's own `qualify` raises at the first unknown name; transpile and repair work on queries that still have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from workbench.schema.model import Column, Schema, Table

Kind = Literal["number", "text", "date", "timestamp", "time", "bool", "interval", "unknown"]


@dataclass(frozen=True)
class Source:
    """One item of FROM or JOIN. `table` for a schema table; `outputs` (None: unknown) for a subquery or CTE."""

    alias: str
    node: exp.Expr
    table: Table | None = None
    query: exp.Expr | None = None
    outputs: tuple[str, ...] | None = None

    def has(self, column: str) -> bool | None:
        """Whether it offers `column`; None where that cannot be known."""
        if self.table is not None:
            return self.table.column(column) is not None or column.casefold() == "rowid"
        if self.outputs is None:
            return None
        return column.casefold() in {name.casefold() for name in self.outputs}


def select_of(node: exp.Expr) -> exp.Select | None:
    """The SELECT whose scope `node` is in (for a node inside FROM: the one that has that FROM)."""
    found = node.find_ancestor(exp.Select)
    return found


def from_nodes(select: exp.Select) -> list[exp.Expr]:
    """The expressions of FROM and JOIN, in order."""
    first = select.args.get("from_")
    nodes = [first.this] if first is not None and first.this is not None else []
    return nodes + [join.this for join in select.args.get("joins") or []]


def sources(select: exp.Select, schema: Schema) -> list[Source]:
    return [_source(node, schema) for node in from_nodes(select)]


def _source(node: exp.Expr, schema: Schema) -> Source:
    alias = node.alias_or_name
    if isinstance(node, exp.Table):
        query = cte(node)
        if query is not None:
            return Source(alias, node, None, query, outputs(query, schema, node))
        return Source(alias, node, schema.table(node.name))
    if isinstance(node, exp.Subquery):
        return Source(alias, node, None, node.this, outputs(node.this, schema, node))
    return Source(alias, node)


def cte(node: exp.Table) -> exp.Expr | None:
    """The query of the CTE that `node` names, if it names one."""
    if node.args.get("db"):
        return None
    scope: exp.Expr | None = node
    while scope is not None:
        with_ = scope.args.get("with_")
        if isinstance(with_, exp.With):
            for item in with_.expressions:
                if item.alias.casefold() == node.name.casefold():
                    return item  # type: ignore[no-any-return]
        scope = scope.parent
    return None


def outputs(query: exp.Expr, schema: Schema, node: exp.Expr | None = None) -> tuple[str, ...] | None:
    """Names of the columns a query gives, None where a star or an odd form hides them."""
    alias = (node.args.get("alias") if node is not None else None) or query.args.get("alias")
    if isinstance(alias, exp.TableAlias) and alias.columns:
        return tuple(c.name for c in alias.columns)
    body = query.this if isinstance(query, exp.CTE | exp.Subquery) else query
    while isinstance(body, exp.SetOperation | exp.Subquery):
        body = body.this
    if not isinstance(body, exp.Select):
        return None
    names: list[str] = []
    for item in body.expressions:
        if item.is_star:
            inner = _star(item, body, schema)
            if inner is None:
                return None
            names += inner
        else:
            names.append(item.alias_or_name)
    return tuple(names)


def _star(item: exp.Expr, select: exp.Select, schema: Schema) -> list[str] | None:
    if isinstance(item, exp.Star) and (item.args.get("except_") or item.args.get("replace")):
        return None
    wanted = item.table.casefold() if isinstance(item, exp.Column) else ""
    names: list[str] = []
    for source in sources(select, schema):
        if wanted and source.alias.casefold() != wanted:
            continue
        if source.table is not None:
            names += [c.name for c in source.table.columns]
        elif source.outputs is not None:
            names += source.outputs
        else:
            return None
    return names


def visible(node: exp.Expr, schema: Schema) -> Iterator[list[Source]]:
    """Sources of the enclosing SELECTs, innermost first (outer ones are visible by correlation)."""
    select = select_of(node)
    while select is not None:
        yield sources(select, schema)
        select = _outer(select)


def _outer(select: exp.Select) -> exp.Select | None:
    """The SELECT around a subquery in an expression; a CTE and a subquery in FROM see nothing of theirs."""
    child: exp.Expr = select
    node = select.parent
    while node is not None and not isinstance(node, exp.Select):
        joined = isinstance(node, exp.Join) and node.this is child and not isinstance(child, exp.Lateral)
        if joined or isinstance(node, exp.CTE | exp.From):
            return None
        child, node = node, node.parent
    return node


def column_of(column: exp.Column, schema: Schema) -> Column | None:
    """The schema column that `column` stands for, through subqueries and CTEs; None if unknown or not unique."""
    wanted = column.table.casefold()
    for offered in visible(column, schema):
        hits = [s for s in offered if (not wanted or s.alias.casefold() == wanted) and s.has(column.name)]
        if not hits:
            continue
        first = hits[0]
        if first.table is not None:
            return first.table.column(column.name)
        inner = _projection(first, column.name)
        bare = inner.unalias() if inner is not None else None
        return column_of(bare, schema) if isinstance(bare, exp.Column) else None
    return None


def _projection(source: Source, name: str) -> exp.Expr | None:
    body = source.query
    while isinstance(body, exp.CTE | exp.Subquery | exp.SetOperation):
        body = body.this
    if not isinstance(body, exp.Select):
        return None
    return next((e for e in body.expressions if e.alias_or_name.casefold() == name.casefold()), None)


def projection_of(column: exp.Column, schema: Schema) -> exp.Expr | None:
    """For a column of a subquery or CTE, or an alias of the same SELECT: the expression that makes it."""
    wanted = column.table.casefold()
    for offered in visible(column, schema):
        for source in offered:
            if source.table is None and (not wanted or source.alias.casefold() == wanted) and source.has(column.name):
                return _projection(source, column.name)
        if any(s.has(column.name) for s in offered if not wanted or s.alias.casefold() == wanted):
            return None
    select = select_of(column)
    if select is None or wanted:
        return None
    return next(
        (e for e in select.expressions if isinstance(e, exp.Alias) and e.alias.casefold() == column.name.casefold()),
        None,
    )


_PLAIN_KINDS: dict[str, Kind] = {"DATE": "date", "TIME": "time", "BOOLEAN": "bool", "INTERVAL": "interval"}


def type_kind(duckdb_type: str) -> Kind:
    head = duckdb_type.upper().split("(")[0].strip()
    if duckdb_type.endswith("]"):
        return "unknown"
    if head.startswith("TIMESTAMP") or head in ("DATETIME",):
        return "timestamp"
    if head in _PLAIN_KINDS:
        return _PLAIN_KINDS[head]
    if head in ("VARCHAR", "TEXT", "CHAR", "STRING", "BPCHAR", "UUID", "ENUM"):
        return "text"
    if any(word in head for word in ("INT", "DECIMAL", "NUMERIC", "DOUBLE", "FLOAT", "REAL")):
        return "number"
    return "unknown"
