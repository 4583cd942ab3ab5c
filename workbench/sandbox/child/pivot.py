"""Reading PIVOT without a value list, which DuckDB cannot serialize.

DuckDB expands `PIVOT t ON x USING sum(y)` into several statements (type MULTI) and gives no tree for them. The same
tables and expressions stand in `FROM t SELECT x, sum(y)`: three keywords are exchanged, everything else stays where
it is, and DuckDB parses that. Policy judges its tree; what runs is the original text.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_OPENERS, _CLOSERS = "([{", ")]}"
_ENDS = {"union", "except", "intersect", ";"}
_BEFORE = {"(", ")", "all", "union", "except", "intersect", "distinct"}


@dataclass(frozen=True)
class _Token:
    start: int
    """Byte offset."""
    text: str
    """Keywords, operators in lower case; `literal` and `name` for what may not be mistaken for them."""
    depth: int


def as_select(sql: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with every PIVOT statement turned into a SELECT over the same parts, and how byte offsets moved.

    The list holds (offset in the new text, bytes added before it). The text is empty where no PIVOT was understood.
    """
    raw = sql.encode()
    tokens = _tokens(raw)
    swaps: dict[int, tuple[bytes, bytes]] = {}
    for index, token in enumerate(tokens):
        if token.text in ("pivot", "pivot_wider") and _is_statement(tokens, index):
            found = _swaps(tokens, index)
            if not found:
                return "", []
            swaps.update(found)
    if not swaps:
        return "", []
    pieces, shifts, done, added = [], [], 0, 0
    for start in sorted(swaps):
        old, new = swaps[start]
        pieces += [raw[done:start], new]
        done = start + len(old)
        if len(new) != len(old):
            added += len(new) - len(old)
            shifts.append((done + added, added))
    return (b"".join(pieces) + raw[done:]).decode(), shifts


def _swaps(tokens: list[_Token], index: int) -> dict[int, tuple[bytes, bytes]]:
    """`PIVOT … ON … USING …` from token `index` on as `FROM … SELECT … ,  …`; offsets → (old, new) text."""
    head = tokens[index]
    on = using = None
    for token in tokens[index + 1 :]:
        if token.depth < head.depth or (token.depth == head.depth and token.text in _ENDS):
            break
        if token.depth != head.depth:
            continue
        if token.text == "on" and using is None:
            on = token
        elif token.text == "on":  # that USING belonged to a join
            on, using = token, None
        elif token.text == "using" and on is not None:
            using = token
    if on is None:
        return {}
    old = head.text.encode()
    swaps = {head.start: (old, b"FROM".ljust(len(old))), on.start: (b"on", b"SELECT")}
    if using is not None:
        swaps[using.start] = (b"using", b",    ")
    return swaps


def _is_statement(tokens: list[_Token], index: int) -> bool:
    """`PIVOT t ON x` rather than `FROM t PIVOT (sum(y) FOR x IN (1, 2))`, which DuckDB does serialize."""
    if index and tokens[index - 1].text not in _BEFORE:
        return False
    after = tokens[index + 1 :]
    if not after or after[0].text != "(":
        return True
    depth = tokens[index].depth
    for token in after:
        if token.text == ")" and token.depth == depth:
            return True
        if token.text == "for" and token.depth == depth + 1:
            return False
    return True


def _tokens(raw: bytes) -> list[_Token]:
    """DuckDB's own tokens, without comments. A bracket has the depth of what is around it."""
    found = duckdb.tokenize(raw.decode())
    tokens, depth = [], 0
    for number, (start, kind) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else len(raw)
        if kind.name == "comment":
            continue
        plain = kind.name in ("keyword", "operator", "identifier") and raw[start : start + 1] not in (b'"', b"'")
        text = raw[start:end].decode("utf-8", "replace").strip().lower() if plain else "literal"
        if kind.name == "identifier":
            text = text if text in ("pivot", "pivot_wider") else "name"
        if text and text in _CLOSERS:
            depth -= 1
        tokens.append(_Token(start, text, depth))
        if text and text in _OPENERS:
            depth += 1
    return tokens
