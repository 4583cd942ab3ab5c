"""When two questions count as one."""

from __future__ import annotations

import re
import unicodedata

NEAR = 90.0
"""Likeness (0..100, Indel) from which on two questions are one: another ending or particle, not another noun."""


def plain(text: str) -> str:
    """Letters and digits only: neither blanks nor signs make another question."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()
