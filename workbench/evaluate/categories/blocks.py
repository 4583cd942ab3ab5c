"""A query as comparable blocks: one a SELECT, with its tables, links, conditions, groups and outputs.

A CTE or subquery in FROM that only filters or picks columns is read as part of the SELECT around it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from sqlglot import exp

from workbench.evaluate.categories.canon import Canon
from workbench.evaluate.categories.conditions import Test, read_tests
from workbench.evaluate.categories.periods import with_bounds
from workbench.evaluate.categories.places import span
from workbench.schema.model import Schema
from workbench.schema.names import fold
from workbench.sql.parsing import Parsed
from workbench.sql.scopes import Frame, Scopes, Source, read_scopes
from workbench.sql.sources import cte

Role = Literal["top", "set", "from", "condition", "value"]


@dataclass(frozen=True, eq=False)
class Link:
    """An equality between columns of two sources. `tables` are the two sources' tables, where known."""

    left: exp.Column
    right: exp.Column
    tables: tuple[str, str]
    node: exp.Expr


@dataclass(eq=False)
class Block:
    """One SELECT. `sides` are the tables (folded) that an outer join makes optional, with the join's side."""

    frame: Frame
    role: Role
    sources: list[Source] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    where: list[Test] = field(default_factory=list)
    having: list[Test] = field(default_factory=list)
    joined: list[Test] = field(default_factory=list)
    """Conditions of an outer join that link nothing."""
    inner: list[Block] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    """Its own and those of the subqueries that were read as part of it."""

    @property
    def node(self) -> exp.Select:
        return self.frame.node

    @cached_property
    def tables(self) -> list[str]:
        """Names of the schema's tables, folded; a table read twice stands here twice."""
        return [fold(s.node.name) for s in self.sources if s.table is not None or s.missing]

    @property
    def keys(self) -> list[exp.Expr]:
        """What it groups by; aliases, positions and ALL are resolved to expressions."""
        group = self.node.args.get("group")
        if group is None:
            return []
        if group.args.get("all"):
            return [i.unalias() for i in self.node.expressions if i.find(exp.AggFunc) is None]
        found: list[exp.Expr] = list(group.expressions)
        for name in ("rollup", "cube", "grouping_sets"):
            found += [e for part in group.args.get(name) or [] for e in part.expressions]
        return [self.resolved(key) for key in found]

    @property
    def is_grouped(self) -> bool:
        return self.node.args.get("group") is not None or any(
            not isinstance(found.parent, exp.Window) and found.find_ancestor(exp.Select) is self.node
            for item in self.node.expressions
            for found in item.find_all(exp.AggFunc)
        )

    @property
    def outputs(self) -> list[exp.Expr]:
        return list(self.node.expressions)

    @property
    def order(self) -> list[exp.Ordered]:
        clause = self.node.args.get("order")
        return list(clause.expressions) if clause is not None else []

    def resolved(self, key: exp.Expr) -> exp.Expr:
        """The select item that a position stands for, else `key`."""
        if isinstance(key, exp.Literal) and key.this.isdigit() and 0 < int(key.this) <= len(self.outputs):
            return self.outputs[int(key.this) - 1].unalias()
        return key

    def all(self) -> Iterator[Block]:
        yield self
        for block in self.inner:
            yield from block.all()


@dataclass(eq=False)
class Reading:
    """One text, read. `tops`: the SELECTs that set operations combine, or the one SELECT."""

    parsed: Parsed
    tree: exp.Expr
    scopes: Scopes
    tops: list[Block]
    canons: tuple[Canon, ...]

    def keys(self, node: exp.Expr | None) -> tuple[str, ...]:
        return tuple(canon.text(node) for canon in self.canons)

    def test_keys(self, test: Test) -> tuple[str, ...]:
        return tuple(test.key(canon) for canon in self.canons)

    def shown(self, *nodes: exp.Expr) -> str:
        """What was written, on one line."""
        place = span(self.parsed, nodes)
        written = self.parsed.sql[slice(*place)] if place else ", ".join(node.sql("duckdb") for node in nodes)
        text = " ".join(written.split())
        return text if len(text) <= 90 else text[:89] + "…"

    def has_twins(self) -> bool:
        """Whether a SELECT reads a table twice."""
        return any(len(set(block.tables)) < len(block.tables) for block in self.blocks())

    def blocks(self) -> Iterator[Block]:
        for top in self.tops:
            yield from top.all()


