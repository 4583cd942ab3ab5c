"""Plain SQL comments (`-- 고객 번호`, `/* 회원 */`) as descriptions of what they stand beside or above."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.schema.ddl.lexer import Source, Token
from workbench.schema.ddl.typemap import is_known

_LONGEST = 200
_KOREAN = re.compile(r"[가-힣]")
_CONSTRAINT = re.compile(r"(?:CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|KEY|INDEX|ALTER|CREATE|DROP|INSERT|SELECT|GO)\b", re.I)
# What tools write above a table; says nothing about it.
_TOOL = re.compile(
    r"Table structure|Create SQL|DDL for|Object:|Type: TABLE|Script Date|생성 SQL|테이블 생성|^-+$", re.I
)


def column_note(comments: Sequence[Token]) -> str:
    """The description in the comments beside a column; empty for commented-out SQL."""
    texts = [token.text for token in comments if token.text and not _is_code(token.text)]
    return " ".join(texts)[:_LONGEST].strip()


def table_note(comments: Sequence[Token], source: Source) -> str:
    """The description right above CREATE TABLE: one or two short Korean lines, not a tool's banner."""
    kept: list[Token] = []
    for token in reversed(comments):
        if kept and source.line(kept[-1].start) - source.line(token.end) > 1:
            break
        kept.append(token)
    texts = [token.text for token in reversed(kept) if token.text and not _is_code(token.text)]
    texts = [text for text in texts if _KOREAN.search(text) and not _TOOL.search(text)]
    joined = " ".join(texts)
    return joined if len(texts) <= 2 and len(joined) <= _LONGEST // 2 else ""


def _is_code(text: str) -> bool:
    words = text.split(None, 2)
    typed = len(words) > 1 and is_known(re.split(r"[(,]", words[1])[0].upper()) and not _KOREAN.search(words[0])
    return bool(_CONSTRAINT.match(text)) or typed
