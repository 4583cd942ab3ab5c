"""Columns that the named table does not have: another source's, misspelt, or of a table that is not joined yet."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from workbench.schema.model import Table
from workbench.sql.repair.joins import fix_joins, order_joins, separate_aliases
from workbench.sql.repair.near import canonical, likeness, misspelt, nearest, plain
from workbench.sql.repair.scope import Scope, identifier
from workbench.sql.repair.unused import drop_unused
from workbench.sql.sources import Source, visible
from workbench.text import t

Rule = Callable[[str, Table], str | None]


def fix_columns(scope: Scope) -> None:
    """All names of one SELECT, first those outside join conditions: they tell which tables are meant."""
    separate_aliases(scope)
    _aliases(scope)
    before = {s.alias.casefold() for s in scope.sources}
    moved: set[str] = set()
    wrong: dict[str, list[exp.Column]] = {}
    for column in scope.columns():
        if not scope.resolves(column) and not _joins_known(scope, column) and not _of_outer(scope, column):
            wrong.setdefault(column.table.casefold(), []).append(column)
    for alias, columns in wrong.items():
        moved |= {alias} if alias else set()
        if alias and scope.source(alias) is None and _undefined(scope, alias, columns):
            continue
        left = [c for c in columns if not scope.resolves(c) and not _within(scope, alias, c)]
        if left and not (alias and _substitute(scope, alias, left)):
            for column in left:
                scope.resolves(column) or _join_for(scope, column) or _loosely(scope, column)
    fix_joins(scope)
    for column in scope.columns():
        if not scope.resolves(column):
            _within(scope, column.table.casefold(), column) or _join_for(scope, column)
    _ambiguous(scope)
    drop_unused(scope, moved & before)
    order_joins(scope)


def _of_outer(scope: Scope, column: exp.Column) -> bool:
    """A misspelt column of the query around this one, named by its alias."""
    if not column.table or scope.source(column.table) is not None:
        return False
    around = [
        s for level in visible(column, scope.schema) for s in level if s.alias.casefold() == column.table.casefold()
    ]
    return any(_respell(scope, column, around[:1], rule) for rule in (_spelt, _prefixed, _near))


def _joins_known(scope: Scope, column: exp.Column) -> bool:
    return scope.in_join(column) and scope.source(column.table) is not None


def _aliases(scope: Scope) -> None:
    """`orders.id` where FROM says `orders o`, and aliases misspelt by a letter."""
    aliases = {s.alias.casefold(): s for s in scope.sources}
    for column in scope.columns():
        name = column.table.casefold()
        if not name or name in aliases or scope.resolves(column):
            continue
        same = [
            s for s in scope.sources if s.table is not None and s.table.name.casefold() == name and s.has(column.name)
        ]
        near = (
            nearest(column.table, [s.alias for s in scope.sources if s.has(column.name)], 0.8)
            if len(name) > 3
            else None
        )
        meant = same[0].alias if same else near
        if meant:
            _move(scope, column, meant)


def _within(scope: Scope, alias: str, column: exp.Column) -> bool:
    """A place for the column among the sources that are there."""
    own = scope.source(alias) if alias else None
    across = _across(scope, column)
    others = [s for s in scope.sources if (own is None or s.alias != own.alias) and s.alias.casefold() != across]
    mine = [own] if own is not None else []
    exact = [s for s in others if s.has(column.name)]
    trusted = own is not None and _speaks(own)
    attempts: tuple[Callable[[], bool], ...] = (
        lambda: _respell(scope, column, mine or others, _spelt),
        lambda: _counted(scope, column, own),
        lambda: trusted and _respell(scope, column, mine, _prefixed),
        lambda: bool(exact) and _move(scope, column, _best(exact, scope, column).alias),
        lambda: _respell(scope, column, mine or others, _prefixed),
        lambda: _respell(scope, column, mine or others, _near),
        lambda: bool(mine) and _respell(scope, column, others, _spelt),
        lambda: bool(mine) and _respell(scope, column, others, _nearer),
    )
    return any(attempt() for attempt in attempts)


def _across(scope: Scope, column: exp.Column) -> str:
    """The alias on the other side of a join condition: moved there, the column would be compared with itself."""
    parent = column.parent
    if not scope.in_join(column) or not isinstance(parent, exp.EQ):
        return ""
    other = parent.right if parent.left is column else parent.left
    return other.table.casefold() if isinstance(other, exp.Column) else ""


def _counted(scope: Scope, column: exp.Column, own: Source | None) -> bool:
    """COUNT(l.id) of a table without id counts its rows: so does its side of the join, NULL where none match."""
    if (
        own is None
        or not isinstance(column.parent, exp.Count)
        or canonical(column.name)[-1:] not in (("id",), ("number",), ("key",))
    ):
        return False
    mine = [
        c
        for c in scope.columns()
        if c is not column and c.table.casefold() == own.alias.casefold() and scope.in_join(c) and own.has(c.name)
    ]
    if not mine:
        return False
    scope.notes.append(t("repair.column", old=column.name, new=mine[0].name))
    column.set("this", identifier(mine[0].name))
    return True


def _speaks(source: Source) -> bool:
    """Whether the alias says which table is meant (`o`, `ord`, `orders`), unlike T1 and T2, which models mix up."""
    words = canonical(source.table.name) if source.table is not None else ()
    alias = source.alias.casefold()
    if re.fullmatch(r"t\d*|[ab]", alias) or not words:
        return False
    return "".join(words).startswith(alias) or alias == "".join(w[0] for w in words) or canonical(alias) == words


def _best(found: list[Source], scope: Scope, column: exp.Column) -> Source:
    """Of several: the one that has the value asked for, the one whose key it is, or the first."""
    keyed = [
        s
        for s in found
        if s.table is not None and s.table.primary_key and column.name.casefold() == s.table.primary_key[0].casefold()
    ]
    held = [s for s in found if s.table is not None and scope.holds(column, s.table)]
    return (held or keyed or found)[0]


def _spelt(name: str, table: Table) -> str | None:
    """The same letters but for case, underscores and plural, the same words cut short, or the comment's words."""
    for column in table.columns:
        if plain(column.name) == plain(name) or (
            column.comment and plain(re.split(r"[(:,]", column.comment)[0]) == plain(name)
        ):
            return column.name
    same = [c.name for c in table.columns if canonical(c.name) == canonical(name)]
    return same[0] if len(same) == 1 else None


