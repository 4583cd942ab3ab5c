"""SQLite's time values: a text, 'now', and modifiers such as '-1 month' and 'start of year'."""

from __future__ import annotations

import re

from sqlglot import exp

from workbench.sql.transpile.build import func, interval, is_text, number, shifted, text, unit_of
from workbench.sql.transpile.context import Context


def modified(value: exp.Expr, modifiers: list[exp.Expr], ctx: Context) -> exp.Expr | None:
    """A SQLite time value with its modifiers applied; None for one that is not known."""
    if is_text(value) and value.name.lower() == "now":
        result: exp.Expr = exp.CurrentDate()
    else:
        result = ctx.as_time(value)
    for modifier in modifiers:
        words = modifier.name.lower().strip() if is_text(modifier) else ""
        move = re.fullmatch(r"([+-]?)\s*(\d+)\s+(\w+?)s?", words)
        unit = unit_of(exp.column(move.group(3))) if move else None
        if move and unit:
            result = shifted(result, interval(number(int(move.group(2))), unit), move.group(1) == "-")
        elif words.startswith("start of "):
            result = func("DATE_TRUNC", text(words.split()[-1]), result)
        elif words not in ("localtime", "utc"):
            return None
    return result
