"""Conditional, text and number functions of other databases, as DuckDB has them."""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.sql.transpile.build import cast, func, is_text, number, text, try_cast, wrapped
from workbench.sql.transpile.context import Context
from workbench.sql.transpile.dates import Args, Result


def coalesce(args: Args, ctx: Context) -> Result:
    """NVL(amount, '없음') mixes types where DuckDB does not: then all of it is text."""
    if len(args) == 1:
        return exp.paren(exp.Is(this=wrapped(args[0]), expression=exp.null()))
    return func("COALESCE", *mixed_as_text(args, ctx))


def mixed_as_text(values: Args, ctx: Context) -> Args:
    """The same values, all cast to text if one is a word and another a number, date or bool."""
    words = any(is_text(v) and not re.fullmatch(r"\s*-?[\d.:/ -]+\s*", v.name) for v in values)
    others = [v for v in values if ctx.kind(v) in ("number", "date", "timestamp", "bool", "interval")]
    if not words or not others:
        return [v.copy() for v in values]
    return [cast(v, "VARCHAR") if v in others else v.copy() for v in values]


def nvl2(args: Args, ctx: Context) -> Result:
    if len(args) != 3:
        return None
    present = exp.Not(this=exp.Is(this=wrapped(args[0]), expression=exp.null()))
    _, yes, no = args[0], *mixed_as_text(args[1:], ctx)
    return exp.Case(ifs=[exp.If(this=present, true=yes)], default=no)


def decode(args: Args, ctx: Context) -> Result:
    """DECODE(x, a, 'A', b, 'B', 'other'); NULL matches NULL there."""
    if len(args) < 3:
        return None
    pairs = list(zip(args[1::2], args[2::2], strict=False))
    default = [args[-1]] if len(args) % 2 == 0 else []
    results = mixed_as_text([to for _, to in pairs] + default, ctx)
    ifs = []
    for (value, _), result in zip(pairs, results, strict=False):
        null = isinstance(value, exp.Null)
        test = (exp.Is if null else exp.EQ)(this=wrapped(args[0]), expression=value.copy())
        ifs.append(exp.If(this=test, true=result))
    return exp.Case(ifs=ifs, default=results[-1] if default else None)


def iif(args: Args, ctx: Context) -> Result:
    if len(args) not in (2, 3):
        return None
    results = mixed_as_text(args[1:], ctx)
    return exp.Case(
        ifs=[exp.If(this=args[0].copy(), true=results[0])], default=results[1] if len(results) > 1 else None
    )


def choose(args: Args, ctx: Context) -> Result:
    if len(args) < 2:
        return None
    return exp.Case(this=args[0].copy(), ifs=[exp.If(this=number(i), true=v.copy()) for i, v in enumerate(args[1:], 1)])


def field(args: Args, ctx: Context) -> Result:
    if len(args) < 2:
        return None
    ifs = [exp.If(this=v.copy(), true=number(i)) for i, v in enumerate(args[1:], 1)]
    return exp.Case(this=args[0].copy(), ifs=ifs, default=number(0))


def zero_if_null(args: Args, ctx: Context) -> Result:
    return func("COALESCE", args[0].copy(), number(0)) if len(args) == 1 else None


def null_if_zero(args: Args, ctx: Context) -> Result:
    return func("NULLIF", args[0].copy(), number(0)) if len(args) == 1 else None


def safe_divide(args: Args, ctx: Context) -> Result:
    if len(args) != 2:
        return None
    return exp.paren(exp.Div(this=wrapped(args[0]), expression=func("NULLIF", args[1].copy(), number(0))))


def div0(args: Args, ctx: Context) -> Result:
    return func("COALESCE", quotient, number(0)) if (quotient := safe_divide(args, ctx)) is not None else None


def concat(args: Args, ctx: Context) -> Result:
    return func("CONCAT", *[a.copy() for a in args])


def find_in_set(args: Args, ctx: Context) -> Result:
    if len(args) != 2:
        return None
    places = func("LIST_POSITION", func("STRING_SPLIT", args[1].copy(), text(",")), cast(args[0], "VARCHAR"))
    return func("COALESCE", places, number(0))


def substring_index(args: Args, ctx: Context) -> Result:
    if len(args) != 3:
        return None
    count = args[2].unnest()
    last = isinstance(count, exp.Neg)
    pieces = func("STRING_SPLIT", args[0].copy(), args[1].copy())
    if last:
        taken = func("LIST_SLICE", pieces, count.copy(), exp.Neg(this=number(1)))
    else:
        taken = func("LIST_SLICE", pieces, number(1), args[2].copy())
    return func("ARRAY_TO_STRING", taken, args[1].copy())


