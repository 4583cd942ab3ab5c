"""What is wrong with an expression that should give what gold's gives."""

from __future__ import annotations

import math

from sqlglot import exp

from workbench.evaluate.categories.canon import conditional, date_part, factors, period
from workbench.evaluate.categories.conditions import read_tests
from workbench.evaluate.categories.finding import SLIGHT, Why
from workbench.evaluate.categories.names import two_columns
from workbench.evaluate.categories.sides import Sides
from workbench.text import t

_ROUNDING = (exp.Round, exp.Floor, exp.Ceil)
_UNITS = {10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 60, 3600, 24, 1024}
"""Between 원 and 천·만·억 원, percent and share, g and kg, and units of time."""


def explain(gold: exp.Expr, answer: exp.Expr, sides: Sides) -> Why:
    """The innermost difference; `columns` where the two have nothing in common."""
    gold, answer = _bare(gold), _bare(answer)
    shown = {"gold": sides.gold.shown(gold), "answer": sides.answer.shown(answer)}
    for reader in (_conditional, _product, _rounded, _dated, _windowed, _aggregated, _chosen):
        why = reader(gold, answer, shown, sides)
        if why is not None:
            return why
    if isinstance(gold, exp.Column) and isinstance(answer, exp.Column):
        names = two_columns(gold, answer, sides)
        return Why("columns", t("category.column_changed", gold_column=names[0], column=names[1]))
    if type(gold) is type(answer):
        for own, other in zip(_children(gold), _children(answer), strict=False):
            if not sides.same(own, other):
                return explain(own, other, sides)
    return Why("columns", t("category.output_changed", **shown))


def unit_ratio(gold: exp.Expr, answer: exp.Expr) -> str:
    """`10,000` where one number is that many times the other and that is a ratio between units; '' otherwise."""
    one, other = number(gold), number(answer)
    if not one or not other:
        return ""
    ratio = max(one / other, other / one)
    whole = round(ratio)
    return f"{whole:,}" if math.isclose(ratio, whole, rel_tol=1e-9) and whole in _UNITS else ""


def number(node: exp.Expr) -> float | None:
    inner = node.unnest()
    if isinstance(inner, exp.Neg):
        value = number(inner.this)
        return None if value is None else -value
    if isinstance(inner, exp.Literal) and not inner.is_string:
        try:
            return float(inner.this)
        except ValueError:
            return None
    return None


def _bare(node: exp.Expr) -> exp.Expr:
    while isinstance(node, (exp.Paren, exp.Alias, exp.Ordered)):
        node = node.this
    return node


def _children(node: exp.Expr) -> list[exp.Expr]:
    return list(node.iter_expressions())


