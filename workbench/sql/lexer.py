"""SQL as a row of tokens, for edits that must not touch string literals.

sqlglot's tokenizer needs to be told the dialect and stops at a stray quote; small models mix dialects and
write stray quotes. This one reads anything: `"".join(t.text for t in tokens(x)) == x` always holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["space", "comment", "string", "quoted", "word", "number", "op"]


@dataclass(frozen=True)
class Token:
    """`kind` quoted: "name" or `name`; string: '…' or $$…$$; op: everything else, longest operator first."""

    kind: Kind
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


_PARTS = {
    "space": r"\s+",
    "comment": r"--[^\n]*|/\*.*?(?:\*/|\Z)",
    "quoted": r'"(?:[^"]|"")*(?:"|\Z)|`[^`]*(?:`|\Z)',
    "number": r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w)",
    "word": r"[^\W][\w$#]*",
    "op": r"<=>|->>|->|\|\||::|<>|!=|\^=|<=|>=|==|//|.",
}
_STANDARD = r"\$\$.*?(?:\$\$|\Z)|'(?:[^']|'')*(?:'|\Z)"
_BACKSLASH = r"'(?:[^'\\]|''|\\.)*(?:'|\Z)"


def _compile(string: str) -> re.Pattern[str]:
    named = {"space": _PARTS["space"], "comment": _PARTS["comment"], "string": string, **_PARTS}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in named.items()), re.S)


_PLAIN = _compile(_STANDARD)
_ESCAPED = _compile(_BACKSLASH)


def tokens(sql: str) -> list[Token]:
    """All tokens in order, white space and comments included.

    Strings follow the standard (`''` escapes); where that leaves one open and MySQL's backslashes do not, those hold.
    """
    found = list(_scan(_PLAIN, sql))
    if "\\'" in sql and any(_is_open(t) for t in found):
        escaped = list(_scan(_ESCAPED, sql))
        if not any(_is_open(t) for t in escaped):
            return escaped
    return found


def _scan(pattern: re.Pattern[str], sql: str) -> Iterator[Token]:
    for match in pattern.finditer(sql):
        kind = match.lastgroup
        assert kind is not None
        yield Token(kind, match.group(), match.start())  # type: ignore[arg-type]


def _is_open(token: Token) -> bool:
    return token.kind == "string" and (len(token.text) == 1 or not token.text.endswith("'")) and token.text[:2] != "$$"


def significant(found: Iterable[Token]) -> list[Token]:
    """Without white space and comments."""
    return [t for t in found if t.kind not in ("space", "comment")]


def unquoted(text: str) -> str:
    """The inside of a '…', "…" or `…` token."""
    quote = text[0]
    inner = text[1:-1] if len(text) > 1 and text[-1] == quote else text[1:]
    return inner.replace(quote * 2, quote)
