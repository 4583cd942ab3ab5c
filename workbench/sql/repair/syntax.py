"""Small slips that keep a text from parsing at all."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.sql.lexer import Token, tokens
from workbench.sql.transpile.inward import parse

_DANGLING = frozenset(
    "WHERE AND OR ON BY GROUP ORDER HAVING LIMIT JOIN INNER LEFT RIGHT FULL OUTER UNION ALL SELECT FROM "
    "AS NOT IN , ( = < >".split()
)


def mend(sql: str) -> str | None:
    """The text after the fewest of these mends that let it parse; None if none does."""
    text = sql
    for step in _STEPS:
        alone = step(sql)
        if alone != sql and parse(alone) is not None:
            return alone
        text = step(text)
        if text != sql and parse(text) is not None:
            return text
    return None


def _commas(sql: str) -> str:
    """A comma before FROM or a closing parenthesis, or two in a row."""
    found = tokens(sql)
    out: list[str] = []
    for i, token in enumerate(found):
        following = next((x for x in found[i + 1 :] if x.kind not in ("space", "comment")), None)
        ends = (
            following is None
            or following.text in (",", ")", ";")
            or following.is_word("FROM", "WHERE", "GROUP", "ORDER", "LIMIT", "HAVING")
        )
        if not (token.text == "," and token.kind == "op" and ends):
            out.append(token.text)
    return "".join(out)


def _parentheses(sql: str) -> str:
    """Closing ones that are missing at the end, or too many."""
    depth = 0
    out: list[str] = []
    for token in tokens(sql):
        if token.text == ")" and token.kind == "op":
            if depth == 0:
                continue
            depth -= 1
        elif token.text == "(" and token.kind == "op":
            depth += 1
        out.append(token.text)
    return "".join(out) + ")" * depth


def _dangling(sql: str) -> str:
    """Cut off in the middle of a clause: the words that wait for more go."""
    found: list[Token] = tokens(sql)
    while found and (
        found[-1].kind in ("space", "comment")
        or (found[-1].text.upper() in _DANGLING and found[-1].kind in ("word", "op"))
    ):
        found.pop()
    return "".join(x.text for x in found)


def _second_where(sql: str) -> str:
    """WHERE a WHERE b, WHERE AND a."""
    text = re.sub(r"(?i)\bWHERE\s+(AND|OR)\b", "WHERE", sql)
    parts = re.split(r"(?i)\bWHERE\b", text)
    flat = len(parts) > 2 and all(p.count("(") == p.count(")") for p in parts)
    return (
        " AND ".join([parts[0] + "WHERE" + parts[1], *parts[2:]])
        if flat and not re.search(r"(?i)\b(union|select)\b", " ".join(parts[2:]))
        else text
    )


def _clause_order(sql: str) -> str:
    """ORDER BY before GROUP BY or HAVING, LIMIT before ORDER BY, WHERE after GROUP BY."""
    found = tokens(sql)
    starts: list[tuple[int, int]] = []
    depth = 0
    rank = {"WHERE": 1, "GROUP": 2, "HAVING": 3, "ORDER": 4, "LIMIT": 5}
    for i, token in enumerate(found):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.is_word("UNION", "EXCEPT", "INTERSECT", "QUALIFY", "WINDOW", "OFFSET"):
            return sql
        if depth == 0 and token.kind == "word" and token.text.upper() in rank:
            starts.append((rank[token.text.upper()], i))
    if len(starts) < 2 or len({r for r, _ in starts}) < len(starts):
        return sql
    ends = [i for _, i in starts[1:]] + [len(found)]
    pieces = sorted(
        (r, "".join(x.text for x in found[i:end]).strip()) for (r, i), end in zip(starts, ends, strict=True)
    )
    return "".join(x.text for x in found[: starts[0][1]]) + " ".join(p for _, p in pieces)


_STEPS: tuple[Callable[[str], str], ...] = (_commas, _parentheses, _clause_order, _second_where, _dangling)
