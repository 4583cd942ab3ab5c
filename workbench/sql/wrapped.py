"""SQL that came with fences, JSON or sentences around it, as model output does, taken out for grading.

`clean` makes the best of whatever a model wrote. Here nothing may be mended: SQL that is wrong must stay wrong, so only
what is no SQL at all is taken off, and what is left is as it was written.
"""

from __future__ import annotations

import re

from workbench.sql.clean import first_statement, out_of_wrapping, start_of

_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_SENTENCE_END = re.compile(
    r"(?:[.:!?。：！？…]|[가-힣][다요음임]|\b(?:sql|duckdb|query|쿼리|답|답변|정답|answer))[*_`\s>]*$", re.I
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
_MARKUP = re.compile(r"[\s*_`#>~-]*")
_ONE_LINE = re.compile(r"[^\n]*\S[^\n]*")


def unwrap(text: str) -> str | None:
    """The SQL inside of `text`; None where `text` is bare SQL, or is none at all."""
    inner = out_of_wrapping(text)
    start = start_of(inner)
    if start is None:
        return None
    if start and (code := _INLINE.search(inner)) is not None and start_of(code[1]) == 0 and start == code.start(1):
        return code[1].strip()
    if not _is_prose_before(inner[:start]):
        return None
    offered = inner[start:].strip()
    statement, rest = first_statement(offered)
    sql = statement if _is_prose_after(rest) else offered
    return sql if _bare(sql) != _bare(text) else None


def is_prose(text: str) -> bool:
    """Whether `text` has no statement in it and ends like a sentence."""
    return start_of(out_of_wrapping(text)) is None and _SENTENCE_END.search(text) is not None


def _bare(text: str) -> str:
    return text.strip().rstrip(";").rstrip()


def _is_prose_before(text: str) -> bool:
    """Nothing, markup, or what ends like a sentence. `SELCT name` before `FROM customers` does not."""
    text = _COMMENT.sub(" ", text)
    return _MARKUP.fullmatch(text) is not None or _SENTENCE_END.search(text) is not None


def _is_prose_after(text: str) -> bool:
    """Not SQL that was cut off: its first line ends like a sentence, or there is nothing but markup."""
    line = _ONE_LINE.search(text)
    if line is None or _MARKUP.fullmatch(text) is not None:
        return True
    return start_of(line[0]) != 0 and _SENTENCE_END.search(line[0]) is not None
