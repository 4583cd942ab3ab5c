"""Where a piece of a query stands in the text, with the words around it that keep no place of their own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from workbench.sql.parsing import Parsed

_CALLS = {"EXTRACT", "DATE_TRUNC", "DATETRUNC", "DATE_PART", "DATEPART", "CAST", "TRY_CAST", "DATE_DIFF", "DATEDIFF"}
_WORDS = {"AND", "OR", "NOT", "IN", "WHERE", "ON", "HAVING", "BY", "SELECT", "WHEN", "THEN", "ELSE", "EXISTS", "USING"}
_UNITS = {"YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"}
_CONSTANTS = {"IS", "NOT", "NULL", "TRUE", "FALSE", "=", "<>", "!="}
_NEAR = 4
"""Tokens between a call's bracket and the first of its arguments that keeps a place: `EXTRACT ( YEAR FROM d`."""


def span(parsed: Parsed, nodes: Sequence[exp.Expr]) -> tuple[int, int] | None:
    """Offsets of the pieces together; None where the text keeps no place of them (TRUE, a bare *)."""
    if not any("start" in part.meta for node in nodes for part in node.walk()):
        return None
    start, end = parsed.span(*nodes)
    first = nodes[0].unalias()
    if isinstance(first, (exp.Not, exp.Exists)):
        start = _back_over(parsed, start, {"NOT", "EXISTS", "(", "SELECT"})
    elif isinstance(first, exp.Func) and "start" not in first.meta:
        start = _from_call(parsed, start)
    start, end = _closed(parsed, _with_name(parsed, start), end)
    end = _with_interval(parsed, end) if nodes[-1].find(exp.Interval) is not None else end
    end = _with_constant(parsed, nodes[-1], end)
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


def _with_name(parsed: Parsed, start: int) -> int:
    """`start`, or that of the function whose bracket opens there."""
    index = parsed.token_at(start)
    if index == 0 or parsed.tokens[index].text != "(":
        return start
    before = parsed.tokens[index - 1]
    is_name = before.end + 1 == start and before.text.isidentifier() and before.text.upper() not in _WORDS
    return int(before.start) if is_name else start


def _with_interval(parsed: Parsed, end: int) -> int:
    """`end`, or that of the `+ INTERVAL 1 YEAR` behind it."""
    index = parsed.token_at(end)
    texts = [token.text.upper() for token in parsed.tokens[index : index + 4]]
    if len(texts) < 3 or texts[0] not in "+-" or texts[1] != "INTERVAL":
        return end
    has_unit = len(texts) == 4 and texts[3].rstrip("S") in _UNITS
    return int(parsed.tokens[index + (3 if has_unit else 2)].end) + 1


def _with_constant(parsed: Parsed, node: exp.Expr, end: int) -> int:
    """`end`, or that of the `IS NOT NULL`, `= TRUE` behind it: these words keep no place."""
    last = node
    while (inner := last.args.get("expression") or (last.this if isinstance(last, exp.Not | exp.Paren) else None)) and (
        isinstance(inner, exp.Expr)
    ):
        last = inner
    if not isinstance(last, exp.Null | exp.Boolean):
        return end
    index = parsed.token_at(end)
    while index < len(parsed.tokens) and parsed.tokens[index].text.upper() in _CONSTANTS:
        end, index = int(parsed.tokens[index].end) + 1, index + 1
    return end


def _closed(parsed: Parsed, start: int, end: int) -> tuple[int, int]:
    """Grown to the right until its brackets close."""
    tokens = parsed.tokens
    first, last = parsed.token_at(start), parsed.token_at(end)
    depth = sum((tk.text == "(") - (tk.text == ")") for tk in tokens[first:last])
    while depth > 0 and last < len(tokens):
        depth += (tokens[last].text == "(") - (tokens[last].text == ")")
        last += 1
    return start, max(end, tokens[last - 1].end + 1)
