"""Sources on this machine: a named file, WORKBENCH_MODEL_FILE, the checkout's `models/`, the hub's own cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from workbench import settings
from workbench.llm.catalog import CatalogModel
from workbench.llm.digest import sha256
from workbench.llm.fetch.target import BLOCK, FetchProgress, Refused, Target


def candidates(model: CatalogModel) -> Iterator[Path]:
    """Files that may be the model, nearest first. Only sizes were compared."""
    named = os.environ.get("WORKBENCH_MODEL_FILE")
    places = [Path(named).expanduser()] if named else []
    places += [settings.ROOT / "models", settings.cache_dir() / "models"]
    for place in places:
        path = place / model.file if place.is_dir() else place
        if path != model.path and _has_size(path, model.bytes):
            yield path
    cached = _hub_cache(model)
    if cached and _has_size(cached, model.bytes):
        yield cached


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.is_file() and path.stat().st_size == size
    except OSError:
        return False


def _hub_cache(model: CatalogModel) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # 0.3 s to import: only while fetching

    found = try_to_load_from_cache(model.hub, model.file)
    return Path(found) if isinstance(found, str) else None


def take(target: Target, source: Path) -> None:
    """Make the partial file from `source`: a hard link on the same disk, else a copy.

    Raises Refused when it is another file; `source` itself is never touched.
    """
    model = target.model
    if not _has_size(source, model.bytes):
        raise Refused("size")
    if sha256(source, lambda done: target.report(FetchProgress("local", done, model.bytes))) != model.sha256:
        raise Refused("digest")
    target.path.unlink(missing_ok=True)
    try:
        os.link(source.resolve(), target.path)
    except OSError:
        target.require_space(0)
        _copy(target, source)


def _copy(target: Target, source: Path) -> None:
    done = 0
    with source.open("rb") as file, target.appending(0) as append:
        while block := file.read(BLOCK):
            append(block)
            done += len(block)
            target.report(FetchProgress("local", done, target.model.bytes))
