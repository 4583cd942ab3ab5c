"""How many example rows each table gets, and in which order they can be made."""

from __future__ import annotations

import re

from workbench.schema.model import ForeignKey, Schema, Table

MAX_CELLS = 1_000_000
"""All tables together: 100 tables of 20 columns get their full 60 to 200 rows, 1,000 tables about 40 each."""
LEAST_ROWS = 8

_CODE_TABLE = re.compile(r"(code|type|category|categ|status|region|country|dept|department|grade|_cd$|class$)", re.I)
_CODE_COMMENT = re.compile(r"(코드|분류|카테고리|유형|구분|등급|지역|부서|직급|마스터|기준)")


def usable_keys(schema: Schema, table: Table) -> tuple[ForeignKey, ...]:
    """Foreign keys whose columns exist on both sides in equal number; each column in the first key that has it."""
    taken: set[str] = set()
    keys = []
    for key in table.foreign_keys:
        parent = schema.table(key.table)
        if parent is None or parent.view_sql or len(key.columns) != len(key.ref_columns):
            continue
        both = all(table.column(name) for name in key.columns) and all(parent.column(name) for name in key.ref_columns)
        names = {name.casefold() for name in key.columns}
        itself = parent is table and names == {name.casefold() for name in key.ref_columns}
        if both and not names & taken and not itself:
            taken |= names
            keys.append(key)
    return tuple(keys)


def generation_order(schema: Schema) -> list[Table]:
    """Base tables, parents first. In a cycle the table with the fewest unmet required parents goes first."""
    waiting = {table.name: table for table in schema.tables if not table.view_sql}
    parents = {
        name: {
            (schema.table(key.table) or table).name: _required(table, key)
            for key in usable_keys(schema, table)
            if key.table.casefold() != name.casefold()
        }
        for name, table in waiting.items()
    }
    order: list[Table] = []
    while waiting:
        ready = [name for name in waiting if not any(parent in waiting for parent in parents[name])]
        if not ready:
            ready = [min(waiting, key=lambda n: (sum(parents[n][p] for p in parents[n] if p in waiting), n))]
        for name in ready:
            order.append(waiting.pop(name))
    return order


def row_counts(schema: Schema) -> dict[str, int]:
    """Rows a table, by role: code tables 12, things others refer to 60, what happens to them 150 to 200."""
    tables = [table for table in schema.tables if not table.view_sql]
    referenced = {key.table.casefold() for table in tables for key in table.foreign_keys}
    wanted = {table.name: _by_role(table, table.name.casefold() in referenced, schema) for table in tables}
    cells = sum(wanted[table.name] * len(table.columns) for table in tables)
    if cells <= MAX_CELLS:
        return wanted
    share = MAX_CELLS / cells
    return {name: max(LEAST_ROWS, int(rows * share)) for name, rows in wanted.items()}


def _by_role(table: Table, is_referenced: bool, schema: Schema) -> int:
    keys = usable_keys(schema, table)
    outward = [key for key in keys if key.table.casefold() != table.name.casefold()]
    looks_coded = _CODE_TABLE.search(table.name) or _CODE_COMMENT.search(table.comment)
    if looks_coded and is_referenced and len(table.columns) <= 8:
        return 12
    if not outward:
        return 60
    if is_referenced:
        return 150 if len(outward) > 1 else 100
    return 200


def _required(table: Table, key: ForeignKey) -> bool:
    primary = {name.casefold() for name in table.primary_key}
    return any(
        name.casefold() in primary or not (column := table.column(name)) or not column.nullable for name in key.columns
    )
