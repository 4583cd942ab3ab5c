"""A home of its own for every test, and files written in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]
DDL = "CREATE TABLE orders (id INT PRIMARY KEY, amount INT, ordered_at TIMESTAMP)"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write("a.jsonl", {...}, "not json")`: objects become JSON lines, texts stay as they are."""

    def make(name: str, *lines: Any, encoding: str = "utf-8") -> Path:
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("\n".join(texts).encode(encoding))
        return path

    return make


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """A good row of the ko_text2sql format, with changes; a value of None leaves the field out."""

    def make(**changes: Any) -> dict[str, Any]:
        values = {"db_id": 1, "context": DDL, "question": "주문은 몇 건이야?", "answer": "SELECT COUNT(*) FROM orders"}
        return {key: value for key, value in {**values, **changes}.items() if value is not None}

    return make
