"""Date functions of other databases. Each handler takes the arguments as written; None passes the call through."""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.sql.transpile.build import (
    cast,
    func,
    interval,
    is_text,
    number,
    shifted,
    text,
    try_cast,
    unit_of,
    wrapped,
)
from workbench.sql.transpile.context import Context, date_literal
from workbench.sql.transpile.formats import (
    format_number,
    format_time,
    is_model,
    net_format,
    percent_format,
    strptime_format,
)  # fmt: skip
from workbench.sql.transpile.sqlite_time import modified

Args = list[exp.Expr]
Result = exp.Expr | None


def now(args: Args, ctx: Context) -> Result:
    # LOCALTIMESTAMP and not now(): a TIMESTAMP WITH TIME ZONE neither subtracts numbers nor compares by local day.
    return exp.Localtimestamp()


def today(args: Args, ctx: Context) -> Result:
    return exp.CurrentDate()


def date_format(args: Args, ctx: Context) -> Result:
    """DATE_FORMAT(x, f), FORMAT_DATE(f, x), TO_CHAR(x[, f]), STRFTIME either way round."""
    if len(args) == 1:
        return cast(args[0], "VARCHAR")
    fmt = next((a for a in args[:2] if is_text(a) and ("%" in a.name or date_literal(a.name) is None)), None)
    if fmt is None:
        return None
    value = args[1] if fmt is args[0] else args[0]
    if len(args) > 2 or (is_text(value) and value.name.lower() == "now"):
        value = modified(value, args[2:], ctx) or value
    if "%" in fmt.name:
        if fmt.name in ("%s", "%J"):
            return cast(func("EPOCH", ctx.as_time(value)), "BIGINT")
        return func("STRFTIME", ctx.as_time(value), text(percent_format(fmt.name, ctx.dialect)))
    if is_model(fmt.name):
        return format_time(ctx.as_time(value), fmt.name)
    if re.search(r"[90]", fmt.name):
        return format_number(value, fmt.name)
    return None


def format_(args: Args, ctx: Context) -> Result:
    """MySQL FORMAT(number, decimals), T-SQL FORMAT(value, '.NET format'); DuckDB's own format('{}', …) passes."""
    if len(args) < 2 or is_text(args[0]):
        return None
    fmt = args[1]
    if not is_text(fmt):
        decimals = fmt.name if isinstance(fmt, exp.Literal) else "0"
        return func("FORMAT", text(f"{{:,.{decimals}f}}"), cast(args[0], "DOUBLE"))
    standard = re.fullmatch(r"([NnCcFfPp])(\d*)", fmt.name)
    if standard:
        sign = {"c": "₩"}.get(standard.group(1).lower(), "")
        group = "" if standard.group(1) in "Ff" else ","
        return func("FORMAT", text(f"{sign}{{:{group}.{standard.group(2) or 0}f}}"), cast(args[0], "DOUBLE"))
    dates = net_format(fmt.name)
    return func("STRFTIME", ctx.as_time(args[0]), text(dates)) if dates else format_number(args[0], fmt.name)


def parse_date(args: Args, ctx: Context) -> Result:
    return _parsed(args, ctx, "DATE")


def parse_time(args: Args, ctx: Context) -> Result:
    if len(args) == 1 and ctx.kind(args[0]) == "number":
        return None  # DuckDB's own: seconds since 1970
    return _parsed(args, ctx, "TIMESTAMP")


def _parsed(args: Args, ctx: Context, to: str) -> Result:
    """TO_DATE(x[, model]), STR_TO_DATE(x, '%…'), PARSE_DATE('%…', x)."""
    if not args:
        return None
    value, fmt = args[0], args[1] if len(args) > 1 else None
    if fmt is not None and is_text(value) and "%" in value.name:
        value, fmt = fmt, value
    if ctx.kind(value) in ("date", "timestamp"):
        return cast(value, to)
    if is_text(value):
        literal = date_literal(value.name)
        if literal is not None:
            timed = fmt is not None and re.search("HH|%H|%T", fmt.name, re.I) is not None
            return cast(literal.this, "TIMESTAMP" if timed or to == "TIMESTAMP" else "DATE")
    if fmt is None or not is_text(fmt):
        return try_cast(value, to)
    spec = percent_format(fmt.name, ctx.dialect) if "%" in fmt.name else strptime_format(fmt.name)
    if spec is None:
        return try_cast(value, to)
    source = value.copy() if ctx.kind(value) == "text" else cast(value, "VARCHAR")
    parsed = func("STRPTIME" if is_text(value) else "TRY_STRPTIME", source, text(spec))
    return parsed if to == "TIMESTAMP" or "%H" in spec else cast(parsed, to)


