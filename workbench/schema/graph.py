"""The foreign-key graph: keys that only the names tell, and the smallest join between tables."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from workbench.schema.keywords import KEY_ENDINGS, parts, singular, table_stem
from workbench.schema.model import Column, ForeignKey, Schema, Table
from workbench.schema.names import fold

_NUMBERS = ("BIGINT", "UBIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT", "DECIMAL", "DOUBLE", "UINTEGER")


@dataclass(frozen=True)
class Join:
    """`table.column = ref_table.ref_column`. A key of several columns gives several of these in a row."""

    table: str
    column: str
    ref_table: str
    ref_column: str


def with_inferred_keys(schema: Schema) -> Schema:
    """`schema` with a foreign key (marked `inferred`) wherever names say so and no constraint does.

    `orders.customer_id` → `customers.customer_id` or `customers.id`; `TB_ORDER.CUST_NO` → `TB_CUST.CUST_NO`;
    `주문.고객번호` → `고객.고객번호`; `manager_emp_no` → `employee.emp_no`. Only to single-column keys of base tables
    whose type fits, and only where one table fits best.
    """
    targets = _key_index(schema)
    if not targets:
        return schema
    return replace(schema, tables=tuple(_with_inferred(table, targets) for table in schema.tables))


@dataclass(frozen=True)
class _Target:
    table: Table
    column: Column


def _key_index(schema: Schema) -> dict[tuple[str, ...], list[_Target]]:
    """Single-column keys by the names another table would give them."""
    index: dict[tuple[str, ...], list[_Target]] = {}
    for table in schema.tables:
        key = _single_key(table)
        if key is None:
            continue
        target = _Target(table, key)
        stem, own = table_stem(table.name), parts(key.name)
        spellings = {own} if len(own) > 1 else set()
        if own[-1:] and own[-1] in KEY_ENDINGS:
            spellings.add((*stem, own[-1]))  # customers.id ← customer_id
            if len(own) > 1:
                spellings.add((*(singular(part) for part in own[:-1]), own[-1]))
        for spelling in spellings:
            index.setdefault(spelling, []).append(target)
    return index


def _single_key(table: Table) -> Column | None:
    if table.view_sql:
        return None
    if len(table.primary_key) == 1:
        return table.column(table.primary_key[0])
    if table.primary_key or not table.columns:
        return None
    # No key declared: the first column, where its name is `id` or the table's own name with a key ending.
    first, stem = table.columns[0], table_stem(table.name)
    own = parts(first.name)
    named = own[-1:] and own[-1] in KEY_ENDINGS and (len(own) == 1 or own[:-1] == stem or (own[0],) == stem[-1:])
    return first if named else None


def _with_inferred(table: Table, targets: dict[tuple[str, ...], list[_Target]]) -> Table:
    if table.view_sql:
        return table
    taken = {fold(name) for key in table.foreign_keys for name in key.columns}
    own_key = _single_key(table)
    found: list[ForeignKey] = []
    for column in table.columns:
        is_own = own_key is not None and column.name == own_key.name
        if fold(column.name) in taken:
            continue
        target = _target_of(column, table, targets, is_own)
        if target is not None:
            found.append(ForeignKey((column.name,), target.table.name, (target.column.name,), inferred=True))
    return replace(table, foreign_keys=(*table.foreign_keys, *found)) if found else table


def _target_of(
    column: Column, table: Table, targets: dict[tuple[str, ...], list[_Target]], is_own: bool
) -> _Target | None:
    spelling = parts(column.name)
    if len(spelling) < 2 or spelling[-1] not in KEY_ENDINGS:
        return None
    if is_own:
        # A table's own key points elsewhere only as an extension of the other (`user_detail.user_id` → `user`).
        others = [t for t in targets.get(spelling, []) if t.table is not table and _extends(table, t.table)]
        return _best(spelling, column, others)
    # `manager_emp_no`, `parent_category_id`: qualifiers in front are dropped one by one.
    for start in range(len(spelling) - 1):
        tail = spelling[start:]
        for tried in dict.fromkeys((tail, (*(singular(part) for part in tail[:-1]), tail[-1]))):
            others = [
                t for t in targets.get(tried, []) if start or t.table is not table or len(parts(t.column.name)) < 2
            ]
            if start == 0:
                others = [t for t in others if t.table is not table]
            if best := _best(tried, column, others):
                return best
    return None


def _extends(table: Table, base: Table) -> bool:
    mine, theirs = table_stem(table.name), table_stem(base.name)
    return len(mine) > len(theirs) and mine[: len(theirs)] == theirs


def _best(spelling: tuple[str, ...], column: Column, others: list[_Target]) -> _Target | None:
    """The one table that fits best: its name says the same as the column; nothing where two fit alike."""
    fitting = [t for t in others if _same_kind(column.type, t.column.type)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    named = [t for t in fitting if table_stem(t.table.name) == spelling[:-1]]
    named = named or [t for t in fitting if table_stem(t.table.name)[-1:] == spelling[-2:-1]]
    return named[0] if len(named) == 1 else None


def _same_kind(one: str, other: str) -> bool:
    return one.startswith(_NUMBERS) == other.startswith(_NUMBERS) if one != other else True


def join_path(schema: Schema, tables: Sequence[str]) -> tuple[Join, ...] | None:
    """The joins that connect `tables` over as few foreign keys as possible, tables in between included.

    Joins come in an order in which each connects to the tables before it, the first of `tables` first. Declared keys
    win over inferred ones of the same length. Empty for one table; None where they are not connected or unknown.
    """
    wanted = [table.name for name in dict.fromkeys(map(fold, tables)) if (table := schema.table(name)) is not None]
    if not wanted or len(wanted) < len(dict.fromkeys(map(fold, tables))):
        return None
    edges = _edges(schema)
    best: list[_Edge] | None = None
    # Grown from each wanted table in turn: the shortest-path heuristic depends on where it starts.
    for root in wanted[:6]:
        grown = _grow(root, wanted, edges)
        if grown is not None and (best is None or len(grown) < len(best)):
            best = grown
    if best is None:
        return None
    return tuple(join for edge in _ordered(wanted[0], best) for join in edge.joins)


@dataclass(frozen=True)
class _Edge:
    joins: tuple[Join, ...]
    inferred: bool

    @property
    def ends(self) -> tuple[str, str]:
        return self.joins[0].table, self.joins[0].ref_table


def _edges(schema: Schema) -> dict[str, list[_Edge]]:
    """Edges by table, declared before inferred, in schema order. A table's key to itself joins nothing new."""
    edges: dict[str, list[_Edge]] = {table.name: [] for table in schema.tables}
    for table in schema.tables:
        for key in table.foreign_keys:
            target = schema.table(key.table)
            if target is None or target.name == table.name:
                continue
            pairs = zip(key.columns, key.ref_columns, strict=False)
            edge = _Edge(tuple(Join(table.name, own, target.name, ref) for own, ref in pairs), key.inferred)
            if edge.joins:
                edges[table.name].append(edge)
                edges[target.name].append(edge)
    for found in edges.values():
        found.sort(key=lambda edge: edge.inferred)
    return edges


