"""Names for tables and columns that come from file names and spreadsheet headers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MAX_LENGTH = 60


def file_schema_name(text: str) -> str:
    """A name that reads in SQL without surprises: Korean, letters, digits and `_`; `매출액 (원)` → `매출액_원`.

    May be empty. A leading digit gets a `_` before it: a small model forgets the quotes that `2024년` would need.
    """
    plain = unicodedata.normalize("NFC", text)
    plain = re.sub(r"[^0-9A-Za-z_가-힣ㄱ-ㅎㅏ-ㅣ\u00c0-\u024f\u3040-\u30ff\u4e00-\u9fff]+", "_", plain).strip("_")
    plain = plain[:MAX_LENGTH]
    return f"_{plain}" if plain[:1].isdigit() else plain


def unique_names(names: Sequence[str], unnamed: str) -> list[str]:
    """Each name once, ignoring case: repeats get `_2`, `_3`; empty ones `unnamed` and their position."""
    taken: set[str] = {name.casefold() for name in names if name}
    seen: set[str] = set()
    result = []
    for position, name in enumerate(names, start=1):
        base = name or f"{unnamed}{position}"
        candidate, count = base, 1
        while candidate.casefold() in seen or (candidate != name and candidate.casefold() in taken):
            count += 1
            candidate = f"{base}_{count}"
        seen.add(candidate.casefold())
        result.append(candidate)
    return result
