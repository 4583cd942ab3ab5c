"""Draft → Schema: names resolved against each other, types given their DuckDB meaning."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.schema.ddl.binding import bind
from workbench.schema.ddl.draft import Draft, DraftColumn, DraftKey, DraftTable
from workbench.schema.ddl.queries import Translate
from workbench.schema.ddl.typemap import FREE_NUMBER, free_number, to_duckdb
from workbench.schema.keywords import is_key_name
from workbench.schema.model import Column, ForeignKey, Problem, Schema, Table
from workbench.schema.names import fold
from workbench.text import t

_COUNTED = ("DATA", "ROUTINE", "QUERY", "PARTITION", "PROSE", "PROBLEM")


def assemble(draft: Draft, translate: Translate | None) -> Schema:
    """The finished schema; `translate` turns a view's query into DuckDB's dialect."""
    _give_unique_names(draft)
    keyed = _columns_in_keys(draft.tables)
    kept = [one for one in draft.tables if not one.is_partition]
    tables = {one.name: _table(one, draft, keyed) for one in kept if not one.query}
    tables = bind(kept, tables, draft, translate)
    ordered = tuple(tables[one.name] for one in kept if one.name in tables)
    return Schema(ordered, draft.source.dialect, tuple(sorted((*draft.problems, *_skipped(draft)), key=_place)))


def _place(problem: Problem) -> tuple[bool, int]:
    return problem.severity == "info" and not problem.text, problem.line


def _skipped(draft: Draft) -> Iterable[Problem]:
    """One line for all that was passed over, with its numbers."""
    draft.skipped["PARTITION"] += sum(table.is_partition for table in draft.tables)
    parts = [
        t(f"schema.skipped_{what.lower()}", count=f"{draft.skipped[what]:,}")
        for what in _COUNTED
        if draft.skipped[what]
    ]
    if other := sum(count for what, count in draft.skipped.items() if what not in _COUNTED):
        parts.append(t("schema.skipped_other", count=f"{other:,}"))
    if not parts:
        return
    line = draft.source.line(draft.first_skipped)
    yield Problem(line, "", t("schema.skipped", parts=", ".join(parts)), "info")


def _give_unique_names(draft: Draft) -> None:
    """`hr.code` and `sales.code` are two tables; SQL here uses bare names, so the second gets its schema in front."""
    taken: set[str] = set()
    for table in draft.tables:
        if fold(table.name) in taken:
            old, stem = table.name, f"{table.namespace}_{table.name}"
            names = (stem, *(f"{stem}_{n}" for n in range(2, len(draft.tables) + 2)))
            table.name = next(name for name in names if fold(name) not in taken)
            draft.problem(table.offset, "renamed_table", name=f"{table.namespace}.{old}", new=table.name)
        taken.add(fold(table.name))


def _columns_in_keys(tables: Iterable[DraftTable]) -> set[tuple[int, str]]:
    keyed: set[tuple[int, str]] = set()
    for table in tables:
        names = [*table.primary_key, *(name for key in table.unique_keys if len(key) == 1 for name in key)]
        names += [name for key in table.foreign_keys for name in key.columns]
        keyed.update((id(table), fold(name)) for name in names)
    return keyed


def _table(one: DraftTable, draft: Draft, keyed: set[tuple[int, str]]) -> Table:
    columns = tuple(_column(column, one, draft, (id(one), key) in keyed) for key, column in one.columns.items())
    known = {fold(column.name): column.name for column in columns}
    keys = []
    for columns_of_key in (one.primary_key, *one.unique_keys):
        missing = [name for name in columns_of_key if fold(name) not in known]
        if missing:
            draft.problem(one.offset, "key_column_missing", table=one.name, name=", ".join(missing))
        keys.append(() if missing else tuple(dict.fromkeys(known[fold(name)] for name in columns_of_key)))
    foreign = [key for given in one.foreign_keys if (key := _foreign_key(given, one, known, draft)) is not None]
    unique = tuple(dict.fromkeys(key for key in keys[1:] if key and key != keys[0]))
    comment = one_line(one.comment or one.note)
    return Table(one.name, columns, comment, keys[0], unique, tuple(dict.fromkeys(foreign)), one.namespace)


def _column(column: DraftColumn, one: DraftTable, draft: Draft, is_key: bool) -> Column:
    mapped = to_duckdb(column.source, draft.types_of, draft.user_types)
    if not mapped.known:
        draft.problem(column.offset, "unknown_type", name=column.name, type=column.source.raw)
    elif not mapped.exact:
        draft.problem(column.offset, "narrowed_type", name=column.name, type=column.source.raw, new=mapped.type)
    kind = mapped.type
    if kind == FREE_NUMBER:
        kind = free_number(is_key or is_key_name(column.name))
    nullable = column.nullable and fold(column.name) not in {fold(name) for name in one.primary_key}
    choices = column.choices or one.choices.get(fold(column.name), ()) or mapped.choices
    if kind == "BOOLEAN":
        choices = ()
    return Column(column.name, kind, column.source.raw, nullable, one_line(column.comment or column.note), choices)


def one_line(comment: str) -> str:
    return " ".join(comment.split())


def _foreign_key(key: DraftKey, one: DraftTable, known: dict[str, str], draft: Draft) -> ForeignKey | None:
    missing = [name for name in key.columns if fold(name) not in known]
    if missing or not key.target:
        draft.problem(key.offset, "key_column_missing", table=one.name, name=", ".join(missing) or "?")
        return None
    columns = tuple(known[fold(name)] for name in key.columns)
    target = draft.find(key.target)
    if target is None:
        draft.problem(key.offset, "unknown_reference", table=one.name, name=".".join(key.target))
        refs = key.ref_columns if len(key.ref_columns) == len(columns) else columns
        return ForeignKey(columns, key.target[-1], refs)
    refs = key.ref_columns or target.primary_key
    if len(refs) != len(columns) and len(target.primary_key) == len(columns):
        refs = target.primary_key
    theirs = {fold(column.name): column.name for column in target.columns.values()}
    if len(refs) != len(columns) or (theirs and any(fold(name) not in theirs for name in refs)):
        draft.problem(key.offset, "bad_reference", table=one.name, name=target.name)
        return None
    return ForeignKey(columns, target.name, tuple(theirs.get(fold(name), name) for name in refs))
