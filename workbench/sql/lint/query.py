"""What a rule is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.lint.functions import AGGREGATES
from workbench.sql.parsing import Parsed
from workbench.sql.scopes import Frame, Scopes
from workbench.sql.scopes.kinds import ValueKind, kind_of

if TYPE_CHECKING:
    from workbench.data.values import ValueIndex


@dataclass(frozen=True)
class Finding:
    """One hit of a rule. Its message is `lint.<code>`, or `lint.<code>.<variant>`, filled with `values`."""

    start: int
    end: int
    variant: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Query:
    """One parsed statement with its scopes. `values` is None where the rows are not the asker's own."""

    parsed: Parsed
    schema: Schema
    statement: exp.Expr
    scopes: Scopes
    values: ValueIndex | None = None

    @property
    def frames(self) -> list[Frame]:
        return self.scopes.frames

    def at(self, *nodes: exp.Expr | None, variant: str = "", **values: Any) -> Finding:
        """A finding that covers `nodes`."""
        start, end = self.parsed.span(*nodes)
        return Finding(start, end, variant, values)

    def text(self, *nodes: exp.Expr | None) -> str:
        """`nodes` as written, on one line, short enough for a message."""
        start, end = self.parsed.span(*nodes)
        written = " ".join(self.parsed.sql[start:end].split())
        return written if len(written) <= 60 else written[:59] + "…"

    def kind(self, node: exp.Expr | None) -> ValueKind:
        return kind_of(node, self.scopes)


def inside(node: exp.Expr | None) -> Iterator[exp.Expr]:
    """`node` and what is under it, without entering queries inside it."""
    stack = [node] if node is not None else []
    while stack:
        current = stack.pop()
        yield current
        if not isinstance(current, exp.Query):
            stack.extend(reversed(list(current.iter_expressions())))


def conjuncts(node: exp.Expr | None) -> list[exp.Expr]:
    """The conditions that must all hold, in order."""
    found: list[exp.Expr] = []
    stack = [node] if node is not None else []
    while stack:
        current = stack.pop()
        if isinstance(current, exp.And):
            stack += [current.args["expression"], current.this]
        elif isinstance(current, exp.Paren):
            stack.append(current.this)
        else:
            found.append(current)
    return found


def clause(frame: Frame, name: str) -> exp.Expr | None:
    """The expression of WHERE, HAVING or QUALIFY of a SELECT."""
    found = frame.node.args.get(name)
    return found.this if isinstance(found, exp.Expr) else None


def conditions(frame: Frame) -> list[exp.Expr]:
    """Every condition of ON and WHERE that must hold."""
    found = conjuncts(clause(frame, "where"))
    for source in frame.sources:
        if source.join is not None:
            found += conjuncts(source.join.args.get("on"))
    return found


def is_aggregate(node: exp.Expr) -> bool:
    """A call that makes one value of many rows, and no window function."""
    if not isinstance(node, exp.AggFunc):
        return isinstance(node, exp.Anonymous) and node.name.casefold() in AGGREGATES and not _windowed(node)
    return not isinstance(node, exp.FirstValue | exp.LastValue | exp.NthValue) and not _windowed(node)


def _windowed(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Filter | exp.WithinGroup | exp.IgnoreNulls | exp.RespectNulls):
        node, parent = parent, parent.parent
    return isinstance(parent, exp.Window) and parent.this is node
