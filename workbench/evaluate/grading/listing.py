"""Lists that a query glues together (STRING_AGG, GROUP_CONCAT, ARRAY_AGG) in no order of their own.

In which order their items come is the database's business, so both sides get the same one: by value.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.sql.lexer import Token, tokens

_LISTS = frozenset({"string_agg", "group_concat", "listagg", "array_agg", "list"})
_ELSEWHERE = frozenset({"WITHIN", "OVER", "FILTER"})
"""What follows a call whose items are chosen or ordered outside of its brackets."""


@dataclass(frozen=True)
class _Call:
    """Where a call stands: its brackets, the end of its first argument, and its own ORDER BY or None."""

    opening: int
    argument_end: int
    order: int | None
    closing: int


def has_loose_list(sql: str) -> bool:
    """Whether some list in `sql` is in no order."""
    return any(call.order is None for call in _calls(tokens(sql)))


def settled(sql: str, all_of_them: bool) -> str:
    """`sql` with its lists ordered by value: those in no order, or with `all_of_them` the others too."""
    found = tokens(sql)
    out = [token.text for token in found]
    for call in _calls(found):
        if call.order is not None and not all_of_them:
            continue
        if call.order is not None:
            out[call.order : call.closing] = [""] * (call.closing - call.order)
        argument = [token for token in found[call.opening + 1 : call.argument_end] if not token.is_word("DISTINCT")]
        out[call.closing] = f" ORDER BY {''.join(token.text for token in argument).strip()})"
    return "".join(out)


def has_order(sql: str) -> bool:
    """Whether some list in `sql` is ordered."""
    return any(call.order is not None for call in _calls(tokens(sql)))


def _calls(found: list[Token]) -> list[_Call]:
    calls = []
    for at, token in enumerate(found):
        opening = _next(found, at)
        if token.kind == "word" and token.text.casefold() in _LISTS and opening is not None:
            call = _call(found, opening) if found[opening].text == "(" else None
            if call is not None:
                calls.append(call)
    return calls


def _call(found: list[Token], opening: int) -> _Call | None:
    depth, argument_end, order = 0, None, None
    for i in range(opening, len(found)):
        text = found[i].text
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text, 0)
        if depth == 0:
            after = _next(found, i)
            outside = after is not None and found[after].text.upper() in _ELSEWHERE
            end = argument_end or order or i
            return None if outside or end == opening + 1 else _Call(opening, end, order, i)
        if depth == 1 and text == "," and argument_end is None and order is None:
            argument_end = i
        if depth == 1 and found[i].is_word("ORDER"):
            order = i
    return None


def _next(found: list[Token], at: int) -> int | None:
    return next((i for i in range(at + 1, len(found)) if found[i].kind not in ("space", "comment")), None)
