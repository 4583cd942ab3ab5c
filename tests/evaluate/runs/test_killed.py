"""Processes that die: no case is lost, none is done twice, and whoever comes next goes on."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.evaluate.runs.served import ServedModel, serving
from workbench.evaluate.runs.process import ensure_worker, is_working
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import read_set
from workbench.store import results, runs
from workbench.store.results import Filters

ROOT = Path(__file__).resolve().parents[3]
COUNT = "SELECT count(*) AS 명 FROM 고객"


@pytest.fixture
def model(monkeypatch):
    with serving(ServedModel(lambda _: f"{COUNT};")) as served:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", served.url)
        yield served


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def end_workers():
    """No worker outlives its test."""
    yield
    for run in runs.every():
        if run.worker and run.worker != os.getpid() and is_working():
            os.kill(run.worker, signal.SIGKILL)
    until(lambda: not is_working())


def command(*words, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "workbench", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


@pytest.mark.usefixtures("end_workers")
def test_killed_again_and_again_every_case_is_there_once_and_hardly_asked_twice(model, case_file):
    model.seconds = 0.05
    total, kills = 40, 4
    words = ("evaluate", "--dataset", case_file(total), "--model", "openai:m", "--run-name", "질김", "--json")
    chance = random.Random(7)
    for kill in range(kills):
        process = command(*words)
        wanted = (kill + 1) * total // (kills + 2)
        until(lambda: runs.named("질김") is not None)
        run = runs.named("질김").id
        until(lambda p=process, w=wanted, run=run: p.poll() is not None or results.tally(run).generated >= w)
        assert process.poll() is None, process.communicate()
        time.sleep(chance.random() / 5)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    out, err = command(*words).communicate(timeout=120)
    found = json.loads(out)
    assert (found["n"], found["ex"]["k"]) == (total, total), err
    answers = results.select(Filters(), limit=None)
    assert [answer.case_id for answer in answers] == [str(n) for n in range(total)]
    assert set(model.asked) == {str(n) for n in range(total)}
    # Only what was in flight when the process died is asked again: eight at most each time.
    assert sum(model.asked.values()) <= total + 8 * kills
    assert len(runs.every()) == 1


@pytest.mark.usefixtures("end_workers")
def test_a_worker_outlives_its_starter_and_a_killed_one_is_replaced(model, case_file):
    model.seconds = 0.1
    run = start(Plan(read_set(case_file(30)), "openai:m"))
    starter = "from workbench.evaluate.runs.process import ensure_worker; ensure_worker()"
    subprocess.run([sys.executable, "-c", starter], cwd=ROOT, check=True)
    until(lambda: results.tally(run.id).generated >= 3)
    worker = runs.find(run.id).worker
    assert runs.find(run.id).is_working
    assert not ensure_worker()
    os.kill(worker, signal.SIGKILL)
    until(lambda: not is_working())
    assert ensure_worker()
    until(lambda: runs.find(run.id).state == "finished")
    assert results.tally(run.id) == results.Tally(30, 30, 0, 0, None)
    assert runs.find(run.id).worker is None
    until(lambda: not is_working())  # nothing waits, so nobody stays


@pytest.mark.usefixtures("end_workers")
def test_two_runs_queue_and_never_share_the_model(model, case_file):
    model.seconds = 0.02
    first = start(Plan(read_set(case_file(6)), "openai:m", "가"))
    second = start(Plan(read_set(case_file(5, name="b.jsonl")), "openai:m", "나"))
    seen = set()
    assert ensure_worker()
    while runs.find(second.id).state != "finished":
        # Both in one look: between two, the first may end and the second begin.
        now = {run.id: run.state for run in runs.every()}
        seen.add((now[first.id], now[second.id]))
        time.sleep(0.02)
    assert ("running", "running") not in seen
    assert runs.find(first.id).finished_at <= runs.find(second.id).finished_at


@pytest.fixture
def hears_ctrl_c():
    """A shell starts its background jobs deaf to Ctrl-C, and children inherit that: CI may be such a job (seen)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("end_workers", "hears_ctrl_c")
def test_ctrl_c_pauses_says_how_to_go_on_and_the_same_command_goes_on(model, case_file):
    model.seconds = 2.0  # 8 at once: 10 s for all, so that a busy machine still hears Ctrl-C in the middle
    words = ("evaluate", "--dataset", case_file(40), "--model", "openai:m", "--run-name", "쉼", "--json")
    process = command(*words)
    until(lambda: runs.named("쉼") is not None and results.tally(runs.named("쉼").id).generated >= 3)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to everything that the command started
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert runs.named("쉼").state == "paused"
    assert "runs resume" in err
    assert json.loads(out)["n"] < 40
    model.seconds = 0.1
    process = command(*words)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, json.loads(out)["n"]) == (0, 40), err


@pytest.mark.usefixtures("end_workers")
def test_a_command_waits_for_another_process_and_takes_over_when_that_dies(model, case_file):
    model.seconds = 1.0
    slow = start(Plan(read_set(case_file(40)), "openai:m", "느림"))
    assert ensure_worker()
    until(lambda: results.tally(slow.id).generated >= 1)
    process = command(
        "evaluate", "--dataset", case_file(3, name="b.jsonl"), "--model", "openai:m", "--run-name", "빠름"
    )
    until(lambda: runs.named("빠름") is not None)
    time.sleep(1.5)
    assert runs.named("빠름").state == "queued"
    os.kill(runs.find(slow.id).worker, signal.SIGKILL)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert runs.find(out.strip()).state == "finished"
    assert runs.find(slow.id).state == "queued"
