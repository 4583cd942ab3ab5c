"""A place in a list of tokens, with the few moves a DDL reader needs. Never raises: at the end, nothing matches."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.schema.ddl.lexer import Token

_END = Token("punct", "", -1, -1)


class Cursor:
    """Moves over tokens without comments."""

    def __init__(self, tokens: Sequence[Token], dialect: str = "") -> None:
        self.tokens = tokens
        self.dialect = dialect
        self.i = 0
        # Keywords are asked for some fifty times a token; a list look-up halves the time of a large dump.
        self._words = [token.upper for token in tokens]

    @property
    def done(self) -> bool:
        return self.i >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        i = self.i + ahead
        return self.tokens[i] if i < len(self.tokens) else _END

    def next(self) -> Token:
        token = self.peek()
        self.i += 1
        return token

    def at(self, *words: str) -> bool:
        """Whether these unquoted keywords come next."""
        if self.i >= len(self._words) or self._words[self.i] != words[0]:
            return False
        return len(words) == 1 or tuple(self._words[self.i : self.i + len(words)]) == words

    def take(self, *words: str) -> bool:
        if not self.at(*words):
            return False
        self.i += len(words)
        return True

    def take_any(self, *words: str) -> str:
        """The next keyword if it is one of `words`, else the empty string and no move."""
        found = self.peek().upper
        if found and found in words:
            self.i += 1
            return found
        return ""

    def at_punct(self, mark: str) -> bool:
        token = self.peek()
        return token.kind == "punct" and token.text == mark

    def take_punct(self, mark: str) -> bool:
        if not self.at_punct(mark):
            return False
        self.i += 1
        return True

    def name(self) -> str:
        """The next name, or the empty string and no move."""
        if not self.peek().is_name:
            return ""
        return self.next().text

    def dotted(self) -> tuple[str, ...]:
        """`a.b.c` as its parts. BigQuery quotes the whole path, and leaves dashes in project names unquoted."""
        parts: list[str] = []
        while self.peek().is_name:
            token = self.next()
            if token.kind == "quoted" and self.dialect == "bigquery":
                parts += [part for part in token.text.split(".") if part]
            else:
                parts.append(token.text + self._dashed())
            if not self.take_punct("."):
                break
            self.take_punct(".")  # SQL Server: db..table
        return tuple(parts)

    def _dashed(self) -> str:
        tail: list[str] = []
        while self.at_punct("-") and self._glued() and self.peek(1).kind in ("word", "number"):
            self.next()
            tail += ["-", self.next().text]
        return "".join(tail)

    def _glued(self) -> bool:
        return self.i > 0 and self.tokens[self.i - 1].end == self.peek().start and self.peek().end == self.peek(1).start

    def skip_reaction(self) -> bool:
        """Past `ON DELETE SET NULL` and its like, whose NULL says nothing about the column."""
        if not (self.take("ON", "DELETE") or self.take("ON", "UPDATE")):
            return False
        if not (self.take("SET", "NULL") or self.take("SET", "DEFAULT") or self.take("NO", "ACTION")):
            self.next()
        return True

    def string(self) -> str | None:
        """The next string, with further ones joined (`'a' 'b'`, `'a' || 'b'`, SQL Server's `+`)."""
        if not self.peek().is_string:
            return None
        value = self.next().text
        while True:
            if self.peek().kind == "string":
                value += self.next().text
            elif (self.at_punct("||") or self.at_punct("+")) and self.peek(1).is_string:
                self.next()
                value += self.next().text
            else:
                return value

    def group(self) -> list[Token]:
        """The tokens inside the bracket that opens here; up to the end where it never closes."""
        if not self.at_punct("("):
            return []
        start, depth = self.i + 1, 0
        while not self.done:
            token = self.next()
            if token.kind == "punct":
                depth += {"(": 1, ")": -1}.get(token.text, 0)
                if depth == 0:
                    return list(self.tokens[start : self.i - 1])
        return list(self.tokens[start:])

    def skip_group(self) -> None:
        if self.at_punct("("):
            self.group()


def split_commas(tokens: Sequence[Token]) -> list[list[Token]]:
    """Pieces between the commas that no bracket encloses (`<…>` counts as one where it is a type's)."""
    pieces: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.kind == "punct":
            depth += {"(": 1, ")": -1, "<": 1, ">": -1, "[": 1, "]": -1}.get(token.text, 0)
            if token.text == "," and depth <= 0:
                pieces.append([])
                continue
        pieces[-1].append(token)
    return pieces
