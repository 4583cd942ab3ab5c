"""`python -m workbench models …`: exit codes, and JSON only where it was asked for."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from workbench.cli import models
from workbench.errors import ModelError
from workbench.llm import catalog, digest

SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m"


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    models.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["models", *words])
    return int(arguments.handler(arguments))


def test_the_list_names_every_model_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows if row["default"]] == ["qwen2.5-coder-1.5b-instruct-q4_k_m"]
    assert {row["state"] for row in rows} == {"missing"}
    assert {row["licence"] for row in rows} == {"Apache-2.0"}
    assert call("list") == 0
    assert "1,117 MB" in capsys.readouterr().out


def test_the_default_can_be_chosen_and_an_unknown_one_cannot(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("default", SMALL) == 0
    assert catalog.default_name() == SMALL
    with pytest.raises(ModelError, match=SMALL):
        call("default", "gpt5")
    assert catalog.default_name() == SMALL
    assert capsys.readouterr().out == ""


def test_verify_tells_missing_and_damaged_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("verify") == 1
    assert "models pull" in capsys.readouterr().err
    catalog.get(SMALL).path.write_bytes(b"something else")
    assert call("verify", "--json") == 1
    assert json.loads(capsys.readouterr().out) == [{"name": SMALL, "state": "damaged"}]
    assert digest.known_state(catalog.get(SMALL)).state == "damaged"


def test_pull_refuses_a_file_that_is_not_the_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"no")
    with pytest.raises(ModelError, match="모델이 아닙니다"):
        call("pull", SMALL, "--from", str(wrong))
    with pytest.raises(ModelError, match="파일이 없습니다"):
        call("pull", SMALL, "--from", str(tmp_path / "none.gguf"))
    assert capsys.readouterr().out == ""


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        call("default")
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err
