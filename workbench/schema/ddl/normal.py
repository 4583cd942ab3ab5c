"""Text as pasted → text to read, line for line: what is blanked out leaves its line breaks, so numbers still fit."""

from __future__ import annotations

import re
import unicodedata

_FENCE = re.compile(r"^[ \t>]*(```+|~~~+)[^\n]*$", re.M)
_DDL = re.compile(r"\b(?:CREATE|ALTER)\s+\S", re.I)
# mysqldump and MariaDB hide statements in comments that only their own server reads; the first kind is a switch for
# MariaDB's shell.
_SANDBOX = re.compile(r"/\*M?!\d*\\-[^\n]*?\*/")
_CONDITIONAL = re.compile(r"/\*M?!\d*|/\*|\*/")


def readable(text: str) -> str:
    """NFC, `\\n` line ends, only the fenced blocks where there are any, conditional comments opened.

    NFD: macOS writes 이름 in conjoining letters, and neither DuckDB nor sqlglot finds it under its usual spelling.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "```" in text or "~~~" in text:
        text = _inside_fences(text)
    if "/*" in text:
        text = _open_conditionals(_SANDBOX.sub(" ", text))
    return text


def _open_conditionals(text: str) -> str:
    """`/*!40101 SET x */` → ` SET x `: the marks go, what they hide stays. Ordinary comments stay comments."""
    parts, pos, inside = [], 0, ""
    for mark in _CONDITIONAL.finditer(text):
        conditional = "!" in mark[0]
        if inside == "comment":
            inside = "" if mark[0] == "*/" else inside
        elif conditional or (mark[0] == "*/" and inside == "conditional"):
            parts += [text[pos : mark.start()], " "]
            pos = mark.end()
            inside = "conditional" if conditional else ""
        elif mark[0] == "/*" and not inside:
            inside = "comment"
    return "".join(parts) + text[pos:]


def _inside_fences(text: str) -> str:
    marks = list(_FENCE.finditer(text))
    blocks = [(a.end(), b.start()) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    if len(marks) % 2:
        blocks.append((marks[-1].end(), len(text)))
    kept = [block for block in blocks if _DDL.search(text, *block)]
    outside = _blank(text, kept)
    if not kept or re.search(r"\bCREATE\s+[A-Z ]*TABLE\b", outside, re.I):
        return _FENCE.sub("", text)  # tables also outside the fences: take off the fence lines and read it all
    return _blank(text, _complement(kept, len(text)))


def _complement(blocks: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    edges = [0, *(edge for block in blocks for edge in block), size]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _blank(text: str, blocks: list[tuple[int, int]]) -> str:
    parts, pos = [], 0
    for start, end in blocks:
        parts += [text[pos:start], "\n" * text.count("\n", start, end)]
        pos = end
    return "".join(parts) + text[pos:]