def read(parsed: Parsed, schema: Schema, turned: bool = False) -> Reading | None:
    """None where the text is not one query. Columns that joins make equal are told apart until `joined`.

    turned: number the uses of a table that is joined with itself from the last one.
    """
    if len(parsed.statements) != 1 or not isinstance(parsed.statements[0], exp.Query):
        return None
    tree = parsed.statements[0]
    scopes = read_scopes(tree, schema)
    raw = Canon(scopes, inline=True, turned=turned)
    blocks = _Builder(scopes, raw)
    tops = blocks.tops(tree)
    return Reading(parsed, tree, scopes, tops, (raw, raw, Canon(scopes, inline=False, turned=turned))) if tops else None


def joined(reading: Reading, tables: Set[str]) -> Reading:
    """The same, with columns that inner joins make equal spelled alike: by one of `tables` where one has it."""
    same: dict[int, dict[str, str]] = {}
    for block in reading.blocks():
        found = _equal(block, reading.canons[1], tables)
        same |= {id(frame): found for frame in block.frames}
    return replace(reading, canons=(Canon(reading.scopes, True, same, reading.canons[1].turned), *reading.canons[1:]))


def _equal(block: Block, canon: Canon, tables: Set[str]) -> dict[str, str]:
    """Columns that inner joins make equal, each with the one that stands for its group."""
    if any(source.optional for source in block.sources):
        return {}
    found: dict[str, str] = {}
    for group in equal_columns(block, canon):
        named = min(group, key=lambda name: (name.rpartition(".")[0] not in tables, name))
        found |= dict.fromkeys(group, named)
    return found


def equal_columns(block: Block, canon: Canon) -> list[set[str]]:
    """What the links make equal: a = b, b = c says the same as a = b, a = c."""
    groups: list[set[str]] = []
    for link in block.links:
        pair = {canon.text(link.left), canon.text(link.right)}
        touching = [g for g in groups if g & pair]
        groups = [g for g in groups if not g & pair] + [pair.union(*touching)]
    return groups


