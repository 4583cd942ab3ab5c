"""Mistakes in time and in units of measure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.compact_date import is_compact_date
from workbench.evaluate.mutants.conditions import is_dated
from workbench.evaluate.mutants.mutant import Change, Gold, Mutant, setting

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(.*)", re.DOTALL)
_MONTH = re.compile(r"(%?)(\d{4})-(\d\d)(-?%?)")
_POWERS = {10, 100, 1000, 10_000, 1_000_000, 100_000_000}
_TESTS = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ, exp.NEQ, exp.Between, exp.In, exp.Like)


def dates(gold: Gold) -> Iterator[Mutant]:
    """A bound moved by a day or a year, another year or month, another length of time."""
    for literal in gold.tree.find_all(exp.Literal):
        for moved in _moved(literal, gold):
            yield Mutant(gold.replaced(literal, moved), "date", "date-bound")
    for nodes in _alike(gold, exp.TimestampTrunc, exp.DateTrunc, exp.TimeToStr, exp.Year, exp.Month):
        yield Mutant(gold.edited(*((node, _other_part(node)) for node in nodes)), "date", "date-part")


def _alike(gold: Gold, *kinds: type[exp.Expr]) -> Iterator[list[exp.Expr]]:
    """The same expression in the select list and in GROUP BY changes in both places."""
    found: list[list[exp.Expr]] = []
    for node in gold.tree.find_all(*kinds):
        twins = next((nodes for nodes in found if nodes[0] == node), None)
        if twins is None:
            found.append([node])
        else:
            twins.append(node)
    yield from found


def _other_part(node: exp.Expr) -> Change:
    if isinstance(node, exp.TimeToStr):
        return setting(format=exp.Literal.string("%Y" if node.text("format") == "%Y-%m" else "%Y-%m"))
    if isinstance(node, exp.Year | exp.Month):
        part = exp.Month if isinstance(node, exp.Year) else exp.Year
        return lambda place: place.replace(part(this=place.this.copy()))
    return setting(unit=exp.var("YEAR" if node.text("unit").upper() == "MONTH" else "MONTH"))


def _moved(literal: exp.Literal, gold: Gold) -> list[exp.Expr]:
    text, outer = str(literal.this), literal.parent
    if isinstance(outer, exp.Interval) and text.isdigit():
        return [exp.Literal.string(str(int(text) + 1))]
    if not literal.is_string:
        dated = isinstance(outer, _TESTS) and text.isdigit() and is_dated(literal, outer.this, gold)
        return [exp.Literal.number(int(text) - 1)] if dated else []
    if match := _DAY.fullmatch(text):
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
            others = (day + dt.timedelta(days=1), dt.date(day.year - 1, day.month, min(day.day, 28)))
        except ValueError:
            return []
        return [exp.Literal.string(f"{other}{match[4]}") for other in others]
    if is_compact_date(literal):
        month = int(text[4:6]) % 12 + 1
        return [exp.Literal.string(f"{text[:4]}{month:02d}{text[6:]}")]
    if match := _MONTH.fullmatch(text):
        month = int(match[3]) % 12 + 1
        return [exp.Literal.string(f"{match[1]}{match[2]}-{month:02d}{match[4]}")]
    return []


def units(gold: Gold) -> Iterator[Mutant]:
    """A result in another unit: 만원 for 원, a share for percent."""
    top = gold.top()
    for item in top.node.expressions if top is not None else []:
        inner = item.unalias()
        if isinstance(inner, (exp.Sum, exp.Avg)):
            new = exp.Div(this=inner.copy(), expression=exp.Literal.number(10_000))
            yield Mutant(gold.replaced(inner, new), "unit", "output-unit")
    for node in gold.tree.find_all(exp.Mul, exp.Div):
        factor = node.expression
        if isinstance(factor, exp.Literal) and not factor.is_string and float(factor.this) in _POWERS:
            yield Mutant(gold.replaced(node, node.this), "unit", "dropped-unit")
    for difference in gold.tree.find_all(exp.DateDiff):
        other = "HOUR" if difference.text("unit").upper() == "DAY" else "DAY"
        yield Mutant(gold.edited((difference, setting(unit=exp.var(other)))), "unit", "time-unit")
