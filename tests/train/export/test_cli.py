"""`models` with adapters: listed, chosen, rolled back, verified, and their figures recorded from evaluation runs."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.pages.seed import a_run, a_set
from tests.train.export.conftest import World
from workbench import settings
from workbench.cli import models
from workbench.errors import ModelError, UsageError
from workbench.evaluate.runs.hashes import model_identity
from workbench.llm import adapters, catalog
from workbench.store import trainings
from workbench.store.trainings import Metric, Training
from workbench.train.export.adapter import export_adapter

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    models.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["models", *words])
    return int(arguments.handler(arguments))


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    assert call("list", "--json") == 0
    return {row["name"]: row for row in json.loads(capsys.readouterr().out)}


def measured_by(name: str, stored: Any, right: Any, **more: Any) -> Any:
    return a_run(stored, more.pop("run", name), right, hashes=json.dumps({"model": model_identity(name)}), **more)


def test_the_list_shows_an_adapter_with_its_base_and_figures(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    export_adapter(world.adapter, "tiny", "mine", {})
    stored = a_set()
    measured_by("tiny", stored, lambda n: n % 3 == 0)
    measured_by("mine", stored, lambda n: n % 6 != 5)
    assert call("record", "mine", "--run", "mine", "--against", "tiny", "--json") == 0
    kept = json.loads(capsys.readouterr().out)
    assert (kept["k"], kept["n"], kept["base_k"]) == (20, 24, 8)
    assert kept["p"] < 0.01
    row = listed(capsys)["mine"]
    assert (row["base"], row["default"], row["metrics"][0]["k"]) == ("tiny", False, 20)
    assert row["state"] in ("unchecked", "verified")  # the base's file is shared by these tests
    assert call("list") == 0
    assert "24개 중 20개" in capsys.readouterr().out


def test_a_run_of_another_model_or_of_an_earlier_export_is_not_recorded(world: World) -> None:
    export_adapter(world.adapter, "tiny", "mine", {})
    stored = a_set()
    measured_by("tiny", stored, bool)
    measured_by("mine", stored, bool)
    with pytest.raises(UsageError, match="잰 것이 아닙니다"):
        call("record", "mine", "--run", "tiny")
    export_adapter(world.adapter, "tiny", "mine", {}, precision="f16", replace=True)
    with pytest.raises(UsageError, match="다시 평가"):
        call("record", "mine", "--run", "mine")
    with pytest.raises(ModelError, match="mine"):
        call("record", "nobody", "--run", "mine")


def test_use_and_rollback_say_what_answers_now(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    export_adapter(world.adapter, "tiny", "mine", {})
    assert call("use", "mine", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"default": "mine", "before": "tiny"}
    assert listed(capsys)["mine"]["default"]
    assert call("rollback", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"default": "tiny", "before": ""}
    with pytest.raises(ModelError, match="되돌아갈"):
        call("rollback")


def test_verify_reads_the_adapter_as_well(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    made = export_adapter(world.adapter, "tiny", "mine", {})
    assert call("verify", "mine", "--json") == 0
    assert json.loads(capsys.readouterr().out) == [{"name": "mine", "state": "verified"}]
    made.file.write_bytes(b"x" * made.bytes)
    assert call("verify", "--json") == 1
    said = capsys.readouterr()
    assert {row["name"]: row["state"] for row in json.loads(said.out)} == {"tiny": "verified", "mine": "damaged"}
    assert "models rollback" in said.err


def a_training(world: World, folder: Path) -> Training:
    adapter = folder / "adapter"
    adapter.mkdir(parents=True)
    for file in ("adapter_config.json", "adapter_model.safetensors"):
        (adapter / file).write_bytes((world.adapter / file).read_bytes())
    training = Training(
        "t1", "첫 학습", "2026-11-23T10:00:00+09:00", "finished", "sft", "d" * 64, '{"rank": 8}', "tiny",
        str(folder / "gone"), "data", "e" * 64, str(folder), steps_done=20, seconds=61.25,
    )  # fmt: skip
    trainings.add(training)
    trainings.measure("t1", [Metric(10, ex_k=3, ex_n=10), Metric(20, ex_k=5, ex_n=10), Metric(15, loss=1.0)])
    return training


def test_a_training_is_exported_by_id_or_name_with_all_that_is_known(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_training(world, tmp_path / "t1")
    assert call("export", "--run", "첫 학습", "--name", "mine", "--licence", "CC0-1.0") == 0
    assert "mine" in capsys.readouterr().out
    facts = adapters.get("mine").facts
    assert facts["training"] | {"peak_memory_mb": 0.0} == facts["training"]
    assert (facts["training"]["run"], facts["training"]["steps"], facts["config"]["rank"]) == ("t1", 20, 8)
    assert facts["data"] == {"name": "data", "digest": "e" * 64}
    assert (facts["metrics"][0]["k"], facts["metrics"][0]["n"]) == (5, 10)
    assert facts["licence"] == "CC0-1.0"
    found = trainings.find("t1")
    assert found is not None
    assert found.model == "mine"


def test_wrong_words_are_told_before_anything_is_made(world: World, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="학습을 찾지 못했습니다"):
        call("export", "--run", "nobody", "--name", "mine")
    with pytest.raises(UsageError, match="--merged"):
        call("export", "--adapter", str(world.adapter))
    with pytest.raises(UsageError):
        call("export", "--adapter", str(tmp_path), "--merged", str(tmp_path / "new"))
    with pytest.raises(ModelError, match="nobody"):
        call("export", "--adapter", str(world.adapter), "--base", "nobody", "--name", "mine")
    with pytest.raises(SystemExit) as caught:
        call("export", "--name", "mine")
    assert caught.value.code == 2
    assert adapters.every() == ()


def test_it_goes_into_the_checkout_when_told(world: World) -> None:
    shipped = settings.ROOT / "models"
    assert (
        call("export", "--adapter", str(world.adapter), "--base", "tiny", "--name", "mine", "--into", str(shipped)) == 0
    )
    assert adapters.get("mine").shipped
    assert catalog.get("mine").adapter == shipped / "mine" / "adapter.gguf"


def test_starting_the_command_line_loads_no_torch() -> None:
    program = "import sys, workbench.cli.main; print([m for m in ('torch', 'gguf', 'peft') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
