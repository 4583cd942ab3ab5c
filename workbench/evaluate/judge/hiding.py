"""Keys and passwords of this machine, taken out of every text that leaves it or is shown."""

from __future__ import annotations

import os
import re
from functools import cache, lru_cache

_NAMES = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)(_|$)", re.I)
_LEAST_CHARS = 12
"""Shorter values of such variables are words like `none` and `true`, and would blot out plain text."""
_FORMS = (
    r"\bsk-[A-Za-z0-9_-]{20,}|\b(?:gh[pousr]|hf)_[A-Za-z0-9]{20,}|\bxox[abps]-[A-Za-z0-9-]{20,}|\bAKIA[0-9A-Z]{16}\b"
)
_HIDDEN = "***"


def hide_secrets(text: str) -> str:
    """`text` with values of key variables in the environment, and what has the form of a well-known key, as `***`."""
    if not text:
        return text
    values = (os.environ.get(name, "").strip() for name in list(os.environ) if _is_secret(name))
    return _pattern(tuple(sorted(value for value in values if len(value) >= _LEAST_CHARS))).sub(_HIDDEN, text)


@cache
def _is_secret(name: str) -> bool:
    return _NAMES.search(name) is not None


@lru_cache(maxsize=8)
def _pattern(values: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([*map(re.escape, values), _FORMS]))