def _prefixed(name: str, table: Table) -> str | None:
    """customer.name → customer_name or cust_nm; orders.order_amount → amount; product.id → its only key."""
    entity, words = canonical(table.name), canonical(name)
    for column in table.columns:
        own = canonical(column.name)
        if own in (entity + words, entity[-1:] + words) or words in (entity + own, entity[-1:] + own):
            return column.name
    if words in (("id",), ("code",), ("number",), ("key",)):
        return table.primary_key[0] if len(table.primary_key) == 1 else None
    ends = [c.name for c in table.columns if len(canonical(c.name)) > 1 and canonical(c.name)[-len(words) :] == words]
    return ends[0] if len(ends) == 1 else None


def _near(name: str, table: Table) -> str | None:
    return nearest(name, [c.name for c in table.columns if misspelt(name, c.name)], 0.82)


def _nearer(name: str, table: Table) -> str | None:
    return nearest(name, [c.name for c in table.columns if misspelt(name, c.name)], 0.88)


def _respell(scope: Scope, column: exp.Column, among: list[Source], rule: Rule) -> bool:
    found = [(s, name) for s in among if s.table is not None and (name := rule(column.name, s.table)) is not None]
    if not found:
        found = [
            (s, n)
            for s in among
            if s.outputs and s.table is None and (n := _output(column.name, s.outputs)) is not None
        ]
    if not found:
        return False
    source, name = max(found, key=lambda f: likeness(column.name, f[1]))
    if name.casefold() == column.name.casefold():
        return _move(scope, column, source.alias)
    if column.table and source.alias.casefold() != column.table.casefold():
        column.set("table", identifier(source.alias))
    scope.notes.append(t("repair.column", old=column.name, new=name))
    column.set("this", identifier(name))
    return True


def _output(name: str, outputs: tuple[str, ...]) -> str | None:
    """Of a subquery's or CTE's columns: the nearest, or the only one that shares its words."""
    words = set(canonical(name))
    shared = [o for o in outputs if (w := set(canonical(o))) and (w <= words or words <= w)]
    return nearest(name, outputs, 0.82) or (shared[0] if len(shared) == 1 else None)


def _move(scope: Scope, column: exp.Column, alias: str) -> bool:
    source = scope.source(alias)
    table = source.table.name if source is not None and source.table is not None else alias
    column.set("table", identifier(alias))
    scope.notes.append(t("repair.moved", column=column.name, table=table))
    return True


def _candidates(scope: Scope, names: set[str]) -> list[tuple[float, Table]]:
    """Tables with all these columns that are not sources yet, nearest by keys first."""
    present = scope.tables()
    found = []
    for table in scope.schema.tables:
        if table.name in present or table.view_sql or not all(table.column(n) is not None for n in names):
            continue
        way = scope.keys.path(present, table.name)
        if way is not None:
            found.append((way[0], table))
    return sorted(found, key=lambda f: f[0])


def _substitute(scope: Scope, alias: str, columns: list[exp.Column]) -> bool:
    """No column asked of `alias` is its own, and one other table has them all: that table was meant."""
    source = scope.source(alias)
    names = {c.name for c in columns}
    if source is None or source.table is None:
        return False
    asked = {c.name for c in scope.columns() if c.table.casefold() == alias and not scope.in_join(c)}
    rest = [s.table.name for s in scope.sources if s.table is not None and s.alias != source.alias]
    joined = {c.name for c in scope.columns() if c.table.casefold() == alias and scope.in_join(c)}
    every = [x for _, x in _candidates(scope, asked | joined)]
    lost = sum(not source.has(n) for n in asked | joined)
    if lost >= 2 and every and lost * 2 > len(asked | joined):
        return _replace(scope, source, every[0])
    if not rest or asked != names or _counts_rows(scope) or _speaks(source):
        return False
    ways = [
        (way[0], table, way[1])
        for _, table in _candidates(scope, names)
        if (way := scope.keys.path(rest, table.name)) is not None
    ]
    if not ways:
        return False
    _, table, hops = min(ways, key=lambda w: w[0])
    if any(h.other.casefold() == source.table.name.casefold() for h in hops):
        return False
    return _replace(scope, source, table)


