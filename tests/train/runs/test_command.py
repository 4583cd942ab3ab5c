"""`train`, `sweep` and `dpo` as their users call them."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.store import trainings

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def config_file(config, tmp_path):
    def write(**values) -> Path:
        fields = {key: value for key, value in dataclasses.asdict(config(**values)).items() if value is not None}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
        path = tmp_path / "train.toml"
        path.write_text("[train]\n" + "\n".join(lines), encoding="utf-8")
        return path

    return write


def test_it_prints_what_came_of_it(config_file, fake, capsys):
    code = main(["train", "--config", str(config_file(name="처음")), "--compare", "0", "--json"])
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (code, found["state"], found["name"], found["steps"]) == (0, "finished", "처음", 4)
    assert (found["first_loss"], found["loss"]) == (2.0, 0.5)
    assert Path(found["adapter"]).is_dir()
    assert found["model"].startswith("hf:")
    assert [point["step"] for point in found["metrics"]] == [1, 2, 3, 4]
    assert found["comparisons"] == []
    assert "번호는" in err


def test_a_fault_exits_with_1_and_says_how_to_go_on(config_file, fake, capsys):
    fake.fault = MemoryError()
    assert main(["train", "--config", str(config_file()), "--compare", "0"]) == 1
    out, err = capsys.readouterr()
    assert "메모리가 모자라" in err
    assert f"--resume {out.strip()}" in err
    fake.fault = None
    assert main(["train", "--resume", out.strip()]) == 0


def test_resuming_with_another_configuration_is_refused(config_file, fake, capsys):
    assert main(["train", "--config", str(config_file()), "--compare", "0"]) == 0
    run = capsys.readouterr().out.strip()
    assert main(["train", "--config", str(config_file(rank=64)), "--resume", run]) == 2
    assert "rank" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--resume", "없음"], ["--config", "/nowhere.toml"], ["--compare", "x"]])
def test_wrong_usage_exits_with_2(words, capsys):
    try:
        code = main(["train", *words])
    except SystemExit as error:
        code = int(error.code or 0)
    assert code == 2
    assert capsys.readouterr().err


def test_the_estimate_starts_nothing(config_file, capsys):
    assert main(["train", "--config", str(config_file()), "--estimate"]) == 0
    assert "6단계" in capsys.readouterr().out
    assert main(["train", "--config", str(config_file()), "--estimate", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["steps"] == 6
    assert trainings.every() == ()


def test_a_grid_prints_a_table_and_goes_on(config_file, fake, capsys, tmp_path):
    grid = config_file()
    grid.write_text(grid.read_text() + '\n[sweep]\nname = "격자"\nrank = [4, 8]\n', encoding="utf-8")
    fake.fault = MemoryError()
    table = tmp_path / "out.csv"
    assert main(["sweep", "--config", str(grid), "--csv", str(table)]) == 1
    assert capsys.readouterr().out.count("멈춤") == 2
    assert table.read_text(encoding="utf-8-sig").startswith("rank,n,")
    fake.fault = None
    assert main(["sweep", "--config", str(grid), "--json"]) == 1  # a fake has no weights that could be asked
    found = json.loads(capsys.readouterr().out)
    assert [point["values"] for point in found["points"]] == [{"rank": 4}, {"rank": 8}]
    assert [point["steps"] for point in found["points"]] == [4, 4]
    assert fake.began == [0, 0, 2, 2]


def test_killed_on_its_way_it_goes_on_to_the_end(config_file):
    words = ["train", "--config", str(config_file(name="질김", max_steps=40)), "--compare", "0", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "workbench", *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    end = time.monotonic() + 300
    while (training := trainings.named("질김")) is None or len(trainings.metrics(training.id)) < 5:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert trainings.find(training.id).state == "running"
    done = subprocess.run(
        [sys.executable, "-m", "workbench", "train", "--resume", "질김", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    found = json.loads(done.stdout)
    assert (done.returncode, found["state"], found["steps"]) == (0, "finished", 40), done.stderr
    assert [point["step"] for point in found["metrics"]] == list(range(1, 41))
