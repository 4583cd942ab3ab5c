"""Date and number formats of other databases, as DuckDB expressions."""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.sql.transpile.build import cast, func, number, text

_MYSQL = {
    "c": "%-m", "e": "%-d", "k": "%-H", "l": "%-I", "h": "%I", "i": "%M", "s": "%S", "W": "%A", "M": "%B",
    "T": "%H:%M:%S",
    "r": "%I:%M:%S %p", "v": "%V", "u": "%V", "x": "%G", "X": "%Y", "D": "%-d", "V": "%U",
}  # fmt: skip
_SQLITE = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "e": "%-d", "k": "%-H", "l": "%-I"}
# Oracle and PostgreSQL, longest first; None: strftime has no such code, `_special` spells it.
_MODEL: tuple[tuple[str, str | None], ...] = (
    ("YYYY", "%Y"), ("RRRR", "%Y"), ("IYYY", "%G"), ("SYYYY", "%Y"), ("YY", "%y"), ("RR", "%y"), ("MONTH", "%B"),
    ("MON", "%b"),
    ("MM", "%m"), ("DDD", "%j"), ("DD", "%d"), ("DAY", "%A"), ("DY", "%a"), ("HH24", "%H"), ("HH12", "%I"), ("HH",
    "%I"), ("MI", "%M"),
    ("SSSSS", None), ("SS", "%S"), ("MS", "%g"), ("US", "%f"), ("AM", "%p"), ("PM", "%p"), ("A.M.", "%p"), ("P.M.",
    "%p"), ("IW", "%V"),
    ("WW", None), ("ID", "%u"), ("W", None), ("Q", None), ("D", None), ("TZH", "%z"), ("TZ", "%Z"),
)  # fmt: skip
_NET = {
    "yyyy": "%Y", "yy": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%-m", "dddd": "%A", "ddd": "%a",
    "dd": "%d", "d": "%-d",
    "HH": "%H", "H": "%-H", "hh": "%I", "h": "%-I", "mm": "%M", "m": "%-M", "ss": "%S", "s": "%-S", "fff": "%g",
    "tt": "%p",
}  # fmt: skip
_PADDED = {"%m": "%-m", "%d": "%-d", "%H": "%-H", "%I": "%-I", "%M": "%-M", "%S": "%-S", "%j": "%-j"}


def percent_format(fmt: str, dialect: str) -> str:
    """A `%` format of MySQL or SQLite as DuckDB's strftime writes it (MySQL's `%i` is minutes)."""
    # %i and %s are MySQL's alone; without MySQL as the dialect, %M beside %H is minutes.
    mysql = dialect == "mysql" or "%i" in fmt
    codes = _MYSQL if mysql else _SQLITE
    return re.sub(r"%(.)", lambda m: codes.get(m.group(1), m.group(0)), fmt)


def is_model(fmt: str) -> bool:
    """Whether `fmt` is a date model (`YYYY-MM`) and not a number model (`FM999,999`)."""
    bare = re.sub(r'"[^"]*"', "", fmt)
    return bool(re.search(r"YY|RR|MM|MON|DD|DY|HH|MI|SS|IW|WW|DAY|[QDWY]", bare, re.I)) and not re.search(
        r"[90]{2}", bare
    )


def pieces(fmt: str) -> list[str]:
    """An Oracle/PostgreSQL model cut into strftime runs and, as `!Q`, codes that strftime lacks."""
    out: list[str] = [""]
    unpadded = False
    i = 0
    while i < len(fmt):
        if fmt[i] == '"':
            end = fmt.find('"', i + 1)
            end = len(fmt) if end < 0 else end
            out[-1] += fmt[i + 1 : end].replace("%", "%%")
            i = end + 1
            continue
        rest = fmt[i:].upper()
        if rest.startswith("FM"):
            unpadded, i = True, i + 2
            continue
        if rest.startswith("FF"):
            out[-1] += "%f"
            i += 2 + (rest[2:3].isdigit())
            continue
        hit = next(((code, to) for code, to in _MODEL if rest.startswith(code)), None)
        if hit is None:
            out[-1] += "%%" if fmt[i] == "%" else fmt[i]
            i += 1
            continue
        code, to = hit
        if to is None:
            out += ["!" + code, ""]
        elif code in ("MON", "MONTH", "DAY", "DY") and fmt[i : i + 2].isupper():
            out += ["^" + to, ""]
        else:
            out[-1] += _PADDED.get(to, to) if unpadded else to
        i += len(code)
    return [p for p in out if p]


