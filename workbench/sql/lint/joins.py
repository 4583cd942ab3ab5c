"""Rules about how tables are put together."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.schema.model import ForeignKey, Table
from workbench.sql.lint.links import Link, cannot_multiply, fixed, links, multiplied_by, one_row, reached
from workbench.sql.lint.query import Finding, Query, clause, conjuncts, inside, is_aggregate
from workbench.sql.scopes import Frame, Source

_COUNTING = (exp.Count, exp.Sum, exp.Avg, exp.Median, exp.Stddev, exp.Variance)


def join_without_on(query: Query) -> Iterator[Finding]:
    """`JOIN b` without ON or USING: DuckDB stops at the next word with a syntax error."""
    for frame in query.frames:
        for source in frame.sources:
            join = source.join
            if join is not None and _says_join(query, source) and not _is_linked_by_form(join):
                yield query.at(source.node, table=source.name)


def cartesian_product(query: Query) -> Iterator[Finding]:
    for frame in query.frames:
        if frame.murky or len(frame.sources) < 2:
            continue
        groups = reached(frame, query)
        first = frame.sources[0]
        seen = {groups[id(first)]}
        for source in frame.sources[1:]:
            if groups[id(source)] in seen or one_row(source) or one_row(first):
                continue
            seen.add(groups[id(source)])
            if source.join is not None and _says_join(query, source) and not _is_linked_by_form(source.join):
                continue  # join-without-on says it
            yield query.at(source.node, table=source.name, other=first.name)


def fan_out(query: Query) -> Iterator[Finding]:
    """SUM or COUNT over a column whose rows another join repeats."""
    for frame in query.frames:
        if frame.murky or len(frame.sources) < 2:
            continue
        found = links(frame, query)
        for call in _counting_calls(frame):
            source = _argument_source(call, frame, query)
            if source is None or (isinstance(call, exp.Count) and _counts_per_row(frame, source, query)):
                continue
            other = multiplied_by(source, frame, found)
            if other is not None and not _is_pinned(source, other, frame, found, query):
                yield query.at(call, call=query.text(call), table=source.name, other=other.name)


def _is_pinned(source: Source, bridge: Source, frame: Frame, found: list[Link], query: Query) -> bool:
    """`bridge` pairs `source` with a third table of which one row is meant (a constant, or its group): no repeats."""
    ends = {id(link.left): link.left for link in found if link.right is bridge}
    ends |= {id(link.right): link.right for link in found if link.left is bridge}
    third = [end for end in ends.values() if end is not source]
    if not third or id(source) not in ends:
        return False
    held = {id(s) for s in _grouped_sources(frame, query)}
    return any(id(end) in held or fixed(end, frame) for end in third)


def _grouped_sources(frame: Frame, query: Query) -> list[Source]:
    group = frame.node.args.get("group")
    columns = group.find_all(exp.Column) if isinstance(group, exp.Group) else []
    meanings = [query.scopes.meaning(column, frame) for column in columns]
    return [m.source for m in meanings if m.source is not None]


def _counting_calls(frame: Frame) -> Iterator[exp.Expr]:
    parts = [*frame.node.expressions, clause(frame, "having"), frame.node.args.get("order")]
    for part in parts:
        for node in inside(part):
            if (
                isinstance(node, _COUNTING)
                and is_aggregate(node)
                and not isinstance(node.this, exp.Distinct | exp.Star)
            ):
                yield node


def _argument_source(call: exp.Expr, frame: Frame, query: Query) -> Source | None:
    """The one source whose columns the call adds up."""
    meanings = [query.scopes.meaning(c, frame) for c in inside(call.this) if isinstance(c, exp.Column)]
    sources = {id(m.source): m.source for m in meanings if m.frame is frame and m.source is not None}
    if len(sources) != 1 or any(m.kind != "found" for m in meanings):
        return None
    return next(iter(sources.values()))


def _counts_per_row(frame: Frame, source: Source, query: Query) -> bool:
    """`SELECT p.name, COUNT(p.id) … GROUP BY p.id`: the joined rows of each parent are what is counted."""
    group = frame.node.args.get("group")
    if not isinstance(group, exp.Group):
        return False
    for item in group.expressions:
        bare = item.unnest()
        if isinstance(bare, exp.Literal) and bare.this.isdigit() and 1 <= int(bare.this) <= len(frame.node.expressions):
            bare = frame.node.expressions[int(bare.this) - 1].unalias()
        if isinstance(bare, exp.Column) and query.scopes.meaning(bare, frame).source is source:
            return True
    return bool(group.args.get("all"))


def join_off_key(query: Query) -> Iterator[Finding]:
    """Two tables that a foreign key connects, joined over other columns."""
    for frame in query.frames:
        for pair in _joined_pairs(links(frame, query)):
            left, right = pair[0].left, pair[0].right
            if left.table is None or right.table is None or left.table is right.table:
                continue
            keys = _keys_between(left.table, right.table)
            if not keys or any(_follows(link, key, owner) for link in pair for key, owner in keys):
                continue
            if any(_shares_target(link) for link in pair):
                continue
            key, owner = keys[0]
            mine, theirs = (left, right) if owner is left.table else (right, left)
            should = " AND ".join(
                f"{mine.name}.{a} = {theirs.name}.{b}" for a, b in zip(key.columns, key.ref_columns, strict=False)
            )
            yield query.at(pair[0].node, should=should)


def _joined_pairs(found: list[Link]) -> list[list[Link]]:
    pairs: dict[frozenset[int], list[Link]] = {}
    for link in found:
        if link.columns is not None:
            pairs.setdefault(frozenset((id(link.left), id(link.right))), []).append(link)
    return list(pairs.values())


def _keys_between(left: Table, right: Table) -> list[tuple[ForeignKey, Table]]:
    """Foreign keys that the DDL states; a guessed key must not make anyone doubt a good join."""
    pairs = ((left, right), (right, left))
    return [
        (key, owner)
        for owner, other in pairs
        for key in owner.foreign_keys
        if not key.inferred and key.table.casefold() == other.name.casefold()
    ]


def _follows(link: Link, key: ForeignKey, owner: Table) -> bool:
    assert link.columns is not None
    mine, theirs = link.columns if link.left.table is owner else link.columns[::-1]
    pairs = {(a.casefold(), b.casefold()) for a, b in zip(key.columns, key.ref_columns, strict=False)}
    return (mine.casefold(), theirs.casefold()) in pairs


def _shares_target(link: Link) -> bool:
    """Both columns lead to one column of a third table, or bear one name without being each its table's key."""
    assert link.columns is not None
    sides = ((link.left.table, link.columns[0]), (link.right.table, link.columns[1]))
    if link.columns[0].casefold() == link.columns[1].casefold() and not all(_is_own_key(*side) for side in sides):
        return True
    targets = [_targets(table, column) for table, column in sides if table is not None]
    return len(targets) == 2 and bool(targets[0] & targets[1])


