"""The rest of an instance: parents that witnesses need, spare rows, and every cell that is still open."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.data.examples.plan import generation_order, usable_keys
from workbench.evaluate.instances.rows import Row, Rows
from workbench.evaluate.instances.style import Style
from workbench.evaluate.instances.values.ordinary import Mode
from workbench.schema.model import ForeignKey, Table

MOST_ROUNDS = 12
_DRAWS = 8
_NEAREST = 60
"""Of the values near constants those that spare cells are drawn from."""
SPARE_ELSEWHERE = 400
"""Spare rows of an instance for all the tables that no gold reads: a schema may have a thousand of them."""
MOST_NEW = 4_000
"""Parents that closing the keys may add: a cycle of keys would never end."""


def fill(rows: Rows, style: Style) -> None:
    """`rows` holds what golds need; tables that none of them reads get only a few."""
    order = generation_order(rows.schema)
    read = set(rows.of)
    for table in order:
        least = min(style.spare, max(2, SPARE_ELSEWHERE // len(order)))
        for _ in range(style.spare if table.name in read else least):
            rows.add(Row(table, {}, _mode(rows, style), made=False))
    _close_keys(rows, order, style)
    for table in order:
        _own_keys(rows, table)
    for table in order:
        _remove(rows, table, [row for row in rows.of.get(table.name, []) if not _references(rows, row, style)])
        _drop_repeats(rows, table)
    for table in order:
        for row in rows.of.get(table.name, []):
            _rest(rows, row, style)
        _make_unique(rows, table)
        _drop_repeats(rows, table)
    for table in order:
        _repeat_some(rows, table)


def _mode(rows: Rows, style: Style) -> Mode:
    return "few" if rows.rng.random() < style.few else "many"


def _close_keys(rows: Rows, order: Sequence[Table], style: Style) -> None:
    """A parent for every reference that a witness made, unless no key is declared and the style wants orphans."""
    added = 0
    for _ in range(MOST_ROUNDS):
        before = added
        for table in reversed(order):
            for key in usable_keys(rows.schema, table):
                for row in list(rows.of.get(table.name, [])):
                    added += _close(rows, row, key, style)
                    if added > MOST_NEW:
                        return
        if added == before:
            return


def _close(rows: Rows, row: Row, key: ForeignKey, style: Style) -> int:
    parent = rows.schema.table(key.table)
    # Of a key of several columns a part may be open: then there must be a parent for the rest of it.
    wanted = {r: row.cells[c] for c, r in zip(key.columns, key.ref_columns, strict=True) if c in row.cells}
    if parent is None or not wanted or any(value is None for value in wanted.values()):
        return 0
    if len(key.columns) == 1:
        ((column, value),) = wanted.items()
        if rows.holder(parent, column, str(value)) is not None:
            return 0
    elif any(all(other.cells.get(c) == v for c, v in wanted.items()) for other in rows.of.get(parent.name, [])):
        return 0
    if key.inferred and rows.rng.random() < style.orphans:
        return 0
    rows.add(Row(parent, wanted))
    return 1


def _own_keys(rows: Rows, table: Table) -> None:
    """Key columns that refer to nothing, before anything refers to them."""
    foreign = {column for key in usable_keys(rows.schema, table) for column in key.columns}
    referred = {
        column
        for other in rows.schema.tables
        for key in usable_keys(rows.schema, other)
        if key.table.casefold() == table.name.casefold()
        for column in key.ref_columns
    }
    single = [key[0] for key in (table.primary_key, *table.unique_keys) if len(key) == 1]
    names = dict.fromkeys([*single, *(c for c in table.primary_key), *sorted(referred)])
    gone = []
    seen: set[tuple[str | None, ...]] = set()
    for row in rows.of.get(table.name, []):
        for name in names:
            if name in row.cells or name in foreign:
                continue
            row.cells[name] = rows.fresh(table, name) if name in single else _within_key(rows, row, name, seen)
            if row.cells[name] is None and name in table.primary_key:
                gone.append(row)
                break
        else:
            rows.register(row)
            seen.add(tuple(row.cells.get(name) for name in table.primary_key))
    _remove(rows, table, gone)


def _within_key(rows: Rows, row: Row, name: str, seen: set[tuple[str | None, ...]]) -> str | None:
    """A value for a part of the primary key; where the other parts are known, one that makes the whole new."""
    key = row.table.primary_key
    known = name in key and all(other in row.cells or other == name for other in key)
    for _ in range(_DRAWS):
        value = _drawn(rows, row, name)
        if not known or tuple(value if other == name else row.cells[other] for other in key) not in seen:
            return value
    return rows.fresh(row.table, name)


def _references(rows: Rows, row: Row, style: Style) -> bool:
    """Fill the row's foreign keys; False where one must refer to something and there is nothing."""
    table = row.table
    for key in usable_keys(rows.schema, table):
        open_columns = [column for column in key.columns if column not in row.cells]
        parent = rows.schema.table(key.table)
        if not open_columns or parent is None:
            continue
        nullable = all(_nullable(table, column) for column in open_columns)
        if nullable and rows.rng.random() < style.nulls:
            row.cells.update(dict.fromkeys(open_columns))
            continue
        if key.inferred and len(key.columns) == 1 and _is_orphan(rows, (table.name, key.columns[0]), style):
            row.cells[key.columns[0]] = rows.fresh(parent, key.ref_columns[0])
            continue
        chosen = _parent(rows, row, key, parent)
        if chosen is None and not nullable:
            return False
        for column, ref in zip(key.columns, key.ref_columns, strict=True):
            row.cells.setdefault(column, chosen.cells.get(ref) if chosen is not None else None)
    rows.register(row)
    return True


