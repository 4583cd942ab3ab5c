"""Conditions as a list of tests that must all hold, in one form whatever way they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from workbench.evaluate.categories.canon import Canon

_OPERATORS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NullSafeEQ: "=",
    exp.NEQ: "<>",
    exp.NullSafeNEQ: "<>",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_OPPOSITE = {
    "=": "<>",
    "<>": "=",
    ">": "<=",
    "<=": ">",
    "<": ">=",
    ">=": "<",
    "in": "not in",
    "like": "not like",
    "ilike": "not ilike",
    "null": "not null",
    "exists": "not exists",
    "holds": "fails",
    "matches": "not matches",
}
MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "=": "=", "<>": "<>"}
_WILDCARDS: dict[type[exp.Expr], str] = {exp.StartsWith: "{}%", exp.EndsWith: "%{}", exp.Contains: "%{}%"}


@dataclass(frozen=True, eq=False)
class Test:
    """`left op right`, or alternatives (`op` is "or"). `nodes`: what was written, for its place in the text.

    parts: the alternatives, also of an IN that was written with OR. was: operator and value as written, where a date
    bound was brought into another form.
    """

    op: str
    left: exp.Expr | None
    right: tuple[exp.Expr, ...]
    nodes: tuple[exp.Expr, ...]
    parts: tuple[tuple[Test, ...], ...] = ()
    was: tuple[str, str] = ("", "")

    def key(self, canon: Canon) -> str:
        if self.op == "or":
            return f"or({', '.join(sorted(' and '.join(sorted(t.key(canon) for t in part)) for part in self.parts))})"
        left, rights = canon.text(self.left), sorted(canon.text(r) for r in self.right)
        op = self.op
        if len(rights) == 1 and op in ("=", "<>"):
            left, rights = (sides := sorted((left, rights[0])))[0], sides[1:]
        if op in ("<", "<=") and _reads(self.right[0]):
            left, op, rights = rights[0], MIRRORED[op], [left]
        return f"{left} {op} {', '.join(rights)}"

    def columns(self) -> Iterator[exp.Column]:
        for node in self.nodes:
            yield from node.find_all(exp.Column)


def read_tests(node: exp.Expr, denied: bool = False) -> list[Test]:
    """`node`, or its opposite where `denied`, as tests that all hold."""
    if isinstance(node, exp.Paren):
        return read_tests(node.this, denied)
    if isinstance(node, exp.Not):
        inner = read_tests(node.this, not denied)
        return [_written(test, node) if len(inner) == 1 else test for test in inner]
    if isinstance(node, (exp.And, exp.Or)):
        parts = [read_tests(part, denied) for part in node.flatten()]
        if isinstance(node, exp.And) != denied:
            return [test for part in parts for test in part]
        return [_listed(parts, node) or Test("or", None, (), (node,), tuple(tuple(part) for part in parts))]
    if isinstance(node, exp.Boolean) and bool(node.this) != denied:
        return []
    if isinstance(node, exp.Between):
        low = Test(">=", node.this, (node.args["low"],), (node,))
        high = Test("<=", node.this, (node.args["high"],), (node,))
        if not denied:
            return [low, high]
        return [Test("or", None, (), (node,), ((_denied(low),), (_denied(high),)))]
    return [_denied(test) for test in _one(node)] if denied else _one(node)


def _one(node: exp.Expr) -> list[Test]:
    found = _plain(node)
    return [_denied(test) for test in found] if node.args.get("negate") else found


def _plain(node: exp.Expr) -> list[Test]:
    if isinstance(node, exp.In):
        return [_in(node)]
    if type(node) in _OPERATORS:
        return [_compared(node, _OPERATORS[type(node)])]
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return [Test("null", node.this, (), (node,))]
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Boolean):
        return [Test("holds" if node.expression.this else "fails", node.this, (), (node,))]
    if isinstance(node, (exp.Like, exp.ILike)):
        return [Test(node.key, node.this, (node.expression,), (node,))]
    if isinstance(node, exp.Escape):
        return [_written(test, node) for test in _plain(node.this)]
    if type(node) in _WILDCARDS and isinstance(node.expression, exp.Literal):
        pattern = _WILDCARDS[type(node)].format(node.expression.this)
        return [Test("like", node.this, (exp.Literal.string(pattern),), (node,))]
    if isinstance(node, exp.RegexpLike):
        return [Test("matches", node.this, (node.expression,), (node,))]
    if isinstance(node, exp.Exists):
        return [Test("exists", None, (node.this,), (node,))]
    return [Test("holds", node, (), (node,))]


def _in(node: exp.In) -> Test:
    query = node.args.get("query")
    values = (query,) if query is not None else tuple(node.expressions)
    if len(values) == 1 and query is None:
        return Test("=", node.this, values, (node,))
    return Test("in", node.this, values, (node,))


def _compared(node: exp.Expr, op: str) -> Test:
    left, right = node.this, node.expression
    turned = isinstance(left, exp.Subquery) and not isinstance(right, exp.Subquery)
    if _reads(right) and (turned or not _reads(left)):
        left, right, op = right, left, MIRRORED.get(op, op)
    if isinstance(right, (exp.Any, exp.All)) and op in ("=", "<>"):
        # = ANY is IN, <> ALL is NOT IN
        if isinstance(right, exp.Any) == (op == "="):
            return Test("in" if op == "=" else "not in", left, (right.this,), (node,))
    if isinstance(right, exp.Boolean) and op in ("=", "<>"):
        return Test("holds" if bool(right.this) == (op == "=") else "fails", left, (), (node,))
    return Test(op, left, (right,), (node,))


def _reads(node: exp.Expr) -> bool:
    return node.find(exp.Column, exp.AggFunc) is not None


def _denied(test: Test) -> Test:
    """The opposite of a single test. NOT IN (a, b) stays one test."""
    opposite = {**_OPPOSITE, **{to: of for of, to in _OPPOSITE.items()}}.get(test.op)
    if opposite is None:
        return Test("fails", test.nodes[0], (), test.nodes)
    return Test(opposite, test.left, test.right, test.nodes)


def _written(test: Test, node: exp.Expr) -> Test:
    return Test(test.op, test.left, test.right, (node,), test.parts, test.was)


def _listed(parts: list[list[Test]], node: exp.Expr) -> Test | None:
    """`a = 1 OR a = 2` as `a IN (1, 2)`."""
    tests = [part[0] for part in parts if len(part) == 1 and part[0].op in ("=", "in")]
    if len(tests) < len(parts) or any(t.left != tests[0].left for t in tests):
        return None
    if any(isinstance(value, exp.Query | exp.Subquery) for t in tests for value in t.right):
        return None
    values = tuple(value for t in tests for value in t.right)
    return Test("in", tests[0].left, values, (node,), tuple(tuple(part) for part in parts))