def _conditional(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    from workbench.evaluate.categories.filters import compare_tests

    own, theirs = conditional(gold), conditional(answer)
    if own is None and theirs is None:
        return None
    if own is None or theirs is None:
        inner, plain = (own, answer) if own is not None else (theirs, gold)
        if inner is not None and type(inner[0]) in (type(plain), type(None)) and isinstance(plain, exp.AggFunc):
            return Why("missing_condition", t("category.counted_all", **shown))
        return None
    differences = list(compare_tests(read_tests(own[1]), read_tests(theirs[1]), "select", sides))
    if differences:
        return Why(differences[0].category, differences[0].message)
    if own[0] is not None and theirs[0] is not None:
        return explain(own[0], theirs[0], sides)
    return Why("aggregate", t("category.aggregate_changed", **shown))


def _product(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    """A constant factor is a unit; another factor is explained by itself."""
    own, theirs = factors(gold), factors(answer)
    if len(own[0] + own[1]) < 2 and len(theirs[0] + theirs[1]) < 2:
        return None
    scale = _constant(own) / _constant(theirs)
    left, others = _varying(own, theirs, sides)
    if not left and not others:
        if math.isclose(scale, 1):
            return None
        key = "category.unit_output" if _is_unit(scale) else "category.output_changed"
        return Why("unit", t(key, **shown))
    if len(left) == len(others) == 1:
        return explain(left[0], others[0], sides)
    columns = all(isinstance(one.unnest(), exp.Column) for one in left + others)
    return Why("columns" if columns else "aggregate", t("category.formula", **shown))


def _is_unit(scale: float) -> bool:
    return any(math.isclose(max(scale, 1 / scale), unit, rel_tol=1e-9) for unit in _UNITS) if scale else False


def _constant(parts: tuple[list[exp.Expr], list[exp.Expr]]) -> float:
    over = math.prod(value for f in parts[0] if (value := number(f)))
    return over / math.prod(value for f in parts[1] if (value := number(f)))


def _varying(
    own: tuple[list[exp.Expr], list[exp.Expr]], theirs: tuple[list[exp.Expr], list[exp.Expr]], sides: Sides
) -> tuple[list[exp.Expr], list[exp.Expr]]:
    """The factors that only one side has, constants left out."""
    left, others = [], []
    for mine, other in zip(own, theirs, strict=True):
        rest = [f for f in other if number(f) is None]
        for factor in (f for f in mine if number(f) is None):
            twin = next((o for o in rest if sides.same(factor, o)), None)
            if twin is None:
                left.append(factor)
            else:
                rest.remove(twin)
        others += rest
    return left, others


def _rounded(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    if not isinstance(gold, (*_ROUNDING, exp.Cast)) and not isinstance(answer, (*_ROUNDING, exp.Cast)):
        return None
    own = gold.this if isinstance(gold, (*_ROUNDING, exp.Cast)) else gold
    other = answer.this if isinstance(answer, (*_ROUNDING, exp.Cast)) else answer
    if date_part(gold) is not None or date_part(answer) is not None:
        return None
    if not sides.same(own, other):
        return explain(own, other, sides)
    if isinstance(gold, (exp.Cast, exp.Column)) and isinstance(answer, (exp.Cast, exp.Column)):
        date = any(isinstance(n, exp.Cast) and n.to.is_type(*exp.DataType.TEMPORAL_TYPES) for n in (gold, answer))
        return Why("date" if date else "unit", t("category.output_changed", **shown))
    return Why("unit", t("category.rounding", **shown))


def _dated(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    if isinstance(gold, exp.DateDiff) and isinstance(answer, exp.DateDiff):
        if gold.text("unit").upper() != answer.text("unit").upper():
            return Why("unit", t("category.time_unit", **shown))
        return None
    own, theirs = _period_of(gold), _period_of(answer)
    if own is None and theirs is None:
        return None
    if not sides.same(own[1] if own else gold, theirs[1] if theirs else answer):
        return None
    same = own is not None and theirs is not None and own[0] == theirs[0]
    return Why("date", t("category.period_shown" if same else "category.period", **shown))


def _period_of(node: exp.Expr) -> tuple[str, exp.Expr] | None:
    """The date behind a part or a truncation of it."""
    return date_part(node) or period(node)


def _windowed(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    if not isinstance(gold, exp.Window) and not isinstance(answer, exp.Window):
        return None
    if not isinstance(gold, exp.Window) or not isinstance(answer, exp.Window):
        return Why("aggregate", t("category.window", **shown))
    if not sides.same(gold.this, answer.this):
        why = explain(gold.this, answer.this, sides)
        return why if why.category != "columns" else Why("aggregate", t("category.aggregate_changed", **shown))
    parts = [sorted(r.keys(p)[0] for p in n.args.get("partition_by") or [])
             for r, n in ((sides.gold, gold), (sides.answer, answer))]  # fmt: skip
    if parts[0] != parts[1]:
        return Why("grouping", t("category.partition", **shown))
    orders = [n.args["order"].expressions if n.args.get("order") is not None else [] for n in (gold, answer)]
    for own, other in zip(*orders, strict=False):
        if not sides.same(own.this, other.this):
            why = explain(own.this, other.this, sides)
            if why.category != "columns":
                return Why(why.category, t("category.window_order", **shown), why.weight)
    return Why("sorting", t("category.window_order", **shown))


def _aggregated(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    one, other = isinstance(gold, exp.AggFunc), isinstance(answer, exp.AggFunc)
    if not one and not other:
        inner = [n.find(exp.AggFunc) is not None for n in (gold, answer)]
        return None if inner[0] == inner[1] else Why("aggregate", t("category.aggregate_changed", **shown))
    if not one or not other:
        plain = answer if one else gold
        if plain.find(exp.AggFunc) is not None:
            return Why("aggregate", t("category.formula", **shown))
        return Why("aggregate", t("category.aggregate_changed", **shown))
    own, theirs = _argument(gold), _argument(answer)
    if type(gold) is not type(answer):
        return Why("aggregate", t("category.aggregate_changed", **shown))
    if _is_distinct(gold) != _is_distinct(answer):
        return Why("duplicates", t("category.distinct_inside", **shown))
    if own is None or theirs is None or isinstance(own, exp.Star) or isinstance(theirs, exp.Star):
        return Why("aggregate", t("category.counted", **shown), SLIGHT)
    if isinstance(gold, exp.Count) and not _is_distinct(gold):
        return Why("aggregate", t("category.counted", **shown), SLIGHT)
    return explain(own, theirs, sides) if not sides.same(own, theirs) else None


def _is_distinct(node: exp.Expr) -> bool:
    return isinstance(node.this, exp.Distinct)


def _argument(node: exp.Expr) -> exp.Expr | None:
    inner = node.this
    if isinstance(inner, exp.Distinct):
        return inner.expressions[0] if inner.expressions else None
    return inner if isinstance(inner, exp.Expr) else None


def _chosen(gold: exp.Expr, answer: exp.Expr, shown: dict[str, str], sides: Sides) -> Why | None:
    """CASE: the first condition that differs."""
    from workbench.evaluate.categories.filters import compare_tests

    if not isinstance(gold, (exp.Case, exp.If)) or not isinstance(answer, (exp.Case, exp.If)):
        return None
    own, theirs = gold.args.get("ifs") or [gold], answer.args.get("ifs") or [answer]
    for mine, other in zip(own, theirs, strict=False):
        differences = list(compare_tests(read_tests(mine.this), read_tests(other.this), "select", sides))
        if differences:
            return Why(differences[0].category, differences[0].message)
    return None