def _grow(root: str, wanted: Iterable[str], edges: dict[str, list[_Edge]]) -> list[_Edge] | None:
    """A tree from `root`: the nearest wanted table joins it, again and again."""
    reached, tree = {root}, []
    missing = {name for name in wanted if name != root}
    while missing:
        path = _nearest(reached, missing, edges)
        if path is None:
            return None
        tree += path
        for edge in path:
            reached.update(edge.ends)
        missing -= reached
    return tree


def _nearest(reached: set[str], missing: set[str], edges: dict[str, list[_Edge]]) -> list[_Edge] | None:
    came: dict[str, tuple[str, _Edge] | None] = {name: None for name in edges if name in reached}
    queue = deque(came)
    while queue:
        here = queue.popleft()
        if here in missing:
            path: list[_Edge] = []
            while (step := came[here]) is not None:
                here, edge = step
                path.append(edge)
            return path[::-1]
        for edge in edges[here]:
            there = edge.ends[1] if edge.ends[0] == here else edge.ends[0]
            if there not in came:
                came[there] = (here, edge)
                queue.append(there)
    return None


def _ordered(root: str, tree: list[_Edge]) -> list[_Edge]:
    """The tree's edges so that each touches what came before, from `root` on."""
    reached, ordered, left = {root}, [], list(tree)
    while left:
        at = next((i for i, edge in enumerate(left) if reached & set(edge.ends)), 0)
        edge = left.pop(at)
        ordered.append(edge)
        reached.update(edge.ends)
    return ordered
