"""Rules about names that do not lead anywhere, or lead to two places."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.schema.names import quote
from workbench.sql.lint.functions import SPELLINGS, WORDS, is_known, nearest_functions, written_name
from workbench.sql.lint.query import Finding, Query
from workbench.sql.nearest import nearest
from workbench.sql.scopes import Frame, Source
from workbench.text import t

_DATE_PARTS = {
    "year", "years", "quarter", "month", "months", "week", "day", "days", "dayofweek", "dow", "hour", "hours", "minute",
    "minutes", "second", "seconds", "yyyy", "yy", "mm", "dd", "hh", "mi", "ss",
}  # fmt: skip


def unknown_table(query: Query) -> Iterator[Finding]:
    for node in query.scopes.missing:
        if node.args.get("db") and query.schema.table(node.name) is None:
            continue
        if any(ch in node.name for ch in "./\\:*") or node.name.casefold() in (*WORDS, "dual"):
            continue
        if query.schema.table(node.name) is not None:
            written = query.text(*(node.args.get(part) for part in ("catalog", "db")), node.this)
            yield query.at(node, variant="bare", name=node.name, written=written)
            continue
        found = nearest_tables(node.name, query.schema)
        yield query.at(node, name=node.name, hint=near_hint(found))


def unknown_column(query: Query) -> Iterator[Finding]:
    for column, frame, meaning in query.scopes.columns():
        if meaning.kind != "missing" or _explained_elsewhere(column):
            continue
        source = meaning.source
        hint = column_hint(column.name, frame, source, query.schema)
        where = ", ".join(_source_label(s) for s in ([source] if source is not None else frame.sources))
        variant = "" if where else "no-from"
        yield query.at(column, variant=variant, name=column.name, table=where, hint=hint)


def unknown_alias(query: Query) -> Iterator[Finding]:
    for column, frame, meaning in query.scopes.columns():
        if meaning.kind != "no-source" or any(s.missing for s in frame.sources):
            continue
        qualifier = column.args["table"]
        renamed = next(
            (s for s in frame.sources if s.table and s.table.name.casefold() == qualifier.name.casefold()), None
        )
        if renamed is not None:
            yield query.at(qualifier, variant="renamed", name=qualifier.name, alias=renamed.name)
            continue
        in_schema = query.schema.table(qualifier.name)
        variant = "not-joined" if in_schema is not None else ""
        names = ", ".join(s.name for s in frame.sources if s.name)
        yield query.at(qualifier, variant=variant, name=qualifier.name, names=names or "-")


def ambiguous_column(query: Query) -> Iterator[Finding]:
    for column, _, meaning in query.scopes.columns():
        if meaning.kind == "ambiguous":
            options = ", ".join(f"{quote(s.name)}.{quote(column.name)}" for s in meaning.sources if s.name)
            yield query.at(column, name=column.name, options=options)


def double_quoted_text(query: Query) -> Iterator[Finding]:
    """MySQL habit: "VIP" is a name in DuckDB, never a text."""
    for column, _, meaning in query.scopes.columns():
        if meaning.kind == "missing" and not column.table and _is_quoted_value(column):
            yield query.at(column, name=column.name)


def bare_date_part(query: Query) -> Iterator[Finding]:
    for column, _, meaning in query.scopes.columns():
        if meaning.kind == "missing" and not column.table and _is_date_part(column):
            yield query.at(column, name=column.name)
    for call in query.statement.find_all(exp.DateDiff, exp.DateTrunc, exp.TimestampTrunc, exp.DateSub, exp.DateAdd):
        unit = call.args.get("unit")
        if isinstance(unit, exp.Var) and _is_bare_unit(query, call, unit):
            start, end = query.parsed.span(call)
            place = _unit_place(query, start, end, unit.name)
            if place is not None:
                yield Finding(*place, values={"name": unit.name.lower()})


def duplicate_alias(query: Query) -> Iterator[Finding]:
    """DuckDB minds two tables of one name only where a column could be either's."""
    for frame in query.frames:
        seen: dict[str, Source] = {}
        for source in frame.sources:
            first = seen.setdefault(source.name.casefold(), source)
            if source.name and first is not source and _torn_between(frame, first, source):
                yield query.at(source.node, name=source.name)


def _torn_between(frame: Frame, first: Source, second: Source) -> bool:
    named = [c for c in frame.columns if c.table.casefold() == first.name.casefold()]
    return any(c.is_star or (first.find(c.name) is not None and second.find(c.name) is not None) for c in named)


