"""What sort of value an expression gives, as far as the schema and its shape tell."""

from __future__ import annotations

from sqlglot import exp

from workbench.schema.model import Schema
from workbench.sql.sources import Kind, column_of, projection_of, type_kind

_NUMBERS = (
    exp.Count, exp.Sum, exp.Avg, exp.Round, exp.Floor, exp.Ceil, exp.Abs, exp.Length, exp.Year, exp.Month, exp.Day,
    exp.Extract,
    exp.DateDiff, exp.StrPosition, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Mul, exp.Div, exp.Mod, exp.IntDiv,
    exp.Neg, exp.Quarter,
    exp.Median, exp.Stddev, exp.Week, exp.DayOfWeek,
)  # fmt: skip
_TEXTS = (exp.Concat, exp.ConcatWs, exp.Substring, exp.Lower, exp.Upper, exp.Trim, exp.DPipe, exp.TimeToStr,
exp.GroupConcat,
          exp.Replace, exp.Left, exp.Right, exp.Pad, exp.RegexpReplace, exp.RegexpExtract)  # fmt: skip
_SAME = (exp.Max, exp.Min, exp.Paren, exp.Coalesce, exp.Alias, exp.AnyValue, exp.First, exp.Last, exp.Nullif,
exp.Lag, exp.Lead,
         exp.FirstValue, exp.LastValue, exp.Window, exp.Filter, exp.Distinct)  # fmt: skip
_STAMPS = (
    exp.CurrentTimestamp,
    exp.Localtimestamp,
    exp.TimestampTrunc,
    exp.DateTrunc,
    exp.StrToTime,
    exp.CurrentDatetime,
)
_NAMED: dict[str, Kind] = {
    "STRFTIME": "text", "STRPTIME": "timestamp", "TRY_STRPTIME": "timestamp", "DATE_TRUNC": "timestamp",
    "LAST_DAY": "date",
    "MAKE_DATE": "date", "DATE_DIFF": "number", "DATE_SUB": "number", "DATE_PART": "number", "YEAR": "number",
    "MONTH": "number",
    "DAY": "number", "EPOCH": "number", "STRPOS": "number", "JULIAN": "number", "ISODOW": "number",
    "DAYNAME": "text", "FORMAT": "text",
    "MONTHNAME": "text", "TO_DAYS": "interval", "TO_MONTHS": "interval", "TODAY": "date", "NOW": "timestamp",
    "ISOYEAR": "number",
    "QUARTER": "number", "HOUR": "number", "MINUTE": "number", "SECOND": "number", "WEEK": "number",
    "DAYOFWEEK": "number",
}  # fmt: skip


def kind_of(node: exp.Expr | None, schema: Schema, depth: int = 12) -> Kind:
    """`unknown` wherever it is not certain; a string literal is `text`."""
    if node is None or depth == 0:
        return "unknown"
    if isinstance(node, exp.Column):
        column = column_of(node, schema)
        return type_kind(column.type) if column is not None else kind_of(projection_of(node, schema), schema, depth - 1)
    if isinstance(node, exp.Literal):
        return "text" if node.is_string else "number"
    if isinstance(node, exp.Cast):
        return type_kind(node.to.sql("duckdb"))
    if isinstance(node, exp.Add | exp.Sub):
        return _arithmetic(node, schema, depth)
    if isinstance(node, exp.Case | exp.If):
        branches = node.args.get("ifs") or [node]
        first = branches[0].args.get("true")
        kind = kind_of(first, schema, depth - 1)
        return kind if kind != "unknown" else kind_of(node.args.get("default"), schema, depth - 1)
    if isinstance(node, exp.Subquery | exp.Select):
        body = node.unnest()
        return (
            kind_of(body.expressions[0], schema, depth - 1)
            if isinstance(body, exp.Select) and body.expressions
            else "unknown"
        )
    return _by_class(node, schema, depth)


def _by_class(node: exp.Expr, schema: Schema, depth: int) -> Kind:
    if isinstance(node, exp.Anonymous):
        return _NAMED.get(node.name.upper(), "unknown")
    if isinstance(node, exp.CurrentDate | exp.LastDay | exp.Date | exp.TsOrDsToDate):
        return "date"
    if isinstance(node, exp.Interval):
        return "interval"
    if isinstance(node, exp.Boolean | exp.Predicate | exp.Not | exp.And | exp.Or):
        return "bool"
    for kinds, kind in ((_STAMPS, "timestamp"), (_NUMBERS, "number"), (_TEXTS, "text")):
        if isinstance(node, kinds):
            return kind  # type: ignore[return-value]
    if isinstance(node, _SAME):
        inner = node.this if not isinstance(node, exp.Distinct) else (node.expressions or [None])[0]
        return kind_of(inner, schema, depth - 1)
    return "unknown"


def _arithmetic(node: exp.Add | exp.Sub, schema: Schema, depth: int) -> Kind:
    left, right = kind_of(node.left, schema, depth - 1), kind_of(node.right, schema, depth - 1)
    times = ("date", "timestamp")
    if left in times and right in times:
        return "number" if left == right == "date" else "interval"
    if left in times:
        return "timestamp" if right == "interval" else left
    if right in times:
        return "timestamp" if left == "interval" else right
    if left == right == "interval":
        return "interval"
    return "number" if "number" in (left, right) else "unknown"
