"""Whether a cached model file is the catalogued one, remembered beside it so that 1.1 GB is hashed once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench.errors import ModelError
from workbench.llm.catalog import CatalogModel
from workbench.text import t

_BLOCK = 4 << 20

State = Literal["missing", "unchecked", "verified", "damaged"]


@dataclass(frozen=True)
class FileState:
    """What is known of a model's cached file; `checked_at` is seconds since 1970, 0 where never checked."""

    state: State
    bytes: int = 0
    checked_at: float = 0.0


def sha256(path: Path, progress: Callable[[int], None] | None = None) -> str:
    """Hex digest of a file; `progress` gets the bytes read so far."""
    digest = hashlib.sha256()
    done = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            done += len(block)
            if progress:
                progress(done)
    return digest.hexdigest()


def _record_path(model: CatalogModel) -> Path:
    return model.path.with_name(model.file + ".digest.json")


def known_state(model: CatalogModel) -> FileState:
    """The remembered state, without reading the file: a changed size or time means it must be checked again."""
    try:
        stat = model.path.stat()
    except OSError:
        return FileState("missing")
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        record = json.loads(_record_path(model).read_text(encoding="utf-8"))
        if (record["bytes"], record["mtime_ns"], record["expected"]) == (stat.st_size, stat.st_mtime_ns, model.sha256):
            state: State = "verified" if record["sha256"] == model.sha256 else "damaged"
            return FileState(state, stat.st_size, float(record["checked_at"]))
    return FileState("unchecked", stat.st_size)


def verify(model: CatalogModel, progress: Callable[[int], None] | None = None) -> FileState:
    """Read the whole file now, compare, and remember the outcome."""
    try:
        stat = model.path.stat()
        found = sha256(model.path, progress) if stat.st_size == model.bytes else "size"
    except FileNotFoundError:
        return FileState("missing")
    except OSError as error:
        raise ModelError(t("llm.file_unreadable", file=model.file)) from error
    record(model, found)
    return known_state(model)


def record(model: CatalogModel, found: str) -> None:
    """Remember that the cached file hashes to `found`; a read-only folder only costs a hash next time."""
    stat = model.path.stat()
    target = _record_path(model)
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    facts = {
        "bytes": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
        "expected": model.sha256,
        "sha256": found,
        "checked_at": time.time(),
    }
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps(facts), encoding="utf-8")
        os.replace(fresh, target)


def require_verified(model: CatalogModel) -> None:
    """Raises ModelError unless the cached file is the catalogued one, hashing it where that is not yet known, and the
    adapter, where there is one, is what its manifest says."""
    state = known_state(model)
    if state.state == "unchecked":
        state = verify(model)
    if state.state == "missing":
        raise ModelError(t("llm.not_installed", name=model.name))
    if state.state == "damaged":
        raise ModelError(t("llm.damaged", name=model.name))
    require_adapter(model)


def with_adapter(model: CatalogModel, file: State) -> State:
    """The state of a model whose GGUF file is in state `file`: an adapter has to be right as well."""
    return file if file != "verified" else _adapter_state(model)


def require_adapter(model: CatalogModel) -> None:
    """Raises ModelError unless the model's adapter, if it has one, is what its manifest says."""
    state = _adapter_state(model)
    if state != "verified":
        key = "adapter.file_missing" if state == "missing" else "adapter.file_changed"
        raise ModelError(t(key, name=model.name, file=model.adapter))


def _adapter_state(model: CatalogModel) -> State:
    """Adapters are small: read whole each time (40 MB in 30 ms), nothing is remembered."""
    if model.adapter is None:
        return "verified"
    try:
        same = model.adapter.stat().st_size == model.adapter_bytes and sha256(model.adapter) == model.adapter_sha256
    except OSError:
        return "missing"
    return "verified" if same else "damaged"
