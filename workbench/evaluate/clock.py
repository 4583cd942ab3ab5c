"""The clock stands still: NOW(), CURRENT_DATE and their kin become the day of the grading, for gold and answer alike.

Replaced in the text, token by token: whatever surrounds them stays as it was written. A name counts as the clock where
DuckDB reads it so: not after a dot, not in quotes, not as an alias, and not where a column has that name.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from workbench.schema.model import Schema
from workbench.sql.lexer import Token, tokens

HOUR = 12
"""Noon in Seoul: a row of the same morning is past, one of the evening is still to come."""

_STAMP, _ZONED, _DATE, _TIME, _ZONED_TIME = "TIMESTAMP", "TIMESTAMPTZ", "DATE", "TIME", "TIMETZ"
_KINDS = {
    "now": _ZONED,
    "get_current_timestamp": _ZONED,
    "transaction_timestamp": _ZONED,
    "current_timestamp": _ZONED,
    "localtimestamp": _STAMP,
    "current_localtimestamp": _STAMP,
    "current_date": _DATE,
    "today": _DATE,
    "current_time": _ZONED_TIME,
    "get_current_time": _ZONED_TIME,
    "localtime": _TIME,
    "current_localtime": _TIME,
}
_BARE = frozenset({"current_timestamp", "localtimestamp", "current_date", "current_time", "localtime"})
"""Those that DuckDB also reads without brackets."""
_RANDOM = frozenset({"random", "uuid", "uuidv4", "uuidv7", "gen_random_uuid", "setseed"})


def pinned(sql: str, today: dt.date, schema: Schema) -> str:
    """`sql` (DuckDB's) with the clock at noon of `today`; the same text where it asks for no time."""
    found = tokens(sql)
    out = list(found)
    for at, (name, end) in _clocks(found, schema).items():
        out[at] = replace(found[at], text=_literal(_KINDS[name], today))
        out[at + 1 : end] = [replace(token, text="") for token in found[at + 1 : end]]
    for at, opening in _since(found):
        # AGE(x) is from now until x; AGO(i) is now less i.
        if found[at].is_word("AGE"):
            out[opening] = replace(found[opening], text=f"({_literal(_STAMP, today, midnight=True)}, ")
        else:
            out[at] = replace(found[at], text=f"({_literal(_ZONED, today)} - ")
            out[_closing(found, opening)] = replace(found[opening], text="))")
    return "".join(token.text for token in out)


def is_random(sql: str) -> bool:
    """Whether `sql` (DuckDB's) draws lots, so that no two runs need agree."""
    found = [token for token in tokens(sql) if token.kind not in ("space", "comment")]
    calls = any(
        token.kind == "word" and token.text.casefold() in _RANDOM and after.text == "("
        for token, after in pairwise(found)
    )
    return calls or any(
        token.is_word("TABLESAMPLE") or (token.is_word("USING") and after.is_word("SAMPLE"))
        for token, after in pairwise(found)
    )


def _clocks(found: list[Token], schema: Schema) -> dict[int, tuple[str, int]]:
    """Where the clock is asked: index of the name → its name and the index after its brackets."""
    clocks: dict[int, tuple[str, int]] = {}
    for at, token in enumerate(found):
        name = token.text.casefold()
        if token.kind != "word" or name not in _KINDS or _is_part(found, at):
            continue
        opening = _next(found, at)
        closing = _next(found, opening) if opening is not None and found[opening].text == "(" else None
        if closing is not None and found[closing].text == ")":
            clocks[at] = (name, closing + 1)
        elif closing is None and name in _BARE and not any(t.column(name) for t in schema.tables):
            clocks[at] = (name, at + 1)
    return clocks


def _since(found: list[Token]) -> list[tuple[int, int]]:
    """Calls of AGE with one argument and of AGO: index of the name and of its bracket; innermost last."""
    calls = []
    for at, token in enumerate(found):
        opening = _next(found, at)
        if not token.is_word("AGE", "AGO") or _is_part(found, at) or opening is None or found[opening].text != "(":
            continue
        closing = _closing(found, opening)
        if closing < len(found) and (token.is_word("AGO") or not _has_comma(found, opening, closing)):
            calls.append((at, opening))
    return calls


def _is_part(found: list[Token], at: int) -> bool:
    """Whether the word at `at` is a column of something, or a name that is being given."""
    before = next((t for t in reversed(found[:at]) if t.kind not in ("space", "comment")), None)
    return before is not None and (before.text == "." or before.is_word("AS"))


def _next(found: list[Token], at: int) -> int | None:
    return next((i for i in range(at + 1, len(found)) if found[i].kind not in ("space", "comment")), None)


def _closing(found: list[Token], opening: int) -> int:
    """Where the bracket at `opening` closes; past the end where it does not."""
    depth = 0
    for i in range(opening, len(found)):
        depth += {"(": 1, ")": -1}.get(found[i].text, 0)
        if depth == 0:
            return i
    return len(found)


def _has_comma(found: list[Token], opening: int, closing: int) -> bool:
    depth = 0
    for token in found[opening:closing]:
        depth += {"(": 1, ")": -1, "[": 1, "]": -1}.get(token.text, 0)
        if depth == 1 and token.text == ",":
            return True
    return False


def _literal(kind: str, today: dt.date, midnight: bool = False) -> str:
    hour = 0 if midnight else HOUR
    stamp = f"{today.isoformat()} {hour:02}:00:00"
    if kind == _DATE:
        return f"DATE '{today.isoformat()}'"
    if kind == _STAMP:
        return f"TIMESTAMP '{stamp}'"
    if kind == _ZONED:
        return f"TIMESTAMPTZ '{stamp}+09'"
    return f"TIME '{hour:02}:00:00'" if kind == _TIME else f"TIMETZ '{hour:02}:00:00+09'"
