"""What `judge run` itself costs: time added to each request, and memory at 100,000 of them."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path

import httpx2

from tests.benchmarks.judge_process import judge_process, write_requests
from tests.benchmarks.machine import peak_mb
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure, figure
from workbench.evaluate.client.output import write_output
from workbench.evaluate.client.request import body_of, read_requests
from workbench.evaluate.client.run import answer_all, open_ledger
from workbench.evaluate.client.settings import ClientSettings

_ALONE = 2_000
_MANY = 100_000


def measure(quick: bool) -> Measured:
    """One request at a time against bare httpx2 doing the same; then many at once (quick: 5,000)."""
    alone, many = (300, 5_000) if quick else (_ALONE, _MANY)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name, judge_process() as judge:
        folder = Path(name)
        path = write_requests(folder / "alone.jsonl", alone)
        bare = [_bare(path, judge.url, alone) for _ in range(3)]
        ours = [_ours(path, judge.url, folder / f"{turn}.ledger", 1)[1] / alone for turn in range(3)]
        before = peak_mb()
        path = write_requests(folder / "many.jsonl", many)
        processor = time.process_time()
        registered, seconds = _ours(path, judge.url, folder / "many.ledger", 256)
        processor = time.process_time() - processor
    peak = peak_mb()
    say(f"{many} requests: {seconds:.0f} s, {peak:.0f} MB")
    values = {"overhead_ms": (min(ours) - min(bare)) * 1e3, "peak_mb": peak, "processor_ms": processor / many * 1e3}
    figures = {
        "ours": figure([one * 1e3 for one in ours], "ms"),
        "bare": figure([one * 1e3 for one in bare], "ms"),
        "peak": Figure(peak, peak, many, "MB"),
        "peak_few": Figure(before, before, alone, "MB"),
    }
    facts = {"requests": many, "per_second": round(many / seconds, 1), "registered_seconds": round(registered, 1)}
    return Measured(values, figures, facts)


def _bare(path: Path, url: str, count: int) -> float:
    """Seconds a request."""
    contents = [json.dumps(body_of(request.line)).encode() for request in read_requests(path, url)]

    async def post() -> float:
        async with httpx2.AsyncClient(trust_env=False) as client:
            started = time.perf_counter()
            for content in contents:
                answer = await client.post(url, content=content, headers={"Content-Type": "application/json"})
                answer.json()
            return time.perf_counter() - started

    return asyncio.run(post()) / count


def _ours(path: Path, url: str, ledger: Path, at_once: int) -> tuple[float, float]:
    """Seconds to keep all requests, and to answer them and write the results."""
    settings = ClientSettings(url, ledger, 10**8, 10**12, max_in_flight=at_once)
    started = time.perf_counter()
    opened, survey = open_ledger(read_requests(path, url), settings)
    with opened:
        registered = time.perf_counter() - started
        outcome = answer_all(opened, settings)
        write_output(opened, ledger.with_suffix(".jsonl"))
    assert outcome.totals.answered == survey.requests
    return registered, time.perf_counter() - started - registered
