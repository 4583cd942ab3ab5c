"""One SELECT under repair: its sources, its columns, and the edits that keep them in step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from sqlglot import exp

from workbench.schema.model import Schema, Table
from workbench.sql.repair.keys import Hop, Keys
from workbench.sql.sources import Source, select_of, sources, visible
from workbench.text import t


class Values(Protocol):
    """The part of `data.values.ValueIndex` that tells which of several columns a filter means."""

    def contains(self, table: str, column: str, text: str) -> bool | None: ...


class Scope:
    """Mutable view of one SELECT in a tree that repair owns."""

    def __init__(
        self, select: exp.Select, schema: Schema, keys: Keys, notes: list[str], values: Values | None = None
    ) -> None:
        self.select, self.schema, self.keys, self.notes, self.values = select, schema, keys, notes, values

    @property
    def sources(self) -> list[Source]:
        return sources(self.select, self.schema)

    def source(self, alias: str) -> Source | None:
        return next((s for s in self.sources if s.alias.casefold() == alias.casefold()), None)

    def tables(self) -> list[str]:
        return [s.table.name for s in self.sources if s.table is not None]

    def columns(self) -> Iterator[exp.Column]:
        """Columns of this SELECT itself, not of those inside it, in the order of their clauses."""
        for column in list(self.select.find_all(exp.Column)):
            if select_of(column) is self.select and not isinstance(column.this, exp.Star):
                yield column

    def aliases(self) -> set[str]:
        return {e.alias.casefold() for e in self.select.expressions if e.alias}

    def resolves(self, column: exp.Column) -> bool:
        """Whether DuckDB would find it: in a source, as an alias of the SELECT list, or in an outer query."""
        if not column.table and column.name.casefold() in self.aliases() and not _inside_own_alias(column):
            return True
        for offered in visible(column, self.schema):
            for source in offered:
                if column.table and source.alias.casefold() != column.table.casefold():
                    continue
                if source.has(column.name) is not False and (
                    source.table is not None or source.query is not None or column.table
                ):
                    return True
        return False

    def holders(self, name: str) -> list[Source]:
        return [s for s in self.sources if s.has(name)]

    def holds(self, column: exp.Column, table: Table) -> bool:
        """Whether `table` has, in such a column, the value that this one is compared with."""
        parent = column.parent
        if self.values is None or not isinstance(parent, exp.EQ | exp.In):
            return False
        literals = [x.name for x in parent.find_all(exp.Literal) if x.is_string and x.parent is parent]
        return any(self.values.contains(table.name, column.name, x) for x in literals)

    def in_join(self, column: exp.Column) -> bool:
        """Whether the column is part of `a.x = b.y` between two sources, in ON or WHERE."""
        parent = column.parent
        if not isinstance(parent, exp.EQ) or not all(isinstance(s, exp.Column) for s in (parent.left, parent.right)):
            return False
        return qualifier(parent.left).casefold() != qualifier(parent.right).casefold()

    def new_alias(self, table: str) -> str:
        used = {s.alias.casefold() for s in self.sources}
        numbered = [re.fullmatch(r"(t)(\d+)", s.alias, re.I) for s in self.sources]
        matches = [m for m in numbered if m]
        if matches and len(matches) == len(numbered):
            return f"{matches[0].group(1)}{max(int(m.group(2)) for m in matches) + 1}"
        if table.casefold() not in used:
            return table
        return next(f"{table}_{i}" for i in range(2, 99) if f"{table}_{i}".casefold() not in used)

    def add(self, hops: list[Hop], alias: str = "", left: bool = False) -> str:
        """Join the tables along `hops` (the first starts at a source) and give the last one's alias."""
        for join in self.select.args.get("joins") or []:
            # After a comma, JOIN binds tighter and would not see the tables before it.
            if not any(join.args.get(k) for k in ("on", "using", "kind", "side", "method")):
                join.set("kind", "CROSS")
        at = next(
            s for s in self.sources if s.table is not None and s.table.name.casefold() == hops[0].table.casefold()
        )
        outer = left or self._nullable(at.alias)
        last = at.alias
        for hop in hops:
            final = hop is hops[-1]
            name = alias if final and alias and self.source(alias) is None else self.new_alias(hop.other)
            node = exp.Table(this=identifier(hop.other))
            if name.casefold() != hop.other.casefold():
                node.set("alias", exp.TableAlias(this=identifier(name)))
            join = exp.Join(this=node, on=condition(last, hop, name), **({"side": "LEFT"} if outer else {}))
            self.select.append("joins", join)
            self.notes.append(t("repair.added_join", table=hop.other))
            last = name
        return last

    def _nullable(self, alias: str) -> bool:
        return any(
            j.this.alias_or_name.casefold() == alias.casefold() and j.side == "LEFT"
            for j in self.select.args.get("joins") or []
        )


def _inside_own_alias(column: exp.Column) -> bool:
    """`SELECT x + 1 AS x`: the inner x is no alias."""
    alias = column.find_ancestor(exp.Alias, exp.Select)
    return isinstance(alias, exp.Alias) and alias.alias.casefold() == column.name.casefold()


def qualifier(node: exp.Expr) -> str:
    """The table or alias before a column's dot, '' without one."""
    return node.table if isinstance(node, exp.Column) else ""


def identifier(name: str) -> exp.Identifier:
    from workbench.schema.names import quote

    return exp.to_identifier(name, quoted=quote(name) != name)


def column(alias: str, name: str) -> exp.Column:
    return exp.Column(this=identifier(name), table=identifier(alias))


def condition(alias: str, hop: Hop, other: str) -> exp.Expr:
    pairs = [
        exp.EQ(this=column(alias, mine), expression=column(other, theirs))
        for mine, theirs in zip(hop.columns, hop.other_columns, strict=True)
    ]
    return exp.and_(*pairs) if len(pairs) > 1 else pairs[0]
