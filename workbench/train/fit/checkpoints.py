"""Checkpoints of a run: which one is whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

_STATE = "trainer_state.json"
"""Trainer writes it last: a checkpoint with a readable one is whole."""


def newest(folder: Path) -> Path | None:
    """The newest whole checkpoint in `folder`; torn ones (a kill in the middle of saving) are deleted."""
    found = sorted(folder.glob("checkpoint-*"), key=_step, reverse=True)
    for checkpoint in found:
        if _is_whole(checkpoint):
            return checkpoint
        shutil.rmtree(checkpoint, ignore_errors=True)
    return None


def _step(checkpoint: Path) -> int:
    number = checkpoint.name.rpartition("-")[2]
    return int(number) if number.isdigit() else -1


def _is_whole(checkpoint: Path) -> bool:
    try:
        state = json.loads((checkpoint / _STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(state, dict) and int(state.get("global_step", -1)) == _step(checkpoint)
