"""SQL text to tokens and trees once, and from a node of the tree back to its place in the text.

Only lint, explanation and repair read these trees. What may run is decided on DuckDB's own parse (`policy`).
"""

from __future__ import annotations

import logging
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from workbench.settings import INPUT

# sqlglot logs "contains unsupported syntax" for every CALL or LOAD it is shown; the text may hold anything.
logging.getLogger("sqlglot").setLevel(logging.CRITICAL)

MAX_DEPTH = 100
"""Open brackets or CASEs. sqlglot's compiled parser dies by SIGSEGV near 19,000 nested subqueries (measured)."""
MAX_CHAIN = 100
"""`a[1][1]…` or `- - -1` in a row: parsing such a chain takes time by its square, 2.7 s at 1,000 (measured)."""

_DUCKDB = Dialect.get_or_raise("duckdb")
_BACKTICKS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|`([^`"]*)`""", re.DOTALL)
_OPENERS = {TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE}
_CLOSERS = {TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE}
_CHAINS = {TokenType.NOT, TokenType.DASH, TokenType.TILDE, TokenType.DCOLON, TokenType.DOT, TokenType.L_BRACKET}


@dataclass(frozen=True)
class SyntaxProblem:
    """Why there is no tree. kind: `empty`, `long`, `deep`, `open-quote` or `syntax`. Offsets are characters."""

    kind: str
    start: int
    end: int
    detail: str = ""
    """sqlglot's own words, English: for logs, not for users."""


@dataclass(frozen=True)
class Parsed:
    """`statements` is empty where `problem` is set."""

    sql: str
    tokens: tuple[Token, ...]
    statements: tuple[exp.Expr, ...] = ()
    problem: SyntaxProblem | None = None

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def token_at(self, offset: int) -> int:
        """Index of the first token that starts at `offset` or after it."""
        return bisect_left(self._starts, offset)

    def tokens_between(self, start: int, end: int) -> tuple[Token, ...]:
        return self.tokens[self.token_at(start) : bisect_right(self._starts, max(start, end - 1))]

    def word_at(self, offset: int) -> tuple[int, int]:
        """Span of the token that covers `offset`, else of the next one, else of the last one."""
        index = bisect_right(self._starts, offset) - 1
        if index >= 0 and self.tokens[index].end >= offset:
            return self.tokens[index].start, self.tokens[index].end + 1
        if index + 1 < len(self.tokens):
            return self.tokens[index + 1].start, self.tokens[index + 1].end + 1
        if self.tokens:
            return self.tokens[-1].start, self.tokens[-1].end + 1
        return 0, len(self.sql)

    def span(self, *nodes: exp.Expr | None) -> tuple[int, int]:
        """Where `nodes` stand together, brackets closed; the whole text where that is not known.

        sqlglot keeps places of names, literals and function names only, so the rest comes from the leaves.
        """
        places = [place for node in nodes if node is not None for place in _places(node)]
        if not places:
            return self._all()
        start, end = min(p[0] for p in places), max(p[1] for p in places)
        if len(nodes) == 1 and nodes[0] is not None:
            start = self._with_lead(nodes[0], start)
            end = self._with_type(nodes[0], end)
        return self._closed(start, end)

    def _with_type(self, node: exp.Expr, end: int) -> int:
        """`end`, or that of the type after `::`, which keeps no place either."""
        index = self.token_at(end)
        if isinstance(node, exp.Cast) and index + 1 < len(self.tokens) and self.tokens[index].text == "::":
            return int(self.tokens[index + 1].end) + 1
        return end

    def _with_lead(self, node: exp.Expr, start: int) -> int:
        """`start`, or where the word begins that opens `node` and keeps no place: SELECT, CASE, CAST(…"""
        index = self.token_at(start)
        before = [token.text.upper() for token in self.tokens[max(0, index - 2) : index]]
        if isinstance(node, exp.Select) and "start" not in node.meta:
            while index > 0 and self.tokens[index].token_type is not TokenType.SELECT:
                index -= 1
        elif isinstance(node, exp.Case) and before[-1:] == ["CASE"]:
            index -= 1
        elif isinstance(node, exp.Func) and "start" not in node.meta and before[-1:] == ["("]:
            index -= 2 if before[0] in node.sql_names() else 0
        return int(self.tokens[index].start)

    def _all(self) -> tuple[int, int]:
        if not self.tokens:
            return 0, len(self.sql)
        return self.tokens[0].start, self.tokens[-1].end + 1

    def _closed(self, start: int, end: int) -> tuple[int, int]:
        first, last = self.token_at(start), bisect_left(self._starts, end) - 1
        depth = lowest = 0
        for token in self.tokens[first : last + 1]:
            if token.token_type in _OPENERS:
                depth += 1
            elif token.token_type in _CLOSERS:
                depth -= 1
                lowest = min(lowest, depth)
        # `f(x)` without arguments has no leaf after the name: take its bracket too.
        if depth == 0 and _calls_nothing(self.tokens, last):
            last += 2
        last = self._forward(last, depth - lowest)
        first = self._backward(first, -lowest)
        return self.tokens[first].start, self.tokens[last].end + 1

    def _forward(self, last: int, missing: int) -> int:
        index, depth = last, missing
        while depth > 0 and index + 1 < len(self.tokens):
            index += 1
            kind = self.tokens[index].token_type
            depth += (kind in _OPENERS) - (kind in _CLOSERS)
        return index if depth == 0 else last

    def _backward(self, first: int, missing: int) -> int:
        index, depth = first, missing
        while depth > 0 and index > 0:
            index -= 1
            kind = self.tokens[index].token_type
            depth += (kind in _CLOSERS) - (kind in _OPENERS)
        return index if depth == 0 else first


