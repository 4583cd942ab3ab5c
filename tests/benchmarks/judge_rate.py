"""How much of a server's fixed limit `judge run` uses, by the server's own count, and how often it goes over."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.benchmarks.judge_process import TOKENS, judge_process, write_requests
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure
from workbench.evaluate.client.request import read_requests
from workbench.evaluate.client.run import run_requests
from workbench.evaluate.client.settings import ClientSettings

_REQUESTS, _TOKENS = 600, 240_000
"""A minute: the token limit lets as many requests through as the other, so both runs take equally long."""
_MINUTES = 3.0


def measure(quick: bool) -> Measured:
    """One run bound by requests and one by tokens, side by side, for three minutes (quick: one), in 60 s windows."""
    count = int(_REQUESTS * (1.0 if quick else _MINUTES))
    with ThreadPoolExecutor(2) as pool:
        by_requests = pool.submit(_run, count, _REQUESTS, 100_000_000)
        by_tokens = pool.submit(_run, count, 1_000_000, _TOKENS)
    found = {"requests": by_requests.result(), "tokens": by_tokens.result()}
    rates = {name: stats["rate"] for name, stats in found.items()}
    values = {
        "request_share": rates["requests"] / _REQUESTS * 100,
        "token_share": rates["tokens"] / _TOKENS * 100,
        "violations": float(sum(stats["violations"] for stats in found.values())),
    }
    figures = {name: Figure(rate, rate, count, "/min") for name, rate in rates.items()}
    shown = ("arrivals", "most_requests", "most_tokens")
    facts = {name: {key: stats[key] for key in shown} for name, stats in found.items()}
    return Measured(values, figures, facts)


def _run(count: int, requests: int, tokens: int) -> dict[str, Any]:
    """The server's counts; `rate` in what is bound, a minute, from the first arrival to the last."""
    server = judge_process(max_requests=requests, max_tokens=tokens, latency=0.2, jitter=0.3)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder, server as judge:
        path = write_requests(Path(folder) / "in.jsonl", count)
        settings = ClientSettings(judge.url, Path(folder) / "out.ledger", requests, tokens)
        outcome = run_requests(read_requests(path, judge.url), settings)
        assert outcome.succeeded
        stats = judge.stats()
    seconds = stats["last"] - stats["first"]
    each = 1 if requests == _REQUESTS else TOKENS
    stats["rate"] = (count - 1) * each / seconds * 60
    say(f"{count} requests in {seconds:.1f} s, over the limit {stats['violations']} times")
    return stats
