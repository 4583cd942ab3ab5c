"""A judge in this process: the same questions, through any model."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from tests.ask.scripted import ScriptedModel
from workbench.errors import ModelError
from workbench.evaluate.judge.model import ask_judge, is_weak, judge_title, served_name
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import load_rubric
from workbench.llm import catalog
from workbench.llm.chat import GenerateOptions, Generation, Message
from workbench.store import endpoints
from workbench.store.endpoints import SavedEndpoint

ROW = JudgeRow("1", "몇 명?", "CREATE TABLE c (id INT);", "SELECT 1", "SELECT 2")
V1, V2 = load_rubric("v1"), load_rubric("v2")


def test_the_answer_is_read_and_kept() -> None:
    model = ScriptedModel(['{"reason": "같습니다.", "category": "", "resolve_yn": "yes"}'])
    judged = ask_judge(ROW, V2, model, threading.Event())
    assert judged is not None
    assert (judged.answer, judged.verdict.reason) == ("yes", "같습니다.")
    assert "resolve_yn" in judged.raw


def test_a_system_message_alone_becomes_the_users() -> None:
    model = ScriptedModel(['{"resolve_yn": "no"}'])
    ask_judge(ROW, V1, model, threading.Event())
    assert [message.role for message in model.asked[0]] == ["user"]


def test_the_schema_is_the_shared_prefix() -> None:
    seen: list[GenerateOptions] = []

    class Keeping(ScriptedModel):
        def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
            seen.append(options)
            return super().generate(messages, options)

    for row in (ROW, replace(ROW, question="얼마?")):
        for rubric in (V1, V2):
            ask_judge(row, rubric, Keeping(["{}"]), threading.Event())
    assert seen[0].prefix == seen[2].prefix
    assert seen[1].prefix == seen[3].prefix
    assert all(options.prefix.endswith(ROW.ddl) for options in seen)


@pytest.mark.parametrize("row", [replace(ROW, binds=False), replace(ROW, sql=None)])
def test_what_does_not_bind_is_not_asked(row: JudgeRow) -> None:
    model = ScriptedModel(["x"])
    judged = ask_judge(row, V1, model, threading.Event())
    assert judged is not None
    assert judged.answer == "gated"
    assert model.asked == []


def test_a_schema_too_long_for_the_model_fails_that_answer_only() -> None:
    judged = ask_judge(replace(ROW, ddl="x" * 100_000), V1, ScriptedModel(["x"]), threading.Event())
    assert judged is not None
    assert judged.answer == "failed"
    assert judged.message


def test_a_stop_leaves_no_verdict() -> None:
    stop = threading.Event()
    stop.set()
    assert ask_judge(ROW, V1, ScriptedModel(['{"resolve_yn": "no"}']), stop) is None


def test_a_failing_server_is_a_failure_and_no_verdict() -> None:
    @dataclass
    class Broken(ScriptedModel):
        def generate(self, messages: Sequence[Message], options: GenerateOptions) -> Generation:
            raise ModelError("연결되지 않습니다.")

    judged = ask_judge(ROW, V1, Broken([]), threading.Event())
    assert judged is not None
    assert (judged.answer, judged.message) == ("failed", "연결되지 않습니다.")


def test_the_embedded_model_is_called_a_weak_judge() -> None:
    name = catalog.default_name()
    assert is_weak(name)
    assert "약한 심판" in judge_title(name)
    assert judge_title("openai:gpt-4o") == "openai:gpt-4o"


def test_a_judge_is_asked_under_the_name_that_its_server_knows() -> None:
    endpoints.save(SavedEndpoint("사내", "http://10.0.0.1/v1", "qwen-72b"))
    assert [served_name(name) for name in ("openai:gpt-4o", "endpoint:사내", "사내", "gpt-4.1")] == [
        "gpt-4o",
        "qwen-72b",
        "qwen-72b",
        "gpt-4.1",
    ]