def add(args: Args, ctx: Context) -> Result:
    return _shift(args, ctx, minus=False)


def subtract(args: Args, ctx: Context) -> Result:
    return _shift(args, ctx, minus=True)


def _shift(args: Args, ctx: Context, minus: bool) -> Result:
    """DATE_ADD(x, INTERVAL n unit | days); DATEADD(unit, n, x) of T-SQL and Snowflake."""
    if len(args) == 3:
        unit = unit_of(args[0])
        if unit is None or minus:
            return None
        return _whole_days(args[2], unit, shifted(ctx.as_time(args[2]), interval(args[1], unit), False), ctx)
    if len(args) != 2:
        return None
    value, amount = args
    if isinstance(amount, exp.Interval):
        unit = unit_of(amount.args.get("unit")) or "DAY"
        count = amount.this if amount.this is not None else number(1)
        by = interval(_count(count), unit)
    else:
        unit, by = "DAY", interval(amount, "DAY")
    return _whole_days(value, unit, shifted(ctx.as_time(value), by, minus), ctx)


def _count(node: exp.Expr) -> exp.Expr:
    """The number in INTERVAL '3' DAY is a string literal; elsewhere it is an expression."""
    if is_text(node) and re.fullmatch(r"-?\d+", node.name.strip()):
        digits = node.name.strip()
        return exp.Paren(this=exp.Neg(this=number(int(digits[1:])))) if digits[0] == "-" else number(int(digits))
    return node


def _whole_days(value: exp.Expr, unit: str, shifted_value: exp.Expr, ctx: Context) -> exp.Expr:
    """A DATE moved by days or months stays a DATE, as where the function comes from; DuckDB makes it a TIMESTAMP."""
    whole = unit in ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
    literal = is_text(value) and ":" not in value.name
    return cast(shifted_value, "DATE") if whole and (literal or ctx.kind(value) == "date") else shifted_value


def add_months(args: Args, ctx: Context) -> Result:
    if len(args) != 2:
        return None
    return _whole_days(args[0], "MONTH", shifted(ctx.as_time(args[0]), interval(args[1], "MONTH"), False), ctx)


def date_diff(args: Args, ctx: Context) -> Result:
    """MySQL (a, b) is a - b in days; T-SQL and DuckDB (unit, from, to); BigQuery (to, from, unit)."""
    if len(args) == 2:
        return func("DATE_DIFF", text("day"), ctx.as_time(args[1]), ctx.as_time(args[0]))
    if len(args) != 3:
        return None
    if unit_of(args[0]) and (is_text(args[0]) or isinstance(args[0], exp.Column)):
        unit, start, end = unit_of(args[0]), args[1], args[2]
    else:
        unit, start, end = unit_of(args[2]), args[1], args[0]
    return func("DATE_DIFF", text(unit.lower()), ctx.as_time(start), ctx.as_time(end)) if unit else None


def timestamp_diff(args: Args, ctx: Context) -> Result:
    """Full units between: DuckDB's DATE_SUB counts those, DATE_DIFF the boundaries crossed."""
    if len(args) != 3:
        return None
    unit = unit_of(args[0])
    start, end = (args[1], args[2]) if unit else (args[1], args[0])
    unit = unit or unit_of(args[2])
    return func("DATE_SUB", text(unit.lower()), ctx.as_time(start), ctx.as_time(end)) if unit else None


def months_between(args: Args, ctx: Context) -> Result:
    if len(args) != 2:
        return None
    later, earlier = ctx.as_time(args[0]), ctx.as_time(args[1])
    return exp.MonthsBetween(this=later, expression=earlier)


