"""All mutants of a query."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sqlglot import exp

from workbench.evaluate.mutants import conditions, dates, joins, outputs
from workbench.evaluate.mutants.mutant import Gold, Mutant, Mutation
from workbench.schema.model import Schema
from workbench.sql.parsing import parse
from workbench.sql.scopes import read_scopes

_MUTATIONS: tuple[Mutation, ...] = (
    conditions.comparisons,
    conditions.negations,
    conditions.connectors,
    conditions.values,
    conditions.other_columns,
    conditions.dropped,
    conditions.added,
    dates.dates,
    dates.units,
    joins.kinds,
    joins.columns,
    joins.dropped,
    joins.tables,
    outputs.aggregates,
    outputs.duplicates,
    outputs.groups,
    outputs.select_list,
    outputs.order,
    outputs.row_count,
)


def mutants(sql: str, schema: Schema, seed: int = 0) -> tuple[Mutant, ...]:
    """`sql` (DuckDB) with one mistake each, no two alike; the same for the same `seed`. Never raises.

    They bind as far as schema and shape tell; a conversion that fails on some value can still stop one. Some give
    what `sql` gives: dropping `c.id` from `GROUP BY c.id, c.name` where names are unique.
    """
    parsed = parse(sql)
    if len(parsed.statements) != 1 or not isinstance(parsed.statements[0], exp.Query):
        return ()
    tree = parsed.statements[0]
    gold = Gold(tree, read_scopes(tree, schema), schema, random.Random(seed))
    found: dict[str, Mutant] = {}
    for mutation in _MUTATIONS:
        for mutant in _survivors(mutation, gold):
            found.setdefault(mutant.sql, mutant)
    found.pop(tree.sql("duckdb"), None)
    return tuple(found.values())


def _survivors(mutation: Mutation, gold: Gold) -> Iterator[Mutant]:
    try:
        yield from mutation(gold)
    except Exception:  # a form nobody foresaw costs its mutants, not the measurement
        return
