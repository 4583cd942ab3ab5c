import threading
from dataclasses import replace

import pytest

from workbench.store import results, runs, sets
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase

RUN = Run("r1", "첫 실행", "2026-11-23T10:00:00+09:00", "queued", "쇼핑몰", "d1", "shop.jsonl", "m", "model", total=3)
ANSWER = Result("r1", "1", 0, "고객 수는?", "shop", "SELECT count(*) FROM 고객")


def test_a_run_comes_back_as_it_went_in():
    runs.add(RUN)
    assert runs.find("r1") == runs.named("첫 실행") == RUN
    assert runs.find("r2") is None
    assert runs.every() == (RUN,)


def test_columns_are_updated_by_name():
    runs.add(RUN)
    runs.update("r1", done=2, seconds=1.5)
    assert runs.find("r1") == replace(RUN, done=2, seconds=1.5)
    with pytest.raises(KeyError):
        runs.update("r1", **{"done = 1; --": 1})


def test_the_run_that_waited_longest_is_claimed_once():
    for name in "abc":
        runs.add(replace(RUN, id=name, name=name))
    runs.ask_for("a", "pause")
    runs.ask_for("a", "resume")
    claimed = [run.id for run in iter(runs.claim_next, None)]
    assert claimed == ["b", "c", "a"]
    assert runs.find("a").is_working


def test_one_run_can_be_claimed_out_of_turn():
    assert not runs.has_work()
    for name in "ab":
        runs.add(replace(RUN, id=name, name=name))
    assert runs.claim_next("b").id == "b"
    assert runs.claim_next("b") is None
    assert runs.has_work()


def test_a_name_is_given_once():
    assert runs.add(RUN)
    assert not runs.add(replace(RUN, id="r2"))
    assert runs.find("r2") is None


def test_many_processes_claim_each_run_once():
    for number in range(8):
        runs.add(replace(RUN, id=str(number), name=str(number)))
    claimed: list[str] = []
    threads = [
        threading.Thread(target=lambda: claimed.extend(run.id for run in iter(runs.claim_next, None))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == [str(n) for n in range(8)]


@pytest.mark.parametrize(
    ("state", "wish", "after"),
    [
        ("queued", "pause", "paused"),
        ("running", "pause", "pausing"),
        ("running", "stop", "stopping"),
        ("paused", "stop", "stopped"),
        ("paused", "resume", "queued"),
        ("stopped", "resume", "queued"),
        ("failed", "resume", "queued"),
        ("pausing", "resume", "running"),
        ("finished", "retry", "queued"),
        ("finished", "pause", "finished"),
        ("finished", "resume", "finished"),
        ("running", "retry", "running"),
        ("running", "resume", "running"),
    ],
)
def test_a_wish_changes_the_state_only_where_it_fits(state, wish, after):
    runs.add(replace(RUN, state=state))
    assert runs.ask_for("r1", wish).state == after


def test_a_wish_about_no_run_does_nothing():
    assert runs.ask_for("nobody", "pause") is None


def test_what_a_killed_worker_held_is_given_back():
    for state in ("running", "pausing", "stopping", "finished", "paused"):
        runs.add(replace(RUN, id=state, name=state, state=state, worker=1, heartbeat=1.0))
    assert runs.recover() == 3
    assert {run.id: run.state for run in runs.every()} == {
        "running": "queued",
        "pausing": "paused",
        "stopping": "stopped",
        "finished": "finished",
        "paused": "paused",
    }
    assert not runs.find("running").is_working


def test_retry_puts_back_failed_cases_and_no_wrong_ones():
    runs.add(replace(RUN, state="finished"))
    results.add(
        [
            replace(ANSWER, case_id="lost", outcome="generation_error", scored=True),
            replace(ANSWER, case_id="crash", outcome="grader_error", scored=True, sql="SELECT 1"),
            replace(ANSWER, case_id="wrong", outcome="wrong", scored=True, judge="failed"),
        ]
    )
    runs.ask_for("r1", "retry")
    assert results.find("r1", "lost") is None
    assert results.find("r1", "crash") == replace(ANSWER, case_id="crash", sql="SELECT 1")
    assert (results.find("r1", "wrong").outcome, results.find("r1", "wrong").judge) == ("wrong", None)


def test_retry_keeps_the_rows_of_given_sql():
    runs.add(replace(RUN, state="finished", mode="predictions"))
    results.add([replace(ANSWER, case_id="none", outcome="generation_error", scored=True)])
    runs.ask_for("r1", "retry")
    assert results.find("r1", "none") is not None


def test_a_removed_run_takes_its_answers_along():
    runs.add(RUN)
    results.add([ANSWER])
    runs.remove("r1")
    assert (runs.find("r1"), results.find("r1", "1")) == (None, None)


def test_a_set_comes_back_in_order_and_saving_it_again_changes_nothing():
    cases = [
        StoredCase("b", "shop", "질문", "SELECT 1", "CREATE TABLE a (x INT)", dialect="mysql"),
        StoredCase("a", "shop", "질문 2", "SELECT 2", "CREATE TABLE a (x INT)", "/data", today="2024-01-01"),
    ]
    sets.save("d1", "세트", "file", cases)
    sets.save("d1", "다른 이름", "file", cases[:1])
    assert sets.cases_of("d1") == tuple(cases)
    assert sets.case_of("d1", "a") == cases[1]
    assert sets.case_of("d1", "c") is None
    assert sets.cases_of("d2") == ()
