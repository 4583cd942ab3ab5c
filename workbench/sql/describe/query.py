"""A query told step by step: where the rows come from, which are kept, how they are grouped, sorted and cut."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping

import sqlglot
from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.describe.conditions import conditions
from workbench.sql.describe.names import Names
from workbench.sql.describe.phrases import Phrases
from workbench.sql.describe.sources import from_lines, sources_of
from workbench.text import t

log = logging.getLogger(__name__)

_MOST_ITEMS = 8
_DEEPEST = 4
"""Levels of subqueries that are told; deeper ones nobody reads."""
_INDENT = "  "


def describe(sql: str, schema: Schema) -> str:
    """What the query does, as lines that begin with "- " (deeper ones indented by two blanks), from its AST alone.

    Names and values in it come from the query and the schema: show it as text, not as trusted markup. Never raises; a
    query that cannot be read is answered with one sentence.
    """
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
        lines = list(_query(tree, _Context(schema)))
    except sqlglot.errors.SqlglotError:
        lines = []
    except Exception as error:  # an explanation is a courtesy: no query may fail for want of one
        log.warning("no explanation: %s", type(error).__name__)
        lines = []
    return "\n".join(lines) or t("describe.fallback")


class _Context:
    """What holds for a query and those inside it."""

    def __init__(
        self,
        schema: Schema,
        ctes: Mapping[str, dict[str, str]] | None = None,
        outer: Names | None = None,
        depth: int = 0,
    ) -> None:
        self.schema, self.ctes, self.outer, self.depth = schema, ctes or {}, outer, depth

    def inside(self, outer: Names | None = None) -> _Context:
        return _Context(self.schema, self.ctes, outer or self.outer, self.depth + 1)

    def knowing(self, name: str, outputs: dict[str, str]) -> _Context:
        return _Context(self.schema, {**self.ctes, name.casefold(): outputs}, self.outer, self.depth)


def _query(node: exp.Expr, context: _Context, shows: bool = True) -> Iterator[str]:
    """The lines of any query."""
    if context.depth > _DEEPEST:
        yield _line("…")
        return
    while isinstance(node, (exp.Subquery, exp.Paren)) and not _modified(node):
        node = node.this
    with_ = node.args.get("with_")
    if with_ is not None:
        for number, cte in enumerate(with_.expressions, 1):
            context = context.knowing(cte.alias, {})
            key = "describe.recursive_step" if with_.args.get("recursive") else "describe.step"
            yield _line(t(key, number=number, name=cte.alias))
            yield from _nested(_query(cte.this, context.inside()))
            context = context.knowing(cte.alias, _outputs(cte.this, context))
        yield _line(t("describe.then"))
    if isinstance(node, exp.SetOperation):
        yield from _set_operation(node, context)
    elif isinstance(node, exp.Select):
        yield from _select(node, context, shows)
    elif isinstance(node, exp.Subquery):
        yield from _query(node.this, context)
        yield from _tail(node, Phrases(Names(context.schema)))
    elif isinstance(node, exp.Pivot):
        yield from _pivot_statement(node, context)
    elif isinstance(node, exp.Values):
        yield _line(t("describe.only_values"))


def _modified(node: exp.Expr) -> bool:
    return any(node.args.get(key) for key in ("order", "limit", "offset", "with_", "pivots"))


def _set_operation(node: exp.SetOperation, context: _Context) -> Iterator[str]:
    parts: list[exp.Expr] = []
    current: exp.Expr = node
    while isinstance(current, exp.SetOperation) and type(current) is type(node):
        parts.append(current.expression)
        current = current.this
    parts.append(current)
    for number, part in enumerate(reversed(parts[-6:]), 1):
        yield _line(t("describe.part", number=number))
        yield from _nested(_query(part, context.inside()))
    kind = "union" if isinstance(node, exp.Union) else "except" if isinstance(node, exp.Except) else "intersect"
    yield _line(t(f"describe.{kind}" if node.args.get("distinct", True) else f"describe.{kind}_all"))
    yield from _tail(node, Phrases(Names(context.schema)))


def _select(node: exp.Select, context: _Context, shows: bool) -> Iterator[str]:
    names = Names(context.schema, outer=context.outer)
    phrases = Phrases(names)
    sources = list(sources_of(node))
    shown = [names.add(source, context.ctes) for source, _ in sources]
    for source, _ in sources:
        if isinstance(source, exp.Subquery):
            names.outputs[source.alias.casefold()] = _outputs(source.this, context)
    for source, _ in sources:
        if isinstance(source, exp.Subquery):
            yield _line(t("describe.first_make", name=source.alias or t("describe.subquery")))
            yield from _nested(_query(source.this, context.inside()))
    yield from map(_line, from_lines(sources, shown, phrases, node.args.get("where")))
    phrases.aliases = {item.alias.casefold(): item.this for item in node.expressions if isinstance(item, exp.Alias)}
    where = node.args.get("where")
    if where is not None:
        yield from _kept(conditions(where.this, phrases), "describe.where")
    yield from _group(node, phrases)
    yield from _having(node, phrases)
    if shows:
        key = "describe.show_distinct" if _plain_distinct(node) else "describe.show"
        yield _line(t(key, items=_items(node, phrases)))
    distinct = node.args.get("distinct")
    if distinct is not None and not _plain_distinct(node):
        yield _line(t("describe.distinct_on", of=phrases.words(distinct.args["on"]).strip("()")))
    yield from _tail(node, phrases)
    for number, later in enumerate(phrases.later, 1):
        yield _line(t("describe.subquery_is", number=number))
        yield from _nested(_query(later.query, context.inside(names), later.shown))


def _plain_distinct(node: exp.Select) -> bool:
    distinct = node.args.get("distinct")
    return distinct is not None and not distinct.args.get("on")


def _kept(parts: list[str], key: str) -> Iterator[str]:
    if len(parts) == 1:
        yield _line(t(key, condition=parts[0]))
        return
    yield _line(t(key + "_all"))
    yield from (_INDENT + _line(t("describe.condition_item", condition=part)) for part in parts)


def _group(node: exp.Select, phrases: Phrases) -> Iterator[str]:
    group = node.args.get("group")
    if group is None:
        return
    keys = list(group.expressions)
    if group.args.get("all") or not keys:
        keys = [item for item in node.expressions if not item.find(exp.AggFunc)]
    extra = any(isinstance(key, (exp.Rollup, exp.Cube, exp.GroupingSets)) for key in keys)
    plain = [inner for key in keys for inner in (key.expressions if isinstance(key, (exp.Rollup, exp.Cube)) else [key])]
    if plain:
        yield _line(t("describe.group", of=", ".join(_key_words(key, node, phrases) for key in plain)))
    if extra:
        yield _line(t("describe.subtotals"))


def _key_words(key: exp.Expr, node: exp.Select, phrases: Phrases) -> str:
    """A grouping key by its Hangul output name where it has one; what that is made of stands with the output."""
    bare = _bare(_behind_number(key, node))
    for item in node.expressions:
        if isinstance(item, exp.Alias) and item.this == bare and _is_hangul(item.alias):
            return str(item.alias)
    return phrases.words(bare)


def _outputs(query: exp.Expr, context: _Context) -> dict[str, str]:
    """The named output columns of a CTE or subquery in words. A Hangul name is its own best word."""
    while isinstance(query, exp.SetOperation):
        query = query.this
    query = query.unnest()
    if not isinstance(query, exp.Select) or context.depth > _DEEPEST:
        return {}
    names = Names(context.schema)
    for source, _ in sources_of(query):
        names.add(source, context.ctes)
        if isinstance(source, exp.Subquery):
            names.outputs[source.alias.casefold()] = _outputs(source.this, context.inside())
    phrases = Phrases(names)
    said: dict[str, str] = {}
    for item in query.expressions:
        name = str(item.alias_or_name)
        if name:
            said[name.casefold()] = name if _is_hangul(name) else phrases.words(_bare(item))
    return said


def _is_hangul(name: str) -> bool:
    return any("가" <= ch <= "힣" for ch in name)


def _having(node: exp.Select, phrases: Phrases) -> Iterator[str]:
    for key in ("having", "qualify"):
        clause = node.args.get(key)
        if clause is not None:
            yield from _kept(conditions(clause.this, phrases), f"describe.{key}")


def _items(node: exp.Select, phrases: Phrases) -> str:
    said = []
    for item in node.expressions[:_MOST_ITEMS]:
        text = phrases.words(_bare(item))
        name = item.alias if isinstance(item, exp.Alias) else ""
        if _is_hangul(name) and name != text:
            text = t("describe.named", name=name, value=text)
        said.append(text)
    shown = ", ".join(said)
    more = len(node.expressions) - _MOST_ITEMS
    return t("describe.and_more", shown=shown, count=more) if more > 0 else shown


def _tail(node: exp.Expr, phrases: Phrases) -> Iterator[str]:
    """ORDER BY, OFFSET and LIMIT."""
    order, limit, offset = node.args.get("order"), node.args.get("limit"), node.args.get("offset")
    if order is not None:
        if isinstance(node, exp.Select):
            for item in order.expressions:
                item.set("this", _behind_number(item.this, node))
    count = phrases.words(limit.args.get("expression") or limit.args.get("count")) if limit is not None else ""
    if order is not None and limit is not None and offset is None:
        yield _line(t("describe.order_limit", order=phrases.order(order), count=count))
        return
    if order is not None:
        yield _line(t("describe.order", order=phrases.order(order)))
    if offset is not None:
        yield _line(t("describe.offset", count=phrases.words(offset.expression)))
    if limit is not None:
        yield _line(t("describe.limit_top" if order is not None else "describe.limit", count=count))


def _behind_number(item: exp.Expr, node: exp.Select) -> exp.Expr:
    """`ORDER BY 2` is the second output column."""
    if isinstance(item, exp.Literal) and not item.is_string and str(item.this).isdigit():
        place = int(item.this) - 1
        if 0 <= place < len(node.expressions):
            return _bare(node.expressions[place]).copy()
    return item


def _bare(item: exp.Expr) -> exp.Expr:
    return item.this if isinstance(item, exp.Alias) else item


def _pivot_statement(node: exp.Pivot, context: _Context) -> Iterator[str]:
    names = Names(context.schema)
    phrases = Phrases(names)
    yield _line(t("describe.from", table=names.add(node.this, context.ctes)))
    across = ", ".join(phrases.words(item) for item in node.expressions)
    values = ", ".join(phrases.words(_bare(item)) for item in node.args.get("using") or ())
    if node.args.get("unpivot"):
        yield _line(t("describe.unpivot"))
    else:
        yield _line(t("describe.pivot_of", across=across, values=values or t("describe.count_rows")))


def _line(text: str) -> str:
    return f"- {' '.join(text.split())}"


def _nested(lines: Iterator[str]) -> Iterator[str]:
    return (_INDENT + line for line in lines)
