"""What gold's result promises: which rows, in which order, and which of them might as well be others.

Gold is run once, with its sort keys as further columns and with some rows beyond its LIMIT. Rows with equal keys are
ties, whose order no answer can know (taoyds/test-suite-sql-eval #25); where the LIMIT cuts through ties, any of them
may stand. A LIMIT without ORDER BY is one great tie.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.evaluate.grading.cells import Column, columns_of
from workbench.evaluate.grading.matching import Expected, tie_blocks
from workbench.sql.parsing import parse
from workbench.text import t

TIES, ANY = 2_000, 20_000
"""Rows fetched beyond a LIMIT, in case they tie with its last; without an order all of them do."""
_KEY = "wb_sort_key_"


@dataclass(frozen=True)
class Probe:
    """`sql` gives gold's rows, then rows beyond its LIMIT, with `hidden` sort keys as last columns.

    keys: for each sort key its column by number, from 0, or its name; None where it cannot be told, and then every
    row has its place. limit: None for none.
    """

    sql: str
    ordered: bool
    keys: tuple[int | str, ...] | None = ()
    hidden: int = 0
    offset: int = 0
    limit: int | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it is gold as it was written."""
        return not self.hidden and self.limit is None


def probe_of(sql: str) -> Probe:
    """The probe for gold's `sql` (DuckDB's). Never raises; what sqlglot cannot read is taken as it is."""
    parsed = parse(sql)
    if len(parsed.statements) != 1:
        return Probe(sql, _mentions_order(sql), None)
    tree = parsed.statements[0].copy()
    while isinstance(tree, exp.Subquery) and not any(tree.args.get(k) for k in ("order", "limit", "offset", "alias")):
        tree = tree.this
    if not isinstance(tree, exp.Query):
        return Probe(sql, _mentions_order(sql), None)
    try:
        return _probe(sql, tree)
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError):
        return Probe(sql, tree.args.get("order") is not None, None)


def as_written(probe: Probe, sql: str) -> Probe:
    """What is left where the probe's own text does not run: gold as it is, each row in its place."""
    return Probe(sql, probe.ordered, None)


def _probe(sql: str, tree: exp.Query) -> Probe:
    order = tree.args.get("order")
    limited = any(tree.args.get(k) is not None for k in ("limit", "offset"))
    if order is None and not limited:
        return Probe(sql, False)
    window = _window(tree)
    if window is None:
        return Probe(sql, order is not None, None if order is not None else ())
    keys, hidden = _keys(tree, order) if order is not None else ((), [])
    if isinstance(tree, exp.Select) and hidden:
        tree = tree.select(*[exp.alias_(key.copy(), f"{_KEY}{n}") for n, key in enumerate(hidden)], copy=False)
    offset, limit = window
    if limit is not None or offset:
        tree.set("offset", None)
        tree.set("limit", None)
        if limit is not None:
            tree = tree.limit(offset + limit + (TIES if order is not None else ANY), copy=False)
    elif not hidden:
        return Probe(sql, True, keys)
    return Probe(tree.sql("duckdb"), order is not None, keys, len(hidden), offset, limit)


def _window(tree: exp.Query) -> tuple[int, int | None] | None:
    """OFFSET and LIMIT as numbers; None where they are something else."""
    found: list[int | None] = []
    for name in ("offset", "limit"):
        node = tree.args.get(name)
        if node is None:
            found.append(None)
            continue
        options = node.args.get("limit_options")
        value = node.args["count" if isinstance(node, exp.Fetch) else "expression"].unnest()
        odd = options is not None and (options.args.get("percent") or options.args.get("with_ties"))
        if odd or not isinstance(value, exp.Literal) or value.is_string or not value.name.isdigit():
            return None
        found.append(int(value.name))
    return found[0] or 0, found[1]


def _keys(tree: exp.Query, order: exp.Expr) -> tuple[tuple[int | str, ...] | None, list[exp.Expr]]:
    """Where each sort key stands in the result, and those that must be added to it."""
    items = [ordered.this for ordered in order.expressions]
    if any(item.sql("duckdb").upper() == "ALL" for item in items):
        return None, []  # equal keys are equal rows then
    outputs = tree.selects
    free = isinstance(tree, exp.Select) and tree.args.get("distinct") is None
    keys: list[int | str] = []
    hidden: list[exp.Expr] = []
    for item in items:
        at = _output(item, outputs, set_operation=not isinstance(tree, exp.Select))
        if at is None and not free:
            return None, []
        if at is None:
            at = f"{_KEY}{len(hidden)}"
            hidden.append(item)
        keys.append(at)
    return tuple(keys), hidden


def _output(item: exp.Expr, outputs: Sequence[exp.Expr], set_operation: bool) -> int | str | None:
    """The output column that a sort key names, by number or alias, or repeats."""
    if isinstance(item, exp.Literal) and not item.is_string and item.name.isdigit():
        return int(item.name) - 1
    stars = any(output.is_star for output in outputs)
    if isinstance(item, exp.Column) and not item.table:
        for number, output in enumerate(outputs):
            if output.alias and output.alias.casefold() == item.name.casefold():
                return output.alias if stars else number
        if set_operation:
            return item.name
    if stars:
        return None
    return next((number for number, output in enumerate(outputs) if output.unalias() == item), None)


def expected(probe: Probe, table: pa.Table) -> Expected:
    """Gold's result, from what the probe gave."""
    columns = columns_of(table)
    visible = columns[: len(columns) - probe.hidden] if probe.hidden else columns
    count = table.num_rows
    start = min(probe.offset, count)
    stop = count if probe.limit is None else min(count, start + probe.limit)
    if probe.keys is None:
        blocks = tuple(range(count)) if probe.ordered else (0,) * count
    else:
        keys = [column for key in probe.keys if (column := _column(key, columns)) is not None]
        blocks = tie_blocks(keys, count) if len(keys) == len(probe.keys) else tuple(range(count))
    # Only ties of the first and the last row may stand for others.
    if probe.limit is not None or probe.offset:
        first = blocks.index(blocks[start]) if start < stop else start
        last = count - blocks[::-1].index(blocks[stop - 1]) if start < stop else stop
        cut = tuple(column.taken(slice(first, last)) for column in visible)
        return Expected(cut, blocks[first:last], start - first, stop - first, probe.ordered)
    return Expected(tuple(visible), blocks, start, stop, probe.ordered)


def _column(key: int | str, columns: Sequence[Column]) -> Column | None:
    if isinstance(key, int):
        return columns[key] if 0 <= key < len(columns) else None
    return next((c for c in columns if c.name.casefold() == key.casefold()), None)


def sorts(sql: str) -> bool:
    """Whether a query orders its rows anywhere: one that does not promises no order, whatever its rows look like."""
    parsed = parse(sql)
    if len(parsed.statements) != 1:
        return _mentions_order(sql)
    return any(isinstance(order.parent, exp.Query | exp.Subquery) for order in parsed.statements[0].find_all(exp.Order))


def _mentions_order(sql: str) -> bool:
    return "order by" in " ".join(sql.casefold().split())


def loose_note(probe: Probe) -> str | None:
    """What a reader should know about the order, ready to show."""
    return t("score.limit_without_order") if probe.limit is not None and not probe.ordered else None
