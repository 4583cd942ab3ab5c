"""The proof that what is served is what was trained, with real weights in both, and its failure where it is not."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from tests.train.export import tiny
from tests.train.export.conftest import World
from workbench.cli import models
from workbench.errors import DataError, UsageError
from workbench.evaluate.case import EvalCase
from workbench.llm import adapters, hf_loading
from workbench.train.data.files import write_dataset
from workbench.train.data.report import DataReport
from workbench.train.export.adapter import export_adapter
from workbench.train.export.equality import check_equality

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")
DDL = "CREATE TABLE shop (id INTEGER, name VARCHAR);"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    cases = [
        EvalCase(str(n), "shop", f"{n}번 가게 이름은?", f"SELECT name FROM shop WHERE id = {n}", DDL) for n in range(6)
    ]
    counts: dict[str, Any] = {"raw": 0, "rows": 0, "held_out": 6, "held_out_databases": ("shop",), "held_out_unused": 0}
    report = DataReport("data", "standard", 1, "2026-01-01", (), (), (), **counts, longest=0, mean=0.0)
    write_dataset(folder, (), (), cases, report)
    return folder


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    models.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["models", *words])
    return int(arguments.handler(arguments))


def test_torch_and_the_server_agree_and_the_manifest_says_so(
    world: World, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--adapter", str(world.adapter), "--base", "tiny", "--precision", "f16", "--data", str(data)]
    assert call("export", *words, "--name", "mine", "--check", "3", "--json") == 0
    said = capsys.readouterr()
    found = json.loads(said.out)["equality"]
    assert (found["prompts"], found["tokens"], found["first_token"], found["result"]) == (3, 3, 3, 3)
    assert "같다고 보아도 됩니다" in said.err
    assert "견주는 중: 3/3" in said.err
    kept = adapters.get("mine").facts["equality"]
    assert kept["first_token"] == 3
    assert "torch" in kept["versions"]


def test_another_adapter_than_the_trained_one_is_noticed(world: World, data: Path, tmp_path: Path) -> None:
    tiny.random_adapter(tiny.random_model(), tmp_path / "other", seed=9)
    served = export_adapter(tmp_path / "other", "tiny", "theirs", {})
    found = check_equality(world.adapter, served, data, 3)
    assert found.tokens == 3
    assert found.first_token < 3
    assert not found.holds
    assert {one.id for one in found.differences if not one.first_token}


def test_a_check_without_questions_says_what_is_missing(world: World, tmp_path: Path) -> None:
    words = ["export", "--adapter", str(world.adapter), "--base", "tiny", "--name", "mine"]
    with pytest.raises(UsageError, match="--data"):
        call(*words, "--check")
    assert adapters.every() == ()
    with pytest.raises(DataError):
        call(*words, "--check", "--data", str(tmp_path))


def test_the_merged_model_computes_what_base_and_adapter_do(world: World, tmp_path: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    target = tmp_path / "merged"
    assert call("export", "--adapter", str(world.adapter), "--base", "tiny", "--merged", str(target)) == 0
    merged = AutoModelForCausalLM.from_pretrained(target, dtype=torch.float32)
    ids = torch.tensor([AutoTokenizer.from_pretrained(target)("SELECT 1")["input_ids"]])
    with torch.inference_mode():
        off = (merged(ids).logits.log_softmax(-1) - world.tuned(ids).logits.log_softmax(-1)).abs().max()
    assert off < 0.2  # bf16
    with pytest.raises(UsageError, match="이미 있습니다"):
        call("export", "--adapter", str(world.adapter), "--base", "tiny", "--merged", str(target))
    assert sorted(path.name for path in target.parent.glob("*merged*")) == ["merged"]


def test_an_adapters_name_is_no_base_for_torch(world: World) -> None:
    export_adapter(world.adapter, "tiny", "mine", {})
    assert hf_loading.where_from("mine")[0] == "mine"
