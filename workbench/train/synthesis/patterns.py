"""SQL of a pattern over a database, written by code. Patterns have the names of `evaluate.features`."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from workbench.evaluate.runs.summary import ex_by
from workbench.schema.model import Column, Table
from workbench.schema.names import quote
from workbench.store.results import Filters
from workbench.train.synthesis.site import Join, Site

Writer = Callable[[Site, random.Random], str | None]
"""SQL, or None where this database has nothing to write it about."""


def _pick(rng: random.Random, items: Sequence[Column]) -> Column | None:
    return rng.choice(items) if items else None


def _table(site: Site, rng: random.Random, fits: Callable[[Table], bool]) -> Table | None:
    tables = [table for table in site.schema.tables if not table.view_sql and fits(table)]
    return rng.choice(tables) if tables else None


def _condition(site: Site, table: Table, rng: random.Random, alias: str = "") -> str | None:
    """One comparison: a measure with a bound, or a category with a value."""
    choices: list[str] = []
    if measure := _pick(rng, site.measures(table)):
        op = rng.choice((">", ">=", "<", "<="))
        choices.append(f"{alias}{quote(measure.name)} {op} {site.middle(table, measure, rng)}")
    if category := _pick(rng, site.categories(table)):
        choices.append(f"{alias}{quote(category.name)} = {site.literal(table, category, rng)}")
    return rng.choice(choices) if choices else None


def _aggregate(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: bool(site.measures(one)))
    if table is None:
        return None
    measure = rng.choice(site.measures(table))
    condition = _condition(site, table, rng)
    shown = rng.choice(
        (f"AVG({quote(measure.name)})", f"SUM({quote(measure.name)})", f"MAX({quote(measure.name)})", "COUNT(*)")
    )
    return f"SELECT {shown} FROM {quote(table.name)}" + (f" WHERE {condition}" if condition else "")


def _distinct(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: bool(site.categories(one)))
    if table is None:
        return None
    shown = rng.choice(site.categories(table))
    condition = _condition(site, table, rng)
    return f"SELECT DISTINCT {quote(shown.name)} FROM {quote(table.name)}" + (
        f" WHERE {condition}" if condition else ""
    )


def _group(site: Site, rng: random.Random, having: bool = False) -> str | None:
    table = _table(site, rng, lambda one: bool(site.categories(one)))
    if table is None:
        return None
    key = quote(rng.choice(site.categories(table)).name)
    measure = _pick(rng, site.measures(table))
    shown = f"AVG({quote(measure.name)})" if measure is not None and rng.random() < 0.5 else "COUNT(*)"
    tail = f" HAVING COUNT(*) >= {rng.randint(2, 5)}" if having else ""
    return f"SELECT {key}, {shown} FROM {quote(table.name)} GROUP BY {key}{tail}"


def _having(site: Site, rng: random.Random) -> str | None:
    return _group(site, rng, having=True)


def _order(site: Site, rng: random.Random, limit: bool = False) -> str | None:
    table = _table(site, rng, lambda one: bool(site.measures(one)) and bool(site.labels(one)))
    if table is None:
        return None
    label, measure = rng.choice(site.labels(table)), rng.choice(site.measures(table))
    condition = _condition(site, table, rng) if rng.random() < 0.5 else None
    where = f" WHERE {condition}" if condition else ""
    tail = f" LIMIT {rng.randint(1, 5)}" if limit else ""
    way = rng.choice(("", " DESC"))
    return f"SELECT {quote(label.name)} FROM {quote(table.name)}{where} ORDER BY {quote(measure.name)}{way}{tail}"


def _limit(site: Site, rng: random.Random) -> str | None:
    return _order(site, rng, limit=True)


def _join(site: Site, rng: random.Random) -> str | None:
    """A label of the parent beside rows of the child: counted, or those that meet a condition."""
    joins = [join for join in site.joins() if site.labels(join.parent)]
    if not joins:
        return None
    join = rng.choice(joins)
    label = quote(rng.choice(site.labels(join.parent)).name)
    condition = _condition(site, join.child, rng, "T2.")
    if condition and rng.random() < 0.6:
        return f"SELECT DISTINCT T1.{label} {_from(join)} WHERE {condition}"
    return f"SELECT T1.{label}, COUNT(*) {_from(join)} GROUP BY T1.{quote(join.key)}, T1.{label}"


def _from(join: Join) -> str:
    on = f"T1.{quote(join.key)} = T2.{quote(join.column)}"
    return f"FROM {quote(join.parent.name)} AS T1 JOIN {quote(join.child.name)} AS T2 ON {on}"


def _multi_join(site: Site, rng: random.Random) -> str | None:
    """Two parents of one child: a label of the one where the other meets a condition."""
    joins = site.joins()
    pairs = [
        (one, two)
        for one in joins
        for two in joins
        if one.child is two.child and one.parent is not two.parent and site.labels(one.parent)
    ]
    rng.shuffle(pairs)
    for one, two in pairs:
        condition = _condition(site, two.parent, rng, "T3.")
        if condition:
            label = quote(rng.choice(site.labels(one.parent)).name)
            on = f"T3.{quote(two.key)} = T2.{quote(two.column)}"
            return (
                f"SELECT DISTINCT T1.{label} {_from(one)} JOIN {quote(two.parent.name)} AS T3 ON {on} WHERE {condition}"
            )
    return None


def _negation(site: Site, rng: random.Random) -> str | None:
    """Parents without a child."""
    joins = [join for join in site.joins() if site.labels(join.parent)]
    if not joins:
        return None
    join = rng.choice(joins)
    label, column = quote(rng.choice(site.labels(join.parent)).name), quote(join.column)
    inner = f"SELECT {column} FROM {quote(join.child.name)} WHERE {column} IS NOT NULL"
    return f"SELECT {label} FROM {quote(join.parent.name)} WHERE {quote(join.key)} NOT IN ({inner})"


def _subquery(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: bool(site.measures(one)) and bool(site.labels(one)))
    if table is None:
        return None
    label, measure = quote(rng.choice(site.labels(table)).name), quote(rng.choice(site.measures(table)).name)
    inner = f"SELECT AVG({measure}) FROM {quote(table.name)}"
    return f"SELECT {label} FROM {quote(table.name)} WHERE {measure} {rng.choice('<>')} ({inner})"


def _two_conditions(site: Site, rng: random.Random) -> tuple[Table, str, str] | None:
    table = _table(site, rng, lambda one: bool(site.labels(one)) and _condition(site, one, rng) is not None)
    if table is None:
        return None
    for _ in range(8):
        one, other = _condition(site, table, rng), _condition(site, table, rng)
        if one and other and one.split()[0] != other.split()[0]:
            return table, one, other
    return None


def _or(site: Site, rng: random.Random) -> str | None:
    found = _two_conditions(site, rng)
    if found is None:
        return None
    table, one, other = found
    label = quote(rng.choice(site.labels(table)).name)
    return f"SELECT {label} FROM {quote(table.name)} WHERE {one} OR {other}"


def _set_operation(site: Site, rng: random.Random) -> str | None:
    """What a category has on both sides of two conditions."""
    found = _two_conditions(site, rng)
    if found is None:
        return None
    table, one, other = found
    label = quote(rng.choice(site.categories(table) or site.labels(table)).name)
    head = f"SELECT {label} FROM {quote(table.name)} WHERE"
    return f"{head} {one} {rng.choice(('INTERSECT', 'EXCEPT'))} {head} {other}"


def _date(site: Site, rng: random.Random) -> str | None:
    """A year's rows, or rows by year."""
    table = _table(site, rng, lambda one: bool(site.days(one)))
    if table is None:
        return None
    day = rng.choice(site.days(table))
    if rng.random() < 0.4:
        year = f"EXTRACT(YEAR FROM {quote(day.name)})"
        return f"SELECT {year}, COUNT(*) FROM {quote(table.name)} GROUP BY {year} ORDER BY {year}"
    year_of = int(site.literal(table, day, rng)[:4])
    bounds = f"{quote(day.name)} >= DATE '{year_of}-01-01' AND {quote(day.name)} < DATE '{year_of + 1}-01-01'"
    labels = site.labels(table)
    shown = quote(rng.choice(labels).name) if labels and rng.random() < 0.5 else "COUNT(*)"
    return f"SELECT {shown} FROM {quote(table.name)} WHERE {bounds}"