class _Builder:
    def __init__(self, scopes: Scopes, canon: Canon) -> None:
        self.scopes = scopes
        self.canon = canon
        self._taken: set[int] = set()

    def tops(self, tree: exp.Expr) -> list[Block]:
        found: list[Block] = []
        self._members(tree, found)
        if len(found) == 1:
            found[0].role = "top"
        return found

    def _members(self, node: exp.Expr, found: list[Block]) -> None:
        node = node.unnest() if isinstance(node, exp.Subquery) else node
        if isinstance(node, exp.SetOperation):
            self._members(node.left, found)
            self._members(node.right, found)
        elif isinstance(node, exp.Select) and (frame := self._frame(node)) is not None:
            found.append(self.block(frame, "set"))

    def _frame(self, node: exp.Expr) -> Frame | None:
        return next((frame for frame in self.scopes.frames if frame.node is node), None)

    def block(self, frame: Frame, role: Role) -> Block:
        block = Block(frame, role)
        self._take(frame, block)
        having = frame.node.args.get("having")
        if having is not None:
            block.having += read_tests(having.this)
        qualify = frame.node.args.get("qualify")
        if qualify is not None:
            block.having += read_tests(qualify.this)
        block.where = with_bounds(block.where, self.canon)
        block.having = with_bounds(block.having, self.canon)
        self._nested(block)
        return block

    def _take(self, frame: Frame, block: Block) -> None:
        """The sources and conditions of a SELECT, and of those in its FROM that only filter."""
        block.frames.append(frame)
        for source in frame.sources:
            body = _body(source)
            inner = self._frame(body) if body is not None else None
            if inner is not None and id(inner) not in self._taken and _only_filters(inner, source):
                self._taken.add(id(inner))
                self._take(inner, block)
            else:
                block.sources.append(source)
                if body is not None and id(body) not in self._taken:
                    self._taken.add(id(body))
                    block.inner += self._members_of(body)
            if source.join is not None:
                self._join(source.join, source, frame, block)
        where = frame.node.args.get("where")
        for test in read_tests(where.this) if where is not None else []:
            link = self._link(test, frame)
            if link is not None:
                block.links.append(link)
            else:
                block.where.append(test)

    def _members_of(self, body: exp.Expr) -> list[Block]:
        """The blocks of a CTE or subquery in FROM."""
        found: list[Block] = []
        self._members(body, found)
        for block in found:
            block.role = "from"
        return found

    def _join(self, join: exp.Join, source: Source, frame: Frame, block: Block) -> None:
        for name in join.args.get("using") or []:
            left = next((s for s in frame.sources if s is not source and s.find(name.name)), None)
            if left is not None:
                ends = [exp.column(exp.to_identifier(name.name), s.name) for s in (left, source)]
                self._adopt(ends, frame)
                block.links.append(Link(ends[0], ends[1], (_named(left), _named(source)), name))
        on = join.args.get("on")
        for test in read_tests(on) if on is not None else []:
            link = self._link(test, frame)
            if link is not None:
                block.links.append(link)
            elif join.side:
                block.joined.append(test)
            else:
                block.where.append(test)

    def _adopt(self, columns: list[exp.Column], frame: Frame) -> None:
        """Columns that USING only implies: they need a frame to mean something."""
        for column in columns:
            self.scopes.meaning(column, frame)
            self.scopes._of[id(column)] = frame

    def _link(self, test: Test, frame: Frame) -> Link | None:
        if test.op != "=" or not isinstance(test.left, exp.Column) or not isinstance(test.right[0], exp.Column):
            return None
        left, right = self.scopes.meaning(test.left), self.scopes.meaning(test.right[0])
        if left.source is None or right.source is None or left.source is right.source:
            return None
        if left.frame is not frame or right.frame is not frame:
            return None
        return Link(test.left, test.right[0], (_named(left.source), _named(right.source)), test.nodes[0])

    def _nested(self, block: Block) -> None:
        """Queries in the conditions and outputs, in order of the text."""
        clauses: tuple[tuple[str, Role], ...] = (
            ("expressions", "value"),
            ("where", "condition"),
            ("joins", "condition"),
            ("having", "condition"),
            ("qualify", "condition"),
            ("order", "value"),
        )
        for child in self.scopes.frames:
            parent = child.parent
            if parent is None or parent not in block.frames or child.lateral or id(child) in self._taken:
                continue
            role = next((role for name, role in clauses if name == _clause_of(child.node, parent.node)), None)
            if role is not None:
                self._taken.add(id(child))
                block.inner.append(self.block(child, role))


def _body(source: Source) -> exp.Expr | None:
    """The query of a CTE or subquery in FROM."""
    if isinstance(source.node, exp.Query) and source.node.unnest() is not None:
        return source.node.unnest()
    if isinstance(source.node, exp.Table) and source.table is None and not source.missing:
        named = cte(source.node)
        return named.this if named is not None else None
    return None


def _clause_of(node: exp.Expr, select: exp.Expr) -> str:
    """The clause of `select` that a query stands in; empty for its CTEs."""
    current: exp.Expr | None = node
    while current is not None and current.parent is not select:
        current = current.parent
        if isinstance(current, exp.CTE):
            return ""
    return (current.arg_key or "") if current is not None else ""


def _named(source: Source) -> str:
    return fold(source.table.name) if source.table is not None else fold(source.name)


def _only_filters(inner: Frame, source: Source) -> bool:
    node = inner.node
    if source.optional or (source.join is not None and source.join.side):
        return False
    if any(node.args.get(key) for key in ("group", "having", "distinct", "limit", "offset", "qualify", "with_")):
        return False
    if isinstance(node.parent, exp.SetOperation) or node.find(exp.Window) is not None:
        return False
    return not any(item.find(exp.AggFunc) is not None for item in node.expressions)
