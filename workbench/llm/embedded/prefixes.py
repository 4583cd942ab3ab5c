"""Prompt prefixes saved on the disk: a restart costs a restore (under 0.1 s) instead of reading again (25 s)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from array import array
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded.wire import ServerRefused

CAP_BYTES = 2 << 30
"""About 35 company schemas with the 1.5B (28 KB a token)."""
KEEP_FREE_BYTES = 2 << 30
MIN_TOKENS = 64
"""Shorter prefixes are read in under a second: not worth a file."""
_SUFFIX = ".kv"


class Prefixes:
    """The saved prefixes of one model, least recently used first out."""

    def __init__(self, folder: Path, model: CatalogModel) -> None:
        self._folder = folder
        self._token_bytes = model.kv_bytes_per_token
        # A file of another build, another layout of the cache or another adapter must never be restored.
        self._salt = f"{model.sha256} {model.adapter_sha256} f16 {version('xllamacpp')}".encode()

    def key(self, tokens: Sequence[int]) -> str:
        """Name of this prefix; empty where it is too short to keep."""
        if len(tokens) < MIN_TOKENS:
            return ""
        return hashlib.sha256(self._salt + array("i", tokens).tobytes()).hexdigest()[:32]

    def file(self, key: str) -> str:
        """File name as llama.cpp wants it, relative to its folder of saved slots."""
        return key + _SUFFIX

    def has(self, key: str) -> bool:
        return (self._folder / self.file(key)).is_file()

    def save(self, key: str, write: Callable[[str], None]) -> None:
        """Let `write` make the file under a passing name: a kill in the middle leaves no torn file to restore."""
        passing = f"{self.file(key)}.{os.getpid()}"
        try:
            write(passing)
            os.replace(self._folder / passing, self._folder / self.file(key))
        except (ServerRefused, OSError):
            with contextlib.suppress(OSError):
                (self._folder / passing).unlink()

    def used(self, key: str) -> None:
        with contextlib.suppress(OSError):
            os.utime(self._folder / self.file(key))

    def drop(self, key: str) -> None:
        with contextlib.suppress(OSError):
            (self._folder / self.file(key)).unlink()

    def make_room(self, tokens: int) -> bool:
        """Delete the oldest so that one more fits; False when the disk has no room for caches."""
        need = tokens * self._token_bytes
        files = []
        for path in self._folder.glob(f"*{_SUFFIX}*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                files.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total + need <= CAP_BYTES and self._free() >= need + KEEP_FREE_BYTES:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size
        return self._free() >= need + KEEP_FREE_BYTES

    def _free(self) -> int:
        return shutil.disk_usage(self._folder).free
