"""Request files, settings, and a run against the judge that is served."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.evaluate.client.judge_server import Judge
from workbench.evaluate.client.outcome import Outcome
from workbench.evaluate.client.output import write_output
from workbench.evaluate.client.request import read_requests
from workbench.evaluate.client.run import answer_all, open_ledger
from workbench.evaluate.client.settings import ClientSettings


def question(id: str, **fields: Any) -> dict[str, Any]:
    messages = [{"role": "user", "content": f"{id} 이 SQL이 질문에 맞습니까?"}]
    return {"model": "gpt-4o", "messages": messages, "max_tokens": 20, **fields, "metadata": {"id": id}}


def questions(count: int) -> list[dict[str, Any]]:
    return [question(f"q{number}") for number in range(count)]


def write(path: Path, items: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path


def settings(judge: Judge, folder: Path, **changes: Any) -> ClientSettings:
    """So quick that no test waits for a limit unless it sets one."""
    usual: dict[str, Any] = {
        "url": judge.url,
        "ledger": folder / "out.jsonl.ledger",
        "requests_per_minute": 600_000,
        "tokens_per_minute": 100_000_000,
        "backoff_seconds": 0.01,
        "grace_seconds": 1.0,
    }
    return ClientSettings(**{**usual, **changes})


def ask(path: Path, chosen: ClientSettings, **more: Any) -> tuple[Outcome, list[Any]]:
    """Run to the end as the command does; the outcome and the lines of the result file."""
    out = chosen.ledger.with_name("out.jsonl")
    ledger, _ = open_ledger(read_requests(path, chosen.url), chosen)
    with ledger:
        outcome = answer_all(ledger, chosen, **more)
        write_output(ledger, out)
    return outcome, [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
