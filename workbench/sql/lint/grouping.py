"""Rules about GROUP BY, aggregates, windows and the shape of select lists."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.sql.lint.links import gives_one_row, held_to_one_row
from workbench.sql.lint.query import Finding, Query, clause, inside, is_aggregate
from workbench.sql.scopes import Frame

_Key = tuple[object, ...] | str


def ungrouped_column(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        if not _is_aggregated(frame) or frame.murky:
            continue
        grouped = _grouped(frame, query)
        if grouped is None:
            continue
        for part in _after_grouping(frame):
            yield from _ungrouped(part, frame, grouped, query)


def _ungrouped(part: exp.Expr, frame: Frame, grouped: set[_Key], query: Query) -> Iterator[Finding]:
    stack = [part]
    while stack:
        node = stack.pop()
        counted = node.this if isinstance(node, exp.Filter | exp.WithinGroup) else node
        if isinstance(node, exp.Query) or is_aggregate(counted) or _key(node, query) in grouped:
            continue
        if isinstance(node, exp.Column) and not isinstance(node.this, exp.Star):
            meaning = query.scopes.meaning(node, frame)
            if meaning.kind == "found" and meaning.frame is frame:
                yield query.at(node, name=node.name)
            continue
        if isinstance(node, exp.Star | exp.Columns) or (isinstance(node, exp.Column)):
            continue
        stack.extend(reversed(list(node.iter_expressions())))


def _is_aggregated(frame: Frame) -> bool:
    group = frame.node.args.get("group")
    if isinstance(group, exp.Group):
        return not group.args.get("all")
    parts = [*frame.node.expressions, clause(frame, "having"), frame.node.args.get("order")]
    return any(is_aggregate(node) for part in parts for node in inside(part))


def _grouped(frame: Frame, query: Query) -> set[_Key] | None:
    """What GROUP BY names; None where that cannot be told."""
    group = frame.node.args.get("group")
    if not isinstance(group, exp.Group):
        return set()
    items: list[exp.Expr] = []
    for item in group.expressions:
        several = isinstance(item, exp.Rollup | exp.Cube | exp.GroupingSets)
        items += item.find_all(exp.Column, exp.Literal, exp.Func) if several else [item]
    keys: set[_Key] = set()
    for item in items:
        bare = item.unnest()
        if isinstance(bare, exp.Literal) and not bare.is_string:
            position = int(bare.this) if bare.this.isdigit() else 0
            if not 1 <= position <= len(frame.node.expressions):
                return None
            bare = frame.node.expressions[position - 1].unalias()
        keys |= _keys_of(bare, frame, query)
    return keys


def _keys_of(item: exp.Expr, frame: Frame, query: Query) -> set[_Key]:
    keys: set[_Key] = {_key(item, query)}
    if isinstance(item, exp.Tuple):
        keys |= {_key(part.unnest(), query) for part in item.expressions}
    if isinstance(item, exp.Column) and not item.table:
        aliased = frame.aliases.get(item.name.casefold())
        if aliased is not None:
            keys.add(_key(aliased.unnest(), query))
    return keys


def _key(node: exp.Expr, query: Query) -> _Key:
    """The same for two ways of writing one thing: `t.a` and `a`, `year(d)` and `YEAR(d)`."""
    if isinstance(node, exp.Column):
        meaning = query.scopes.meaning(node)
        if meaning.source is not None and meaning.output is not None:
            if node.name.casefold() in (meaning.frame.merged if meaning.frame else ()):
                return ("merged", node.name.casefold())
            return (id(meaning.source), meaning.output.name.casefold())
        return ("name", node.name.casefold())
    if isinstance(node, exp.Literal | exp.Identifier | exp.Query | exp.Star):
        return ("leaf", id(node))
    bare = node.copy()
    for column in bare.find_all(exp.Column):
        column.set("table", None)
    return bare.sql("duckdb", normalize=True, comments=False).casefold()


def _after_grouping(frame: Frame) -> Iterator[exp.Expr]:
    for item in frame.node.expressions:
        yield item.unalias()
    for name in ("having", "qualify"):
        condition = clause(frame, name)
        if condition is not None:
            yield condition
    order = frame.node.args.get("order")
    if isinstance(order, exp.Order):
        for item in order.expressions:
            yield item.this


def aggregate_in_where(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for node in inside(clause(frame, "where")):
            if is_aggregate(node):
                yield query.at(node, call=query.text(node))


def window_in_where(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for name in ("where", "having"):
            for node in inside(clause(frame, name)):
                if isinstance(node, exp.Window):
                    yield query.at(node, clause=name.upper())


def nested_aggregate(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        for part in _after_grouping(frame):
            for node in inside(part):
                if is_aggregate(node) and _holds_aggregate(node):
                    yield query.at(node, call=query.text(node))


def _holds_aggregate(node: exp.Expr) -> bool:
    return any(is_aggregate(inner) for inner in inside(node) if inner is not node)


def having_without_group(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        having = frame.node.args.get("having")
        if isinstance(having, exp.Having) and frame.node.args.get("group") is None:
            if not any(is_aggregate(node) for part in _after_grouping(frame) for node in inside(part)):
                yield query.at(having.this)


def distinct_with_group(query: Query) -> Iterator[Finding]:
    """DISTINCT after a GROUP BY whose every key is selected changes nothing."""
    for frame in query.frames:
        distinct = frame.node.args.get("distinct")
        group = frame.node.args.get("group")
        if not isinstance(distinct, exp.Distinct) or distinct.args.get("on") or not isinstance(group, exp.Group):
            continue
        sets = any(isinstance(item, exp.Rollup | exp.Cube | exp.GroupingSets) for item in group.expressions)
        if sets or group.args.get("all"):
            continue
        chosen = {_key(item.unalias(), query) for item in frame.node.expressions}
        wanted = _grouped(frame, query)
        if wanted and all(_key(item.unnest(), query) in chosen for item in group.expressions):
            place = _word(query, frame.node, "DISTINCT")
            if place is not None:
                yield place


def position_out_of_range(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.Order, exp.Group):
        owner = node.parent
        while isinstance(owner, exp.SetOperation | exp.Subquery):
            owner = owner.this
        if not isinstance(owner, exp.Select) or any(item.is_star for item in owner.expressions):
            continue
        if any(True for item in owner.expressions for _ in item.find_all(exp.Columns, exp.Unnest, exp.Explode)):
            continue
        count = len(owner.expressions)
        for item in node.expressions:
            literal = item.this if isinstance(item, exp.Ordered) else item
            if isinstance(literal, exp.Literal) and literal.this.isdigit() and not 1 <= int(literal.this) <= count:
                word = "ORDER BY" if isinstance(node, exp.Order) else "GROUP BY"
                yield query.at(literal, clause=word, position=literal.this, count=count)


def set_columns(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.SetOperation):
        left, right = (_width(side, query) for side in (node.left, node.right))
        if left and right and left != right and not node.args.get("by_name"):
            yield query.at(node.right, left=left, right=right)


def many_row_subquery(query: Query) -> Iterator[Finding]:
    """A subquery that stands for one value and may give several rows: DuckDB 2.0 stops with an error then."""
    for node in query.statement.find_all(exp.Subquery):
        parent, body = node.parent, node.this
        compared = isinstance(parent, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE)
        chosen = isinstance(parent, exp.Alias) or (isinstance(parent, exp.Select) and node.arg_key == "expressions")
        if not (compared or chosen) or not isinstance(body, exp.Select):
            continue
        frame = query.scopes.frame_of(body)
        if frame is None or frame.node is not body or any(s.table is None for s in frame.sources):
            continue
        if not gives_one_row(body) and not held_to_one_row(frame) and not body.args.get("limit"):
            yield query.at(body)


def _width(node: exp.Expr, query: Query) -> int:
    """Columns of a query, 0 where they cannot be counted."""
    while isinstance(node, exp.SetOperation | exp.Subquery):
        node = node.this
    frame = query.scopes.frame_of(node) if isinstance(node, exp.Select) else None
    if frame is None or frame.node is not node or frame.outputs is None or frame.murky:
        return 0
    return len(frame.outputs)


def subquery_columns(query: Query) -> Iterator[Finding]:
    """A subquery that stands for one value, or after IN, with more than one column."""
    for node in query.statement.find_all(exp.Subquery):
        parent = node.parent
        single = isinstance(parent, exp.Binary | exp.Not | exp.Between | exp.Any | exp.All | exp.Alias)
        if isinstance(parent, exp.Select) and node.arg_key == "expressions":
            single = True
        if isinstance(parent, exp.In) and node.arg_key == "query":
            single = not isinstance(parent.this, exp.Tuple)
        if isinstance(parent, exp.Binary):
            single = not isinstance(parent.this, exp.Tuple) and not isinstance(parent.expression, exp.Tuple)
        if single and (width := _width(node, query)) > 1:
            yield query.at(node.this, count=width)


def _word(query: Query, node: exp.Select, word: str) -> Finding | None:
    start, _ = query.parsed.span(node)
    for token in query.parsed.tokens[max(0, query.parsed.token_at(start) - 3) :]:
        if token.text.upper() == word:
            return Finding(token.start, token.end + 1)
    return None