def locate(args: Args, ctx: Context) -> Result:
    """LOCATE and CHARINDEX: (part, whole[, from])."""
    return _position(args[1], args[0], args[2:]) if len(args) in (2, 3) else None


def instr(args: Args, ctx: Context) -> Result:
    return _position(args[0], args[1], args[2:3]) if len(args) >= 2 else None


def _position(whole: exp.Expr, part: exp.Expr, start: Args) -> exp.Expr:
    if not start or start[0].name == "1":
        return func("STRPOS", whole.copy(), part.copy())
    rest = func("STRPOS", func("SUBSTR", whole.copy(), start[0].copy()), part.copy())
    offset = exp.Sub(this=exp.Add(this=rest.copy(), expression=wrapped(start[0])), expression=number(1))
    return exp.Case(ifs=[exp.If(this=exp.GT(this=rest, expression=number(0)), true=offset)], default=number(0))


def renamed(to: str, least: int = 1, most: int = 99):  # type: ignore[no-untyped-def]
    """The same arguments under DuckDB's name."""

    def handler(args: Args, ctx: Context) -> Result:
        return func(to, *[a.copy() for a in args]) if least <= len(args) <= most else None

    return handler


def regexp_replace(args: Args, ctx: Context) -> Result:
    """MySQL and Oracle replace every match, DuckDB the first unless told 'g'."""
    if len(args) != 3 or ctx.dialect not in ("mysql", "oracle", "bigquery", "snowflake"):
        return None
    return func("REGEXP_REPLACE", *[a.copy() for a in args], text("g"))


def regexp_count(args: Args, ctx: Context) -> Result:
    return func("LEN", func("REGEXP_EXTRACT_ALL", args[0].copy(), args[1].copy())) if len(args) == 2 else None


def initcap(args: Args, ctx: Context) -> Result:
    if len(args) != 1:
        return None
    head = func("UPPER", func("LEFT", args[0].copy(), number(1)))
    return exp.paren(exp.DPipe(this=head, expression=func("LOWER", func("SUBSTR", args[0].copy(), number(2)))))


def space(args: Args, ctx: Context) -> Result:
    return func("REPEAT", text(" "), args[0].copy()) if len(args) == 1 else None


def stuff(args: Args, ctx: Context) -> Result:
    if len(args) != 4:
        return None
    whole, start, length, new = args
    head = func("LEFT", whole.copy(), exp.Sub(this=wrapped(start), expression=number(1)))
    tail = func("SUBSTR", whole.copy(), exp.Add(this=wrapped(start), expression=wrapped(length)))
    return func("CONCAT", head, new.copy(), tail)


