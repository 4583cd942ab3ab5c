"""The short name inside a comment."""

from __future__ import annotations

import re

_END = re.compile(r"[(\[{:;/]|\s-\s|[,.]")


def label_of(comment: str) -> str:
    """The part of a comment that names the thing, without codes and remarks: `상태코드(10:접수)` → `상태코드`."""
    flat = " ".join(comment.split())
    match = _END.search(flat)
    return (flat[: match.start()] if match and match.start() else flat).strip()[:80]
