"""OpenAI-compatible servers, well behaved and not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from tests.llm.fake_openai import FakeOpenAI, serving
from workbench.errors import GenerationStopped, ModelError
from workbench.llm import remote
from workbench.llm.chat import GenerateOptions, Message
from workbench.llm.remote import RemoteModel

HELLO = [Message("user", "매출은?")]


@pytest.fixture
def fake() -> Iterator[FakeOpenAI]:
    remote._refused.clear()
    with serving(FakeOpenAI()) as server:
        yield server


@pytest.fixture
def model(fake: FakeOpenAI) -> Iterator[RemoteModel]:
    opened = RemoteModel("endpoint:시험", fake.url, "m", "sk-secret", "시험 서버", read_seconds=1.0)
    yield opened
    opened.close()


def test_an_answer_streams_and_its_counts_are_kept(fake: FakeOpenAI, model: RemoteModel) -> None:
    fake.answer = "SELECT 이름 FROM 고객;"
    generation = model.generate(HELLO, GenerateOptions(max_tokens=50, stop=(";;",)))
    assert generation.text() == fake.answer
    assert (generation.usage.prompt_tokens, generation.usage.cached_tokens) == (11, 7)
    assert generation.usage.finish_reason == "stop"
    assert fake.requests[0]["max_tokens"] == 50
    assert fake.keys == ["Bearer sk-secret"]


@pytest.mark.parametrize(
    ("faults", "says"),
    [
        (["401"], "API 키를 거절"),
        (["403"], "권한"),
        (["404"], "m 모델이 없습니다"),
        (["429"] * 3, "요청이 너무 많다"),
        (["quota"] * 3, "한도"),
        (["500"] * 3, "서버에 문제"),
        (["long"], "길이를 넘었습니다"),
        (["bad"], "거절했습니다(400)"),
        (["hang"] * 3, "제시간에"),
        (["stall"], "제시간에"),
        (["reset"], "끊겼습니다"),
        (["no-finish"], "끊겼습니다"),
        (["garbage"] * 2, "알아볼 수 없는"),
    ],
)
def test_each_fault_is_explained_in_korean_without_the_key(
    fake: FakeOpenAI, model: RemoteModel, faults: list[str], says: str
) -> None:
    fake.faults = list(faults)
    with pytest.raises(ModelError) as caught:
        model.generate(HELLO, GenerateOptions()).text()
    assert says in caught.value.message
    assert "sk-secret" not in caught.value.message


@pytest.mark.parametrize("faults", [["429"], ["500", "500"], ["early"]])
def test_a_passing_fault_is_retried_and_not_seen(fake: FakeOpenAI, model: RemoteModel, faults: list[str]) -> None:
    fake.faults = list(faults)
    assert model.generate(HELLO, GenerateOptions()).text() == "SELECT 1;"


def test_parameters_that_a_reasoning_model_refuses_are_left_out_once_and_for_all(
    fake: FakeOpenAI, model: RemoteModel
) -> None:
    fake.refused = ("max_tokens", "temperature", "stream_options")
    assert model.generate(HELLO, GenerateOptions(max_tokens=50)).text() == "SELECT 1;"
    assert "max_completion_tokens" in fake.requests[-1]
    tried = len(fake.requests)
    assert model.generate(HELLO, GenerateOptions()).text() == "SELECT 1;"
    assert len(fake.requests) == tried + 1


def test_an_unreachable_server_says_so_within_seconds() -> None:
    model = RemoteModel("x", "http://127.0.0.1:9/v1", "m", "", "꺼진 서버")
    started = time.monotonic()
    with pytest.raises(ModelError, match="연결할 수 없습니다"):
        model.generate(HELLO, GenerateOptions()).text()
    assert time.monotonic() - started < 15
    model.close()


@pytest.mark.parametrize("fault", ["", "stall"])
def test_stopping_ends_the_answer_at_once(fake: FakeOpenAI, model: RemoteModel, fault: str) -> None:
    fake.answer, fake.piece_seconds, fake.faults = "SELECT 1, " * 500, 0.02, [fault]
    generation = model.generate(HELLO, GenerateOptions())
    threading.Timer(0.4, generation.cancel).start()
    started = time.monotonic()
    with pytest.raises(GenerationStopped):
        generation.text()
    assert time.monotonic() - started < 1.0
    time.sleep(0.3)
    assert fake.pieces_sent < 100


def test_the_context_length_is_taken_from_the_server_where_it_says(fake: FakeOpenAI, model: RemoteModel) -> None:
    fake.models = [{"id": "m", "object": "model", "max_model_len": 4096}]
    assert model.context_tokens == 4096


def test_the_context_length_is_careful_where_nobody_says(model: RemoteModel) -> None:
    assert model.context_tokens == 8192


def test_counting_tokens_errs_on_the_high_side(model: RemoteModel) -> None:
    assert model.count_tokens("고객별 주문 금액") >= 8
    assert model.count_tokens("SELECT customer_id FROM orders") >= 7
