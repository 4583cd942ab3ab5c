"""The SQL's side: what it compares, with which numbers and texts, in which order, and how many rows it keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlglot import exp

from workbench.evaluate.categories.conditions import Test, read_tests
from workbench.sql.parsing import parse

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_PARTS = (exp.Extract, exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Week, exp.Hour, exp.DayOfWeek, exp.DayOfMonth)
_INVERTING = (exp.Not, exp.Except, exp.Case, exp.If)


@dataclass(frozen=True)
class Compared:
    """`something op value`; the value is a number, or a text (`number` is None then).

    column: the name of what is compared, lower case; "" where it is no column as it is. dated: it is part of a date.
    """

    op: str
    number: float | None
    text: str
    column: str
    dated: bool = False


@dataclass(frozen=True)
class Written:
    """numbers: every number anywhere, those inside of texts and names as well. limits: LIMIT and FETCH, outermost
    first. orders: for each ORDER BY of a query whether its keys fall, outermost first. inverts: a NOT, EXCEPT or CASE
    may turn a comparison round. shown: aggregate names in use, lower case."""

    compared: tuple[Compared, ...]
    numbers: frozenset[float]
    texts: tuple[str, ...]
    limits: tuple[int, ...]
    orders: tuple[tuple[bool, ...], ...]
    inverts: bool
    aggregates: frozenset[str]
    ranks: bool


@lru_cache(maxsize=32_768)
def read_written(sql: str) -> Written | None:
    """None for a text that is not one query that can be read."""
    parsed = parse(sql)
    if len(parsed.statements) != 1 or not isinstance(parsed.statements[0], exp.Query):
        return None
    tree = parsed.statements[0]
    compared = tuple(_compared(tree))
    return Written(
        compared,
        frozenset(float(found) for found in _DIGITS.findall(sql)),
        tuple(node.name for node in tree.find_all(exp.Literal) if node.is_string),
        tuple(_limits(tree)),
        tuple(_orders(tree)),
        tree.find(*_INVERTING) is not None or any(one.op.startswith("not ") or one.op == "<>" for one in compared),
        frozenset(node.key for node in tree.find_all(exp.AggFunc)),
        tree.find(exp.Window) is not None,
    )


def _compared(tree: exp.Expr) -> Iterator[Compared]:
    conditions = [node.this for node in tree.find_all(exp.Where, exp.Having, exp.Qualify, exp.If)]
    conditions += [join.args["on"] for join in tree.find_all(exp.Join) if join.args.get("on") is not None]
    for condition in conditions:
        for test in _flat(read_tests(condition)):
            yield from _values(test)


def _flat(tests: Sequence[Test]) -> Iterator[Test]:
    for test in tests:
        if test.op == "or":
            for part in test.parts:
                yield from _flat(part)
        else:
            yield test


def _values(test: Test) -> Iterator[Compared]:
    for right in test.right:
        node = right
        while isinstance(node, exp.Cast | exp.Paren | exp.Date | exp.TsOrDsToDate) and isinstance(node.this, exp.Expr):
            node = node.this
        negative = isinstance(node, exp.Neg)
        literal = node.this if negative else node
        if isinstance(literal, exp.Literal):
            number = None if literal.is_string else float(literal.name) * (-1 if negative else 1)
            column = test.left.name.casefold() if isinstance(test.left, exp.Column) else ""
            dated = test.left is not None and test.left.find(*_PARTS) is not None
            yield Compared(test.op, number, literal.name, column, dated)


def _limits(tree: exp.Expr) -> Iterator[int]:
    for node in tree.find_all(exp.Limit, exp.Fetch):
        value = node.args.get("count" if isinstance(node, exp.Fetch) else "expression")
        if isinstance(value, exp.Literal) and value.name.isdigit():
            yield int(value.name)


def _orders(tree: exp.Expr) -> Iterator[tuple[bool, ...]]:
    for order in tree.find_all(exp.Order):
        yield tuple(bool(key.args.get("desc")) for key in order.expressions if isinstance(key, exp.Ordered))