def _is_own_key(table: Table | None, column: str) -> bool:
    return table is not None and tuple(c.casefold() for c in table.primary_key) == (column.casefold(),)


def _targets(table: Table, column: str) -> set[tuple[str, str]]:
    found = set()
    for key in table.foreign_keys:
        for mine, theirs in zip(key.columns, key.ref_columns, strict=False):
            if mine.casefold() == column.casefold():
                found.add((key.table.casefold(), theirs.casefold()))
    return found | {(table.name.casefold(), column.casefold())}


def outer_join_filter(query: Query) -> Iterator[Finding]:
    """LEFT JOIN whose missing rows WHERE throws away again."""
    for frame in query.frames:
        for condition in conjuncts(clause(frame, "where")):
            column = _null_rejecting(condition)
            if column is None:
                continue
            meaning = query.scopes.meaning(column, frame)
            source = meaning.source
            if meaning.frame is frame and source is not None and source.optional and source.join is not None:
                if source.join.side == "LEFT" and column.name.casefold() not in frame.merged:
                    yield query.at(condition, condition=query.text(condition), table=source.name)


def _null_rejecting(condition: exp.Expr) -> exp.Column | None:
    """The column that must not be NULL for `condition` to hold."""
    inner = condition.this if isinstance(condition, exp.Not) else condition
    compares = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Like, exp.ILike, exp.In, exp.Between)
    if not isinstance(inner, compares):
        return None
    if isinstance(inner.this, exp.Column):
        return inner.this
    other = inner.args.get("expression")
    return other if isinstance(other, exp.Column) and isinstance(inner.this, exp.Literal) else None


def unused_join(query: Query) -> Iterator[Finding]:
    """LEFT JOIN of a table that nothing else mentions and that adds no row."""
    for frame in query.frames:
        if frame.murky or any(item.is_star for item in frame.node.expressions):
            continue
        used = _used_sources(frame, query)
        found = links(frame, query)
        for source in frame.sources:
            join = source.join
            if join is None or join.side != "LEFT" or source.table is None or id(source) in used:
                continue
            if cannot_multiply(source, found):
                yield query.at(source.node, table=source.name)


def _used_sources(frame: Frame, query: Query) -> set[int]:
    used: set[int] = set()
    for column, _, meaning in query.scopes.columns():
        join = column.find_ancestor(exp.Join, exp.Query)
        own = meaning.source is not None and isinstance(join, exp.Join) and meaning.source.join is join
        if meaning.source is None:
            used |= {id(s) for s in frame.sources}
        elif not own:
            used.add(id(meaning.source))
    return used


def unused_cte(query: Query) -> Iterator[Finding]:
    for cte, readers in query.scopes.ctes:
        if not readers and not _reads_by_name(query, cte.alias):
            yield query.at(cte.args["alias"].this, name=cte.alias)


def _reads_by_name(query: Query, name: str) -> bool:
    """Read where the walk does not go (PIVOT, table functions)."""
    wanted = name.casefold()
    return any(node.name.casefold() == wanted for node in query.statement.find_all(exp.Table))


def _says_join(query: Query, source: Source) -> bool:
    """Written with JOIN (not a comma, not CROSS JOIN)."""
    join = source.join
    if join is None or join.kind == "CROSS":
        return False
    start, _ = query.parsed.span(source.node)
    index = query.parsed.token_at(start) - 1
    while (index >= 0 and query.parsed.tokens[index].text in ("(",)) or (
        index >= 0 and query.parsed.tokens[index].text.upper() == "LATERAL"
    ):
        index -= 1
    return index >= 0 and query.parsed.tokens[index].text.upper() == "JOIN"


def _is_linked_by_form(join: exp.Join) -> bool:
    return bool(
        join.args.get("on") is not None
        or join.args.get("using")
        or join.method in ("NATURAL", "POSITIONAL", "ASOF")
        or join.kind == "CROSS"
    )
