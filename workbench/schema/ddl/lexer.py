"""DDL text → tokens. Survives any text: what is not understood becomes a one-character `punct`."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

Kind = Literal["word", "quoted", "dquoted", "string", "number", "punct", "comment"]

BACKSLASH = frozenset({"mysql", "bigquery", "snowflake"})
"""Dialects where `\\'` inside a string does not end it."""
HASH_COMMENTS = frozenset({"mysql", "bigquery"})

# Full-width punctuation typed under a Korean input method, and its SQL meaning outside strings. Braces are brackets:
# the published Korean notebooks write `CREATE TABLE t { … }`.
_WIDE = str.maketrans("（），；、［］｛｝{}＝：．", "(),;,[]()()=:.")
_WIDE_LETTERS = str.maketrans({chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)})


class Token(NamedTuple):
    kind: Kind
    text: str
    """The word as written, the name without its quotes, the string's value, the comment without its markers."""
    start: int
    end: int
    broken: bool = False
    """A string whose closing quote is missing; it was cut at the end of its line."""

    @property
    def upper(self) -> str:
        """The keyword this token can be: empty for anything quoted."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def is_name(self) -> bool:
        return self.kind in ("word", "quoted", "dquoted") and bool(self.text)

    @property
    def is_string(self) -> bool:
        """MySQL and BigQuery also write strings in double quotes, so the place decides."""
        return self.kind in ("string", "dquoted")


class Source:
    """The text being read, with its line numbers and the dialect's way of quoting."""

    def __init__(self, text: str, dialect: str) -> None:
        self.text = text
        self.dialect = dialect
        self._breaks = [m.start() for m in re.finditer("\n", text)]
        self._absent: dict[str, int] = {}
        """Closing marks of which none follows, by the offset from which on."""
        self._pattern = _pattern(dialect in BACKSLASH, dialect == "tsql", dialect in HASH_COMMENTS)

    def line(self, offset: int) -> int:
        """1-based line of a character offset."""
        return bisect.bisect_left(self._breaks, offset) + 1

    def starts_line(self, offset: int) -> bool:
        """Whether only blanks stand before `offset` on its line."""
        while offset > 0 and self.text[offset - 1] in " \t\u3000\u00a0":
            offset -= 1
        return offset == 0 or self.text[offset - 1] == "\n"

    def line_text(self, offset: int) -> str:
        line = self.line(offset)
        begin = self._breaks[line - 2] + 1 if line > 1 else 0
        end = self._breaks[line - 1] if line <= len(self._breaks) else len(self.text)
        return self.text[begin : min(end, begin + 400)].strip()

    def tokens(self, start: int = 0) -> Iterator[Token]:
        """Tokens from `start` to the end of the text, comments included, blanks left out."""
        text, match, pos, size = self.text, self._pattern.match, start, len(self.text)
        while pos < size:
            found = match(text, pos)
            if found is None:
                yield Token("punct", text[pos].translate(_WIDE), pos, pos + 1)
                pos += 1
                continue
            group, end = found.lastgroup, found.end()
            if group is not None and group != "space":
                if group in ("block", "long", "qquote"):
                    end = self._closed(found.group(), end)
                token = _token(group, text[pos:end], text, pos, end, self.dialect in BACKSLASH)
                end = token.end
                yield token
            pos = end

    def _closed(self, opener: str, end: int) -> int:
        """Where the comment or long string that `opener` begins ends: behind its closing mark, else with the line."""
        closer = "*/" if opener == "/*" else opener
        if opener[-2:-1] == "'":
            closer = {"[": "]", "{": "}", "(": ")", "<": ">"}.get(opener[-1], opener[-1]) + "'"
        # A search that failed once is not made again: a million unclosed marks would each scan to the end.
        if end < self._absent.get(closer, len(self.text)):
            found = self.text.find(closer, end)
            if found >= 0:
                return found + len(closer)
            self._absent[closer] = end
        stop = self.text.find("\n", end)
        return stop if stop >= 0 else len(self.text)


_BROKEN_INSIDE = re.compile(r"\n[ \t]*(?:CREATE|ALTER|DROP)\s+[A-Z ]*TABLE\b|\n[ \t]*COMMENT\s+ON\b|\nGO[ \t]*\n", re.I)


