"""All structural differences between two queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlglot import exp

from workbench.evaluate.categories.blocks import Block, Reading, joined, read
from workbench.evaluate.categories.filters import compare_tests
from workbench.evaluate.categories.finding import CAUSE, Difference
from workbench.evaluate.categories.links import Tables, compare_joins, compare_tables
from workbench.evaluate.categories.outputs import (
    compare_distinct,
    compare_groups,
    compare_limit,
    compare_order,
    compare_outputs,
)
from workbench.evaluate.categories.pairs import paired
from workbench.evaluate.categories.sides import Sides
from workbench.schema.model import Schema
from workbench.sql.parsing import parse
from workbench.text import t


def differences(gold_sql: str, sql: str, schema: Schema) -> tuple[Difference, ...]:
    """Where the two queries (DuckDB) say different things, clause by clause, with the places in both texts.

    Aliases, quoting, the order of joins, conditions and columns, BETWEEN or two comparisons, IN of one value and the
    like are no differences. Empty where one of them cannot be read. Never raises.
    """
    try:
        gold, answer = read(parse(gold_sql), schema), read(parse(sql), schema)
        if gold is None or answer is None:
            return ()
        found = _between(gold, answer, schema)
        if not found or not answer.has_twins():
            return found
        # which of two uses of a table is the first is the writer's choice
        other = read(parse(sql), schema, turned=True)
        turned = _between(gold, other, schema) if other is not None else found
        return min(found, turned, key=lambda ds: (sum(d.weight for d in ds), len(ds)))
    except Exception:  # RecursionError and forms nobody foresaw: a page without marks is better than no page
        return ()


def _between(gold: Reading, answer: Reading, schema: Schema) -> tuple[Difference, ...]:
    common = _names(gold) & _names(answer)
    sides = Sides(joined(gold, common), joined(answer, common), schema)
    return tuple(dict.fromkeys(_compared(sides)))


def _names(reading: Reading) -> set[str]:
    return {name for block in reading.blocks() for name in block.tables}


def _compared(sides: Sides) -> Iterator[Difference]:
    gold, answer = sides.gold, sides.answer
    yield from _operations(sides)
    pairs = list(_aligned(gold.tops, answer.tops))
    sides = replace(sides, gold_spare=_spare(pairs, 0, gold), answer_spare=_spare(pairs, 1, answer))
    several = len(gold.tops) > 1 or len(answer.tops) > 1
    for own, other in pairs:
        is_top = own in gold.tops and other in answer.tops
        yield from _reading(*_steps(own, other, pairs), pairs, sides)
        yield from _giving(own, other, sides)
        if not (several and is_top):
            yield from compare_order(own.node, other.node, is_top, sides)
            yield from compare_limit(own.node, other.node, sides)
    yield from _unmatched(pairs, sides)
    if several:
        yield from compare_order(gold.tree, answer.tree, True, sides)
        yield from compare_limit(gold.tree, answer.tree, sides)


def _spare(pairs: Sequence[tuple[Block, Block]], side: int, reading: Reading) -> frozenset[str]:
    matched = {id(pair[side]) for pair in pairs}
    alone = [block for block in reading.blocks() if id(block) not in matched]
    return frozenset(reading.test_keys(test)[1] for block in alone for test in (*block.where, *block.having))


def _steps(own: Block, other: Block, pairs: Sequence[tuple[Block, Block]]) -> tuple[Block, Block]:
    """Where only one side computes in steps, its first step reads and groups what the other does at once."""
    matched = {id(block) for pair in pairs for block in pair}
    found = []
    for block in (own, other):
        inner = [b for b in block.inner if b.role == "from" and id(b) not in matched]
        found.append(inner[0] if len(inner) == 1 and not block.tables else block)
    return found[0], found[1]


def _reading(own: Block, other: Block, pairs: Sequence[tuple[Block, Block]], sides: Sides) -> Iterator[Difference]:
    tables = _tables(own, other, pairs, sides)
    yield from compare_tables(own, other, tables, sides)
    yield from compare_joins(own, other, tables, sides)
    yield from compare_tests([*own.where, *own.joined], [*other.where, *other.joined], "where", sides)
    yield from compare_tests(own.having, other.having, "having", sides)
    yield from compare_groups(own, other, sides)


def _giving(own: Block, other: Block, sides: Sides) -> Iterator[Difference]:
    if own.role != "condition" or own.is_grouped or other.is_grouped or not _exists(own):
        yield from compare_outputs(own, other, sides)
    yield from compare_distinct(own, other, sides)


def _exists(block: Block) -> bool:
    return isinstance(block.node.parent, exp.Exists)


def _tables(own: Block, other: Block, pairs: Sequence[tuple[Block, Block]], sides: Sides) -> Tables:
    missing, extra = Counter(own.tables), Counter(other.tables)
    missing.subtract(other.tables)
    extra.subtract(own.tables)
    matched = [{id(pair[side]) for pair in pairs} for side in (0, 1)]
    # a table whose own block on the other side has no partner has moved there: IN (SELECT …) instead of a join
    elsewhere = [
        {name for block in reading.blocks() if id(block) not in matched[side] for name in block.tables}
        for side, reading in ((0, sides.gold), (1, sides.answer))
    ]
    moved = {n for n in +missing if n in elsewhere[1]} | {n for n in +extra if n in elsewhere[0]}
    return Tables(+missing, +extra, frozenset(moved))


def _aligned(gold: Sequence[Block], answer: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Blocks that play the same part, outer ones first; then the ones inside them, wherever they moved."""
    pairs, _, _ = paired(gold, answer, _likeness, 0 if len(gold) == len(answer) == 1 else 0.5)
    if not pairs and gold and answer:
        pairs = [(gold[0], answer[0])]
    yield from pairs
    inner = [[b for top in tops for child in top.inner for b in child.all()] for tops in (gold, answer)]
    found, _, _ = paired(inner[0], inner[1], _likeness, 1)
    yield from found


