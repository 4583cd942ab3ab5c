"""What this user chose and measured about models: a small JSON file in the state folder, safe between processes."""

from __future__ import annotations

import json
import os
from typing import Any

from filelock import FileLock

from workbench import settings

_FILE = "models.json"


def read() -> dict[str, Any]:
    """All stored values; empty where nothing was stored or the file is damaged."""
    try:
        values = json.loads((settings.state_dir() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def update(**changes: Any) -> None:
    """Merge `changes` into what is stored (one level deep for dictionaries)."""
    target = settings.state_dir() / _FILE
    with FileLock(f"{target}.lock"):
        values = read()
        for key, value in changes.items():
            old = values.get(key)
            values[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        fresh = target.with_suffix(".new")
        fresh.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        os.replace(fresh, target)
