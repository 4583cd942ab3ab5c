"""What is read: tables, and how they are joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from workbench.evaluate.categories.blocks import Block, Link, Reading, equal_columns
from workbench.evaluate.categories.finding import CAUSE, LIKELY, SLIGHT, Difference
from workbench.evaluate.categories.names import column_name, table_name
from workbench.evaluate.categories.pairs import paired, without_equals
from workbench.evaluate.categories.sides import Sides
from workbench.schema.names import fold
from workbench.sql.scopes import Source
from workbench.text import t


@dataclass(frozen=True)
class Tables:
    """Tables (folded) that only one of two blocks reads, how often; `moved` are read elsewhere in the other text."""

    missing: Counter[str]
    extra: Counter[str]
    moved: frozenset[str]


def compare_tables(gold: Block, answer: Block, tables: Tables, sides: Sides) -> Iterator[Difference]:
    missing = [s for s in _sources(gold, tables.missing) if fold(s.node.name) not in tables.moved]
    extra = [s for s in _sources(answer, tables.extra) if fold(s.node.name) not in tables.moved]
    pairs, missing, extra = paired(missing, extra, lambda g, a: _likeness(g, a, gold, answer), 0)
    for own, other in pairs:
        message = t("category.table_changed", gold=_shown(own, sides), answer=_shown(other, sides))
        yield sides.difference("from", "wrong_table", message, [own.node], [other.node])
    for source in missing:
        alone = not answer.tables
        times = _times(source, gold, answer)
        message = t("category.table_missing", table=_shown(source, sides), rest=_names(answer, sides))
        message = t("category.table_fewer", table=_shown(source, sides), **times) if times["answer"] else message
        category = "wrong_table" if alone else "missing_join"
        yield sides.difference("from" if alone else "join", category, message, [source.node])
    for source in extra:
        times = _times(source, gold, answer)
        key = "category.table_more" if times["gold"] else "category.table_extra"
        message = t(key, table=_shown(source, sides), **times)
        weight = LIKELY if _adds_no_rows(source, answer, sides) or _is_read(source, sides.gold) else CAUSE
        yield sides.difference("join", "wrong_join", message, (), [source.node], weight)


def _times(source: Source, gold: Block, answer: Block) -> dict[str, int]:
    name = fold(source.node.name)
    return {"gold": gold.tables.count(name), "answer": answer.tables.count(name)}


def _is_read(source: Source, reading: Reading) -> bool:
    """In another place of the other query: then it is a matter of shape, not of tables."""
    return any(fold(source.node.name) in block.tables for block in reading.blocks())


def _likeness(gold: Source, answer: Source, own: Block, other: Block) -> float:
    """Tables in the same place of FROM and with the same columns stand in for each other first."""
    mine = {fold(o.name) for o in gold.outputs or ()}
    theirs = {fold(o.name) for o in answer.outputs or ()}
    shared = len(mine & theirs) / max(1, len(mine | theirs))
    return shared + (0.1 if own.sources.index(gold) == other.sources.index(answer) else 0)


def _sources(block: Block, names: Counter[str]) -> list[Source]:
    left = Counter(names)
    found: list[Source] = []
    for source in reversed(block.sources):
        name = fold(source.node.name) if source.table is not None or source.missing else ""
        if left[name] > 0:
            left[name] -= 1
            found.insert(0, source)
    return found


def _shown(source: Source, sides: Sides) -> str:
    return table_name(source.node.name, sides.schema)


def _names(block: Block, sides: Sides) -> str:
    return ", ".join(dict.fromkeys(table_name(s.node.name, sides.schema) for s in block.sources if s.table is not None))


def _adds_no_rows(source: Source, block: Block, sides: Sides) -> bool:
    """Joined over its whole key, so that no row is doubled."""
    if source.table is None or not source.table.primary_key:
        return False
    linked = {
        fold(end.name)
        for link in block.links
        for end in (link.left, link.right)
        if sides.answer.scopes.meaning(end).source is source
    }
    return {fold(name) for name in source.table.primary_key} <= linked


def compare_joins(gold: Block, answer: Block, tables: Tables, sides: Sides) -> Iterator[Difference]:
    """Kinds of joins, and the columns they join over, between tables that both read."""
    common = set(gold.tables) & set(answer.tables)
    yield from _kinds(gold, answer, common, sides)
    if _groups(gold, sides.gold) == _groups(answer, sides.answer):
        return
    left, others, _ = without_equals(
        [link for link in gold.links if common >= set(link.tables)],
        [link for link in answer.links if common >= set(link.tables)],
        lambda link: _keys(link, sides.gold),
        lambda link: _keys(link, sides.answer),
    )
    pairs, left, others = paired(left, others, lambda g, a: len({*g.tables} & {*a.tables}), 1)
    for own, other in pairs:
        ends = _ends(own, sides.gold), _ends(other, sides.answer)
        if ends[0] == ends[1]:  # a table joined with itself: only the aliases tell
            ends = sides.gold.shown(own.node), sides.answer.shown(other.node)
        message = t("category.link_changed", gold=ends[0], answer=ends[1])
        yield sides.difference("join", "wrong_join", message, [own.node], [other.node])
    for link in left:
        weight = LIKELY if tables.missing or tables.extra else CAUSE
        message = t("category.link_missing", link=_ends(link, sides.gold))
        yield sides.difference("join", "wrong_join", message, [link.node], (), weight)
    for link in others:
        weight = LIKELY if tables.missing or tables.extra else CAUSE
        message = t("category.link_extra", link=_ends(link, sides.answer))
        yield sides.difference("join", "wrong_join", message, (), [link.node], weight)


def _kinds(gold: Block, answer: Block, common: set[str], sides: Sides) -> Iterator[Difference]:
    """An outer join on one side only; told once, for the first table."""
    for source in gold.sources:
        label, labelled = sides.gold.canons[1].label, sides.answer.canons[1].label
        name = label(source, gold.frame)
        twin = next((s for s in answer.sources if s.table and labelled(s, answer.frame) == name), None)
        if twin is None or source.table is None or fold(source.table.name) not in common:
            continue
        own, other = _kind(source), _kind(twin)
        if own != other:
            message = t("category.join_kind", table=_shown(source, sides), gold=own, answer=other)
            nodes = [_joined(source, gold)], [_joined(twin, answer)]
            # an outer join whose empty rows a condition throws out again is an inner one
            weight = (
                SLIGHT
                if _rejects_empty(gold, source, sides.gold) or _rejects_empty(answer, twin, sides.answer)
                else CAUSE
            )
            yield sides.difference("join", "wrong_join", message, *nodes, weight=weight)
            return


def _rejects_empty(block: Block, source: Source, reading: Reading) -> bool:
    if not source.optional:
        return False
    return any(
        reading.scopes.meaning(column).source is source
        for test in block.where
        if test.op not in ("null", "or", "holds", "fails")
        for column in test.columns()
    )


def _joined(source: Source, block: Block) -> exp.Expr:
    """The table that the outer join stands before."""
    if source.join is not None:
        return source.node
    side = next((s for s in block.sources if s.join is not None and s.join.side), source)
    return side.node


def _kind(source: Source) -> str:
    if source.join is not None and source.join.kind in ("SEMI", "ANTI"):
        return f"{source.join.kind} JOIN"
    return "OUTER JOIN" if source.optional else "INNER JOIN"


def _keys(link: Link, reading: Reading) -> tuple[str, ...]:
    raw = reading.canons[1]
    return (" = ".join(sorted((raw.text(link.left), raw.text(link.right)))),)


def _groups(block: Block, reading: Reading) -> set[frozenset[str]]:
    return {frozenset(group) for group in equal_columns(block, reading.canons[1])}


def _ends(link: Link, reading: Reading) -> str:
    names = [
        f"{table}.{column_name(end, reading)}" for end, table in zip((link.left, link.right), link.tables, strict=True)
    ]
    return " = ".join(names)
