"""results.json: every run appended, never overwritten."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results.json")


def read(path: Path = RESULTS) -> list[dict[str, Any]]:
    """All entries, oldest first; none where nothing was measured yet."""
    if not path.exists():
        return []
    entries = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(entries, list)
    return entries


def append(entry: dict[str, Any], path: Path = RESULTS) -> None:
    fresh = path.with_name(path.name + ".new")
    lines = [json.dumps(one, ensure_ascii=False) for one in [*read(path), entry]]
    fresh.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    os.replace(fresh, path)


def newest(entries: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The last entry of each measurement; a full run counts before any quick one."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        known = found.get(entry["name"])
        if known is None or known["quick"] or not entry["quick"]:
            found[entry["name"]] = entry
    return found
