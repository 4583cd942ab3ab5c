"""Small expressions, spelled the DuckDB way."""

from __future__ import annotations

import re

from sqlglot import exp


def func(name: str, *args: exp.Expr) -> exp.Expr:
    """A call printed as it is: sqlglot's typed nodes would be spelled anew by its generator."""
    return exp.Anonymous(this=name, expressions=list(args))


def text(value: str) -> exp.Expr:
    return exp.Literal.string(value)


def number(value: int) -> exp.Expr:
    return exp.Literal.number(value)


def cast(value: exp.Expr, to: str) -> exp.Expr:
    return exp.Cast(this=value.copy(), to=exp.DataType.build(to, dialect="duckdb"))


def try_cast(value: exp.Expr, to: str) -> exp.Expr:
    return exp.TryCast(this=value.copy(), to=exp.DataType.build(to, dialect="duckdb"))


def wrapped(value: exp.Expr) -> exp.Expr:
    """In parentheses where an operator could otherwise bind its parts."""
    return exp.paren(value.copy()) if isinstance(value, exp.Binary | exp.Unary | exp.Interval) else value.copy()


def is_text(node: exp.Expr | None) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


_UNITS = {
    "YEAR": "yy yyyy year years yr sql_tsi_year y rrrr", "QUARTER": "qq q quarter quarters sql_tsi_quarter",
    "MONTH": "mm m month months mon sql_tsi_month",
    "WEEK": "wk ww w week weeks isowk isoww iso_week isoweek iw sql_tsi_week",
    "DAY": "dd d day days ddd sql_tsi_day j", "HOUR": "hh hour hours hh24 hh12 sql_tsi_hour",
    "MINUTE": "mi n minute minutes sql_tsi_minute", "SECOND": "ss s second seconds sql_tsi_second",
    "MILLISECOND": "ms millisecond milliseconds", "MICROSECOND": "mcs microsecond microseconds",
}  # fmt: skip
_UNIT = {alias: unit for unit, aliases in _UNITS.items() for alias in aliases.split()}
_PARTS = {"dw": "DOW", "weekday": "DOW", "dayofweek": "DOW", "dow": "DOW", "dy": "DOY", "dayofyear": "DOY",
"doy": "DOY",
          "epoch": "EPOCH", "isodow": "ISODOW", "isoyear": "ISOYEAR"}  # fmt: skip


def unit_of(node: exp.Expr | None, parts: bool = False) -> str | None:
    """`DAY` for day, 'day', DD or SQL_TSI_DAY, written as name, string or function-like WEEK(MONDAY); else None."""
    if node is None or (isinstance(node, exp.Column) and node.table):
        return None
    name = (node.name or re.split(r"\W", node.sql())[0]).casefold()
    return _UNIT.get(name) or (_PARTS.get(name) if parts else None)


def interval(amount: exp.Expr, unit: str) -> exp.Expr:
    """`amount` units; 3 QUARTER is said in months."""
    factor = {"QUARTER": 3}.get(unit, 1)
    base = "MONTH" if unit == "QUARTER" else unit
    value = amount.unnest()
    digits = value.name if isinstance(value, exp.Literal) else ""
    if re.fullmatch(r"\d+", digits):
        return exp.Interval(this=text(str(int(digits) * factor)), unit=exp.var(base))
    one = exp.Interval(this=text(str(factor)), unit=exp.var(base))
    return exp.Mul(this=wrapped(amount), expression=one)


def shifted(value: exp.Expr, by: exp.Expr, minus: bool) -> exp.Expr:
    """value ± interval, folding a negative literal into the sign."""
    if isinstance(by, exp.Mul) and isinstance(by.this, exp.Paren | exp.Neg):
        inner = by.this.unnest()
        if (
            isinstance(inner, exp.Neg)
            and isinstance(inner.this, exp.Literal)
            and isinstance(by.expression, exp.Interval)
        ):
            count = int(float(inner.this.name)) * int(by.expression.this.name)
            by, minus = exp.Interval(this=text(str(count)), unit=by.expression.args["unit"]), not minus
    kind = exp.Sub if minus else exp.Add
    return kind(this=wrapped(value), expression=by)