def period_diff(args: Args, ctx: Context) -> Result:
    if len(args) != 2:
        return None

    def months(value: exp.Expr) -> exp.Expr:
        whole = cast(value, "INTEGER")
        years = exp.Mul(this=exp.paren(exp.IntDiv(this=whole, expression=number(100))), expression=number(12))
        return exp.paren(exp.Add(this=years, expression=exp.Mod(this=whole.copy(), expression=number(100))))

    return exp.paren(exp.Sub(this=months(args[0]), expression=months(args[1])))


def last_day(args: Args, ctx: Context) -> Result:
    if not args:
        return None
    value = ctx.as_time(args[0])
    if len(args) > 1 and not unit_of(args[1]):
        value = shifted(value, interval(args[1], "MONTH"), False)
    return func("LAST_DAY", value)


def trunc(args: Args, ctx: Context) -> Result:
    """TRUNC(date[, 'MM']) of Oracle; TRUNC of a number passes."""
    if not args:
        return None
    kind = ctx.kind(args[0])
    if len(args) == 1 or (is_text(args[1]) and args[1].name.upper() in ("DD", "DDD", "J")):
        if isinstance(args[0], exp.Localtimestamp):
            return exp.CurrentDate()
        return cast(ctx.as_time(args[0]), "DATE") if kind in ("date", "timestamp") or len(args) > 1 else None
    unit = unit_of(args[1]) if is_text(args[1]) else None
    if args[1].name.upper() in ("D", "DAY", "DY", "IW", "WW", "W") and is_text(args[1]):
        unit = "WEEK"
    if unit is None:
        return None
    value = func("DATE_TRUNC", text(unit.lower()), ctx.as_time(args[0]))
    return value if unit in ("HOUR", "MINUTE", "SECOND") else cast(value, "DATE")


def date_trunc(args: Args, ctx: Context) -> Result:
    """DATE_TRUNC('month', x), DATETRUNC(month, x), BigQuery's DATE_TRUNC(x, MONTH)."""
    if len(args) < 2:
        return None
    first = unit_of(args[0])
    unit, value = (first, args[1]) if first else (unit_of(args[1]), args[0])
    return func("DATE_TRUNC", text(unit.lower()), ctx.as_time(value)) if unit else None


def date_part(args: Args, ctx: Context) -> Result:
    """DATEPART(year, x), DATE_PART('year', x), DATENAME."""
    unit = unit_of(args[0], parts=True) if len(args) == 2 else None
    if unit is None:
        return None
    value = ctx.as_time(args[1])
    if unit == "DOW" and ctx.dialect == "tsql":
        return exp.paren(exp.Add(this=func("DAYOFWEEK", value), expression=number(1)))
    return func("DATE_PART", text(unit.lower()), value)


def date_name(args: Args, ctx: Context) -> Result:
    unit = unit_of(args[0], parts=True) if len(args) == 2 else None
    if unit is None:
        return None
    name = {"DOW": "DAYNAME", "MONTH": "MONTHNAME"}.get(unit)
    value = ctx.as_time(args[1])
    return func(name, value) if name else cast(func("DATE_PART", text(unit.lower()), value), "VARCHAR")


def weekday(args: Args, ctx: Context) -> Result:
    """MySQL counts from Monday = 0, DuckDB's WEEKDAY from Sunday = 0."""
    if len(args) != 1:
        return None
    value = ctx.as_time(args[0])
    if ctx.dialect == "mysql":
        return exp.paren(exp.Sub(this=func("ISODOW", value), expression=number(1)))
    return func("WEEKDAY", value)


def day_of_week(args: Args, ctx: Context) -> Result:
    """MySQL and BigQuery count from Sunday = 1, DuckDB's DAYOFWEEK from Sunday = 0."""
    if len(args) != 1:
        return None
    value = func("DAYOFWEEK", ctx.as_time(args[0]))
    return exp.paren(exp.Add(this=value, expression=number(1))) if ctx.dialect in ("mysql", "bigquery") else value


def part(name: str):  # type: ignore[no-untyped-def]
    """YEAR(x), HOUR(x) … : DuckDB has them, but not for text."""

    def handler(args: Args, ctx: Context) -> Result:
        return func(name, ctx.as_time(args[0])) if args and len(args) <= 2 else None

    return handler


def epoch(args: Args, ctx: Context) -> Result:
    return cast(func("EPOCH", ctx.as_time(args[0]) if args else exp.Localtimestamp()), "BIGINT")


