"""Rules about the text itself: what keeps it from being one readable DuckDB statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot.tokenizer_core import Token

from workbench.sql.lint.query import Finding
from workbench.sql.parsing import Parsed

_ODD = str.maketrans("‘’“”「」（），；＝＞＜＊％．、－＋′＇＂", "''\"\"''(),;=><*%.,-+''\"")
_MARKS = "".join(map(chr, _ODD))
_OUTSIDE = re.compile(
    rf"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|--[^\n]*|/\*.*?\*/|([{re.escape(_MARKS)}]+)""", re.DOTALL
)


def odd_punctuation(parsed: Parsed) -> Iterator[Finding]:
    """Curly quotes and full-width marks, which DuckDB takes for letters."""
    for match in _OUTSIDE.finditer(parsed.sql):
        if match[1] is not None:
            yield Finding(*match.span(1), values={"mark": match[1], "plain": match[1].translate(_ODD)})


def code_fence(parsed: Parsed) -> Iterator[Finding]:
    for match in re.finditer(r"```\w*", parsed.sql):
        yield Finding(*match.span())


def many_statements(parsed: Parsed) -> Iterator[Finding]:
    if len(parsed.statements) < 2:
        return
    start, _ = parsed.span(parsed.statements[1])
    before = parsed.token_at(start)
    while before > 0 and parsed.tokens[before - 1].text != ";":
        before -= 1
    end = parsed.tokens[-1].end + 1
    yield Finding(parsed.tokens[before].start, end, values={"count": len(parsed.statements)})


def foreign_syntax(parsed: Parsed) -> Iterator[Finding]:
    """Grammar of other products that DuckDB does not read."""
    tokens = parsed.tokens
    for index, token in enumerate(tokens):
        found = _foreign(tokens, index)
        if found is not None:
            variant, last = found
            yield Finding(token.start, tokens[last].end + 1, variant)


def _foreign(tokens: tuple[Token, ...], index: int) -> tuple[str, int] | None:
    """Variant and last token of the form that begins at `index`."""
    words = [t.text.upper() for t in tokens[index : index + 6]]
    kinds = [t.token_type.name for t in tokens[index : index + 6]]
    words += [""] * (6 - len(words))
    kinds += [""] * (6 - len(kinds))
    if kinds[0] in ("STRING", "IDENTIFIER"):
        return None
    if words[0] == "TOP" and index and tokens[index - 1].text.upper() in ("SELECT", "DISTINCT"):
        if kinds[1] == "NUMBER" or (words[1] == "(" and kinds[2] == "NUMBER"):
            return "top", index + (1 if kinds[1] == "NUMBER" else 3)
    if words[0] == "LIMIT" and kinds[1] == "NUMBER" and words[2] == "," and kinds[3] == "NUMBER":
        return "limit-comma", index + 3
    if words[:3] == ["(", "+", ")"]:
        return "outer-plus", index + 2
    if words[0] == "CONNECT" and words[1] == "BY":
        return "connect-by", index + 1
    if words[0] == "MINUS" and words[1] in ("SELECT", "("):
        return "minus", index
    if words[0] in ("REGEXP", "RLIKE") and kinds[1] == "STRING":
        return "regexp", index
    if words[0] == "SEPARATOR" and kinds[1] == "STRING":
        return "separator", index + 1
    if words[:2] == ["WITH", "("] and words[2] == "NOLOCK":
        return "nolock", index + 3
    if words[:2] == ["WITH", "TIES"]:
        return "with-ties", index + 1
    if words[0] == "[" and words[2] == "]" and kinds[1] == "VAR" and index:
        before = tokens[index - 1]
        if before.text.upper() in ("SELECT", "FROM", "JOIN", ",", ".", "BY", "WHERE", "AND", "ON"):
            return ("brackets", index + 2) if before.text not in (",",) or kinds[3] in ("FROM", "COMMA") else None
    if words[0] == "STRAIGHT_JOIN" or words[0] == "SQL_CALC_FOUND_ROWS":
        return "mysql-word", index
    return None
