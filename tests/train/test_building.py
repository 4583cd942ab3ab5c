"""Datasets built by a process of their own."""

import datetime as dt
import json
import os
import signal
import time

import pytest

from workbench.train import building
from workbench.train.data import DataPlan, read_dataset

DDL = "CREATE TABLE member (id INT, grade VARCHAR(10));"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def questions(tmp_path):
    """Twelve questions over one schema each with SQL that runs."""
    rows = [
        {
            "context": DDL,
            "question": f"번호가 {n}인 회원의 등급은?",
            "answer": f"SELECT grade FROM member WHERE id = {n}",
        }
        for n in range(12)
    ]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def plan_of(*sources, **fields):
    given = {"name": "우리 질문", "held_out_databases": 0, "held_out_questions": 0}
    return DataPlan(tuple(map(str, sources)), building.new_folder(), dt.date(2026, 11, 23), **{**given, **fields})


def ended(folder, seconds=90):
    deadline = time.monotonic() + seconds
    while (found := building.look(folder)).state == "building":
        assert time.monotonic() < deadline, (folder / "building.log").read_text()
        time.sleep(0.1)
    return found


def test_it_is_building_until_it_is_ready_and_then_it_is_read(questions):
    begun = building.begin(plan_of(questions))
    assert begun.state == "building"
    found = ended(begun.folder)
    assert (found.state, found.name, found.message, found.done, found.total) == ("ready", "우리 질문", "", 12, 12)
    assert len(read_dataset(begun.folder).rows) == 12
    assert building.every() == (found,)


def test_a_fault_is_kept_in_the_readers_words(tmp_path):
    found = ended(building.begin(plan_of(tmp_path / "gone.jsonl")).folder)
    assert found.state == "failed"
    assert "gone.jsonl" in found.message
    assert "Traceback" not in found.message


def test_too_little_to_hold_anything_out_says_so(questions):
    found = ended(building.begin(plan_of(questions, held_out_databases=5, held_out_questions=9)).folder)
    assert found.state == "failed"
    assert "5" in found.message


def test_whoever_begins_it_twice_has_one_process(questions):
    begun = building.begin(plan_of(questions))
    pid = building._progress(begun.folder)["pid"]
    assert building.begin(begun.plan).state == "building"
    assert building._progress(begun.folder)["pid"] == pid
    assert ended(begun.folder).state == "ready"


@pytest.mark.parametrize(
    "end", [building.stop, lambda folder: os.kill(building._progress(folder)["pid"], signal.SIGKILL)]
)
def test_stopped_or_killed_it_can_be_built_again(questions, end):
    begun = building.begin(plan_of(questions))
    end(begun.folder)
    assert ended(begun.folder).state == "stopped"
    assert ended(building.begin(begun.plan).folder).state == "ready"


def test_a_dataset_is_deleted_but_never_what_lies_elsewhere(questions, tmp_path):
    found = ended(building.begin(plan_of(questions)).folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    building.remove(elsewhere)
    assert elsewhere.is_dir()
    building.remove(found.folder)
    assert building.every() == ()


def test_what_is_no_dataset_is_passed_over(tmp_path):
    folder = building.home() / "20261123-110000-half"
    folder.mkdir(parents=True)
    for text in ("", "[]", '{"sources": []}', '{"out": 1, "today": 2, "rules": []}'):
        (folder / "plan.json").write_text(text, encoding="utf-8")
        assert building.look(folder) is None
    assert building.every() == ()