def _calls_nothing(tokens: tuple[Token, ...], last: int) -> bool:
    following = [t.token_type for t in tokens[last + 1 : last + 3]]
    named = tokens[last].token_type not in (TokenType.NUMBER, TokenType.STRING)
    return named and following == [TokenType.L_PAREN, TokenType.R_PAREN]


def _places(node: exp.Expr) -> list[tuple[int, int]]:
    found = []
    for part in node.walk():
        meta = part.meta
        if "start" in meta and "end" in meta:
            found.append((int(meta["start"]), int(meta["end"]) + 1))
    return found


def parse(sql: str) -> Parsed:
    """Read `sql` as DuckDB SQL. Never raises: whatever goes wrong is the `problem`."""
    if len(sql) > INPUT.sql_chars:
        return Parsed(sql, (), (), SyntaxProblem("long", 0, len(sql)))
    if not sql.strip().strip(";"):
        return Parsed(sql, (), (), SyntaxProblem("empty", 0, len(sql)))
    try:
        tokens = tuple(_DUCKDB.tokenize(_plain_quotes(sql)))
    except SqlglotError as error:
        return Parsed(sql, (), (), SyntaxProblem("open-quote", _open_quote(sql), len(sql), str(error)))
    deep = _too_deep(tokens)
    if deep is not None:
        return Parsed(sql, tokens, (), SyntaxProblem("deep", deep.start, deep.end + 1))
    return _parse(sql, tokens)


def _plain_quotes(sql: str) -> str:
    """DuckDB 2.0 reads `name` as "name", sqlglot's DuckDB does not. The length stays, so places do too."""
    if "`" not in sql:
        return sql
    return _BACKTICKS.sub(lambda m: f'"{m[1]}"' if m[1] is not None else m[0], sql)


def _parse(sql: str, tokens: tuple[Token, ...]) -> Parsed:
    try:
        trees = _DUCKDB.parser(error_level=ErrorLevel.IMMEDIATE).parse(list(tokens), sql)
    except ParseError as error:
        return Parsed(sql, tokens, (), _syntax_problem(sql, tokens, error))
    except RecursionError:
        return Parsed(sql, tokens, (), SyntaxProblem("deep", tokens[0].start, tokens[-1].end + 1))
    except Exception as error:  # the parser meets text nobody foresaw; lint must answer all the same
        return Parsed(sql, tokens, (), SyntaxProblem("syntax", *_span_of(tokens[0]), str(error)))
    statements = tuple(tree for tree in trees if tree is not None and not isinstance(tree, exp.Semicolon))
    if not statements:
        return Parsed(sql, tokens, (), SyntaxProblem("empty", 0, len(sql)))
    return Parsed(sql, tokens, statements)


def _syntax_problem(sql: str, tokens: tuple[Token, ...], error: ParseError) -> SyntaxProblem:
    first = error.errors[0] if error.errors else {}
    line, col = first.get("line"), first.get("col")
    hit = next((t for t in tokens if t.line == line and t.col == col), tokens[-1])
    return SyntaxProblem("syntax", *_span_of(hit), str(first.get("description") or ""))


def _span_of(token: Token) -> tuple[int, int]:
    return token.start, token.end + 1


def _too_deep(tokens: tuple[Token, ...]) -> Token | None:
    """The token at which `MAX_DEPTH` or `MAX_CHAIN` is passed."""
    depth = 0
    chain = 0
    quiet = 0
    for token in tokens:
        kind = token.token_type
        if kind in _OPENERS or kind is TokenType.CASE:
            depth += 1
        elif kind in _CLOSERS or (kind is TokenType.END and depth > 0):
            depth = max(0, depth - 1)
        if kind in _CHAINS:
            chain, quiet = chain + 1, 0
        else:
            quiet += 1
            # links of a chain are at most `[`, a value and `]` apart
            chain = chain if quiet <= 2 and kind is not TokenType.COMMA else 0
        if depth > MAX_DEPTH or chain > MAX_CHAIN:
            return token
    return None


def _open_quote(sql: str) -> int:
    """Where the quote or comment that never closes begins."""
    index, opened = 0, 0
    while index < len(sql):
        ch = sql[index]
        if ch in "'\"":
            opened = index
            close = sql.find(ch, index + 1)
            if close < 0:
                return index
            index = close
        elif sql.startswith("--", index):
            line = sql.find("\n", index)
            index = len(sql) if line < 0 else line
        elif sql.startswith("/*", index):
            close = sql.find("*/", index + 2)
            if close < 0:
                return index
            index = close + 1
        index += 1
    return opened
