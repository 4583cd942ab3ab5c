"""A home of its own for every test; the real small model is borrowed from the user's model folder, never copied."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import settings
from workbench.llm import catalog
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded import process

SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
REAL_MODELS = settings.model_dir()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "WORKBENCH_MODEL_FILE", "WORKBENCH_MODELS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_LANG", "ko")
    return tmp_path / "home"


@pytest.fixture(scope="session")
def model_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One home for all tests that need the real model, so that its server starts once."""
    folder = tmp_path_factory.mktemp("model-home")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)  # unpacked weights are 1.3 GB, and pytest keeps three runs


@pytest.fixture
def small(model_home: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogModel:
    """The real 0.5B model in the shared home."""
    if not (REAL_MODELS / f"{SMALL}.gguf").is_file():
        pytest.skip(f"no {SMALL}: python -m workbench models pull {SMALL}")
    monkeypatch.setenv("WORKBENCH_HOME", str(model_home))
    monkeypatch.setenv("WORKBENCH_MODELS", str(REAL_MODELS))
    return catalog.get(SMALL)


@pytest.fixture(scope="session", autouse=True)
def no_server_left() -> Iterator[None]:
    yield
    for server in list(process._processes.values()):
        address = server.place.address()
        if address is not None:
            process._end(address.pid)
    process.release_all()


def environment(**extra: str) -> dict[str, str]:
    """For child processes of tests: this process's environment with changes."""
    return {**os.environ, "PYTHONPATH": str(settings.ROOT), **extra}
