"""What tables and columns are called in an explanation: by their Korean comments where they have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from workbench.schema.labels import label_of
from workbench.schema.model import Column, Schema, Table
from workbench.text import t

_LONGEST_LABEL = 24


@dataclass
class Names:
    """The sources of one SELECT: alias → table of the schema, or None for a CTE or subquery."""

    schema: Schema
    sources: dict[str, Table | None] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    outer: Names | None = None
    """Of the query around a correlated subquery."""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """Alias of a CTE or subquery → its output columns in words."""

    def add(self, source: exp.Expr, ctes: Mapping[str, dict[str, str]]) -> str:
        """Take a FROM or JOIN source in; the name to show for it. `ctes`: what the names in scope put out, in words."""
        alias = source.alias_or_name
        table = None
        if isinstance(source, exp.Table) and source.name.casefold() not in ctes:
            table = self.schema.table(source.name)
        elif isinstance(source, exp.Table):
            self.outputs[alias.casefold()] = ctes[source.name.casefold()]
        if isinstance(source, exp.Subquery):
            shown = alias or t("describe.subquery")
        elif table is not None:
            shown = table_words(table)
        else:
            shown = source.name or alias or t("describe.values")
        self.sources[alias.casefold()] = table
        self.shown[alias.casefold()] = shown
        return shown

    def column_of(self, column: exp.Column) -> Column | None:
        """The schema's column, where it can be told."""
        found = self._owner(column)
        return found[1] if found is not None else None

    def column(self, column: exp.Column) -> str:
        """`고객명`, with its table in front where another table of the query has a column called the same."""
        found = self._owner(column)
        if found is None:
            return t("describe.all_columns") if isinstance(column.this, exp.Star) else self._output(column)
        alias, own = found
        label = column_words(own)
        others = [*self._columns(), *(self.outer._columns() if self.outer is not None else ())]
        twins = [c for other, c in others if other != alias and column_words(c) == label]
        table = self.sources.get(alias) or (self.outer.sources.get(alias) if self.outer is not None else None)
        if twins and table is not None:
            return t("describe.of_table", table=short_words(table), column=label)
        return label

    def _output(self, column: exp.Column) -> str:
        """A column of a CTE or subquery by what it was made of, else by its name."""
        wanted = column.table.casefold()
        for alias, columns in self.outputs.items():
            if (not wanted or wanted == alias) and column.name.casefold() in columns:
                return columns[column.name.casefold()]
        return str(column.name)

    def _owner(self, column: exp.Column) -> tuple[str, Column] | None:
        wanted = column.table.casefold()
        if wanted:
            table = self.sources.get(wanted)
            own = table.column(column.name) if table is not None else None
            if own is not None:
                return wanted, own
        else:
            owners = [(alias, c) for alias, c in self._columns() if c.name.casefold() == column.name.casefold()]
            if owners:
                return owners[0]
        return self.outer._owner(column) if self.outer is not None and wanted not in self.sources else None

    def _columns(self) -> list[tuple[str, Column]]:
        return [(alias, c) for alias, table in self.sources.items() if table is not None for c in table.columns]


def table_words(table: Table) -> str:
    """`주문(orders)`, or the bare name where there is no comment."""
    label = _label(table.comment)
    return f"{label}({table.name})" if label and label != table.name else table.name


def short_words(table: Table) -> str:
    return _label(table.comment) or table.name


def column_words(column: Column) -> str:
    return _label(column.comment) or column.name


def _label(comment: str) -> str:
    label = label_of(comment)
    return label if len(label) <= _LONGEST_LABEL else ""
