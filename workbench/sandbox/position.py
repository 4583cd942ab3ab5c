"""DuckDB counts UTF-8 bytes, everything here counts characters: the one place where that is converted."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Any

_NOWHERE = 18446744073709551615
"""DuckDB's "no location" (2^64 - 1)."""

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WIDE_SPACE = frozenset("\u00a0\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200C))))


class Positions:
    """Byte offsets of DuckDB in one text to character offsets.

    DuckDB replaces no-break, full-width and other wide spaces outside quotes by one byte before it parses, so they
    count one byte each there and two or three inside a string.
    """

    def __init__(self, sql: str, shifts: list[list[int]] | None = None) -> None:
        self._length = len(sql)
        self._shifts = shifts or []
        self._starts: list[int] | None = None
        if not sql.isascii():
            sizes = [len(ch.encode("utf-8", "replace")) for ch in sql]
            if any(ch in _WIDE_SPACE for ch in sql):
                quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(sql)]
                for at, ch in enumerate(sql):
                    if ch in _WIDE_SPACE and not any(start <= at < end for start, end in quoted):
                        sizes[at] = 1
            self._starts = [0, *accumulate(sizes)]

    def character(self, byte: int) -> int:
        """The character at byte offset `byte`, clamped into the text."""
        for start, added in reversed(self._shifts):
            if byte >= start:
                byte -= added
                break
        if self._starts is not None:
            byte = bisect_right(self._starts, byte) - 1
        return max(0, min(byte, self._length))

    def convert_tree(self, tree: Any) -> None:
        """Replace `query_location` and `query_location_length` in a serialized tree, in place; None for nowhere."""
        stack = [tree]
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack += node
            elif isinstance(node, dict):
                location = node.get("query_location")
                if location is not None:
                    if location >= _NOWHERE:
                        node["query_location"] = None
                    else:
                        end = location + node.get("query_location_length", 0)
                        node["query_location"] = start = self.character(location)
                        node["query_location_length"] = self.character(end) - start
                stack += [value for value in node.values() if isinstance(value, (dict, list))]
