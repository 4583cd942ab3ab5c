"""Adapters trained for a catalogued model: folders `models/<name>/`, shipped or this user's own, each with a manifest.

A manifest may come from anybody, so nothing in it is taken on trust: the name is the folder's, the file lies inside
the folder, the base is a model of the catalog with that very sha256, and the adapter's own sha256 is checked before
the file is loaded.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench import settings
from workbench.errors import ModelError
from workbench.text import t

MANIFEST = "manifest.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
"""Adapters' names: they become folders, and stand beside the catalog's in commands."""
MOST_BYTES = 2 << 30
_HEX = re.compile(r"[0-9a-f]{64}")
_MANIFEST_BYTES = 1 << 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Adapter:
    """An adapter as its manifest tells it. facts: the whole manifest, for showing. shipped: it lies in the checkout."""

    name: str
    folder: Path
    base_sha256: str
    file: Path
    bytes: int
    sha256: str
    shipped: bool
    facts: dict[str, Any] = field(compare=False, repr=False)


def every() -> tuple[Adapter, ...]:
    """All adapters whose manifest can be read, shipped ones first; a shipped name cannot be taken by another."""
    found: dict[str, Adapter] = {}
    for folder, shipped in ((settings.ROOT / "models", True), (own_folder(), False)):
        for path in sorted(folder.glob(f"*/{MANIFEST}")):
            try:
                adapter = read(path.parent, shipped)
            except ModelError as error:
                _log.warning("%s: %s", path, error.message)
                continue
            found.setdefault(adapter.name, adapter)
    return tuple(found.values())


def get(name: str) -> Adapter:
    """The adapter called `name`. Raises ModelError listing what exists."""
    found = {one.name: one for one in every()}
    if (one := found.get(name.strip().lower())) is None:
        raise ModelError(t("adapter.unknown", name=name, names=", ".join(found) or t("adapter.none")))
    return one


def own_folder() -> Path:
    """Where this user's own adapters lie, a folder each."""
    return settings.state_dir() / "models"


def read(folder: Path, shipped: bool = False) -> Adapter:
    """The adapter in `folder`. Raises ModelError saying what is wrong with its manifest."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > _MANIFEST_BYTES:
            raise ValueError("size")
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(t("adapter.manifest_unreadable", path=path)) from error
    base, adapter = _table(facts, "base"), _table(facts, "adapter")
    file, digest, base_digest = adapter.get("file"), adapter.get("sha256"), base.get("sha256")
    if not NAME.fullmatch(folder.name) or facts.get("name") != folder.name:
        raise _wrong(path, "name")
    if not isinstance(file, str) or Path(file).name != file or not _inside(folder / file, folder):
        raise _wrong(path, "adapter.file")
    for key, value in (("adapter.sha256", digest), ("base.sha256", base_digest)):
        if not isinstance(value, str) or not _HEX.fullmatch(value):
            raise _wrong(path, key)
    size = adapter.get("bytes")
    if isinstance(size, bool) or not isinstance(size, int) or not 0 < size <= MOST_BYTES:
        raise _wrong(path, "adapter.bytes")
    return Adapter(folder.name, folder, str(base_digest), folder / file, size, str(digest), shipped, facts)


def _table(facts: dict[str, Any], key: str) -> dict[str, Any]:
    value = facts.get(key)
    return value if isinstance(value, dict) else {}


def _inside(file: Path, folder: Path) -> bool:
    """Whether `file` is, links followed, a file within `folder`; one that is missing may still be fetched there."""
    try:
        return file.resolve().is_relative_to(folder.resolve()) and (not file.exists() or file.is_file())
    except (OSError, ValueError):
        return False


def _wrong(path: Path, key: str) -> ModelError:
    return ModelError(t("adapter.manifest_wrong", path=path, key=key))
