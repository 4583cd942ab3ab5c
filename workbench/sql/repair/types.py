"""Values of different types compared, summed or calculated with."""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.kinds import kind_of
from workbench.sql.transpile.build import cast, func, is_text, text, try_cast
from workbench.sql.transpile.context import Context, date_literal
from workbench.sql.transpile.shape import reshape
from workbench.text import t

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_TIMES = ("date", "timestamp")
FLAGS = {"Y": 1, "YES": 1, "TRUE": 1, "예": 1, "N": 0, "NO": 0, "FALSE": 0, "아니오": 0}


def fix_types(tree: exp.Expr, schema: Schema, notes: list[str]) -> exp.Expr:
    context = Context(schema, schema.dialect)
    for node in list(tree.find_all(*_COMPARISONS)):
        _compare(node, node.left, node.right, context, notes)
        if node.parent is not None or node is tree:
            _compare(node, node.right, node.left, context, notes)
    for between in list(tree.find_all(exp.Between)):
        for side in ("low", "high"):
            _compare(between, between.this, between.args[side], context, notes)
    for within in list(tree.find_all(exp.In)):
        for item in list(within.expressions):
            _compare(within, within.this, item, context, notes)
    for term in list(tree.find_all(exp.Sum, exp.Avg, exp.Round, exp.Abs, exp.Mul, exp.Div, exp.Sub, exp.Add)):
        _calculate(term, context, notes)
    _dates(tree, context, notes)
    tree, more = reshape(tree, context)
    notes += more
    return tree


def _compare(node: exp.Expr, left: exp.Expr, right: exp.Expr, context: Context, notes: list[str]) -> None:
    """One side against the other; `left` is the one that is changed, or a literal `right`."""
    a, b = context.kind(left), context.kind(right)
    if a in _TIMES and isinstance(right, exp.Literal) and is_text(right):
        _partial_date(node, left, right, notes)
        return
    if is_text(left) or isinstance(left, exp.Cast | exp.TryCast):
        return
    if a == "number" and is_text(right) and right.name.strip().upper() in FLAGS:
        # TINYINT(1) and BIT hold 0 and 1 where the question says Y.
        flag = FLAGS[right.name.strip().upper()]
        right.replace(exp.Literal.number(flag))
        notes.append(t("repair.literal_flag", value=right.name, flag=flag))
    elif a == "text" and b == "number":
        if isinstance(right, exp.Literal) and isinstance(node, exp.EQ | exp.NEQ | exp.In):
            right.replace(text(right.name))
            notes.append(t("repair.literal_text", value=right.name))
        else:
            left.replace(try_cast(left, "DOUBLE"))
            notes.append(t("repair.as_number", column=left.sql("duckdb")))
    elif a == "text" and b in _TIMES:
        left.replace(context.as_time(left) if b == "timestamp" else cast(context.as_time(left), "DATE"))
        notes.append(t("repair.as_date", column=left.sql("duckdb")))
    elif a in _TIMES and b == "number" and isinstance(right, exp.Literal):
        literal = date_literal(right.name)
        if literal is not None:
            right.replace(literal)
        elif re.fullmatch(r"(19|20)\d\d", right.name):
            left.replace(func("YEAR", left.copy()))
        else:
            return
        notes.append(t("repair.as_date", column=left.sql("duckdb")))
    elif a == "number" and b in _TIMES:
        left.replace(cast(context.as_time(left), "DATE"))
        notes.append(t("repair.as_date", column=left.sql("duckdb")))
    elif a == "interval" and b == "number" and isinstance(left, exp.Sub):
        left.replace(func("DATE_DIFF", text("day"), left.right.copy(), left.left.copy()))
        notes.append(t("repair.as_days"))


def _partial_date(node: exp.Expr, left: exp.Expr, right: exp.Literal, notes: list[str]) -> None:
    """order_date = '2024-03' or '20240301': as text of that length, or as the date it is."""
    value = right.name.strip()
    whole = date_literal(value)
    if whole is not None:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", value):
            right.replace(whole)
            notes.append(t("repair.as_date", column=left.sql("duckdb")))
        return
    shape = "%Y-%m" if re.fullmatch(r"\d{4}-\d{2}", value) else "%Y%m" if re.fullmatch(r"(19|20)\d{4}", value) else None
    shape = "%Y" if re.fullmatch(r"(19|20)\d{2}", value) else shape
    if shape and isinstance(node, exp.Predicate):
        left.replace(func("STRFTIME", left.copy(), text(shape)))
        notes.append(t("repair.as_date", column=left.sql("duckdb")))


def _calculate(node: exp.Expr, context: Context, notes: list[str]) -> None:
    """SUM, AVG and arithmetic over numbers kept as text."""
    sides = [node.left, node.right] if isinstance(node, exp.Binary) else [node.this]
    kinds = [context.kind(s.this if isinstance(s, exp.Distinct) else s) for s in sides]
    if (isinstance(node, exp.Add) and kinds == ["text", "text"]) or any(k in _TIMES for k in kinds):
        return
    for side, kind in zip(sides, kinds, strict=True):
        if kind == "text" and isinstance(side, exp.Column):
            side.replace(try_cast(side, "DOUBLE"))
            notes.append(t("repair.as_number", column=side.sql("duckdb")))
        elif kind == "bool" and isinstance(node, exp.Avg | exp.Mul | exp.Add) and not isinstance(side, exp.Literal):
            side.replace(cast(side, "INTEGER"))
            notes.append(t("repair.as_number", column=side.sql("duckdb")))


_DATE_FUNCTIONS = frozenset(
    "STRFTIME YEAR MONTH DAY QUARTER WEEK DATE_TRUNC DATE_PART DATE_DIFF LAST_DAY DAYNAME MONTHNAME HOUR "
    "DATE_SUB".split()
)


def _dates(tree: exp.Expr, context: Context, notes: list[str]) -> None:
    """Date functions over dates kept as text or as 20240131."""
    typed = (exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Week, exp.LastDay, exp.TimestampTrunc, exp.DateTrunc,
    exp.TimeToStr,
             exp.DateDiff, exp.DayOfWeek, exp.Hour)  # fmt: skip
    for node in list(tree.find_all(*typed, exp.Anonymous, exp.Add, exp.Sub)):
        if isinstance(node, exp.Anonymous):
            args = node.expressions if node.name.upper() in _DATE_FUNCTIONS else []
        elif isinstance(node, exp.Add | exp.Sub):
            args = [node.left] if kind_of(node.right, context.schema) == "interval" else []
        else:
            args = [a for a in (node.this, node.args.get("expression")) if isinstance(a, exp.Expr)]
        for arg in args:
            if isinstance(arg, exp.Column) and context.kind(arg) in ("text", "number"):
                arg.replace(context.as_time(arg))
                notes.append(t("repair.as_date", column=arg.sql("duckdb")))