def from_epoch(args: Args, ctx: Context) -> Result:
    if not args:
        return None
    value = cast(func("TO_TIMESTAMP", args[0].copy()), "TIMESTAMP")
    return date_format([value, args[1]], ctx) if len(args) > 1 else value


def to_days(args: Args, ctx: Context) -> Result:
    """MySQL: days since year 0. DuckDB's to_days(n) is an interval and passes."""
    if len(args) != 1 or ctx.kind(args[0]) not in ("date", "timestamp", "text"):
        return None
    days = func("DATE_DIFF", text("day"), cast(text("0001-01-01"), "DATE"), ctx.as_time(args[0]))
    return exp.paren(exp.Add(this=days, expression=number(366)))


def julian(args: Args, ctx: Context) -> Result:
    if not args:
        return None
    value = modified(args[0], args[1:], ctx) or ctx.as_time(args[0])
    return func("JULIAN", cast(value, "TIMESTAMP"))


def date(args: Args, ctx: Context) -> Result:
    """SQLite's DATE(x, '-1 month', 'start of month'); DATE(x) elsewhere."""
    if not args:
        return exp.CurrentDate()
    if len(args) == 3 and not is_text(args[1]):
        return func("MAKE_DATE", *[a.copy() for a in args])
    if len(args) == 1 and isinstance(args[0], exp.Localtimestamp):
        return exp.CurrentDate()
    value = modified(args[0], args[1:], ctx)
    if value is None:
        return None
    return value if isinstance(value, exp.CurrentDate) else cast(value, "DATE")


def datetime(args: Args, ctx: Context) -> Result:
    return cast(value, "TIMESTAMP") if args and (value := modified(args[0], args[1:], ctx)) is not None else None


def make_date(args: Args, ctx: Context) -> Result:
    if len(args) == 3:
        return func("MAKE_DATE", *[a.copy() for a in args])
    if len(args) == 2:
        first = func("MAKE_DATE", args[0].copy(), number(1), number(1))
        return exp.Add(this=first, expression=exp.paren(exp.Sub(this=wrapped(args[1]), expression=number(1))))
    return None


def time_diff(args: Args, ctx: Context) -> Result:
    return exp.paren(exp.Sub(this=ctx.as_time(args[0]), expression=ctx.as_time(args[1]))) if len(args) == 2 else None


_GROUPS = {
    now: "sysdate systimestamp getdate sysdatetime getutcdate sysutcdatetime now current_datetime utc_timestamp "
    "localtime clock_timestamp "
    "statement_timestamp transaction_timestamp sysdatetimeoffset",
    today: "curdate utc_date today",
    date_format: "date_format to_char to_varchar strftime format_date format_timestamp format_datetime time_format",
    format_: "format",
    parse_date: "to_date str_to_date parse_date try_to_date",
    parse_time: "to_timestamp to_datetime parse_timestamp parse_datetime to_timestamp_ntz try_to_timestamp",
    add: "date_add adddate dateadd timestampadd timestamp_add datetime_add",
    subtract: "date_sub subdate datesub timestamp_sub datetime_sub",
    add_months: "add_months",
    date_diff: "datediff date_diff",
    timestamp_diff: "timestampdiff timestamp_diff datetime_diff",
    months_between: "months_between",
    period_diff: "period_diff",
    last_day: "last_day eomonth",
    trunc: "trunc",
    date_trunc: "date_trunc datetrunc timestamp_trunc datetime_trunc",
    date_part: "datepart date_part",
    date_name: "datename",
    weekday: "weekday",
    day_of_week: "dayofweek",
    epoch: "unix_timestamp",
    from_epoch: "from_unixtime",
    to_days: "to_days",
    julian: "julianday",
    date: "date",
    datetime: "datetime",
    make_date: "makedate datefromparts date_from_parts",
    time_diff: "timediff",
    part("DAYNAME"): "dayname to_dayname",
    part("MONTHNAME"): "monthname",
    part("DAY"): "dayofmonth day",
}
HANDLERS = {name: handler for handler, names in _GROUPS.items() for name in names.split()} | {
    name: part(name.upper())
    for name in "year month quarter week weekofyear hour minute second dayofyear yearweek".split()
}
