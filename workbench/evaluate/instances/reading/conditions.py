"""WHERE, ON and HAVING taken apart: equal cells, conditions on cells, thresholds of groups, rows of subqueries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from sqlglot import exp

from workbench.evaluate.instances.reading.constants import constants_in
from workbench.evaluate.instances.reading.frames import Computed, Found, Opened, find, through
from workbench.evaluate.instances.reading.goal import Aggregate, Atom, Cell, Goal, Threshold
from workbench.sql.scopes import Frame, Scopes, Source

_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between)
_MOST_ROWS = 14
_LARGE = 60.0
"""For a group that must have more rows than some subquery counts."""


class Conditions:
    """Reads a SELECT into `goal`. Whether a subquery's rows stand beside the others is a choice, by its number.

    chosen: number of the choice → which one; the first (0) is what the query asks for. choices: how many each has.
    """

    def __init__(self, scopes: Scopes, goal: Goal, worth: dict[str, str], chosen: dict[int, int]) -> None:
        self._scopes = scopes
        self._worth = worth
        self._chosen = chosen
        self.goal = goal
        self.choices: dict[int, int] = {}
        self.opened: set[int] = set()

    def open(self, frame: Frame, above: Opened | None) -> Opened:
        place = Opened(frame, above, self.goal)
        self.opened.add(id(frame))
        for source in frame.sources:
            self._source(source, place)
        node = frame.node
        for index, source in enumerate(frame.sources):
            if source.join is not None:
                self._join(source, index, place)
        for key in ("where", "having", "qualify"):
            clause = node.args.get(key)
            if isinstance(clause, exp.Expr):
                self.condition(clause.this, place)
        for item in node.expressions:
            for query in item.find_all(exp.Subquery):
                if query.find_ancestor(exp.Select) is node:
                    self._beside(query, place, wanted=True)
        return place

    def _source(self, source: Source, place: Opened) -> None:
        if source.table is not None and not source.table.view_sql:
            if len(self.goal.spots) < _MOST_ROWS:
                place.rows[id(source)] = self.goal.add(source.table)
        elif source.inner and len(self.goal.spots) < _MOST_ROWS and not _within(source.inner[0], place):
            above = place if source.inner[0].parent is place.frame else place.above
            place.inner[id(source)] = self.open(source.inner[0], above)

    def _join(self, source: Source, index: int, place: Opened) -> None:
        join = source.join
        assert join is not None
        names = [name.name for name in join.args.get("using") or []]
        if join.method == "NATURAL":
            names = [o.name for o in source.outputs or () if o.name.casefold() in place.frame.merged]
        for name in names:
            partner = next((s for s in place.frame.sources[:index] if s.find(name) is not None), None)
            if partner is None:
                continue
            one, other = self._named(partner, name, place), self._named(source, name, place)
            if is_cell(one) and is_cell(other):
                self.goal.unite(one, other)
        on = join.args.get("on")
        if isinstance(on, exp.Expr):
            self.condition(on, place)

    def _named(self, source: Source, name: str, place: Opened) -> Found | None:
        row, output = place.rows.get(id(source)), source.find(name)
        if row is not None and output is not None and output.column is not None:
            return row, output.column.name
        inner = place.inner.get(id(source))
        item = next((i for i in inner.frame.node.expressions if i.alias_or_name == name), None) if inner else None
        return through(item, inner, self._scopes) if item is not None and inner is not None else None

    def condition(self, node: exp.Expr, place: Opened, wanted: bool = True) -> None:
        """Take in one condition, or (not wanted) its opposite."""
        inner = node.unnest()
        if isinstance(inner, exp.Not):
            self.condition(inner.this, place, not wanted)
        elif isinstance(inner, exp.And if wanted else exp.Or):
            self.condition(inner.this, place, wanted)
            self.condition(inner.expression, place, wanted)
        elif isinstance(inner, exp.Or if wanted else exp.And) and inner.find(exp.Query):
            parts = [inner.this, inner.expression]
            self.condition(parts[self._choose(2)], place, wanted)
        elif inner.find(exp.Query):
            self._with_query(inner, place, wanted)
        else:
            self._plain(inner, place, wanted)

    def _choose(self, count: int) -> int:
        number = len(self.choices)
        self.choices[number] = count
        return self._chosen.get(number, 0)

    def _with_query(self, node: exp.Expr, place: Opened, wanted: bool) -> None:
        if isinstance(node, exp.Exists):
            self._beside(node.this, place, wanted)
        elif isinstance(node, exp.In) and isinstance(node.args.get("query"), exp.Expr):
            self._beside(node.args["query"], place, wanted, node.this)
        elif isinstance(node, exp.EQ | exp.NEQ | exp.GT | exp.GTE | exp.LT | exp.LTE):
            self._threshold(node, place)
            equal = isinstance(node, exp.EQ) == wanted and isinstance(node, exp.EQ | exp.NEQ)
            for side, other in ((node.this, node.expression), (node.expression, node.this)):
                query = side.unnest()
                if isinstance(query, exp.Query):
                    self._extreme(query, other, place) if equal else None
                    self._beside(query, place, True, other if equal else None)

    def _extreme(self, query: exp.Query, cell: exp.Expr, place: Opened) -> None:
        """`x = (SELECT max(x) …)`: what is found hangs from the one row with the largest value."""
        inner = query.unnest()
        item = inner.expressions[0].unalias() if isinstance(inner, exp.Select) and inner.expressions else None
        found = through(cell, place, self._scopes)
        if isinstance(item, exp.Max | exp.Min) and is_cell(found):
            self.goal.extremes.append((found, "high" if isinstance(item, exp.Max) else "low"))

    def _beside(self, query: exp.Expr, place: Opened, wanted: bool, cell: exp.Expr | None = None) -> None:
        """The subquery's rows, with its first column equal to `cell`; where they are unwanted the first choice is none.

        Left out on purpose as well: then there are rows that have no such partner.
        """
        if (self._choose(2) == 0) != wanted or len(self.goal.spots) >= _MOST_ROWS:
            return
        select = query
        while isinstance(select, (exp.Subquery, exp.SetOperation)):
            select = select.this
        frame = next((f for f in self._scopes.frames if f.node is select), None)
        if frame is None or _within(frame, place):
            return
        opened = self.open(frame, place)
        if cell is None or not frame.node.expressions:
            return
        one, other = through(cell, place, self._scopes), through(frame.node.expressions[0], opened, self._scopes)
        if is_cell(one) and is_cell(other):
            self.goal.unite(one, other)

    def _plain(self, node: exp.Expr, place: Opened, wanted: bool) -> None:
        if wanted and isinstance(node, exp.EQ):
            sides = [side.unnest() for side in (node.this, node.expression)]
            if all(isinstance(side, exp.Column) for side in sides):
                one, other = (through(side, place, self._scopes) for side in sides)
                if is_cell(one) and is_cell(other):
                    self.goal.unite(one, other)
                    return
        cells: list[Cell] = []
        constants: list[exp.Expr] = []
        sql = self._written(node, place, cells, constants)
        if sql is None:
            self._threshold(node, place)
        elif cells:
            texts = tuple(dict.fromkeys(text for c in constants if (text := self._worth.get(c.sql("duckdb")))))
            parts = [self._written(part, place, cells, []) for part in _tests(node)]
            written = tuple(part for part in parts if part is not None)
            self.goal.atoms.append(Atom(tuple(cells), sql if wanted else f"NOT ({sql})", texts, written))

    def _written(
        self, node: exp.Expr, place: Opened, cells: list[Cell], constants: list[exp.Expr], depth: int = 8
    ) -> str | None:
        """`node` as SQL over c0, c1 …, added to `cells`; None where it holds more than cells and constants."""
        if depth == 0 or node.find(exp.AggFunc, exp.Window, exp.Query):
            return None
        constants.extend(constants_in(node))
        copy = node.copy()
        holder = exp.Paren(this=copy)
        pairs = list(zip(list(node.find_all(exp.Column)), list(holder.this.find_all(exp.Column)), strict=True))
        for original, copied in pairs:
            found = find(original, place, self._scopes)
            if found is None:
                return None
            if not isinstance(found, Computed):
                if found not in cells:
                    cells.append(found)
                new: exp.Expr = exp.column(f"c{cells.index(found)}")
            else:
                text = self._written(found.expression, found.place, cells, constants, depth - 1)
                if text is None:
                    return None
                new = exp.Paren(this=exp.Var(this=text))
            copied.replace(new)
        return str(holder.this.sql("duckdb"))

    def _threshold(self, node: exp.Expr, place: Opened) -> None:
        if not isinstance(node, _COMPARISONS):
            return
        sides = [node.this] if isinstance(node, exp.Between) else [node.this, node.expression]
        numbers = [n for c in constants_in(node) if (n := _number(self._worth.get(c.sql("duckdb")))) is not None]
        if not numbers and node.find(exp.Query):
            numbers = [_LARGE]
        for side in sides:
            found = through(side, place, self._scopes)
            if isinstance(found, Computed) and not isinstance(found.expression, exp.Query):
                for call in found.expression.find_all(exp.AggFunc):
                    for number in numbers[:2]:
                        self._aggregate(call, found.place, number)

    def _aggregate(self, call: exp.Expr, at: Opened, number: float) -> None:
        inner = call.this
        distinct = isinstance(inner, exp.Distinct)
        if isinstance(inner, exp.Distinct):
            inner = inner.expressions[0]
        found = through(inner, at, self._scopes) if isinstance(inner, exp.Column) else None
        cell = found if is_cell(found) else None
        kind: Aggregate
        if isinstance(call, exp.Count):
            kind = "distinct" if distinct else "values" if cell else "rows"
        elif isinstance(call, exp.Sum):
            kind = "sum"
        elif isinstance(call, exp.Avg):
            kind = "average"
        elif isinstance(call, exp.Max | exp.Min):
            kind = "extreme"
        else:
            return
        self.goal.thresholds.append(Threshold(kind, cell, number))


def _tests(node: exp.Expr) -> list[exp.Expr]:
    """The tests under AND, OR and NOT; none where `node` is one itself."""
    if isinstance(node, exp.And | exp.Or):
        sides = [side.unnest() for side in (node.this, node.expression)]
        return [test for side in sides for test in _tests(side) or [side]]
    if isinstance(node, exp.Not) and isinstance(node.this.unnest(), exp.And | exp.Or):
        return _tests(node.this.unnest())
    return []


def is_cell(found: Found | None) -> TypeGuard[Cell]:
    return isinstance(found, tuple)


def _within(frame: Frame, place: Opened) -> bool:
    """A recursive query reads itself."""
    current: Opened | None = place
    while current is not None:
        if current.frame is frame:
            return True
        current = current.above
    return False


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None


def cells_in(node: exp.Expr, opened: Opened, scopes: Scopes, depth: int = 6) -> Iterator[Cell]:
    """The cells that an expression is made of, through the queries that compute its columns."""
    for column in node.find_all(exp.Column) if depth else ():
        found = None if isinstance(column.this, exp.Star) else find(column, opened, scopes)
        if isinstance(found, Computed):
            yield from cells_in(found.expression, found.place, scopes, depth - 1)
        elif found is not None:
            yield found
