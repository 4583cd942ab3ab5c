"""Filter values that the column does not hold, where the one meant is plain to see."""

from __future__ import annotations

import re
from typing import Protocol

from sqlglot import exp
from sqlglot.errors import SqlglotError

from workbench.schema.model import Column, Schema, Table
from workbench.settings import INPUT
from workbench.sql.repair.codes import labels
from workbench.sql.repair.loop import Repaired
from workbench.sql.repair.near import likeness
from workbench.sql.sources import type_kind, visible
from workbench.sql.transpile.build import is_text, text
from workbench.sql.transpile.inward import parse
from workbench.text import t


class Values(Protocol):
    """The part of `data.values.ValueIndex` that is asked here."""

    def values(self, table: str, column: str) -> tuple[str, ...]: ...

    def contains(self, table: str, column: str, text: str) -> bool | None: ...

    def nearest(self, table: str, column: str, text: str, n: int = 3) -> tuple[str, ...]: ...


def repair_values(sql: str, schema: Schema, values: Values | None = None) -> Repaired | None:
    """`sql` with such filter values replaced, or None if there is nothing to replace.

    Without `values` only codes explained by comments and ENUM labels are known. The query still binds: literals and the
    operator beside them are all that changes. Never raises.
    """
    if len(sql) > INPUT.sql_chars:
        return None
    try:
        tree = parse(sql)
        if tree is None:
            return None
        notes: list[str] = []
        for node in list(tree.find_all(exp.EQ, exp.NEQ, exp.In)):
            _filter(node, schema, values, notes)
        if not notes:
            return None
        return Repaired(tree.sql("duckdb", pretty="\n" in sql.strip()), tuple(dict.fromkeys(notes)))
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, KeyError):
        return None  # values are a courtesy: a shape nobody foresaw leaves the query as it is


def _filter(node: exp.Expr, schema: Schema, values: Values | None, notes: list[str]) -> None:
    left = node.this
    others = node.expressions if isinstance(node, exp.In) else [node.args.get("expression")]
    if not isinstance(left, exp.Column) and len(others) == 1 and isinstance(others[0], exp.Column):
        left, others = others[0], [left]
    if not isinstance(left, exp.Column):
        return
    owner = _owner(left, schema)
    if owner is None:
        return
    for literal in others:
        if isinstance(literal, exp.Literal):
            _replace(node, literal, *owner, values, notes)


def _owner(column: exp.Column, schema: Schema) -> tuple[Table, Column] | None:
    for offered in visible(column, schema):
        for source in offered:
            if (
                source.table is not None
                and column.table.casefold() in ("", source.alias.casefold())
                and source.has(column.name)
            ):
                found = source.table.column(column.name)
                return (source.table, found) if found is not None else None
    return None


def _replace(
    node: exp.Expr, literal: exp.Literal, table: Table, column: Column, values: Values | None, notes: list[str]
) -> None:
    kind = type_kind(column.type)
    asked = literal.name
    if kind not in ("text", "number", "unknown") or (kind == "number" and not is_text(literal)):
        return
    if values is not None and values.contains(table.name, column.name, asked):
        return
    known = values is not None and values.contains(table.name, column.name, asked) is False
    coded = _code(asked, column, kind)
    if coded is not None and not (
        known and values is not None and values.contains(table.name, column.name, coded) is False
    ):
        literal.replace(exp.Literal.number(coded) if kind == "number" else text(coded))
        notes.append(t("repair.value_code", column=column.name, old=asked, new=coded))
        return
    held = _held(table, column, asked, values) if known else column.choices
    if kind == "number" or not held or asked in held:
        return
    meant = _meant(asked, held, literal)
    if meant is not None:
        literal.replace(text(meant))
        notes.append(t("repair.value", column=column.name, old=asked, new=meant))
    elif (
        known
        and isinstance(node, exp.EQ)
        and is_text(literal)
        and len(asked) >= 2
        and sum(v.startswith(asked) for v in held) > 1
    ):
        node.replace(exp.Like(this=node.this.copy(), expression=text(asked + "%")))
        notes.append(t("repair.value_prefix", column=column.name, value=asked))


def _held(table: Table, column: Column, asked: str, values: Values | None) -> tuple[str, ...]:
    if values is None:
        return ()
    near = values.nearest(table.name, column.name, asked, 10)
    return tuple(dict.fromkeys((*near, *values.values(table.name, column.name))))


def _code(asked: str, column: Column, kind: str) -> str | None:
    """'배송중' → '20' where the comment says so."""
    known = labels(column.comment)
    if asked in known.values():
        return None
    plain = _plain(asked)
    hits = {code for label, code in known.items() if _plain(label) == plain}
    if len(hits) != 1:
        return None
    code = hits.pop()
    return None if kind == "number" and not code.isdigit() else code


def _meant(asked: str, held: tuple[str, ...], literal: exp.Literal) -> str | None:
    """The one value that is the same but for case and blanks, for its ending (서울특별시), or for a letter."""
    if set(held) <= {"Y", "N"} and asked.upper() in _FLAGS:
        return _FLAGS[asked.upper()]
    if not is_text(literal):
        return None
    same = [v for v in held if _plain(v) == _plain(asked)]
    if len(same) == 1:
        return same[0]
    # Short names are parts of many values; two syllables are the least that name a place.
    longer = [v for v in held if len(asked) >= 2 and v.startswith(asked)]
    shorter = [v for v in held if len(v) >= 2 and asked.startswith(v)]
    if len(longer) == 1 and not shorter:
        return longer[0]
    if len(shorter) == 1 and not longer:
        return shorter[0]
    near = [v for v in held if len(asked) >= 3 and likeness(v, asked) >= 0.86 and _digits(v) == _digits(asked)]
    return near[0] if len(near) == 1 else None


_FLAGS = {"1": "Y", "TRUE": "Y", "YES": "Y", "예": "Y", "0": "N", "FALSE": "N", "NO": "N", "아니오": "N"}


def _plain(value: str) -> str:
    return re.sub(r"[\s\-_.]", "", value).casefold()


def _digits(value: str) -> str:
    """Names that differ in a number are different things: 1호점 is no slip for 2호점."""
    return re.sub(r"\D", "", value)