def _counts_rows(scope: Scope) -> bool:
    return any(isinstance(c.this, exp.Star) for c in scope.select.find_all(exp.Count))


def _replace(scope: Scope, source: Source, table: Table) -> bool:
    assert source.table is not None
    old = source.table.name
    if not source.node.alias:
        source.node.set("alias", exp.TableAlias(this=identifier(source.alias)))
    source.node.set("this", identifier(table.name))
    scope.notes.append(t("repair.replaced", old=old, new=table.name))
    return True


def _undefined(scope: Scope, alias: str, columns: list[exp.Column]) -> bool:
    """An alias that nothing defines stands for one more table, unless the only source has all that is asked of it."""
    only = scope.sources[0] if len(scope.sources) == 1 else None
    if only is not None and scope.schema.table(alias) is None and all(only.has(c.name) for c in columns):
        return False
    return _missing_alias(scope, alias, columns)


def _missing_alias(scope: Scope, alias: str, columns: list[exp.Column]) -> bool:
    """An alias that FROM never defines: the table that has what is asked of it, under that alias."""
    names = {c.name for c in scope.columns() if c.table.casefold() == alias}
    shown = {c.name for c in columns if not scope.in_join(c)}
    written = columns[0].table
    found = [x for _, x in _candidates(scope, names)] or [x for _, x in _candidates(scope, shown or names)]
    if not found:
        return False
    named = [x for x in found if x.name.casefold() == alias] or [
        x for x in found if x.name.casefold().startswith(alias)
    ]
    # A condition may tie the alias to some sources already; the new table then has to be tied to the others.
    pairs = [c.parent for c in columns if c.parent is not None and scope.in_join(c)]
    tied = {s.table.casefold() for pair in pairs for s in pair.find_all(exp.Column)} - {alias}
    free = [s.table.name for s in scope.sources if s.table is not None and s.alias.casefold() not in tied]
    ways = [
        (w[0], x, w[1])
        for x in named or found
        if (w := scope.keys.path(free or scope.tables(), x.name)) is not None and w[1]
    ]
    if not ways:
        return False
    scope.add(min(ways, key=lambda w: w[0])[2], written)
    return True


def _join_for(scope: Scope, column: exp.Column) -> bool:
    """Join the nearest table that has the column."""
    own = scope.source(column.table) if column.table else None
    found = _candidates(scope, {column.name})
    if not found:
        return False
    # The table the model spoke of is the likeliest to have the key.
    near = [own.table.name] if own is not None and own.table is not None else []
    present = near + [n for n in scope.tables() if n not in near]
    held = [table for _, table in found if scope.holds(column, table)]
    ties = held or [table for cost, table in found if cost <= found[0][0] + 0.05]
    table = max(ties, key=lambda x: likeness(x.name, column.table or column.name))
    way = scope.keys.path(present, table.name)
    if way is None or not way[1]:
        return False
    alias = scope.add(way[1], column.table if own is None else "")
    if column.table or len(scope.holders(column.name)) > 1:
        column.set("table", identifier(alias))
    return True


def _loosely(scope: Scope, column: exp.Column) -> bool:
    """An invented name that shares its words with one column of the table: total_amount → amount."""
    own = scope.source(column.table) if column.table else None
    for source in [own] if own is not None else scope.sources:
        if source is None or source.table is None:
            continue
        words = set(canonical(column.name))
        shared = [c.name for c in source.table.columns if (w := set(canonical(c.name))) and (w <= words or words <= w)]
        if len(shared) == 1:
            scope.notes.append(t("repair.column", old=column.name, new=shared[0]))
            column.set("this", identifier(shared[0]))
            return True
    return False


def _ambiguous(scope: Scope) -> None:
    """An unqualified column of two tables: the one whose key it is, else the first in FROM."""
    using = {i.name.casefold() for j in scope.select.args.get("joins") or [] for i in j.args.get("using") or []}
    natural = any(j.method == "NATURAL" for j in scope.select.args.get("joins") or [])
    for column in scope.columns():
        holders = [] if column.table or natural else scope.holders(column.name)
        if len(holders) < 2 or column.name.casefold() in using | (
            scope.aliases() if not column.find_ancestor(exp.Alias) else set()
        ):
            continue
        chosen = _best(holders, scope, column)
        column.set("table", identifier(chosen.alias))
        scope.notes.append(
            t("repair.ambiguous", column=column.name, table=chosen.table.name if chosen.table else chosen.alias)
        )
