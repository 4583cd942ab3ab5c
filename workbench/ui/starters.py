"""Questions to begin with over somebody's own tables, so that the first answer is one click away there too."""

from __future__ import annotations

from workbench.schema.labels import label_of
from workbench.schema.model import Column, Schema, Table
from workbench.text import t

_MOST = 3
_LONGEST = 20
_TIMES = ("DATE", "TIMESTAMP")


def starter_questions(schema: Schema) -> tuple[str, ...]:
    """At most three: a count, a count by month and a count by a coded column, of the tables other tables refer to most.

    Only of tables and columns with a name that a reader knows (a comment or a Hangul name); none where there are none.
    """
    found: list[str] = []
    for table in sorted(schema.tables, key=lambda one: -_importance(schema, one)):
        title = _title(table.comment, table.name)
        if not title:
            continue
        if not found:
            found.append(t("ask_page.starter_count", table=title))
        moment = next((c for c in table.columns if c.type.upper().startswith(_TIMES)), None)
        if moment is not None and len(found) == 1 and (when := _title(moment.comment, moment.name)):
            found.append(t("ask_page.starter_monthly", table=title, column=when))
        kind = next((c for c in table.columns if _is_coded(c)), None)
        if kind is not None and len(found) == 2:
            found.append(t("ask_page.starter_by", table=title, column=_title(kind.comment, kind.name)))
        if len(found) == _MOST:
            break
    return tuple(found)


def _importance(schema: Schema, table: Table) -> int:
    """Keys to it and from it: orders and customers come before lookup tables."""
    name = table.name.casefold()
    pointing = sum(key.table.casefold() == name for other in schema.tables for key in other.foreign_keys)
    return 2 * pointing + len(table.foreign_keys)


def _is_coded(column: Column) -> bool:
    """A column whose comment lists its codes, `등급(10:일반,20:VIP)`."""
    return column.comment.count(":") >= 2 and bool(_title(column.comment, column.name))


def _title(comment: str, name: str) -> str:
    label = label_of(comment) or (name if any("가" <= ch <= "힣" for ch in name) else "")
    return label if len(label) <= _LONGEST else ""
