"""A training's way through its states, with fitting faked."""

from __future__ import annotations

import dataclasses
import errno
import json
import threading
import time
from pathlib import Path

import pytest

from workbench.errors import DataError, ModelError, UsageError
from workbench.store import runs, trainings
from workbench.store.runs import Run
from workbench.train.runs import faults
from workbench.train.runs.heart import evaluation_at_work
from workbench.train.runs.order import Order, read_order
from workbench.train.runs.outcome import read_outcome
from workbench.train.runs.process import work_on
from workbench.train.runs.start import config_of, find_training, model_name, require_same, resume, start

ALONE = Order(questions=0)


def worked(config, order=ALONE):
    training = start(config, order)
    work_on(training.id)
    return trainings.find(training.id)


def test_a_training_is_queued_with_all_that_decides_it(config):
    training = start(config(name="첫 학습", rank=8), ALONE)
    assert (training.state, training.name, config_of(training).rank) == ("queued", "첫 학습", 8)
    assert read_order(training.options) == ALONE
    assert Path(training.folder).is_dir()
    assert find_training("첫 학습") == find_training(training.id) == training
    with pytest.raises(UsageError):
        find_training("없음")


def test_the_same_name_takes_the_training_up_again_and_another_setting_is_refused(config, fake):
    first = worked(config(name="하나"))
    assert start(config(name="하나"), ALONE) == first
    with pytest.raises(UsageError, match="다른 이름"):
        start(config(name="하나", rank=64), ALONE)


def test_equal_weights_have_equal_digests_wherever_the_data_lies(config, dataset, tmp_path):
    moved = tmp_path / "moved"
    dataset.folder.rename(moved)
    one = start(config(data=str(moved), name="a"), ALONE)
    moved.rename(dataset.folder)
    two = start(config(name="b", save_every=1), ALONE)
    assert one.digest == two.digest
    assert start(config(name="c", seed=7), ALONE).digest != one.digest


def test_what_is_missing_is_told_before_the_start(config, base):
    with pytest.raises(UsageError, match="데이터가 없습니다"):
        start(config(data=""), ALONE)
    with pytest.raises(DataError):
        start(config(data=str(base)), ALONE)
    assert trainings.every() == ()


def test_it_reports_and_ends_with_an_adapter(config, fake):
    ended = worked(config())
    assert (ended.state, ended.steps_done, ended.steps_total, ended.phase) == ("finished", 4, 4, "")
    assert ended.peak_memory >= 500
    assert ended.seconds > 0
    points = trainings.metrics(ended.id)
    assert [point.step for point in points] == [1, 2, 3, 4]
    assert points[1].tokens_per_second == pytest.approx(100)
    outcome = read_outcome(ended.result)
    assert (outcome.rows, outcome.steps) == (24, 4)
    assert "0으로" in outcome.skipped[0]


def test_paused_it_goes_on_where_it_stopped(config, fake):
    training = start(config(), ALONE)
    fake.seconds, fake.steps = 0.1, 6
    thread = threading.Thread(target=work_on, args=(training.id,))
    thread.start()
    while not trainings.metrics(training.id):
        time.sleep(0.01)
    trainings.ask_for(training.id, "pause")
    thread.join()
    paused = trainings.find(training.id)
    assert (paused.state, paused.worker, paused.message) == ("paused", None, "")
    assert 0 < paused.steps_done < 6
    resume(paused)
    work_on(training.id)
    assert trainings.find(training.id).state == "finished"
    assert fake.began == [0, paused.steps_done]
    assert trainings.find(training.id).seconds > paused.seconds


def test_stopped_while_it_runs(config, fake):
    training = start(config(), ALONE)
    fake.before_step = lambda step: trainings.ask_for(training.id, "stop") and time.sleep(0.1)
    work_on(training.id)
    assert trainings.find(training.id).state == "stopped"


def test_deleted_while_it_runs_nothing_stays(config, fake):
    training = start(config(), ALONE)
    fake.before_step = lambda step: (trainings.remove(training.id), time.sleep(0.1))
    work_on(training.id)
    assert trainings.find(training.id) is None
    assert trainings.metrics(training.id) == ()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (MemoryError(), "메모리가 모자라"),
        (RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"), "메모리가"),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), "메모리가 모자라"),
        (OSError(errno.ENOSPC, "No space left on device"), "디스크가 가득"),
        (RuntimeError("Error while serializing: I/O error: No space left on device (os error 28)"), "디스크가 가득"),
        (ConnectionError("peer closed"), "연결이 끊겼습니다"),
        (ModelError("손실이 숫자가 아니게"), "손실이 숫자가 아니게"),
        (KeyError("?"), "예상하지 못한"),
    ],
)
def test_a_fault_is_told_and_resuming_goes_on_from_the_checkpoint(config, fake, fault, words):
    fake.fault = fault
    failed = worked(config())
    assert failed.state == "failed"
    assert words in failed.message
    fake.fault = None
    resume(failed)
    work_on(failed.id)
    assert trainings.find(failed.id).state == "finished"
    assert trainings.find(failed.id).message == ""
    assert fake.began == [0, 2]