def _token(group: str, raw: str, text: str, start: int, end: int, backslash: bool) -> Token:
    if group == "word":
        word = raw if raw.isascii() else _narrow(raw)
        return Token("word", word, start, end)
    if group == "number":
        return Token("number", raw, start, end)
    if group in ("line", "block"):
        return Token("comment", _comment_text(raw), start, end)
    if group == "double":
        return Token("punct", raw, start, end)
    if group in ("backtick", "bracket"):
        return Token("quoted", raw[1:-1].replace("``", "`").replace("]]", "]"), start, end)
    if group in ("open", "curly_open"):
        return _broken(text, start)
    if group == "curly":
        kind: Kind = "dquoted" if raw[0] in "“”" else "string" if raw[0] in "‘’" else "quoted"
        return Token(kind, raw[1:-1], start, end)
    if group == "long":
        mark = 3 if raw[0] == '"' else raw.index("$", 1) + 1
        return Token("string", raw[mark:-mark] if raw.endswith(raw[:mark]) else raw[mark:], start, end)
    if group == "qquote":
        return Token("string", raw[raw.index("'") + 2 :][:-2], start, end)
    return _string(group, raw, text, start, end, backslash or raw[0] in "Ee")


def _string(group: str, raw: str, text: str, start: int, end: int, backslash: bool) -> Token:
    # A value that runs over lines and swallowed a statement, or ends inside a word, had no closing quote.
    after = text[end : end + 1]
    if "\n" in raw and (after.isalnum() or after == "_" or _BROKEN_INSIDE.search(raw)):
        return _broken(text, start)
    quote = raw[-1]
    body = raw[raw.index(quote) + 1 : -1].replace(quote * 2, quote)
    return Token("dquoted" if group == "dquoted" else "string", _unescape(body) if backslash else body, start, end)


def _narrow(word: str) -> str:
    """`ＩＮＴ` is INT; a Korean word with one wide letter in it stays as it is."""
    return word.translate(_WIDE_LETTERS) if all("！" <= ch <= "～" for ch in word) else word


def _unescape(body: str) -> str:
    return re.sub(r"\\(['\"\\nrt])", lambda m: {"n": "\n", "r": " ", "t": "\t"}.get(m[1], m[1]), body)


def _comment_text(raw: str) -> str:
    if raw.startswith("/*"):
        raw = raw[2:-2] if raw.endswith("*/") and len(raw) >= 4 else raw[2:]
    else:
        raw = raw.lstrip("-#/")
    lines = [line.strip().strip("*=-#").strip() for line in raw.splitlines()]
    return " ".join(line for line in lines if line)


def _broken(text: str, start: int) -> Token:
    """A quote without its partner: the value ends with the line, before the comma or bracket that ends the column."""
    stop = text.find("\n", start)
    rest = text[start : stop if stop >= 0 else len(text)]
    body = re.sub(r"[\s,;)]*$", "", rest)
    kind: Kind = "dquoted" if body[:1] in '"“”' else "string"
    return Token(kind, body.lstrip("NnEe")[1:].strip("'\"’”") if body else "", start, start + max(len(body), 1), True)


@cache
def _pattern(backslash: bool, brackets: bool, hashes: bool) -> re.Pattern[str]:
    """Possessive quantifiers keep a missing quote linear: a 2 MB dump must not take minutes."""
    escape = r"\\.|" if backslash else ""
    skip = r"\\" if backslash else ""
    # Outside SQL Server a bracket is also an array index: a name in brackets is not glued to a word before it.
    bracket = r"\[(?:[^\[\]\n]|\]\]){1,128}+\]" if brackets else r"(?<![\w\]])\[[^\W\d][\w .$#@/()-]{0,128}+\]"
    hash_comment = r"|\#[^\n]*+" if hashes else ""
    return re.compile(
        rf"""
        (?P<space>[\s\u200b\u2060\ufeff]++)
      | (?P<line>--[^\n]*+{hash_comment})
      | (?P<block>/\*)
      | (?P<long>\"\"\"|\$(?:[^\W\d]\w*)?\$)
      | (?P<qquote>[Nn]?[Qq]'[^\s\w'])
      | (?P<string>(?:[NnBbXxRr]|_\w+\s?|[Uu]&)?'(?s:{escape}[^'{skip}]|'')*+'
                  |[Ee]'(?s:\\.|[^'\\]|'')*+')
      | (?P<dquoted>"(?s:{escape}[^"{skip}]|"")*+"|[Uu]&"[^"]*+")
      | (?P<backtick>`(?:[^`\n]|``)*+`)
      | (?P<bracket>{bracket})
      | (?P<curly>[‘’][^‘’'\n]*+[‘’']|[“”][^“”"\n]*+[“”"]|[＇｀][^＇｀\n]*+[＇｀])
      | (?P<open>[Nn]?['"])
      | (?P<curly_open>[‘’“”])
      | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\w))
      | (?P<word>[\w$@\#]++)
      | (?P<double>::|<=|>=|<>|!=|\|\||:=)
        """,
        re.X,
    )