def _null(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: bool(site.nullable(one)) and bool(site.labels(one)))
    if table is None:
        return None
    label, column = rng.choice(site.labels(table)), rng.choice(site.nullable(table))
    return (
        None
        if label is column
        else f"SELECT {quote(label.name)} FROM {quote(table.name)} WHERE {quote(column.name)} IS NULL"
    )


def _like(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: bool(site.labels(one)))
    if table is None:
        return None
    label = rng.choice(site.labels(table))
    words = [word for word in site.literal(table, label, rng).strip("'").replace("''", " ").split() if len(word) > 1]
    if not words or any(sign in words[0] for sign in "%_"):
        return None
    return f"SELECT {quote(label.name)} FROM {quote(table.name)} WHERE {quote(label.name)} LIKE '%{words[0]}%'"


def _ratio(site: Site, rng: random.Random) -> str | None:
    table = _table(site, rng, lambda one: _condition(site, one, rng) is not None)
    condition = _condition(site, table, rng) if table is not None else None
    if table is None or condition is None:
        return None
    return f"SELECT 100.0 * COUNT(*) FILTER (WHERE {condition}) / COUNT(*) FROM {quote(table.name)}"


def _window(site: Site, rng: random.Random) -> str | None:
    """The first of each category."""
    table = _table(site, rng, lambda one: bool(site.categories(one)) and bool(site.measures(one)))
    if table is None:
        return None
    key, measure = quote(rng.choice(site.categories(table)).name), quote(rng.choice(site.measures(table)).name)
    labels = [column for column in site.labels(table) if quote(column.name) != key]
    if not labels:
        return None
    label = quote(rng.choice(labels).name)
    rank = f"RANK() OVER (PARTITION BY {key} ORDER BY {measure} DESC)"
    return f"SELECT {key}, {label} FROM {quote(table.name)} QUALIFY {rank} = 1"


PATTERNS: dict[str, Writer] = {
    "aggregate": _aggregate,
    "date": _date,
    "distinct": _distinct,
    "group": _group,
    "having": _having,
    "join": _join,
    "like": _like,
    "limit": _limit,
    "multi_join": _multi_join,
    "negation": _negation,
    "null": _null,
    "or": _or,
    "order": _order,
    "ratio": _ratio,
    "set_operation": _set_operation,
    "subquery": _subquery,
    "window": _window,
}


def weak_patterns(run: str, most: int = 5) -> tuple[str, ...]:
    """The patterns that an evaluation run got wrong most often, by the upper bound of their interval: a feature that
    failed once of once tells little. Raises StoreError."""
    figures = ex_by(Filters(run=run), "feature")
    ranked = sorted((figure.high, name) for name, figure in figures.items() if name in PATTERNS)
    return tuple(name for _, name in ranked[:most])