def to_number(args: Args, ctx: Context) -> Result:
    if not args:
        return None
    value = args[0]
    if is_text(value):
        plain = value.name.replace(",", "").strip()
        return exp.Literal.number(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else try_cast(value, "DOUBLE")
    if isinstance(value, exp.Anonymous) and value.name.upper() == "STRFTIME":
        return cast(value, "BIGINT")
    if ctx.kind(value) == "number":
        return value.copy()
    return try_cast(func("REPLACE", cast(value, "VARCHAR"), text(","), text("")), "DOUBLE")


def is_numeric(args: Args, ctx: Context) -> Result:
    present = exp.Not(this=exp.Is(this=try_cast(args[0], "DOUBLE"), expression=exp.null())) if len(args) == 1 else None
    return cast(present, "INTEGER") if present is not None else None


def log(args: Args, ctx: Context) -> Result:
    """LOG(x) is the natural one in MySQL and T-SQL; T-SQL's second argument is the base."""
    if len(args) == 1:
        return func("LN", args[0].copy()) if ctx.dialect in ("mysql", "tsql") else None
    return func("LOG", args[1].copy(), args[0].copy()) if len(args) == 2 and ctx.dialect == "tsql" else None


def square(args: Args, ctx: Context) -> Result:
    return func("POWER", args[0].copy(), number(2)) if len(args) == 1 else None


def wm_concat(args: Args, ctx: Context) -> Result:
    return func("STRING_AGG", args[0].copy(), text(",")) if len(args) == 1 else None


_STYLES = {
    "112": "%Y%m%d", "120": "%Y-%m-%d %H:%M:%S", "121": "%Y-%m-%d %H:%M:%S", "126": "%Y-%m-%dT%H:%M:%S",
    "23": "%Y-%m-%d", "102": "%Y.%m.%d", "111": "%Y/%m/%d", "101": "%m/%d/%Y", "103": "%d/%m/%Y",
    "108": "%H:%M:%S",
}  # fmt: skip


def convert(args: Args, ctx: Context) -> Result:
    """T-SQL CONVERT(type, x[, style]) and MySQL CONVERT(x, type)."""
    if len(args) == 1:
        return args[0].copy()
    if len(args) not in (2, 3):
        return None
    first = _type_name(args[0])
    to, value = (first, args[1]) if first else (_type_name(args[1]), args[0])
    if to is None:
        return None
    style = _STYLES.get(args[2].name) if len(args) == 3 else None
    if style is None or not to.startswith(("VARCHAR", "CHAR")):
        return cast(value, to.split("(")[0] if to.startswith(("VARCHAR", "CHAR")) else to)
    shown = func("STRFTIME", ctx.as_time(value), text(style))
    width = re.search(r"\((\d+)\)", to)
    return func("LEFT", shown, number(int(width.group(1)))) if width else shown


_TYPES = {
    "SIGNED": "BIGINT", "UNSIGNED": "BIGINT", "NVARCHAR": "VARCHAR", "NCHAR": "VARCHAR", "CHAR": "VARCHAR",
    "VARCHAR": "VARCHAR", "DATETIME": "TIMESTAMP", "DATETIME2": "TIMESTAMP", "SMALLDATETIME": "TIMESTAMP",
    "INT": "INTEGER", "BIT": "BOOLEAN", "MONEY": "DECIMAL(19,4)", "DATE": "DATE", "TIME": "TIME",
    "INTEGER": "INTEGER", "BIGINT": "BIGINT", "FLOAT": "DOUBLE", "DECIMAL": "DECIMAL", "NUMERIC": "DECIMAL",
    "DOUBLE": "DOUBLE", "TEXT": "VARCHAR", "REAL": "REAL", "TIMESTAMP": "TIMESTAMP",
}  # fmt: skip


def _type_name(node: exp.Expr) -> str | None:
    if is_text(node):
        return None
    head, _, rest = node.sql("duckdb").strip('"').partition("(")
    to = _TYPES.get(head.strip().upper().removesuffix("()"))
    return f"{to}({rest}" if to in ("VARCHAR", "DECIMAL") and rest and rest != ")" else to


HANDLERS = {
    "nvl": coalesce,
    "ifnull": coalesce,
    "isnull": coalesce,
    "coalesce": coalesce,
    "nvl2": nvl2,
    "decode": decode,
    "iif": iif,
    "iff": iif,
    "choose": choose,
    "elt": choose,
    "field": field,
    "zeroifnull": zero_if_null,
    "nullifzero": null_if_zero,
    "safe_divide": safe_divide,
    "div0": div0,
    "find_in_set": find_in_set,
    "substring_index": substring_index,
    "locate": locate,
    "charindex": locate,
    "instr": instr,
    "regexp_like": renamed("REGEXP_MATCHES", 2, 3),
    "regexp_contains": renamed("REGEXP_MATCHES", 2, 2),
    "regexp_substr": renamed("REGEXP_EXTRACT", 2, 2),
    "regexp_replace": regexp_replace,
    "regexp_count": regexp_count,
    "initcap": initcap,
    "space": space,
    "replicate": renamed("REPEAT", 2, 2),
    "stuff": stuff,
    "to_number": to_number,
    "to_decimal": to_number,
    "isnumeric": is_numeric,
    "mid": renamed("SUBSTR", 2, 3),
    "lengthb": renamed("STRLEN"),
    "datalength": renamed("STRLEN"),
    "char_length": renamed("LENGTH"),
    "character_length": renamed("LENGTH"),
    "truncate": renamed("TRUNC"),
    "rand": lambda a, c: func("RANDOM"),
    "newid": lambda a, c: func("UUID"),
    "std": renamed("STDDEV_POP"),
    "stdev": renamed("STDDEV"),
    "stdevp": renamed("STDDEV_POP"),
    "var": renamed("VARIANCE"),
    "varp": renamed("VAR_POP"),
    "log": log,
    "square": square,
    "wm_concat": wm_concat,
    "convert": convert,
    "countif": renamed("COUNT_IF"),
    "to_string": lambda a, c: cast(a[0], "VARCHAR") if len(a) == 1 else None,
    "str": lambda a, c: func("TRIM", cast(a[0], "VARCHAR")) if len(a) == 1 else None,
    "dbms_random.value": renamed("RANDOM", 0),
    "ucase": renamed("UPPER"),
    "lcase": renamed("LOWER"),
    "concat": concat,
    "len": renamed("LEN"),
    "nchar": renamed("CHR"),
}