def test_a_fault_within_another_is_found(config, fake):
    fault = RuntimeError("could not save")
    fault.__cause__ = OSError(errno.ENOSPC, "full")
    fake.fault = fault
    assert "디스크가 가득" in worked(config()).message


def test_a_disk_without_room_is_told_before_the_work(config, fake, monkeypatch):
    monkeypatch.setattr(faults, "disk_bytes", lambda config: 1e18)
    failed = worked(config())
    assert "남아 있어 시작하지 않았습니다" in failed.message
    assert fake.began == []


def test_data_that_was_built_anew_is_refused(config, fake, dataset):
    training = start(config(), ALONE)
    trainings.update(training.id, data_digest="other")
    work_on(training.id)
    assert "다릅니다" in trainings.find(training.id).message


def test_a_worker_that_dies_again_and_again_is_not_started_forever(config):
    training = start(config(), ALONE)
    for _ in range(trainings.MOST_LOST):
        assert trainings.claim_next() is not None
        trainings.recover()
    failed = trainings.find(training.id)
    assert failed.state == "failed"
    assert "메모리" in failed.message
    assert resume(failed).state == "queued"
    assert trainings.find(training.id).lost == 0


def test_a_killed_worker_that_got_further_is_started_again(config, fake):
    training = start(config(), ALONE)
    trainings.claim_next()
    trainings.update(training.id, lost=2)
    assert trainings.recover() == 0
    resume(trainings.find(training.id))
    work_on(training.id)
    assert trainings.find(training.id).lost == 0


def evaluation(**values) -> Run:
    at_work = {"state": "running", "worker": 1, "heartbeat": time.time(), "phase": "generate"}
    fields = {"id": "e", "name": "평가", "created_at": "2026-11-23", "set_name": "s", "set_digest": "d"}
    more = {"set_source": "", "model": "qwen2.5-coder-1.5b-instruct-q4_k_m", "mode": "model"}
    return Run(**{**fields, **more, **at_work, **values})


def test_it_gives_way_to_an_evaluation_on_this_machine(config, fake, monkeypatch):
    monkeypatch.setattr("workbench.train.runs.heart._LOOK_SECONDS", 0.02)
    runs.add(evaluation())
    training = start(config(), ALONE)
    thread = threading.Thread(target=work_on, args=(training.id,))
    thread.start()
    while trainings.find(training.id).phase != "wait":
        time.sleep(0.01)
    time.sleep(0.3)
    assert fake.began == []
    assert trainings.find(training.id).is_working
    runs.update("e", state="finished")
    thread.join()
    ended = trainings.find(training.id)
    assert ended.state == "finished"
    assert ended.seconds < 0.3  # the wait is no work


@pytest.mark.parametrize(
    "values",
    [{"model": "openai:m"}, {"mode": "predictions"}, {"phase": "judge"}, {"heartbeat": 1.0}, {"state": "paused"}],
)
def test_it_gives_no_way_to_what_leaves_the_processor_alone(values):
    runs.add(evaluation(**values))
    assert evaluation_at_work() is None


def test_a_configuration_that_differs_is_named(config):
    training = start(config(), ALONE)
    require_same(training, config(name="egal"))
    with pytest.raises(UsageError, match="rank"):
        require_same(training, config(rank=64))


@pytest.mark.parametrize(("name", "wanted"), [("My Model", "my-model"), ("첫 학습", ""), ("a/b", "a-b")])
def test_the_model_is_called_as_the_training_where_that_can_be(config, name, wanted):
    found = model_name(start(config(name=name), ALONE))
    assert found == wanted or (not wanted and found.endswith("r4"))


def test_results_read_back_as_they_were_written(config, fake):
    ended = worked(config())
    outcome = read_outcome(ended.result)
    assert read_outcome(outcome.to_json()) == outcome
    assert json.loads(dataclasses.replace(outcome).to_json())["adapter"] == outcome.adapter