def format_time(value: exp.Expr, fmt: str) -> exp.Expr:
    """TO_CHAR(value, fmt) for a date or timestamp."""
    parts: list[exp.Expr] = []
    for piece in pieces(fmt):
        if piece[0] == "!":
            parts.append(cast(_special(piece[1:], value), "VARCHAR"))
        elif piece[0] == "^":
            parts.append(func("UPPER", func("STRFTIME", value.copy(), text(piece[1:]))))
        elif "%" in piece.replace("%%", ""):
            parts.append(func("STRFTIME", value.copy(), text(piece)))
        else:
            parts.append(text(piece.replace("%%", "%")))
    if not parts:
        return text("")
    joined = parts[0]
    for part in parts[1:]:
        joined = exp.DPipe(this=joined, expression=part)
    return exp.paren(joined) if len(parts) > 1 else joined


def _special(code: str, value: exp.Expr) -> exp.Expr:
    if code == "Q":
        return func("QUARTER", value.copy())
    if code == "D":
        return exp.Add(this=func("DAYOFWEEK", value.copy()), expression=number(1))
    if code == "SSSSS":
        seconds = exp.Mod(this=cast(func("EPOCH", value.copy()), "BIGINT"), expression=number(86400))
        return exp.paren(seconds)
    day = func("DAYOFYEAR" if code == "WW" else "DAY", value.copy())
    weeks = exp.IntDiv(this=exp.paren(exp.Sub(this=day, expression=number(1))), expression=number(7))
    return exp.Add(this=weeks, expression=number(1))


def strptime_format(fmt: str) -> str | None:
    """The same for reading text; None where strptime has no such code."""
    if "%" in fmt:
        return None
    parts = pieces(fmt)
    if any(p[0] == "!" for p in parts):
        return None
    return "".join(p.lstrip("^") for p in parts)


def net_format(fmt: str) -> str | None:
    """A .NET date format (T-SQL FORMAT) as strftime's; None if it is not one."""
    if not re.search(r"[yMdHhms]", fmt):
        return None
    return re.sub(
        r"y{4}|yy|M{1,4}|d{1,4}|HH?|hh?|mm?|ss?|fff|tt",
        lambda m: _NET.get(m.group(0), m.group(0)),
        fmt.replace("%", "%%"),
    )


def format_number(value: exp.Expr, fmt: str) -> exp.Expr:
    """TO_CHAR(value, 'FM999,999.00') or FORMAT(value, '#,##0'): grouping and decimals kept, padding dropped."""
    bare = re.sub(r"^FM|[SBX]|MI$|PR$", "", fmt, flags=re.I).strip()
    decimals = len(re.sub(r"[^90#]", "", bare.split(".")[1])) if "." in bare else 0
    whole = re.sub(r"[^09]", "", re.split(r"[.D]", bare)[0])
    grouped = "," in bare or "G" in bare.upper()
    if whole.startswith("0") and not grouped and not decimals and len(whole) > 1:
        return func("LPAD", cast(cast(value, "BIGINT"), "VARCHAR"), number(len(whole)), text("0"))
    sign = "₩" if re.match(r"[L₩]", bare, re.I) else "$" if bare.startswith("$") else ""
    end = "%" if bare.endswith("%") else ""
    return func("FORMAT", text(f"{sign}{{:{',' if grouped else ''}.{decimals}f}}{end}"), cast(value, "DOUBLE"))
