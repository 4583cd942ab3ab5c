"""One walk over a statement: every SELECT with its sources and columns."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.scopes.meaning import Scopes
from workbench.sql.scopes.model import Frame, Output, Source
from workbench.sql.scopes.outputs import make_optional, merge_outputs, renamed, select_outputs, star_outputs


def read_scopes(statement: exp.Expr, schema: Schema) -> Scopes:
    """The frames of one statement; none for what is not a query (DuckDB and policy decide on those)."""
    scopes = Scopes(schema)
    if isinstance(statement, exp.Query):
        _Walk(scopes).query(statement, {}, None)
    return scopes


@dataclass(eq=False)
class _Named:
    """A CTE in sight."""

    outputs: tuple[Output, ...] | None
    frames: tuple[Frame, ...]
    readers: list[Source]


_Sight = dict[str, _Named]


class _Walk:
    def __init__(self, scopes: Scopes) -> None:
        self.scopes = scopes

    def query(
        self, node: exp.Expr, ctes: _Sight, parent: Frame | None, lateral: bool = False
    ) -> tuple[Output, ...] | None:
        """Read one query; its output columns, or None where they cannot be known."""
        if isinstance(node, exp.Query):
            ctes = self._with(node, ctes, parent)
        if isinstance(node, exp.Subquery):
            if node.args.get("pivots"):
                self.query(node.this, ctes, parent, lateral)
                return None
            if isinstance(node.this, exp.Table):
                return self._anonymous_from(node, ctes, parent)
            return self.query(node.this, ctes, parent, lateral)
        if isinstance(node, exp.SetOperation):
            left = self.query(node.left, ctes, parent, lateral)
            right = self.query(node.right, ctes, parent, lateral)
            by_name = node.args.get("by_name")
            return None if by_name or left is None else merge_outputs(left, right)
        if isinstance(node, exp.Select):
            return self._select(node, ctes, parent, lateral).outputs
        self._inside(node, ctes, parent)
        return None

    def _anonymous_from(self, node: exp.Subquery, ctes: _Sight, parent: Frame | None) -> tuple[Output, ...] | None:
        """`(table)` where a query is expected."""
        frame = Frame(exp.Select(), parent)
        self._source(node.this, None, frame, ctes)
        return star_outputs(frame, frame.sources)

    def _with(self, node: exp.Query, ctes: _Sight, parent: Frame | None) -> _Sight:
        with_ = node.args.get("with_")
        if not isinstance(with_, exp.With):
            return ctes
        sight = dict(ctes)
        for cte in with_.expressions:
            self._cte(cte, sight, parent, bool(with_.args.get("recursive")))
        return sight

    def _cte(self, cte: exp.CTE, sight: _Sight, parent: Frame | None, recursive: bool) -> None:
        before = len(self.scopes.frames)
        readers: list[Source] = []
        name = cte.alias.casefold()
        body = cte.this
        if recursive and isinstance(body, exp.SetOperation):
            # a frame reads itself: its columns are those of the first half
            inner = self._with(body, sight, parent)
            first = renamed(self.query(body.left, inner, parent), cte.args.get("alias"))
            inner[name] = sight[name] = _Named(first, tuple(self.scopes.frames[before : before + 1]), [])
            self.query(body.right, inner, parent)
            outputs = first
        else:
            outputs = renamed(self.query(body, sight, parent), cte.args.get("alias"))
        sight[name] = _Named(outputs, tuple(self.scopes.frames[before:]), readers)
        self.scopes.ctes.append((cte, readers))

    def _select(self, node: exp.Select, ctes: _Sight, parent: Frame | None, lateral: bool) -> Frame:
        # What stands in FROM sees what comes before it there, and never itself.
        sees = len(parent.sources) if parent is not None and parent.reading else None
        frame = Frame(node, parent, lateral=lateral, sees=sees)
        self.scopes.frames.append(frame)
        self.scopes._of[id(node)] = frame
        for item in node.expressions:
            if isinstance(item, exp.Alias):
                frame.aliases[item.alias.casefold()] = item.this
        frame.reading = True
        self._from(node, frame, ctes)
        frame.reading = False
        for key, value in node.args.items():
            if key not in ("with_", "from_", "joins", "laterals"):
                for child in value if isinstance(value, list) else [value]:
                    if isinstance(child, exp.Expr):
                        self._inside(child, ctes, frame)
        frame.outputs = select_outputs(frame)
        return frame

    def _from(self, node: exp.Select, frame: Frame, ctes: _Sight) -> None:
        from_ = node.args.get("from_")
        if isinstance(from_, exp.From) and from_.this is not None:
            self._source(from_.this, None, frame, ctes)
        for join in node.args.get("joins") or []:
            self._join(join, frame, ctes)
        for lateral in node.args.get("laterals") or []:
            self._source(lateral, None, frame, ctes)

    def _join(self, join: exp.Join, frame: Frame, ctes: _Sight) -> None:
        left = list(frame.sources)
        self._source(join.this, join, frame, ctes)
        right = frame.sources[len(left) :]
        if join.side in ("LEFT", "FULL"):
            make_optional(right)
        if join.side in ("RIGHT", "FULL"):
            make_optional(left)
        frame.merged.update(name.name.casefold() for name in join.args.get("using") or [])
        if join.method == "NATURAL":
            names = {o.name.casefold() for s in left for o in s.outputs or ()}
            frame.merged.update(names & {o.name.casefold() for s in right for o in s.outputs or ()})
        for key in ("on", "match_condition"):
            condition = join.args.get(key)
            if isinstance(condition, exp.Expr):
                self._inside(condition, ctes, frame)

    def _source(self, node: exp.Expr, join: exp.Join | None, frame: Frame, ctes: _Sight) -> None:
        if node.args.get("pivots"):
            frame.murky = True
            for pivot in node.args["pivots"]:
                for query in pivot.find_all(exp.Query):
                    self.query(query, ctes, frame)
        alias = node.args.get("alias")
        if isinstance(node, exp.Table):
            source = self._table(node, frame, ctes)
        elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Table) and alias is None:
            self._source(node.this, join, frame, ctes)
            for inner in node.args.get("joins") or []:
                self._join(inner, frame, ctes)
            return
        elif isinstance(node, exp.Query):
            before = len(self.scopes.frames)
            outputs = renamed(self.query(node, ctes, frame, lateral=True), alias)
            source = Source(node.alias, node, outputs, inner=tuple(self.scopes.frames[before:]))
        else:
            source = self._made(node, frame, ctes)
        source.join = join
        if node.args.get("pivots"):
            source.outputs = None
        frame.sources.append(source)
        for inner in node.args.get("joins") or []:
            self._join(inner, frame, ctes)

    def _table(self, node: exp.Table, frame: Frame, ctes: _Sight) -> Source:
        alias = node.args.get("alias")
        if not isinstance(node.this, exp.Identifier):
            self._inside(node.this, ctes, frame)
            return Source(node.alias_or_name, node, None)
        named = ctes.get(node.name.casefold()) if not node.args.get("db") else None
        if named is not None:
            source = Source(node.alias_or_name, node, renamed(named.outputs, alias), inner=named.frames)
            named.readers.append(source)
            return source
        db = node.args.get("db")
        table = self.scopes.schema.table(node.name) if db is None or db.name.casefold() == "main" else None
        if table is None:
            self.scopes.missing.append(node)
            return Source(node.alias_or_name, node, None, missing=True)
        keys = {name.casefold() for name in table.primary_key}
        outputs = tuple(
            Output(c.name, table, c, nullable=c.nullable and c.name.casefold() not in keys) for c in table.columns
        )
        return Source(node.alias_or_name, node, renamed(outputs, alias), table)

    def _made(self, node: exp.Expr, frame: Frame, ctes: _Sight) -> Source:
        """VALUES, UNNEST, LATERAL, table functions: known only where the text names the columns."""
        alias = node.args.get("alias")
        outputs: tuple[Output, ...] | None = None
        if isinstance(node, exp.Lateral) and isinstance(node.this, exp.Subquery):
            outputs = renamed(self.query(node.this, ctes, frame, lateral=True), alias)
        else:
            for child in node.iter_expressions():
                self._inside(child, ctes, frame)
        if isinstance(node, exp.Values) and isinstance(alias, exp.TableAlias) and alias.columns:
            outputs = tuple(Output(c.name) for c in alias.columns)
        return Source(node.alias_or_name, node, outputs)

    def _inside(self, node: exp.Expr, ctes: _Sight, frame: Frame | None) -> None:
        """Note the columns under `node` as `frame`'s, and read the queries in it."""
        stack = [node]
        while stack:
            current = stack.pop()
            if isinstance(current, exp.Query):
                self.query(current, ctes, frame)
                continue
            if isinstance(current, exp.Column) and frame is not None and not _is_local(current):
                frame.columns.append(current)
                self.scopes._of[id(current)] = frame
            stack.extend(reversed(list(current.iter_expressions())))


def _is_local(column: exp.Column) -> bool:
    """Bound by a lambda or a list comprehension, or only named in `* EXCLUDE (…)`: no reference to a source."""
    node: exp.Expr | None = column
    while node is not None and not isinstance(node, exp.Query):
        if node.arg_key in ("except_", "rename") and isinstance(node.parent, exp.Star):
            return True
        if isinstance(node, exp.Comprehension):
            bound = {i.name.casefold() for i in node.args["expression"].find_all(exp.Identifier)}
            if column.parts[0].name.casefold() in bound:
                return True
        if isinstance(node, exp.Lambda):
            bound = {i.name.casefold() for e in node.expressions for i in e.find_all(exp.Identifier)}
            if column.parts[0].name.casefold() in bound:
                return True
        node = node.parent
    return False
