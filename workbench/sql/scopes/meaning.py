"""What a column reference stands for, by DuckDB's rules, or that it cannot be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from workbench.schema.model import Column, Schema, Table
from workbench.sql.scopes.model import Frame, Output, Source

Kind = Literal["found", "alias", "row", "unsure", "missing", "no-source", "ambiguous"]

_ALWAYS = {"rowid", "filename", "file_row_number", "grouping_id"}
"""Columns that DuckDB adds to tables by itself."""
_BARE_FUNCTIONS = {
    "current_catalog", "current_database", "current_date", "current_localtime", "current_localtimestamp",
    "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "localtime",
    "localtimestamp", "session_user", "user", "default",
}  # fmt: skip
"""Words that DuckDB reads as a value although they look like a column."""


@dataclass(frozen=True, eq=False)
class Meaning:
    """What a column reference stands for. `frame` is where its source stands (an outer one: correlated)."""

    kind: Kind
    source: Source | None = None
    output: Output | None = None
    frame: Frame | None = None
    sources: tuple[Source, ...] = ()
    """The candidates where `ambiguous`."""

    @property
    def column(self) -> Column | None:
        return self.output.column if self.output is not None else None

    @property
    def table(self) -> Table | None:
        return self.output.table if self.output is not None else None


@dataclass(eq=False)
class Scopes:
    """All SELECTs of one statement, outer before inner, and the meaning of their columns."""

    schema: Schema
    frames: list[Frame] = field(default_factory=list)
    ctes: list[tuple[exp.CTE, list[Source]]] = field(default_factory=list)
    """Every CTE with the places that read it."""
    missing: list[exp.Table] = field(default_factory=list)
    _of: dict[int, Frame] = field(default_factory=dict)
    _meanings: dict[int, Meaning] = field(default_factory=dict)

    def frame_of(self, node: exp.Expr) -> Frame | None:
        """The frame of the SELECT that `node` stands in."""
        current: exp.Expr | None = node
        while current is not None:
            frame = self._of.get(id(current))
            if frame is not None:
                return frame
            current = current.parent
        return None

    def columns(self) -> Iterator[tuple[exp.Column, Frame, Meaning]]:
        for frame in self.frames:
            for column in frame.columns:
                yield column, frame, self.meaning(column, frame)

    def meaning(self, column: exp.Column, frame: Frame | None = None) -> Meaning:
        known = self._meanings.get(id(column))
        if known is None:
            frame = frame or self.frame_of(column)
            known = Meaning("unsure") if frame is None else resolve(column, frame)
            self._meanings[id(column)] = known
        return known


def resolve(column: exp.Column, frame: Frame) -> Meaning:
    """What `column`, written in `frame`, stands for by DuckDB's rules, or `unsure`."""
    if isinstance(column.this, exp.Star) or column.args.get("db") is not None:
        return Meaning("unsure")
    if column.table:
        return _qualified(column.table, column.name, frame)
    meaning = _bare(
        column.name, frame, isinstance(column.this, exp.Identifier) and bool(column.this.args.get("quoted"))
    )
    if meaning.kind == "ambiguous" and _sorts_by_output(column, frame):
        return Meaning("alias", None, None, frame)
    return meaning


def _sorts_by_output(column: exp.Column, frame: Frame) -> bool:
    """ORDER BY looks at the select list before the tables; the other clauses look at the tables first."""
    order = column.find_ancestor(exp.Order, exp.Window, exp.Query)
    if not isinstance(order, exp.Order) or order.parent is not frame.node:
        return False
    return column.name.casefold() in {item.alias_or_name.casefold() for item in frame.node.expressions}


def _qualified(qualifier: str, name: str, frame: Frame) -> Meaning:
    unsure = False
    current: Frame | None = frame
    first: int | None = None
    while current is not None:
        named = [s for s in current.sources[:first] if s.name.casefold() == qualifier.casefold()]
        if len(named) > 1:
            return Meaning("unsure")
        if named:
            return _in_source(named[0], name, current)
        # `a.b` may be a field of a struct column or alias `a`
        as_struct = _bare(qualifier, current, quoted=True, outward=False, first=first)
        unsure = unsure or as_struct.kind not in ("missing", "ambiguous") or current.murky
        first, current = current.sees, current.parent
    return Meaning("unsure" if unsure else "no-source")


def _in_source(source: Source, name: str, frame: Frame) -> Meaning:
    output = source.find(name)
    if output is not None:
        return Meaning("found", source, output, frame)
    if source.opaque or source.missing or name.casefold() in _ALWAYS:
        return Meaning("unsure", source, None, frame)
    return Meaning("missing", source, None, frame)


def _bare(name: str, frame: Frame, quoted: bool, outward: bool = True, first: int | None = None) -> Meaning:
    """first: how many of the frame's sources are in sight, where not all."""
    wanted = name.casefold()
    if wanted in _ALWAYS or (not quoted and wanted in _BARE_FUNCTIONS):
        return Meaning("unsure")
    current: Frame | None = frame
    while current is not None:
        sources = current.sources[:first]
        hits = [(s, o) for s in sources if (o := s.find(name)) is not None]
        if len(hits) > 1 and wanted not in current.merged:
            return Meaning("ambiguous", None, None, current, tuple(s for s, _ in hits))
        if hits:
            return Meaning("found", hits[0][0], hits[0][1], current)
        if current.murky or any(s.opaque or s.missing for s in sources):
            return Meaning("unsure", None, None, current)
        if first is None and wanted in current.aliases:
            return Meaning("alias", None, None, current)
        row = current.source(name, first)
        if row is not None:
            return Meaning("row", row, None, current)
        first, current = current.sees, current.parent if outward else None
    return Meaning("missing", None, None, frame)
