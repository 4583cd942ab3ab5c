"""tiktoken, where it is installed and its encoding file is on this machine. Nothing is ever downloaded."""

from __future__ import annotations

import hashlib
import importlib
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

_FILES = {
    "cl100k_base": (
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    ),
    "o200k_base": (
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    ),
}
"""Name in tiktoken's cache and sha256. tiktoken fetches a file whose digest is wrong anew, so we look first."""


@cache
def counter_for(model: str) -> Callable[[str], int] | None:
    """Exact count of a text's tokens for that model; None where tiktoken, its file, or the model is not known here."""
    try:
        tiktoken = importlib.import_module("tiktoken")
        name = str(tiktoken.encoding_name_for_model(model))
        if not _is_here(name):
            return None
        encode = tiktoken.get_encoding(name).encode_ordinary
    except (ImportError, KeyError, ValueError, OSError):
        return None
    return lambda text: len(encode(text))


def _is_here(name: str) -> bool:
    if name not in _FILES:
        return False
    file, digest = _FILES[name]
    path = _cache_folder() / file
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest


def _cache_folder() -> Path:
    """As tiktoken looks for it."""
    named = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    return Path(named) if named else Path(tempfile.gettempdir()) / "data-gym-cache"
