"""`judge run` under faults, killed with -9 twenty times: what is lost, doubled, paid for twice."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.judge_process import JudgeProcess, judge_process, write_requests
from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure
from workbench.evaluate.client.output import ledger_path
from workbench.settings import ROOT

_COUNT, _KILLS = 2_000, 20
_PER_MINUTE = 1_500
_FAULTS = {"429": 0.02, "500": 0.02, "reset": 0.02, "hang": 0.002, "truncated": 0.02, "cut": 0.02, "drip": 0.002}


def measure(quick: bool) -> Measured:
    """Kills at random moments, each while the run is sending; then the run is left to end (quick: 5 kills)."""
    count, kills = (400, 5) if quick else (_COUNT, _KILLS)
    moments = random.Random(3)
    server = judge_process(faults=_FAULTS, latency=0.1, jitter=0.3, max_requests=_PER_MINUTE)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name, server as judge:
        folder = Path(name)
        write_requests(folder / "in.jsonl", count)
        again: Counter[str] = Counter()
        for turn in range(kills):
            _kill(judge, folder, moments.uniform(0.1, 0.6) * count / kills)
            _note_kept(judge, folder, again)
            say(f"kill {turn + 1}: {len(again)} answers kept")
        code = _start(judge, folder).wait()
        stats = judge.stats()
        lines = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    ids = [line[0]["metadata"]["id"] for line in lines]
    good = Counter(line[0]["metadata"]["id"] for line in lines if "error" not in line[1])
    wanted = [f"q{number}" for number in range(count)]
    values = {
        "lost": float(len(set(wanted) - set(good))),
        "doubled": float(len(ids) - len(set(ids))),
        "paid_twice": float(sum(stats["delivered"].get(id, 0) - times for id, times in again.items())),
        "violations": float(stats["violations"]),
    }
    unheard = sum(stats["delivered"].values()) - count
    facts = {
        "kills": kills,
        "exit_code": code,
        "in_order": ids == wanted,
        "attempts": stats["arrivals"],
        "answered_but_not_received_before_a_kill": unheard,
    }
    return Measured(values, {"requests": Figure(count, count, kills, "")}, facts)


def _start(judge: JudgeProcess, folder: Path) -> subprocess.Popen[bytes]:
    words = ["judge", "run", "--requests", "in.jsonl", "--save", "out.jsonl", "--request-url", judge.url, "--resume"]
    limits = ["--max-requests-per-minute", str(_PER_MINUTE), "--max-tokens-per-minute", "100000000"]
    return subprocess.Popen(
        [sys.executable, "-m", "workbench", *words, *limits, "--max-attempts", "8"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "WORKBENCH_HOME": str(folder / "home")},
        stderr=subprocess.DEVNULL,
    )


def _kill(judge: JudgeProcess, folder: Path, after: float) -> None:
    """Once it has sent `after` requests more."""
    process = _start(judge, folder)
    goal = judge.stats()["arrivals"] + after
    while process.poll() is None and judge.stats()["arrivals"] < goal:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _note_kept(judge: JudgeProcess, folder: Path, again: Counter[str]) -> None:
    """How often the server has answered what the ledger holds now: from here on that may not grow."""
    delivered: dict[str, Any] = judge.stats()["delivered"]
    database = sqlite3.connect(ledger_path(folder / "out.jsonl"))
    rows = database.execute(
        "SELECT CAST(id AS TEXT) FROM result JOIN request USING (position) WHERE state = 'answered'"
    ).fetchall()
    database.close()
    for (id,) in rows:
        again.setdefault(id, delivered.get(id, 0))