def _is_orphan(rows: Rows, place: tuple[str, str], style: Style) -> bool:
    """One for certain where the style has any, the others by lot."""
    first = style.orphans > 0 and place not in rows.orphaned
    rows.orphaned.add(place)
    return first or rows.rng.random() < style.orphans


def _parent(rows: Rows, row: Row, key: ForeignKey, parent: Table) -> Row | None:
    """Some parents often, most seldom; only those that agree with what the row already says."""
    known = {ref: row.cells[c] for c, ref in zip(key.columns, key.ref_columns, strict=True) if c in row.cells}
    found = rows.of.get(parent.name, [])
    if known:
        found = [other for other in found if all(other.cells.get(ref) == value for ref, value in known.items())]
    if not found:
        return None
    if len(key.columns) == 1 and rows.closed:
        free = [other for other in found if (parent.name, other.cells.get(key.ref_columns[0])) not in rows.closed]
        found = free or found
    alone = any(set(unique) <= set(key.columns) for unique in (row.table.primary_key, *row.table.unique_keys) if unique)
    if alone and len(key.columns) == 1:
        found = [f for f in found if not rows.is_taken(row.table, key.columns[0], str(f.cells.get(key.ref_columns[0])))]
        if not found:
            return None
    return found[min(len(found) - 1, int(len(found) * rows.rng.random() ** 1.6))]


def _rest(rows: Rows, row: Row, style: Style) -> None:
    keys = {name for key in (row.table.primary_key,) for name in key}
    for column in row.table.columns:
        if column.name in row.cells:
            continue
        if column.nullable and column.name not in keys and rows.rng.random() < style.nulls:
            row.cells[column.name] = None
        else:
            row.cells[column.name] = _drawn(rows, row, column.name)


def _drawn(rows: Rows, row: Row, column: str) -> str | None:
    pool = rows.pools[(row.table.name, column)]
    if pool.near and row.mode in ("few", "many") and rows.rng.random() < (0.2 if pool.wide else 0.4):
        return pool.near[int(min(len(pool.near), _NEAREST) * rows.rng.random() ** 1.5)]
    mode = "many" if pool.wide and row.mode == "few" else row.mode
    return pool.ordinary.draw(rows.rng, mode)


def _nullable(table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and column.nullable and name not in table.primary_key


def _make_unique(rows: Rows, table: Table) -> None:
    """A new value where a unique key is repeated: others may refer to the row, so it should stay."""
    foreign = {column for key in usable_keys(rows.schema, table) for column in key.columns}
    for key in table.unique_keys:
        free = [name for name in key if name not in foreign and name not in table.primary_key]
        if not free:
            continue
        seen: set[tuple[str | None, ...]] = set()
        for row in rows.of.get(table.name, []):
            values = tuple(row.cells.get(name) for name in key)
            if None not in values and values in seen:
                row.cells[free[-1]] = rows.fresh(table, free[-1])
            seen.add(tuple(row.cells.get(name) for name in key))


def _drop_repeats(rows: Rows, table: Table) -> None:
    """Rows that repeat a key; those of witnesses come first and stay."""
    for key in (table.primary_key, *table.unique_keys):
        seen: set[tuple[str | None, ...]] = set()
        gone = []
        for row in rows.of.get(table.name, []):
            if any(name not in row.cells for name in key):
                continue
            values = tuple(row.cells[name] for name in key)
            whole = None not in values
            if (whole and values in seen) or (not whole and key == table.primary_key):
                gone.append(row)
            seen.add(values)
        if key:
            _remove(rows, table, gone)


def _remove(rows: Rows, table: Table, gone: Sequence[Row]) -> None:
    if gone:
        lost = {id(row) for row in gone}
        rows.of[table.name] = [row for row in rows.of[table.name] if id(row) not in lost]


def _repeat_some(rows: Rows, table: Table) -> None:
    """Whole rows twice, where no key forbids it."""
    found = rows.of.get(table.name, [])
    if table.primary_key or table.unique_keys or not found:
        return
    for row in rows.rng.sample(found, min(2, len(found))):
        rows.add(Row(table, dict(row.cells), row.mode, made=False))
