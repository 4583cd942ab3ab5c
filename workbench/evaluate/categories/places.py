"""Where a piece of a query stands in the text, with the words around it that keep no place of their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from workbench.sql.parsing import Parsed

_CALLS = {"EXTRACT", "DATE_TRUNC", "DATETRUNC", "DATE_PART", "DATEPART", "CAST", "TRY_CAST", "DATE_DIFF", "DATEDIFF"}
_NEAR = 4
"""Tokens between a call's bracket and the first of its arguments that keeps a place: `EXTRACT ( YEAR FROM d`."""


def span(parsed: Parsed, nodes: Sequence[exp.Expr]) -> tuple[int, int] | None:
    """Offsets of the pieces together; None where the text keeps no place of them (TRUE, a bare *)."""
    if not any("start" in part.meta for node in nodes for part in node.walk()):
        return None
    start, end = parsed.span(*nodes)
    first = nodes[0].unalias()
    if isinstance(first, (exp.Not, exp.Exists)):
        start = _back_over(parsed, start, {"NOT", "EXISTS", "("})
    elif isinstance(first, exp.Func) and "start" not in first.meta:
        start = _from_call(parsed, start)
    start, end = _closed(parsed, start, end)
    after = parsed.token_at(end)
    if isinstance(nodes[-1], exp.Ordered) and after < len(parsed.tokens):
        token = parsed.tokens[after]
        end = token.end + 1 if token.text.upper() in ("ASC", "DESC") else end
    return start, end


def _back_over(parsed: Parsed, start: int, words: set[str]) -> int:
    index = parsed.token_at(start)
    while index > 0 and parsed.tokens[index - 1].text.upper() in words:
        index -= 1
    return int(parsed.tokens[index].start)


def _from_call(parsed: Parsed, start: int) -> int:
    index = parsed.token_at(start)
    for place in range(index - 1, max(0, index - 1 - _NEAR), -1):
        text = parsed.tokens[place].text
        if text == ")":
            break
        if text == "(":
            return int(parsed.tokens[place - 1].start) if parsed.tokens[place - 1].text.upper() in _CALLS else start
    return start


def _closed(parsed: Parsed, start: int, end: int) -> tuple[int, int]:
    """Grown to the right until its brackets close."""
    tokens = parsed.tokens
    first, last = parsed.token_at(start), parsed.token_at(end)
    depth = sum((tk.text == "(") - (tk.text == ")") for tk in tokens[first:last])
    while depth > 0 and last < len(tokens):
        depth += (tokens[last].text == "(") - (tokens[last].text == ")")
        last += 1
    return start, max(end, tokens[last - 1].end + 1)
