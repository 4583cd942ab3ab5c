"""Mistakes in conditions: the comparison, the value, the column, or no condition at all."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.compact_date import is_compact_date
from workbench.evaluate.mutants.mutant import Gold, Mutant, is_link, kind, remove, setting
from workbench.schema.model import Column

_SWAPS: dict[type[exp.Expr], tuple[type[exp.Expr], ...]] = {
    exp.GT: (exp.GTE, exp.LT),
    exp.GTE: (exp.GT, exp.LTE),
    exp.LT: (exp.LTE, exp.GT),
    exp.LTE: (exp.LT, exp.GTE),
    exp.EQ: (exp.NEQ,),
    exp.NEQ: (exp.EQ,),
}
_TESTS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ)
_ORDERED = (exp.GT, exp.GTE, exp.LT, exp.LTE)
_CLAUSES = (exp.Where, exp.Having, exp.Qualify)
_DATE_PARTS = (exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Week, exp.Extract, exp.DayOfWeek, exp.TimeToStr)


def comparisons(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(*_TESTS):
        if is_link(node, gold):
            continue
        for other in _SWAPS[type(node)]:
            new = other(this=node.this.copy(), expression=node.expression.copy())
            yield Mutant(gold.replaced(node, new), "comparison", "operator")
    for between in gold.tree.find_all(exp.Between):
        low = exp.GT(this=between.this.copy(), expression=between.args["low"].copy())
        high = exp.LTE(this=between.this.copy(), expression=between.args["high"].copy())
        yield Mutant(gold.replaced(between, exp.paren(exp.and_(low, high))), "comparison", "open-bound")


def negations(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(exp.Like, exp.ILike):
        flipped = setting(negate=not node.args.get("negate"))
        yield Mutant(gold.edited((node, flipped)), "comparison", "negation")
    for test in gold.tree.find_all(exp.In, exp.Is, exp.Exists):
        outer = test.parent
        if isinstance(outer, exp.Not):
            yield Mutant(gold.replaced(outer, test), "comparison", "negation")
        elif outer is not None:
            yield Mutant(gold.replaced(test, exp.not_(test.copy())), "comparison", "negation")


def connectors(gold: Gold) -> Iterator[Mutant]:
    for node in gold.tree.find_all(exp.And, exp.Or):
        if isinstance(node, exp.And) and (
            node.find_ancestor(exp.Join, exp.Select).__class__ is exp.Join
            or any(is_link(part, gold) for part in node.flatten())
        ):
            continue
        other = exp.Or if isinstance(node, exp.And) else exp.And
        new = other(this=node.this.copy(), expression=node.expression.copy())
        yield Mutant(gold.replaced(node, new), "comparison", "connector")


def values(gold: Gold) -> Iterator[Mutant]:
    """Another value of the same kind; dates and units are mistakes of their own."""
    for literal, column, ordered in _compared(gold):
        text = str(literal.this)
        if literal.is_string:
            for other in _other_texts(text, column):
                yield Mutant(gold.replaced(literal, exp.Literal.string(other)), "condition_value", "literal")
        else:
            for other in _other_numbers(text):
                yield Mutant(gold.replaced(literal, exp.Literal.number(other)), "condition_value", "literal")
            if ordered and float(text) != 0:
                for factor in (10, 10_000):
                    scaled = exp.Literal.number(f"{float(text) * factor:.12g}")
                    yield Mutant(gold.replaced(literal, scaled), "unit", f"times-{factor}")


def other_columns(gold: Gold) -> Iterator[Mutant]:
    """The same condition on another column."""
    for literal, _, _ in _compared(gold):
        test = literal.find_ancestor(*_TESTS, exp.Between, exp.In, exp.Like, exp.ILike)
        left = test.this if test is not None else None
        if isinstance(left, exp.Column) and test is not None and literal is _first_literal(test):
            for column in gold.siblings(left)[:2]:
                yield Mutant(gold.renames(left, column), "condition_column", "filter-column")


def dropped(gold: Gold) -> Iterator[Mutant]:
    for clause in gold.tree.find_all(*_CLAUSES):
        parts = conjuncts(clause.this)
        for part in parts:
            if any(is_link(node, gold) for node in part.walk() if isinstance(node, exp.EQ)) and not part.find(
                exp.Query
            ):
                continue
            if len(parts) == 1 and isinstance(clause.parent, exp.Filter):
                yield Mutant(gold.replaced(clause.parent, clause.parent.this), "missing_condition", "dropped-filter")
            elif len(parts) == 1:
                yield Mutant(gold.edited((clause, remove)), "missing_condition", "dropped-filter")
            else:
                left = [other.copy() for other in parts if other is not part]
                yield Mutant(gold.replaced(clause.this, exp.and_(*left)), "missing_condition", "dropped-filter")


def added(gold: Gold) -> Iterator[Mutant]:
    """A condition that nobody asked for."""
    top = gold.top()
    if top is None or not top.sources or top.sources[0].table is None or top.node.args.get("group"):
        return
    source = top.sources[0]
    used = {c.name.casefold() for c in top.columns}
    free = [c for c in source.table.columns if kind(c) == "number" and c.name.casefold() not in used]  # type: ignore[union-attr]
    for column in free[:1]:
        test = exp.GT(this=exp.column(column.name, source.name), expression=exp.Literal.number(2))
        where = top.node.args.get("where")
        both = exp.and_(where.this.copy(), test) if where is not None else test
        yield Mutant(gold.edited((top.node, setting(where=exp.Where(this=both)))), "missing_condition", "added-filter")


def conjuncts(node: exp.Expr) -> list[exp.Expr]:
    inner = node.unnest() if isinstance(node, exp.Paren) else node
    return [*conjuncts(inner.this), *conjuncts(inner.expression)] if isinstance(inner, exp.And) else [node]


def _compared(gold: Gold) -> Iterator[tuple[exp.Literal, Column | None, bool]]:
    """Literals that values are compared with, with the column on the other side; no dates."""
    for literal in gold.tree.find_all(exp.Literal):
        test = literal.parent
        if not isinstance(test, (*_TESTS, exp.Between, exp.In, exp.Like, exp.ILike)):
            continue
        other = test.expression if literal is test.this else test.this
        if is_dated(literal, other, gold):
            continue
        column = gold.column(other) if isinstance(other, exp.Column) else None
        yield literal, column, isinstance(test, (*_ORDERED, exp.Between)) and not _is_key_like(other)


def is_dated(literal: exp.Literal, other: exp.Expr, gold: Gold) -> bool:
    """Whether a literal says when: it looks like a date, or is compared with one or with a part of one."""
    text = str(literal.this).strip("%")
    column = gold.column(other) if isinstance(other, exp.Column) else None
    if column is not None and kind(column) == "date":
        return True
    if is_compact_date(literal):
        return True
    if literal.is_string and text[:4].isdigit() and len(text) >= 7 and text[4] == "-":
        return True
    return isinstance(other.unnest(), _DATE_PARTS) or (isinstance(other, exp.Cast) and other.to.is_type("date"))


def _is_key_like(node: exp.Expr) -> bool:
    return isinstance(node, exp.Column) and node.name.casefold().endswith("id")


def _first_literal(test: exp.Expr) -> exp.Expr | None:
    return next(test.find_all(exp.Literal), None)


def _other_texts(text: str, column: Column | None) -> list[str]:
    choices = [c for c in column.choices if c != text] if column is not None else []
    if choices:
        return choices[:1]
    bare = text.strip("%")
    if not bare:
        return []
    other = str(int(bare) + 1).zfill(len(bare)) if bare.isdecimal() and bare.isascii() else bare + "x"
    return [text.replace(bare, other)]


def _other_numbers(text: str) -> list[str]:
    if text.isdigit():
        return [str(int(text) + 1), *([str(int(text) - 1)] if int(text) > 0 else [])]
    return [f"{float(text) + 0.5:.12g}"]