def missing_function(query: Query) -> Iterator[Finding]:
    for node in query.statement.find_all(exp.Func):
        written = written_name(query.parsed, node)
        if written is None:
            continue
        name, start, end = written
        if is_known(name):
            continue
        spelling = SPELLINGS.get(name.casefold())
        if spelling is not None:
            yield Finding(start, end, "spelling", {"name": name, "spelling": spelling})
        else:
            yield Finding(start, end, "", {"name": name, "hint": near_hint(nearest_functions(name))})
    for column, _, meaning in query.scopes.columns():
        spelling = WORDS.get(column.name.casefold())
        if spelling is not None and meaning.kind == "missing" and not column.table:
            yield query.at(column, variant="spelling", name=column.name, spelling=spelling)


def foreign_table(query: Query) -> Iterator[Finding]:
    """Oracle's DUAL."""
    for node in query.scopes.missing:
        if node.name.casefold() == "dual":
            yield query.at(node, name=node.name)


def nearest_tables(name: str, schema: Schema) -> tuple[str, ...]:
    """Tables like `name`, by their name or their comment."""
    called = {table.comment: table.name for table in schema.tables if table.comment}
    found = nearest(name, [table.name for table in schema.tables] + list(called))
    return tuple(dict.fromkeys(called.get(one, one) for one in found))


def column_hint(name: str, frame: Frame | None, source: Source | None, schema: Schema) -> str:
    """Where `name` might be meant: beside it in FROM, spelt otherwise, or in a table out of sight. Empty if nowhere."""
    beside = [s for s in (frame.sources if frame is not None else []) if s is not source and s.find(name) is not None]
    if source is not None and beside:
        options = ", ".join(f"{quote(s.name)}.{quote(name)}" for s in beside)
        return " " + t("lint.hint-beside", options=options)
    sources = [source] if source is not None else frame.sources if frame is not None else []
    offered = {o.name: o.name for s in sources for o in s.outputs or () if o.name}
    called = {o.column.comment: o.name for s in sources for o in s.outputs or () if o.column and o.column.comment}
    near = tuple(dict.fromkeys({**called, **offered}[one] for one in nearest(name, [*offered, *called])))
    in_sight = {id(s.table) for s in sources if s.table is not None}
    elsewhere = [one for one in schema.tables if one.column(name) is not None and id(one) not in in_sight]
    if not elsewhere:
        return near_hint(near)
    tables = ", ".join(quote(one.name) for one in elsewhere[:3])
    return near_hint(near) + " " + t("lint.hint-elsewhere", name=name, tables=tables)


def near_hint(names: tuple[str, ...]) -> str:
    return " " + t("lint.hint-near", names=", ".join(quote(n) for n in names)) if names else ""


def _source_label(source: Source) -> str:
    if source.table is not None and source.table.name.casefold() != source.name.casefold():
        return f"{source.table.name}({source.name})"
    return source.name


def _explained_elsewhere(column: exp.Column) -> bool:
    """Another rule says it better."""
    if column.table:
        return False
    return (
        column.name.casefold() in WORDS or _is_quoted_value(column) or _is_date_part(column) or _in_missing_call(column)
    )


def _is_quoted_value(column: exp.Column) -> bool:
    compared = (exp.Binary, exp.In, exp.Between, exp.Coalesce, exp.If, exp.Case)
    return bool(column.this.args.get("quoted")) and isinstance(column.parent, compared) and column.arg_key != "this"


def _is_date_part(column: exp.Column) -> bool:
    return column.name.casefold() in _DATE_PARTS and isinstance(column.parent, exp.Func)


def _in_missing_call(column: exp.Column) -> bool:
    """`CONVERT(INT, a)`: the words inside follow the other product's grammar."""
    parent = column.parent
    return isinstance(parent, exp.Anonymous) and not is_known(parent.name)


def _is_bare_unit(query: Query, call: exp.Func, unit: exp.Var) -> bool:
    return unit.name.casefold() in _DATE_PARTS and written_name(query.parsed, call) is not None


def _unit_place(query: Query, start: int, end: int, unit: str) -> tuple[int, int] | None:
    """Where the bare word stands as the first argument; None where it is quoted, as it should be."""
    tokens = query.parsed.tokens_between(start, end)
    if len(tokens) < 3 or tokens[2].text.casefold() != unit.casefold():
        return None
    if query.parsed.sql[tokens[2].start] in "'\"":
        return None
    return tokens[2].start, tokens[2].end + 1
