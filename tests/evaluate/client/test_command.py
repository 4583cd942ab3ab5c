"""`judge run`: flags, exit codes, messages, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.client.asking import question, questions, write
from tests.evaluate.client.judge_server import Judge, serving
from workbench.cli.main import main
from workbench.settings import ROOT

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`judge run` with in.jsonl and out.jsonl of this test; gives exit code and stderr."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("WORKBENCH_LANG", "ko")

    def call(url: str, *more: object) -> tuple[int, str]:
        try:
            code = main(command(tmp_path, url, *more))
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        assert out == ""
        return code, err

    return call


def command(folder: Path, url: str, *more: object) -> list[str]:
    words = ["judge", "run", "--requests", folder / "in.jsonl", "--save", folder / "out.jsonl", "--request-url", url]
    limits = ["--max-requests-per-minute", 60_000, "--max-tokens-per-minute", 10_000_000]
    return [str(word) for word in (*words, *limits, *more)]


def lines(folder: Path) -> list[Any]:
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]


def test_all_answered_is_exit_code_0_with_one_line_a_request(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(20))
    with serving(Judge(jitter=0.02)) as judge:
        code, said = run(judge.url)
    assert code == 0
    assert [line[0] for line in lines(tmp_path)] == questions(20)
    assert "20/20" in said
    assert "$" in said  # gpt-4o has a price


def test_a_failure_is_exit_code_1_and_resume_mends_it(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(5))
    broken = {"q3"}
    with serving(Judge(faults=lambda id, _: "500" if id in broken else None)) as judge:
        code, said = run(judge.url, "--max-attempts", 1)
        assert (code, "error" in lines(tmp_path)[3][1]) == (1, True)
        assert "1개는 끝내 실패" in said
        broken.clear()
        code, said = run(judge.url, "--resume")
    assert code == 0
    assert len(judge.arrivals) == 6
    assert "4개는 두고" in said


def test_results_are_never_overwritten(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(2))
    with serving(Judge()) as judge:
        assert run(judge.url)[0] == 0
        code, said = run(judge.url)
        assert (code, "--resume" in said) == (2, True)
        (tmp_path / "out.jsonl").unlink()
        assert run(judge.url)[0] == 2
        assert run(judge.url, "--resume")[0] == 0
        assert len(lines(tmp_path)) == 2
        (tmp_path / "out.jsonl.ledger").unlink()
        code, said = run(judge.url, "--resume")
        assert (code, "기록" in said) == (2, True)
    assert len(judge.arrivals) == 2


def test_an_empty_file_that_stands_ready_is_no_result(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(1))
    (tmp_path / "out.jsonl").touch()
    with serving(Judge()) as judge:
        assert run(judge.url)[0] == 0


def test_resume_of_nothing_starts(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(1))
    with serving(Judge()) as judge:
        assert run(judge.url, "--resume")[0] == 0


def test_quota_ends_the_run_with_what_to_do(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in.jsonl", questions(50))
    reply = (429, {}, b'{"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}}')
    with serving(Judge(faults=lambda _id, attempt: reply)) as judge:
        code, said = run(judge.url)
    assert code == 1
    assert "결제" in said
    assert "50개는 아직" in said
    assert lines(tmp_path) == []


def test_bad_lines_are_told_with_their_number_and_the_rest_is_answered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(f"{json.dumps(question('a'))}\n{{broken\n", encoding="utf-8")
    with serving(Judge()) as judge:
        code, said = run(judge.url)
    assert code == 1
    assert "2번째 줄: JSON" in said
    assert ["choices" in line[1] for line in lines(tmp_path)] == [True, False]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--request-url", "ftp://x/v1"], "http"),
        (["--request-url", "http://user:pw@127.0.0.1/v1"], "--api-key-env"),
        (["--request-url", "https://host/v1?api_key=abc"], "--api-key-env"),
        (["--request-url", "https://api.openai.com/v1/chat/completions"], "OPENAI_API_KEY"),
        (["--request-url", "https://h/v1", "--api-key-env", "sk-live-123"], "이름"),
        (["--request-url", "https://h/v1", "--api-key-env", "NO_SUCH_KEY"], "NO_SUCH_KEY"),
        (["--max-requests-per-minute", "0"], "1 이상"),
        (["--max-tokens-per-minute", "many"], "1 이상"),
        (["--max-attempts", "0"], "1 이상"),
        (["--max-cost", "-1"], "0보다"),
        (["--save", "missing/folder/out.jsonl"], "missing"),
        (["--requests", "missing.jsonl"], r"missing.jsonl"),
    ],
)
def test_wrong_flags_are_exit_code_2_and_say_what(run: Run, tmp_path: Path, more: list[str], said: str) -> None:
    write(tmp_path / "in.jsonl", questions(1))
    code, message = run("http://127.0.0.1:9/v1/chat/completions", *more)
    assert code == 2
    assert said in message
    assert "sk-live-123" not in message
    assert not list(tmp_path.glob("out*"))


def test_the_request_file_is_never_the_result_file(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(1))
    assert run("http://127.0.0.1:9/v1", "--save", path, "--resume")[0] == 2
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_run_ends_cleanly_and_can_be_resumed(run: Run, tmp_path: Path, number: signal.Signals) -> None:
    write(tmp_path / "in.jsonl", questions(300))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WORKBENCH_HOME": str(tmp_path / "home")}
    with serving(Judge(latency=0.2)) as judge:
        words = command(tmp_path, judge.url, "--max-requests-per-minute", 3_000)
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", *words], env=environment, stderr=subprocess.PIPE, text=True
        )
        while len(judge.arrivals) < 10 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 1
        assert "중단했습니다" in said
        assert "Traceback" not in said
        assert len(lines(tmp_path)) == len(judge.arrivals)
        assert run(judge.url, "--resume")[0] == 0
    assert set(judge.delivered.values()) == {1}
    assert [line[0]["metadata"]["id"] for line in lines(tmp_path)] == [f"q{n}" for n in range(300)]