def _likeness(own: Block, other: Block) -> float:
    mine, theirs = Counter(own.tables), Counter(other.tables)
    shared = (mine & theirs).total() / max(1, (mine | theirs).total())
    return 2 * shared + (1 if own.role == other.role else 0) + (0.5 if own.is_grouped == other.is_grouped else 0)


def _unmatched(pairs: Sequence[tuple[Block, Block]], sides: Sides) -> Iterator[Difference]:
    """A subquery in FROM that groups, on one side only: a step of the calculation."""
    for side, reading in ((0, sides.gold), (1, sides.answer)):
        matched = {id(pair[side]) for pair in pairs}
        for block in reading.blocks():
            if id(block) in matched or block.role != "from":
                continue
            yield from _limits(block, side, sides)
            if not block.is_grouped:
                continue
            nodes: tuple[list[exp.Expr], list[exp.Expr]] = ([block.node], []) if side == 0 else ([], [block.node])
            message = t("category.step_missing" if side == 0 else "category.step_extra")
            yield sides.difference("from", "aggregate", message, *nodes)


def _limits(block: Block, side: int, sides: Sides) -> Iterator[Difference]:
    """LIMIT and DISTINCT of a subquery that the other query does without."""
    bare = exp.Select()
    own, other = (block.node, bare) if side == 0 else (bare, block.node)
    yield from compare_limit(own, other, sides)
    if block.node.args.get("distinct") is not None:
        key = "category.distinct_missing" if side == 0 else "category.distinct_extra"
        yield sides.difference("distinct", "duplicates", t(key), own.expressions, other.expressions)


def _operations(sides: Sides) -> Iterator[Difference]:
    own, theirs = (_sets(reading) for reading in (sides.gold, sides.answer))
    for mine, other in zip(own, theirs, strict=False):
        names = {"gold": _name(mine), "answer": _name(other)}
        if type(mine) is not type(other):
            yield sides.difference("set", "comparison", t("category.set_changed", **names), [mine], [other])
        elif bool(mine.args.get("distinct")) != bool(other.args.get("distinct")):
            yield sides.difference("set", "duplicates", t("category.set_distinct", **names), [mine], [other])
    for mine in own[len(theirs) :]:
        yield sides.difference(
            "set", "missing_condition", t("category.set_missing", set=_name(mine)), [mine], (), CAUSE
        )
    for other in theirs[len(own) :]:
        yield sides.difference(
            "set", "missing_condition", t("category.set_extra", set=_name(other)), (), [other], CAUSE
        )


def _sets(reading: Reading) -> list[exp.SetOperation]:
    return list(reading.tree.find_all(exp.SetOperation))


def _name(node: exp.SetOperation) -> str:
    return f"{node.key.upper()}{'' if node.args.get('distinct') else ' ALL'}"
