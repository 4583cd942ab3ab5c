"""Tables and columns as evidence names them: `주문상태(order_status)`."""

from __future__ import annotations

from sqlglot import exp

from workbench.evaluate.categories.blocks import Reading
from workbench.evaluate.categories.sides import Sides
from workbench.schema.labels import label_of
from workbench.schema.model import Schema


def table_name(name: str, schema: Schema) -> str:
    table = schema.table(name)
    return _labelled(table.name, table.comment) if table is not None else name


def column_name(node: exp.Expr, reading: Reading) -> str:
    """The column with its label; a longer expression as it was written."""
    if not isinstance(node, exp.Column):
        return reading.shown(node)
    meaning = reading.scopes.meaning(node)
    if meaning.column is None:
        return node.name
    return _labelled(meaning.column.name, meaning.column.comment)


def two_columns(gold: exp.Expr, answer: exp.Expr, sides: Sides) -> tuple[str, str]:
    """Both names; with their tables where they are called the same."""
    own, other = column_name(gold, sides.gold), column_name(answer, sides.answer)
    if own != other:
        return own, other
    return _with_table(gold, own, sides.gold), _with_table(answer, other, sides.answer)


def _with_table(node: exp.Expr, name: str, reading: Reading) -> str:
    table = reading.scopes.meaning(node).table if isinstance(node, exp.Column) else None
    return f"{table.name}.{name}" if table is not None else name


def _labelled(name: str, comment: str) -> str:
    label = label_of(comment)
    return f"{label}({name})" if label and label != name and len(label) <= 24 else name
