"""Each request is answered once, whatever the server does."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from tests.evaluate.client.asking import ask, question, questions, settings, write
from tests.evaluate.client.judge_server import VERDICT, Judge, Reply, at_random, serving
from workbench.errors import UsageError
from workbench.evaluate.client.outcome import Progress
from workbench.evaluate.client.request import Request
from workbench.evaluate.client.run import run_requests


def error(status: int, code: str, message: str = "no", headers: dict[str, str] | None = None) -> Reply:
    return status, headers or {}, json.dumps({"error": {"code": code, "type": code, "message": message}}).encode()


def test_answers_stand_in_the_order_of_the_requests_though_they_come_in_another(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(50))
    with serving(Judge(jitter=0.05)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert [line[0] for line in lines] == questions(50)
    assert all(line[1]["choices"][0]["message"]["content"] == VERDICT for line in lines)
    assert set(judge.attempts.values()) == {1}


def test_metadata_stays_at_home_and_the_key_travels_in_its_header_only(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(1))
    with serving(Judge()) as judge:
        ask(path, settings(judge, tmp_path, key="test-key-1"))
    assert "metadata" not in judge.bodies[0]
    assert judge.seen_headers[0]["authorization"] == "Bearer test-key-1"
    assert all(b"test-key-1" not in file.read_bytes() for file in tmp_path.iterdir())


def test_azure_gets_its_own_header(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(1))
    with serving(Judge()) as judge:
        url = judge.url.replace("/v1/", "/openai/deployments/judge/") + "?api-version=2025-01-01"
        ask(path, settings(judge, tmp_path, url=url, key="azure-key"))
    assert judge.seen_headers[0]["api-key"] == "azure-key"
    assert "authorization" not in judge.seen_headers[0]


def test_the_same_line_twice_is_asked_and_answered_twice(tmp_path: Path) -> None:
    item = {"model": "m", "messages": [{"role": "user", "content": "same"}]}
    path = write(tmp_path / "in.jsonl", [item, item])
    with serving(Judge()) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert len(lines) == 2
    assert judge.attempts["same"] == 2


@pytest.mark.parametrize("fault", ["429", "500", "reset", "truncated", "cut"])
def test_a_passing_fault_is_tried_again(tmp_path: Path, fault: str) -> None:
    path = write(tmp_path / "in.jsonl", questions(10))
    with serving(Judge(faults=lambda _id, attempt: fault if attempt <= 2 else None)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert len(lines) == 10
    assert set(judge.attempts.values()) == {3}


def test_a_hang_is_broken_off_and_a_slow_drip_is_waited_for(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(30))
    names = {("q3", 1): "hang", ("q5", 1): "drip"}
    with serving(Judge(faults=lambda id, attempt: names.get((id, attempt)), content="ok")) as judge:
        chosen = settings(judge, tmp_path, quick_timeout_seconds=0.3, timeout_seconds=60)
        outcome, _ = ask(path, chosen)
    assert outcome.succeeded
    assert judge.attempts["q3"] == 2
    assert outcome.seconds < 30


def test_all_faults_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(300))
    shares = {"429": 0.05, "500": 0.05, "reset": 0.05, "truncated": 0.05, "cut": 0.05, "hang": 0.01}
    with serving(Judge(faults=at_random(shares, seed=3), jitter=0.02)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path, quick_timeout_seconds=0.5, max_attempts=8))
    assert outcome.succeeded
    assert [line[0]["metadata"]["id"] for line in lines] == [f"q{number}" for number in range(300)]
    assert set(judge.delivered.values()) == {1}


def test_a_request_that_fails_every_time_ends_in_an_error_line_after_its_attempts(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(3))
    with serving(Judge(faults=lambda id, _: "500" if id == "q1" else None)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path, max_attempts=3))
    assert not outcome.succeeded
    assert (outcome.totals.answered, outcome.totals.failed, outcome.stopped) == (2, 1, "")
    assert judge.attempts["q1"] == 3
    assert lines[1][0] == questions(3)[1]
    assert lines[1][1]["error"]["type"] == "500"
    assert lines[1][1]["error"]["attempts"] == 3


def test_a_refused_request_is_not_tried_again_and_stops_no_other(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(3))
    too_long = error(400, "context_length_exceeded", "too long for sk-abcdefghijkl")
    with serving(Judge(faults=lambda id, _: too_long if id == "q0" else None)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert judge.attempts["q0"] == 1
    assert lines[0][1]["error"] == {
        "type": "400",
        "code": "context_length_exceeded",
        "message": "too long for sk-***",
        "attempts": 1,
    }
    assert outcome.totals.answered == 2


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (error(429, "insufficient_quota", "You exceeded your current quota"), "사용 한도"),
        (error(401, "invalid_api_key"), "API 키"),
        (error(403, "unsupported_country"), "권한"),
        (error(404, "model_not_found"), "모델"),
        (error(402, "Insufficient Balance"), "결제"),
        (error(429, "rate_limit_exceeded", "Request too large for gpt-4 on tokens per min"), "분당 토큰"),
        ((200, {}, b'{"error": {"code": "insufficient_quota", "message": "empty"}}'), "사용 한도"),
        ((307, {"location": "/elsewhere"}, b""), "주소"),
    ],
)
def test_what_no_retry_can_mend_stops_the_run_at_once(tmp_path: Path, reply: Reply, said: str) -> None:
    path = write(tmp_path / "in.jsonl", questions(500))
    with serving(Judge(faults=lambda _id, _attempt: reply)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path, requests_per_minute=6_000, max_in_flight=4))
    assert said in outcome.stopped
    assert len(judge.arrivals) < 20
    assert lines == []
    assert outcome.totals.left == 500


def test_retry_after_is_obeyed_by_all_requests(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(5))
    slow_down = error(429, "rate_limit_exceeded", headers={"Retry-After": "1"})
    with serving(Judge(faults=lambda id, attempt: slow_down if (id, attempt) == ("q0", 1) else None)) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=600, window_seconds=60)
        outcome, _ = ask(path, chosen)
    assert outcome.succeeded
    refused = judge.arrivals[0][0]
    assert all(at - refused >= 1.0 for at, _ in judge.arrivals[1:] if at - refused > 0.09)


def test_retry_after_of_one_broken_answer_holds_up_only_that_request(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(5))
    later = error(500, "server_error", headers={"retry-after-ms": "700"})
    with serving(Judge(faults=lambda id, attempt: later if (id, attempt) == ("q0", 1) else None)) as judge:
        ask(path, settings(judge, tmp_path))
    times = [at for at, id in judge.arrivals if id == "q0"]
    assert times[1] - times[0] >= 0.7
    assert max(at for at, id in judge.arrivals if id != "q0") - times[0] < 0.5


def test_a_pause_of_hours_ends_the_run_for_another_day(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(3))
    tomorrow = error(429, "rate_limit_exceeded", "requests per day", {"Retry-After": "30000"})
    with serving(Judge(faults=lambda _id, _attempt: tomorrow)) as judge:
        outcome, _ = ask(path, settings(judge, tmp_path))
    assert "30,000초" in outcome.stopped
    assert outcome.totals.left == 3


@pytest.mark.parametrize("faults", [{}, {"429": 0.05, "500": 0.05, "reset": 0.05}])
def test_the_server_never_sees_more_than_its_limit(tmp_path: Path, faults: dict[str, float]) -> None:
    path = write(tmp_path / "in.jsonl", questions(120))
    with serving(Judge(max_requests=50, window=2.0, faults=at_random(faults, 1), jitter=0.05)) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=50, window_seconds=2.0, guard_seconds=0.3)
        outcome, _ = ask(path, chosen)
    assert outcome.succeeded
    assert judge.violations == 0
    assert len(judge.arrivals) >= 120


def test_tokens_are_counted_as_the_server_charges_them(tmp_path: Path) -> None:
    """The estimate is some 15 times too high here: learnt within the first answers."""
    path = write(tmp_path / "in.jsonl", questions(100))
    with serving(Judge(max_tokens=1_000, window=2.0, usage=(18, 2))) as judge:
        chosen = settings(judge, tmp_path, tokens_per_minute=1_000, window_seconds=2.0, guard_seconds=0.3)
        outcome, _ = ask(path, chosen)
    assert judge.violations == 0
    assert outcome.seconds < 100 * 20 / 1_000 * 2.3 * 1.25


def test_an_answer_longer_than_expected_makes_the_next_wait(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [question(f"q{n}", max_tokens=None) for n in range(6)])
    with serving(Judge(max_tokens=3_000, window=2.0, usage=(500, 500))) as judge:
        chosen = settings(judge, tmp_path, tokens_per_minute=3_000, window_seconds=2.0, guard_seconds=0.3)
        ask(path, chosen)
    assert judge.violations == 0


def test_a_request_larger_than_a_minute_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [*questions(3), question("big", max_tokens=5_000)])
    with serving(Judge()) as judge:
        chosen = settings(judge, tmp_path, tokens_per_minute=4_000)
        with pytest.raises(UsageError, match=r"big .*4,000"):
            ask(path, chosen)
    assert judge.arrivals == []
    assert not chosen.ledger.exists()


def test_an_id_that_is_there_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [*questions(3), question("q1", temperature=1)])
    with serving(Judge()) as judge, pytest.raises(UsageError, match=r"q1 .*2.*4"):
        ask(path, settings(judge, tmp_path))
    assert judge.arrivals == []


def test_lines_that_are_no_requests_fail_in_their_place_and_the_others_are_answered(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    first, last = (json.dumps(question(id)) for id in ("a", "b"))
    path.write_text(f'{first}\nnot json\n{{"model": "m"}}\n{last}\n', encoding="utf-8")
    with serving(Judge()) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert not outcome.succeeded
    assert [line[0] for line in lines] == [question("a"), "not json", {"model": "m"}, question("b")]
    assert ["error" in line[1] for line in lines] == [False, True, True, False]
    assert lines[1][1]["error"]["line"] == 2
    assert len(judge.arrivals) == 2


def test_the_cost_cap_stops_before_it_is_passed(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(100))

    def price(_model: str, usage: Any) -> float:
        return (usage["prompt_tokens"] + usage["completion_tokens"]) / 1_000

    with serving(Judge(usage=(18, 2), jitter=0.02)) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path, price=price, max_cost=0.5))
    assert "비용 한도" in outcome.stopped
    assert outcome.totals.cost <= 0.5 + 1e-9
    assert len(lines) >= 15


def test_a_cost_cap_without_a_price_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(1))
    with serving(Judge()) as judge, pytest.raises(UsageError, match="gpt-4o"):
        ask(path, settings(judge, tmp_path, price=lambda _model, _usage: None, max_cost=1.0))


def test_nobody_at_the_address_fails_each_request_but_not_for_hours(tmp_path: Path) -> None:
    chosen = settings(Judge(url="http://127.0.0.1:9/v1/chat/completions"), tmp_path, max_attempts=2)
    outcome, lines = ask(write(tmp_path / "in.jsonl", questions(3)), chosen)
    assert [line[1]["error"]["type"] for line in lines] == ["unreachable"] * 3
    assert outcome.totals.failed == 3
    (tmp_path / "many").mkdir()
    chosen = settings(Judge(url=chosen.url), tmp_path / "many", max_attempts=2, max_in_flight=4)
    outcome, _ = ask(write(tmp_path / "many" / "in.jsonl", questions(500)), chosen)
    assert "연결" in outcome.stopped
    assert outcome.totals.failed < 60


def test_stop_lets_answers_under_way_come_in(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", questions(200))
    stop = threading.Event()
    threading.Timer(0.6, stop.set).start()
    with serving(Judge(latency=0.3)) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=3_000, window_seconds=60)
        outcome, lines = ask(path, chosen, stop=stop)
        assert outcome.stopped
        assert 0 < len(lines) == len(judge.arrivals) < 200
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.resent == 0
    assert outcome.succeeded
    assert set(judge.delivered.values()) == {1}


def test_progress_and_results_are_told_while_it_runs(tmp_path: Path) -> None:
    seen: list[Progress] = []
    told: list[str] = []
    path = write(tmp_path / "in.jsonl", questions(150))
    with serving(Judge()) as judge:
        chosen = settings(judge, tmp_path, requests_per_minute=6_000, window_seconds=60)
        ask(path, chosen, progress=seen.append, on_result=lambda result: told.append(result.id))
        assert sorted(told) == sorted(f"q{number}" for number in range(150))
        again: list[str] = []
        ask(path, chosen, on_result=lambda result: again.append(result.id))
    assert again == [f"q{number}" for number in range(150)]
    assert len(judge.arrivals) == 150
    assert seen[-1].totals.answered == 150
    assert 4_000 < seen[0].per_minute < 8_000


def test_a_fault_of_the_listener_ends_the_run_and_keeps_the_answer(tmp_path: Path) -> None:
    def listener(_: object) -> None:
        raise ZeroDivisionError

    path = write(tmp_path / "in.jsonl", questions(20))
    with serving(Judge()) as judge:
        with pytest.raises(ZeroDivisionError):
            ask(path, settings(judge, tmp_path, requests_per_minute=600), on_result=listener)
        before = judge.attempts.copy()
        outcome, _ = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert all(judge.attempts[id] == 1 for id in before)


def test_requests_need_no_file(tmp_path: Path) -> None:
    lines = [json.dumps({"messages": [{"role": "user", "content": f"run/{n} ?"}]}) for n in range(5)]
    with serving(Judge()) as judge:
        outcome = run_requests([Request(f"run/{n}", line) for n, line in enumerate(lines)], settings(judge, tmp_path))
    assert outcome.succeeded


def test_odd_but_legal_texts_survive_the_journey(tmp_path: Path) -> None:
    odd = {"messages": [{"role": "user", "content": "x \ud800 \u2028 \x00 😀 뷁"}], "metadata": {"id": "odd"}}
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps(odd) + "\n", encoding="utf-8")
    with serving(Judge(content="\ud83d\n둘째 줄\u2028")) as judge:
        outcome, lines = ask(path, settings(judge, tmp_path))
    assert outcome.succeeded
    assert lines[0][0] == odd
    assert lines[0][1]["choices"][0]["message"]["content"] == "\ud83d\n둘째 줄\u2028"


def test_an_empty_file_is_no_failure(tmp_path: Path) -> None:
    with serving(Judge()) as judge:
        outcome, lines = ask(write(tmp_path / "in.jsonl", []), settings(judge, tmp_path))
    assert outcome.succeeded
    assert lines == []


def test_little_is_added_to_each_request(tmp_path: Path) -> None:
    """Not a measurement (see tests/benchmarks): only that nothing waits without a reason."""
    path = write(tmp_path / "in.jsonl", questions(200))
    with serving(Judge()) as judge:
        started = time.monotonic()
        ask(path, settings(judge, tmp_path, max_in_flight=1))
    assert (time.monotonic() - started) / 200 < 0.05
