"""The same query as another hand would write it: other aliases, other order, other forms that mean the same."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.parsing import parse
from workbench.sql.scopes import Frame, Scopes, read_scopes

_MIRRORED: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.EQ: exp.EQ,
    exp.GT: exp.LT,
    exp.GTE: exp.LTE,
    exp.LT: exp.GT,
    exp.LTE: exp.GTE,
}


def restyled(sql: str, schema: Schema) -> str:
    """A text with the meaning of `sql`, of which hardly a word stands where it stood."""
    for change in (_qualified, _written_out, _turned):
        tree = parse(sql).statements[0]
        change(tree, read_scopes(tree, schema))
        sql = tree.sql("duckdb")
    return sql


def _qualified(tree: exp.Expr, scopes: Scopes) -> None:
    """Every source gets a new alias and every column says which source it is from; USING becomes ON."""
    columns = [(c, m.source) for c, _, m in scopes.columns() if m.source is not None and m.kind == "found"]
    names = {id(s): f"q{place}" for place, s in enumerate(s for frame in scopes.frames for s in frame.sources)}
    for frame in scopes.frames:
        for source in frame.sources:
            for name in (source.join.args.get("using") or []) if source.join is not None else []:
                left = next(s for s in frame.sources if s is not source and s.find(name.name))
                ends = [exp.column(name.copy(), names[id(s)]) for s in (left, source)]
                old = source.join.args.get("on") if source.join is not None else None
                both = exp.EQ(this=ends[0], expression=ends[1])
                source.join.set("on", exp.and_(old, both) if old is not None else both)  # type: ignore[union-attr]
            if source.join is not None:
                source.join.set("using", None)
    for column, source in columns:
        column.set("table", exp.to_identifier(names[id(source)]))
    for frame in scopes.frames:
        for source in frame.sources:
            source.node.set("alias", exp.TableAlias(this=exp.to_identifier(names[id(source)])))


def _written_out(tree: exp.Expr, _: Scopes) -> None:
    """BETWEEN as two comparisons, IN of one value as =, FILTER as CASE, AS for every output."""
    _each(tree, exp.Between, lambda n: exp.paren(exp.and_(
        exp.GTE(this=n.this.copy(), expression=n.args["low"].copy()),
        exp.LTE(this=n.this.copy(), expression=n.args["high"].copy()))))  # fmt: skip
    _each(tree, exp.Filter, _as_case)


def _as_case(node: exp.Expr) -> exp.Expr:
    inner = node.this
    if not isinstance(inner, exp.Count) or not isinstance(inner.this, exp.Star):
        return node
    branch = exp.If(this=node.expression.this.copy(), true=exp.Literal.number(1))
    return exp.Sum(this=exp.Case(ifs=[branch], default=exp.Literal.number(0)))


def _turned(tree: exp.Expr, scopes: Scopes) -> None:
    """Comparisons from the right to the left, conditions in another order, the second table first."""
    for kind, mirrored in _MIRRORED.items():
        found = [n for n in tree.find_all(kind) if not isinstance(n.expression, exp.Any | exp.All) and type(n) is kind]
        pairs = [
            (n, mirrored(this=n.expression.copy(), expression=n.this.copy())) for n in found if not n.meta.get("x")
        ]
        for node, new in pairs:
            new.meta["x"] = True
            if node.parent is not None and node.root() is tree and not node.find_ancestor(kind):
                node.replace(new)
    _each(tree, exp.And, lambda n: exp.And(this=n.expression.copy(), expression=n.this.copy()))
    for frame in scopes.frames:
        _swap(frame)


def _swap(frame: Frame) -> None:
    """`a JOIN b ON …` as `b JOIN a ON …`."""
    joins, first = frame.node.args.get("joins") or [], frame.node.args.get("from_")
    if (
        len(joins) != 1
        or joins[0].side
        or joins[0].kind in ("SEMI", "ANTI")
        or any(i.is_star for i in frame.node.expressions)
    ):
        return
    left, right = first.this.copy(), joins[0].this.copy()
    first.this.replace(right)
    joins[0].this.replace(left)


def _each(tree: exp.Expr, kind: type[exp.Expr], make: Callable[[exp.Expr], exp.Expr]) -> None:
    """Replace every node of a kind, inner ones first."""
    for node in reversed(list(tree.find_all(kind))):
        new = make(node)
        if new is not node and node.parent is not None:
            node.replace(new)
