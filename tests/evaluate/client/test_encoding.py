"""tiktoken is used where it can count without the network, and only there."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbench.evaluate.client import encoding
from workbench.evaluate.client.encoding import counter_for
from workbench.evaluate.client.tokens import estimate

CL100K = "9b5ad71b2ce5302211f9c61530b329a4922fc6a4"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """tiktoken's cache folder, with a tiktoken that counts words and would be caught going to the network."""

    def get_encoding(name: str) -> SimpleNamespace:
        assert (tmp_path / CL100K).is_file(), "this would have been a download"
        return SimpleNamespace(encode_ordinary=str.split)

    def encoding_name_for_model(model: str) -> str:
        return {"gpt-4": "cl100k_base", "gpt-2": "gpt2"}[model]

    fake = SimpleNamespace(get_encoding=get_encoding, encoding_name_for_model=encoding_name_for_model)
    monkeypatch.setitem(sys.modules, "tiktoken", fake)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    counter_for.cache_clear()
    yield tmp_path
    counter_for.cache_clear()


def test_without_its_file_nothing_is_counted_and_nothing_fetched(cache: Path) -> None:
    assert counter_for("gpt-4") is None


def test_a_file_that_is_not_the_published_one_would_be_fetched_anew_and_is_not_used(cache: Path) -> None:
    (cache / CL100K).write_bytes(b"half a download")
    assert counter_for("gpt-4") is None


@pytest.mark.parametrize("model", ["gpt-2", "qwen2.5-coder"])
def test_a_model_of_another_encoding_is_estimated(cache: Path, model: str) -> None:
    assert counter_for(model) is None


def test_with_its_file_the_count_is_exact(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (cache / CL100K).write_bytes(b"as published")
    digest = hashlib.sha256(b"as published").hexdigest()
    monkeypatch.setitem(encoding._FILES, "cl100k_base", (CL100K, digest))
    guess = estimate({"model": "gpt-4", "messages": [{"role": "user", "content": "one two three"}], "max_tokens": 5})
    assert guess.prompt == 3 + 4 + 3
    assert guess.least == 3 + 5
