"""The real server process with the real 0.5B file: few tokens, one server for all tests that do not kill it."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from tests.llm.conftest import SMALL, environment
from workbench.errors import GenerationStopped, ModelError
from workbench.llm import digest, preferences, speed
from workbench.llm.catalog import CatalogModel
from workbench.llm.chat import GenerateOptions, Message, Progress
from workbench.llm.embedded import process
from workbench.llm.embedded.model import EmbeddedModel
from workbench.llm.embedded.place import Address, place_of

pytestmark = pytest.mark.model

SCHEMA = "".join(f"CREATE TABLE t{n} (id INTEGER, 이름 VARCHAR, 금액 INTEGER);\n" for n in range(8))
ANSWER = GenerateOptions(max_tokens=12, prefix=SCHEMA)


def ask(question: str, schema: str = SCHEMA) -> list[Message]:
    return [Message("system", "SQL만 답하세요."), Message("user", f"{schema}질문: {question}\nSQL:")]


@pytest.fixture
def model(small: CatalogModel) -> EmbeddedModel:
    return EmbeddedModel(small)


def running(model: CatalogModel) -> Address:
    address = place_of(model).address()
    assert address is not None
    return address


def kill_server(model: CatalogModel) -> None:
    pid = running(model).pid
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)


def test_a_prefix_is_read_once_and_cold_warm_and_restored_answers_are_equal(model: EmbeddedModel) -> None:
    cold = model.generate(ask("t1의 행 수"), ANSWER)
    text = cold.text()
    warm = model.generate(ask("t1의 행 수"), ANSWER)
    assert warm.text() == text
    assert cold.usage.cached_tokens == 0
    assert warm.usage.cached_tokens > 100
    assert model.generate(ask("t2의 금액 합계"), ANSWER).text()
    kill_server(model._model)
    restored = model.generate(ask("t1의 행 수"), ANSWER)
    assert restored.text() == text
    assert restored.usage.cached_tokens == warm.usage.cached_tokens


def test_a_follow_up_reads_only_what_is_new(model: EmbeddedModel) -> None:
    first = model.generate(ask("t1의 행 수"), ANSWER)
    talk = [*ask("t1의 행 수"), Message("assistant", first.text()), Message("user", "다시")]
    second = model.generate(talk, ANSWER)
    second.text()
    assert second.usage.cached_tokens >= first.usage.prompt_tokens
    assert second.usage.prompt_tokens - second.usage.cached_tokens < 20


def test_a_question_that_comes_while_its_schema_is_read_waits_for_it_and_shows_it(model: EmbeddedModel) -> None:
    schema = SCHEMA.replace("t", "w") * 3
    seen: list[Progress] = []
    warming = threading.Thread(target=model.warm, args=(ask("", schema), schema, seen.append))
    warming.start()
    while not any(progress.stage == "reading" for progress in seen):
        time.sleep(0.01)
    shown: list[Progress] = []
    generation = model.generate(ask("행 수", schema), GenerateOptions(4, prefix=schema, progress=shown.append))
    generation.text()
    warming.join()
    assert generation.usage.cached_tokens > 300
    assert {progress.stage for progress in shown} >= {"reading", "writing"}


def test_two_askers_of_one_cold_schema_read_it_once(model: EmbeddedModel) -> None:
    schema = SCHEMA.replace("t", "k")
    generations = [model.generate(ask(q, schema), GenerateOptions(4, prefix=schema)) for q in ("하나", "둘")]
    threads = [threading.Thread(target=generation.text) for generation in generations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(generation.usage.cached_tokens > 0 for generation in generations) == [False, True]


def test_a_server_killed_in_the_middle_of_an_answer_is_not_noticed(model: EmbeddedModel) -> None:
    options = GenerateOptions(max_tokens=30, prefix=SCHEMA)
    pieces: list[str] = []
    generation = model.generate(ask("t1부터 t8까지 모두 더하기"), options)
    for number, piece in enumerate(generation):
        pieces.append(piece)
        if number == 5:
            kill_server(model._model)
    assert len(pieces) > 10
    assert generation.usage.finish_reason in ("stop", "length")


def test_a_server_that_hangs_is_replaced(model: EmbeddedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.llm.embedded.wire._SILENCE_SECONDS", 2.0)
    monkeypatch.setattr("workbench.llm.embedded.wire._CALL_SECONDS", 2.0)
    model.count_tokens("hello")
    before = running(model._model)
    os.kill(before.pid, signal.SIGSTOP)
    while psutil.Process(before.pid).status() != psutil.STATUS_STOPPED:  # a busy machine delivers it late
        time.sleep(0.01)
    assert model.count_tokens("something new") > 0
    assert running(model._model).pid != before.pid


def test_stopping_while_the_prompt_is_read_ends_it_soon(model: EmbeddedModel) -> None:
    schema = SCHEMA.replace("t", "z") * 6
    generation = model.generate(ask("?", schema), GenerateOptions(4, prefix=schema))
    threading.Timer(0.5, generation.cancel).start()
    started = time.monotonic()
    with pytest.raises(GenerationStopped):
        generation.text()
    assert time.monotonic() - started < 10


def test_a_reader_that_leaves_frees_its_slot(model: EmbeddedModel) -> None:
    for _ in range(process.SLOTS + 2):
        generation = model.generate(ask("t1"), GenerateOptions(max_tokens=50, prefix=SCHEMA))
        next(iter(generation))
        generation.pieces.close()  # type: ignore[attr-defined]


def test_a_prompt_longer_than_the_context_is_refused(model: EmbeddedModel) -> None:
    with pytest.raises(ModelError, match="너무 깁니다"):
        model.generate([Message("user", "금액 1 " * 9000)], GenerateOptions()).text()


def test_a_grammar_is_obeyed_and_a_broken_one_explained(model: EmbeddedModel) -> None:
    options = GenerateOptions(max_tokens=8, prefix=SCHEMA, grammar='root ::= "SELECT " [0-9]')
    assert model.generate(ask("t1"), options).text().startswith("SELECT ")
    with pytest.raises(ModelError, match="받아들이지"):
        model.generate(ask("t1"), GenerateOptions(max_tokens=8, grammar="root ::= (")).text()


def test_the_key_is_in_no_argument_environment_or_log_and_strangers_are_refused(model: EmbeddedModel) -> None:
    model.count_tokens("x")
    address = running(model._model)
    place = place_of(model._model)
    server = psutil.Process(address.pid)
    assert address.key not in " ".join(server.cmdline()) + json.dumps(server.environ()) + place.log.read_text()
    assert stat.S_IMODE((place.folder / "address.json").stat().st_mode) == 0o600
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in place.prompts.iterdir())
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=10)
    connection.request("POST", "/v1/chat/completions", "{}", {"Authorization": "Bearer wrong"})
    assert connection.getresponse().status == 401
    connection.close()


def test_the_endpoint_speaks_openai(model: EmbeddedModel) -> None:
    import openai

    model.count_tokens("x")
    address = running(model._model)
    with openai.OpenAI(api_key=address.key, base_url=f"http://127.0.0.1:{address.port}/v1") as client:
        answer = client.chat.completions.create(
            model="any", max_tokens=4, messages=[{"role": "user", "content": "SELECT"}]
        )
    assert answer.choices[0].message.content


def test_a_torn_saved_prefix_is_read_again(model: EmbeddedModel) -> None:
    text = model.generate(ask("t3의 행 수"), ANSWER).text()
    kill_server(model._model)
    for file in place_of(model._model).prompts.glob("*.kv"):
        os.truncate(file, 5000)
    assert model.generate(ask("t3의 행 수"), ANSWER).text() == text


def test_the_speed_is_measured_and_kept(model: EmbeddedModel) -> None:
    found = speed.measure(model)
    assert found.read > 0
    assert found.write > 0
    assert speed.known(model.name) == found
    assert speed.known("other") is None
    assert preferences.read()["speed"]


ASK_IN_CHILD = f"""
from workbench.llm import catalog
from workbench.llm.embedded import process
from workbench.llm.embedded.model import EmbeddedModel
process.LINGER_SECONDS = 1.0
print(EmbeddedModel(catalog.get({SMALL!r})).count_tokens("안녕"))
"""


def test_two_processes_share_one_server_and_it_stops_when_the_last_one_goes(small: CatalogModel, home: Path) -> None:
    environ = environment(WORKBENCH_HOME=str(home))
    children = [
        subprocess.Popen([sys.executable, "-c", ASK_IN_CHILD], env=environ, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert len({child.communicate(timeout=120)[0] for child in children}) == 1
    card = next((home / "cache" / "server").glob("*/address.json"))
    pid = json.loads(card.read_text())["pid"]
    deadline = time.monotonic() + 30
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not psutil.pid_exists(pid)
    assert not card.exists()


@pytest.fixture
def apart(small: CatalogModel, home: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogModel:
    """The small model with a home of its own: its server is not the shared one."""
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    return small


def test_a_file_that_is_not_a_model_is_explained(
    apart: CatalogModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path))
    apart.path.write_bytes(b"GGUF but no model" * 100)
    with pytest.raises(ModelError, match="원본과 달라"):
        EmbeddedModel(apart).count_tokens("x")
    digest.record(apart, apart.sha256)  # as if it had been damaged after it was verified
    with pytest.raises(ModelError, match="불러오지 못했습니다"):
        EmbeddedModel(apart).count_tokens("x")


def test_a_missing_file_names_the_command_that_fetches_it(
    apart: CatalogModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKBENCH_MODELS", str(tmp_path))
    with pytest.raises(ModelError, match="models pull"):
        EmbeddedModel(apart).count_tokens("x")


def test_too_little_memory_is_noticed_before_the_start(apart: CatalogModel, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = psutil.virtual_memory()._replace(available=100_000_000)
    monkeypatch.setattr(process.psutil, "virtual_memory", lambda: memory)
    with pytest.raises(ModelError, match="메모리가 부족"):
        EmbeddedModel(apart).count_tokens("x")


def test_a_stale_address_is_not_believed(apart: CatalogModel) -> None:
    place_of(apart).publish(Address(1, 9, "stolen", "old", 2))
    assert EmbeddedModel(apart).count_tokens("안녕") > 0
    shutil.rmtree(place_of(apart).prompts)
