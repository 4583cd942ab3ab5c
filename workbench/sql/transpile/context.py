"""What a function's translation may ask about its surroundings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlglot import exp

from workbench.schema.model import Column, Schema
from workbench.sql.kinds import kind_of
from workbench.sql.sources import Kind, column_of
from workbench.sql.transpile.build import cast, func, is_text, text, try_cast


@dataclass(frozen=True)
class Context:
    schema: Schema
    dialect: str

    def kind(self, node: exp.Expr | None) -> Kind:
        return kind_of(node, self.schema)

    def as_time(self, value: exp.Expr) -> exp.Expr:
        """`value` as something that date functions take. Text columns are read by their likely shape."""
        kind = self.kind(value)
        if is_text(value):
            return date_literal(value.name) or cast(value, "TIMESTAMP")
        if kind == "number":
            return func("TRY_STRPTIME", cast(value, "VARCHAR"), text("%Y%m%d"))
        if kind != "text":
            return value.copy()
        column = column_of(value, self.schema) if isinstance(value, exp.Column) else None
        shape = text_date_shape(column) if column is not None else None
        return func("TRY_STRPTIME", value.copy(), text(shape)) if shape else try_cast(value, "TIMESTAMP")


_SHAPES = (
    (r"YYYY[- ]?MM[- ]?DD[ T]?HH(24)?:?MI", "%Y%m%d%H%M%S"),
    (r"YYYYMMDD", "%Y%m%d"), (r"YYYY/MM/DD", "%Y/%m/%d"), (r"YYYY\.MM\.DD", "%Y.%m.%d"), (r"YYYYMM\b", "%Y%m"),
)  # fmt: skip


def text_date_shape(column: Column) -> str | None:
    """The strptime format of dates kept as text, from the comment (`YYYYMMDD`) or a width of 8; None for ISO text."""
    for pattern, shape in _SHAPES:
        if re.search(pattern, column.comment, re.I):
            return shape
    width = re.search(r"CHAR\w*\s*\(\s*(\d+)", column.source_type or column.type, re.I)
    return {"8": "%Y%m%d", "6": "%Y%m", "14": "%Y%m%d%H%M%S"}.get(width.group(1)) if width else None


def date_literal(value: str) -> exp.Expr | None:
    """'2024-01-31', '20240131', '2024/1/31' as a DATE, '2024-01-31 10:00' as a TIMESTAMP literal; None for others."""
    match = re.fullmatch(
        r"\s*(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d{2})(\d{2}))(?:[ T](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?Z?\s*",
        value,
    )
    if match is None:
        return None
    month, day = match.group(2) or match.group(4), match.group(3) or match.group(5)
    iso = f"{match.group(1)}-{int(month):02}-{int(day):02}"
    return cast(text(f"{iso} {match.group(6)}"), "TIMESTAMP") if match.group(6) else cast(text(iso), "DATE")
