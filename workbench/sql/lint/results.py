"""Rules about what the result says: columns, order, arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.sql.lint.query import Finding, Query, inside, is_aggregate
from workbench.sql.scopes import Frame

_TRUNCATING = {"postgres", "tsql", "sqlite"}
"""Dialects in which 7 / 2 is 3; in DuckDB, MySQL, Oracle, BigQuery and Snowflake it is 3.5."""


def select_star(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        if not any(source.table is not None for source in frame.sources) or isinstance(frame.node.parent, exp.Exists):
            continue
        for item in frame.node.expressions:
            bare = item.this if isinstance(item, exp.Column) else item
            written = isinstance(bare, exp.Star) and "start" in bare.meta
            if written and not bare.args.get("except_"):
                source = frame.source(item.table) if isinstance(item, exp.Column) else None
                outputs = source.outputs if source is not None else frame.outputs
                yield query.at(item, variant="" if outputs is not None else "unknown", columns=len(outputs or ()))


def limit_without_order(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.Select, exp.SetOperation):
        limit = node.args.get("limit")
        if limit is None or node.args.get("order") is not None or isinstance(node.parent, exp.Exists):
            continue
        frame = query.scopes.frame_of(node) if isinstance(node, exp.Select) else None
        if frame is not None and _is_one_row(frame):
            continue
        value = limit.args.get("expression") or limit.args.get("count")
        if isinstance(node, exp.Select) and not any(node.args.get(k) for k in ("from_",)):
            continue
        if isinstance(value, exp.Literal) and value.this == "0":
            continue
        yield query.at(value if value is not None else node)


def _is_one_row(frame: Frame) -> bool:
    if frame.node.args.get("group") is not None:
        return False
    return any(is_aggregate(node) for item in frame.node.expressions for node in inside(item))


def duplicate_output(query: Query) -> Iterator[Finding]:
    """Two result columns of one name; only at the top, where people read them."""
    frame = query.frames[0] if query.frames else None
    if frame is None or frame.node is not query.statement.unnest():
        return
    seen: set[str] = set()
    for item in frame.node.expressions:
        name = item.alias_or_name.casefold() if isinstance(item, exp.Alias | exp.Column) and not item.is_star else ""
        if name and name in seen:
            yield query.at(item, name=item.alias_or_name)
        seen.add(name)


def count_nullable(query: Query) -> Iterator[Finding]:
    """COUNT(column) leaves out the rows where the column is NULL."""
    for frame in query.frames:
        optional = any(source.optional for source in frame.sources)
        for part in frame.node.expressions:
            for node in inside(part):
                if not isinstance(node, exp.Count) or not isinstance(node.this, exp.Column) or optional:
                    continue
                meaning = query.scopes.meaning(node.this, frame)
                if meaning.output is not None and meaning.column is not None and meaning.output.nullable:
                    yield query.at(node, column=node.this.name)


def integer_division(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.IntDiv):
        if isinstance(node.expression, exp.Literal):
            continue  # `연도 // 10` is meant to drop digits
        yield query.at(node, expression=query.text(node), left=query.text(node.this), right=query.text(node.expression))


def division_elsewhere(query: Query) -> Iterator[Finding]:
    """Gives decimals here, and whole numbers in the company's own database."""
    if query.schema.dialect not in _TRUNCATING:
        return
    for node in query.statement.find_all(exp.Div):
        if query.kind(node.this) == "integer" and query.kind(node.expression) == "integer":
            yield query.at(node, expression=query.text(node), dialect=query.schema.dialect)


def division_by_zero(query: Query) -> Iterator[Finding]:
    """1 / 0 is infinity in DuckDB 2.0, and 1 // 0 or 1 % 0 stops the query."""
    for node in query.statement.find_all(exp.Div, exp.IntDiv, exp.Mod):
        right = node.expression.unnest()
        if isinstance(right, exp.Literal) and not right.is_string and float(right.this) == 0:
            yield query.at(node, variant="zero", expression=query.text(node))
        elif isinstance(node, exp.Div | exp.IntDiv) and _may_be_zero(right):
            yield query.at(right, expression=query.text(right))


def _may_be_zero(node: exp.Expr) -> bool:
    if isinstance(node, exp.Sum):
        return True
    return isinstance(node, exp.Column)


def aggregate_on_key(query: Query) -> Iterator[Finding]:
    """The sum or mean of numbers that only name things."""
    for frame in query.frames:
        for part in frame.node.expressions:
            for node in inside(part):
                if not isinstance(node, exp.Sum | exp.Avg) or not isinstance(node.this, exp.Column):
                    continue
                meaning = query.scopes.meaning(node.this, frame)
                if meaning.table is None or meaning.column is None:
                    continue
                name = meaning.column.name.casefold()
                foreign = {c.casefold() for key in meaning.table.foreign_keys if not key.inferred for c in key.columns}
                if (name,) == tuple(c.casefold() for c in meaning.table.primary_key) or name in foreign:
                    yield query.at(node, call=query.text(node), column=meaning.column.name)


def union_distinct(query: Query) -> Iterator[Finding]:
    """UNION drops equal rows, also those that were equal before."""
    for node in query.statement.find_all(exp.Union):
        if node.args.get("distinct") and not isinstance(node.parent, exp.SetOperation):
            place = _union_word(query, node)
            if place is not None:
                yield place


def _union_word(query: Query, node: exp.Union) -> Finding | None:
    left = query.parsed.span(node.left)
    for token in query.parsed.tokens[query.parsed.token_at(left[1]) :]:
        if token.text.upper() == "UNION":
            return Finding(token.start, token.end + 1)
    return None


def order_in_subquery(query: Query) -> Iterator[Finding]:
    """ORDER BY inside has no effect on the order outside."""
    for frame in query.frames:
        order = frame.node.args.get("order")
        if (
            order is None
            or frame.node.args.get("limit")
            or frame.node.args.get("offset")
            or frame.node.args.get("distinct")
        ):
            continue
        holder = frame.node.parent
        if isinstance(holder, exp.Subquery) and isinstance(holder.parent, exp.From | exp.Join | exp.In):
            yield query.at(*order.expressions)
        elif isinstance(holder, exp.CTE):
            yield query.at(*order.expressions)
