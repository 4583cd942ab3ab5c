"""The loopback judge of the tests in a process of its own, and requests for it."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.settings import ROOT

TOKENS = 400
"""Of each answer's usage: about what a judge takes for a DDL, a question and two queries."""
_DDL = "CREATE TABLE 주문 (주문번호 INT PRIMARY KEY, 고객번호 INT, 주문일 DATE, 금액 NUMERIC(12,2)); "


@dataclass(frozen=True)
class JudgeProcess:
    url: str

    def stats(self) -> dict[str, Any]:
        """See `Judge.stats`."""
        with urllib.request.urlopen(self.url, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


@contextlib.contextmanager
def judge_process(**config: Any) -> Iterator[JudgeProcess]:
    """`config`: fields of `Judge`; `faults` as shares of all attempts."""
    config = {"usage": [TOKENS - 20, 20], **config}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.evaluate.client.judge_server", json.dumps(config)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield JudgeProcess(process.stdout.readline().strip())
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


def write_requests(path: Path, count: int) -> Path:
    """`count` different requests of about 1.2 KB each, with ids q0, q1, …"""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            text = f"q{number} 질문과 SQL이 맞는지 판단해 주세요. {_DDL * 5} SELECT {number} FROM 주문"
            item = {"model": "judge", "messages": [{"role": "user", "content": text}], "max_tokens": 50}
            file.write(json.dumps({**item, "metadata": {"id": f"q{number}"}}, ensure_ascii=False) + "\n")
    return path
