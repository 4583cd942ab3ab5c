"""What sort of value an expression gives, as far as schema and shape tell for certain."""

from __future__ import annotations

from typing import Literal

from sqlglot import exp

from workbench.sql.scopes.meaning import Scopes
from workbench.sql.scopes.model import Output

ValueKind = Literal["integer", "number", "text", "date", "timestamp", "time", "boolean", "interval", ""]
"""`number` has or may have decimals; an empty kind is unknown."""

_INTEGERS = {
    "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    "UHUGEINT", "INT1", "INT2", "INT4", "INT8", "LONG", "SHORT", "SIGNED",
}  # fmt: skip
_HEADS: dict[str, ValueKind] = {
    **dict.fromkeys(("DECIMAL", "NUMERIC", "DOUBLE", "FLOAT", "REAL", "FLOAT4", "FLOAT8"), "number"),
    **dict.fromkeys(("VARCHAR", "TEXT", "CHAR", "STRING", "BPCHAR"), "text"),
    **dict.fromkeys(("BOOLEAN", "BOOL"), "boolean"),
    "DATE": "date",
    "DATETIME": "timestamp",
    "TIME": "time",
    "INTERVAL": "interval",
}
_INTEGER_CALLS = (
    exp.Count, exp.Length, exp.Year, exp.Month, exp.Day, exp.Quarter, exp.Week, exp.DayOfWeek, exp.DateDiff,
    exp.StrPosition, exp.RowNumber, exp.Rank, exp.DenseRank, exp.IntDiv,
)  # fmt: skip
_NUMBER_CALLS = (exp.Avg, exp.Div, exp.Median, exp.Stddev, exp.Variance, exp.Sqrt)
_TEXT_CALLS = (
    exp.Concat, exp.ConcatWs, exp.Substring, exp.Lower, exp.Upper, exp.Trim, exp.DPipe, exp.TimeToStr, exp.GroupConcat,
    exp.Replace, exp.Left, exp.Right, exp.RegexpReplace,
)  # fmt: skip
_SAME = (exp.Max, exp.Min, exp.Paren, exp.Alias, exp.AnyValue, exp.First, exp.Last, exp.Lag, exp.Lead, exp.Nullif)
_DEPTH = 20


def type_kind(duckdb_type: str) -> ValueKind:
    """The kind of a DuckDB type name, lists and structs are unknown."""
    head = duckdb_type.upper().split("(")[0].strip()
    if head.endswith("]"):
        return ""
    if head in _INTEGERS:
        return "integer"
    if head.startswith("TIMESTAMP"):
        return "timestamp"
    if duckdb_type.upper().replace(" ", "").endswith(",0)") and head in ("DECIMAL", "NUMERIC"):
        return "integer"
    return _HEADS.get(head, "")


def kind_of(node: exp.Expr | None, scopes: Scopes, depth: int = _DEPTH) -> ValueKind:
    """The kind of `node`, which must stand in one of the frames of `scopes`."""
    if node is None or depth == 0:
        return ""
    if isinstance(node, exp.Column):
        return _column_kind(node, scopes, depth)
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "integer" if node.this.isdigit() else "number"
    if isinstance(node, exp.Cast):
        return type_kind(node.to.sql("duckdb"))
    if isinstance(node, exp.Neg):
        return kind_of(node.this, scopes, depth - 1)
    if isinstance(node, exp.Boolean):
        return "boolean"
    if isinstance(node, exp.CurrentDate | exp.LastDay):
        return "date"
    if isinstance(node, exp.CurrentTimestamp):
        return "timestamp"
    if isinstance(node, exp.Interval):
        return "interval"
    return _call_kind(node, scopes, depth)


def _call_kind(node: exp.Expr, scopes: Scopes, depth: int) -> ValueKind:
    if isinstance(node, _INTEGER_CALLS):
        return "integer"
    if isinstance(node, _NUMBER_CALLS):
        return "number"
    if isinstance(node, _TEXT_CALLS):
        return "text"
    if isinstance(node, exp.Sum | exp.Add | exp.Sub | exp.Mul):
        kinds = {kind_of(part, scopes, depth - 1) for part in (node.this, node.args.get("expression")) if part}
        if kinds <= {"integer"}:
            return "integer"
        return "number" if kinds <= {"integer", "number"} else ""
    if isinstance(node, _SAME):
        return kind_of(node.this, scopes, depth - 1)
    if isinstance(node, exp.Coalesce):
        return kind_of(node.this, scopes, depth - 1)
    return ""


def _column_kind(node: exp.Column, scopes: Scopes, depth: int) -> ValueKind:
    frame = scopes.frame_of(node)
    if frame is None:
        return ""
    meaning = scopes.meaning(node, frame)
    if meaning.kind == "alias" and meaning.frame is not None:
        expression = meaning.frame.aliases.get(node.name.casefold())
        return "" if expression is node else kind_of(expression, scopes, depth - 1)
    return output_kind(meaning.output, scopes, depth)


def output_kind(output: Output | None, scopes: Scopes, depth: int = _DEPTH) -> ValueKind:
    if output is None:
        return ""
    if output.column is not None:
        return type_kind(output.column.type)
    return kind_of(output.expression, scopes, depth - 1)


def same_kind(left: ValueKind, right: ValueKind) -> bool:
    """Whether DuckDB compares the two without a conversion that can fail."""
    if not left or not right or left == right:
        return True
    families = ({"integer", "number"}, {"date", "timestamp"}, {"integer", "number", "boolean"})
    return any({left, right} <= family for family in families)
