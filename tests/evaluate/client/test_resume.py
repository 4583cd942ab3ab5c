"""A run that was killed, moved or tampered with."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.client.asking import ask, question, questions, settings, write
from tests.evaluate.client.judge_server import Judge, serving
from workbench.errors import StoreError, UsageError
from workbench.evaluate.client.ledger import Ledger
from workbench.settings import ROOT

CHILD = """
import sys
from pathlib import Path
from workbench.evaluate.client.request import read_requests
from workbench.evaluate.client.run import run_requests
from workbench.evaluate.client.settings import ClientSettings
url, folder = sys.argv[1], Path(sys.argv[2])
chosen = ClientSettings(url, folder / "out.jsonl.ledger", 3_000, 100_000_000, grace_seconds=1.0)
run_requests(read_requests(folder / "in.jsonl", url), chosen)
"""


def child(judge: Judge, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", CHILD, judge.url, str(folder)], env=environment)


def kept(folder: Path) -> set[str]:
    """Ids whose answers the ledger holds, read without its lock."""
    database = sqlite3.connect(folder / "out.jsonl.ledger")
    rows = database.execute("SELECT CAST(id AS TEXT) FROM result JOIN request USING (position)").fetchall()
    database.close()
    return {row[0] for row in rows}


def test_kill_after_kill_every_request_is_there_once_and_none_that_was_kept_is_paid_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(200))
    with serving(Judge(latency=0.1, jitter=0.2)) as judge:
        for round in range(3):
            process = child(judge, tmp_path)
            goal = len(judge.arrivals) + 25 * (round + 1)
            while len(judge.arrivals) < goal and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
            safe, asked = kept(tmp_path), judge.attempts.copy()
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert outcome.resent > 0
    assert [line[0]["metadata"]["id"] for line in lines] == [f"q{number}" for number in range(200)]
    assert safe
    assert all(judge.attempts[id] == asked[id] for id in safe)


def test_what_was_sent_before_a_kill_counts_in_the_window_after_it(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(40))
    with serving(Judge(max_requests=20, window=3.0)) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=20, window_seconds=3.0, guard_seconds=0.3)
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                ask(path, chosen, on_result=interrupt_after(8))
        outcome, _ = ask(path, chosen)
    assert outcome.succeeded
    assert judge.violations == 0


def interrupt_after(count: int) -> Any:
    left = [count]

    def listener(_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt

    return listener


def test_a_finished_run_sends_nothing_more(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(5))
    with serving(Judge()) as judge:
        _, first = ask(path, settings(judge, tmp_path))
        outcome, second = ask(path, settings(judge, tmp_path))
    assert first == second
    assert (outcome.sent, len(judge.arrivals)) == (0, 5)


def test_failed_requests_are_tried_again_and_answered_ones_are_not(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(6))
    broken = {"q2", "q4"}
    with serving(Judge(faults=lambda id, _: "500" if id in broken else None)) as judge:
        outcome, _ = ask(path, settings(judge, tmp_path, max_attempts=2))
        assert outcome.totals.failed == 2
        broken.clear()
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert all("error" not in line[1] for line in lines)
    assert judge.delivered == dict.fromkeys((f"q{n}" for n in range(6)), 1)


def test_results_and_ledger_can_be_moved_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "in.jsonl", questions(6))
    with serving(Judge(faults=lambda id, attempt: "500" if id == "q5" and attempt == 1 else None)) as judge:
        ask(path, settings(judge, tmp_path, max_attempts=1))
        moved = tmp_path / "elsewhere"
        moved.mkdir()
        for file in tmp_path.glob("out.jsonl*"):
            file.rename(moved / file.name)
        monkeypatch.chdir(moved)
        outcome, _ = ask(path, settings(judge, moved))
    assert outcome.succeeded
    assert len(judge.arrivals) == 7


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"model": "gpt-4o-mini"}, r"q1: model: gpt-4o → gpt-4o-mini"),
        ({"messages": [{"role": "user", "content": "q1 other?"}]}, r"q1: messages 내용"),
        ({"temperature": 1}, r"q1: temperature: - → 1"),
        ({"metadata": {"id": "q1", "rubric": "v2"}}, r"q1: metadata\.rubric: - → v2"),
        ({"metadata": {"id": "other"}}, r"q1: metadata\.id: q1 → other"),
    ],
)
def test_another_run_is_refused_and_told_what_differs(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    items = questions(3)
    with serving(Judge()) as judge:
        ask(write(tmp_path / "in.jsonl", items), settings(judge, tmp_path))
        items[1] = {**items[1], **change}
        with pytest.raises(UsageError, match=said):
            ask(write(tmp_path / "in.jsonl", items), settings(judge, tmp_path))
        assert len(judge.arrivals) == 3


def test_more_requests_or_another_address_are_another_run_but_spaces_are_not(tmp_path: Path) -> None:
    with serving(Judge()) as judge:
        path = write(tmp_path / "in.jsonl", questions(3))
        ask(path, settings(judge, tmp_path))
        with pytest.raises(UsageError, match="3 → 4"):
            ask(write(tmp_path / "more.jsonl", questions(4)), settings(judge, tmp_path))
        with pytest.raises(UsageError, match="→ http://127"):
            ask(path, settings(judge, tmp_path, url="http://127.0.0.1:1/v1/chat/completions"))
        path.write_text("\n".join(json.dumps(item, indent=None, separators=(",", ":")) for item in questions(3)))
        outcome, _ = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded


def test_two_runs_of_one_ledger_do_not_pay_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(3))
    with serving(Judge()) as judge:
        ask(path, settings(judge, tmp_path))
        with Ledger(tmp_path / "out.jsonl.ledger"), pytest.raises(StoreError, match="다른 실행"):
            ask(path, settings(judge, tmp_path))


def test_a_damaged_ledger_is_left_alone(tmp_path: Path) -> None:
    ledger = tmp_path / "out.jsonl.ledger"
    ledger.write_bytes(b"this is no database " * 300)
    with pytest.raises(StoreError, match="손상"):
        ask(write(tmp_path / "in.jsonl", questions(1)), settings(Judge(url="http://127.0.0.1:9/x"), tmp_path))
    assert ledger.read_bytes().startswith(b"this is no database")


def test_a_full_disk_ends_the_run_with_every_answer_kept_that_was_told(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(400))
    told: list[str] = []
    with serving(Judge(content="긴 답 " * 1_000)) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=6_000, window_seconds=60)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
        try:
            with pytest.raises(StoreError, match=r"디스크|쓸 수 없습니다"):
                ask(path, chosen, on_result=lambda result: told.append(result.id))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            signal.signal(signal.SIGXFSZ, before)
        paid = judge.delivered.copy()
        outcome, _ = ask(path, settings(judge, tmp_path))
    assert told
    assert outcome.succeeded
    assert all(judge.delivered[id] == paid[id] == 1 for id in told)


def test_a_ledger_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [question("a")])
    with serving(Judge()) as judge:
        ask(path, settings(judge, tmp_path))
        database = sqlite3.connect(tmp_path / "out.jsonl.ledger")
        with database:
            database.execute("UPDATE about SET value = '99' WHERE name = 'version'")
        database.close()
        with pytest.raises(StoreError, match="99"):
            ask(path, settings(judge, tmp_path))
