"""A catalog with one tiny random model, its adapter, and servers that end with the tests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.train.export import tiny
from workbench import settings
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded import process


@dataclass(frozen=True)
class World:
    """`base`: the GGUF model called "tiny"; `adapter`: a peft folder; `tuned`: the same two in torch."""

    base: CatalogModel
    adapter: Path
    tuned: Any
    folder: Path


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Any]:
    folder = tmp_path_factory.mktemp("tiny")
    model = tiny.random_model()
    (folder / "models").mkdir()
    file = folder / "models" / "tiny.gguf"
    tiny.write_gguf(model, file)
    return file, folder / "adapter", tiny.random_adapter(model, folder / "adapter")


@pytest.fixture
def world(made: tuple[Path, Path, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    file, adapter, tuned = made
    root = tmp_path / "root"
    (root / "models").mkdir(parents=True)
    facts = {"name": "tiny", "file": file.name, "licence": "MIT", "hub": "some/tiny"}
    facts["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    lines = ['default = "tiny"', "[[model]]", *(f'{key} = "{value}"' for key, value in facts.items())]
    lines += [f"bytes = {file.stat().st_size}", f"context = {tiny.CONTEXT}", "kv_bytes_per_token = 512"]
    (root / "models" / "catalog.toml").write_text("\n".join(lines), encoding="utf-8")
    for name in ("workbench", "sample_db"):
        (root / name).symlink_to(settings.ROOT / name)
    monkeypatch.setattr(settings, "ROOT", root)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_MODELS", str(file.parent))
    monkeypatch.setenv("WORKBENCH_LANG", "ko")
    monkeypatch.delenv("WORKBENCH_SERVE_KEY", raising=False)
    return World(catalog.get("tiny"), adapter, tuned, tmp_path)


@pytest.fixture(autouse=True)
def no_server_left() -> Iterator[None]:
    yield
    for server in list(process._processes.values()):
        server.stop()
