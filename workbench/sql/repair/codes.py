"""Codes that a comment explains: `10:접수, 20:배송중`, `정상(1), 휴면(2)`, `M-남 F-여`."""

from __future__ import annotations

import re
from functools import lru_cache

_CODE_FIRST = re.compile(
    r"(?<![\w가-힣])([A-Za-z0-9_]{1,12})\s*(?:[:=→-]+|는|은)\s*([A-Za-z가-힣][\w가-힣 ]*?)\s*"
    r"(?=[,;/|)\]\n.]|$|\s+[A-Za-z0-9_]{1,12}\s*[:=→-])"
)
_LABEL_FIRST = re.compile(r"([가-힣][\w가-힣]*)\s*(?:\(|[:=→])\s*([A-Za-z0-9_]{1,12})\s*(?=[),;/|\n]|$)")


@lru_cache(maxsize=4096)
def labels(comment: str) -> dict[str, str]:
    """Label → code as the comment has them; empty if it explains no codes (one pair alone proves nothing)."""
    found = {label.strip(): code for code, label in _CODE_FIRST.findall(comment)}
    if len(found) < 2:
        found = {label: code for label, code in _LABEL_FIRST.findall(comment)}
    return found if len(found) >= 2 else {}
