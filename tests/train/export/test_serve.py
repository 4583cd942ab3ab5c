"""`models serve`: an OpenAI-compatible address for other programs, with a key, in the foreground."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from tests.train.export.conftest import World
from workbench import settings
from workbench.cli import model_serve
from workbench.errors import ModelError
from workbench.store import endpoints
from workbench.store.endpoints import SavedEndpoint
from workbench.train.export.adapter import export_adapter

pytestmark = pytest.mark.filterwarnings("ignore:.is_gradient_checkpointing.:FutureWarning")
PROGRAM = """
import sys
from pathlib import Path
from workbench import settings
settings.ROOT = Path(sys.argv[1])
from workbench.cli.main import main
sys.exit(main(sys.argv[2:]))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(*words: str, key: str = "") -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(settings.ROOT), "WORKBENCH_SERVE_KEY": key}
    command = [sys.executable, "-c", PROGRAM, str(settings.ROOT), "models", "serve", *words, "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
def served(world: World) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    export_adapter(world.adapter, "tiny", "mine", {})
    process = start("mine", "--port", str(free_port()))
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.communicate()[1]
    yield process, json.loads(line)
    process.kill()
    process.communicate()


def post(url: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as response:
        return dict(json.loads(response.read()))


def servers_of(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return [one for one in psutil.Process(process.pid).children() if "workbench.llm.embedded.server" in one.cmdline()]


def test_any_openai_client_is_answered_with_the_key_and_refused_without(
    served: tuple[subprocess.Popen[str], dict[str, str]],
) -> None:
    process, facts = served
    assert facts["url"].startswith("http://127.0.0.1:")
    assert len(facts["key"]) >= 32
    body = {"model": "mine", "messages": [{"role": "user", "content": "SELECT"}], "max_tokens": 4, "temperature": 0}
    answer = post(f"{facts['url']}/chat/completions", facts["key"], body)
    assert answer["choices"][0]["message"]["content"]
    assert answer["model"] == "mine"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        post(f"{facts['url']}/chat/completions", "wrong", body)
    (server,) = servers_of(process)
    assert facts["key"] not in " ".join([*server.cmdline(), *server.environ().values()])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_with_its_command_and_leaves_nothing(
    served: tuple[subprocess.Popen[str], dict[str, str]], how: signal.Signals
) -> None:
    process, _ = served
    (server,) = servers_of(process)
    process.send_signal(how)
    assert process.wait(20) == 0
    psutil.wait_procs([server], timeout=10)
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE
    assert not list((settings.cache_dir() / "server").glob("open-*"))


def test_a_server_that_dies_is_told_and_is_a_failure(served: tuple[subprocess.Popen[str], dict[str, str]]) -> None:
    process, _ = served
    servers_of(process)[0].kill()
    _, said = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "꺼졌습니다" in said


def test_a_key_from_the_environment_is_used_and_never_printed(world: World) -> None:
    process = start("tiny", "--port", str(free_port()), key="sk-mine")
    try:
        assert process.stdout is not None
        facts = json.loads(process.stdout.readline())
        assert set(facts) == {"url", "model"}
        with urllib.request.urlopen(f"{facts['url'].removesuffix('/v1')}/health", timeout=10) as response:
            assert response.status == 200
        body = {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}
        assert post(f"{facts['url']}/chat/completions", "sk-mine", body)["choices"]
    finally:
        process.send_signal(signal.SIGTERM)
        said = "".join(process.communicate(timeout=20))
    assert "sk-mine" not in said


def test_a_taken_port_is_said_before_anything_loads(world: World) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        started = time.monotonic()
        process = start("tiny", "--port", str(other.getsockname()[1]))
        _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "포트" in said
    assert time.monotonic() - started < 50


def test_a_model_that_is_served_elsewhere_is_only_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    endpoints.save(SavedEndpoint("회사", "http://127.0.0.1:9/v1", "qwen", ""))
    parser = argparse.ArgumentParser()
    model_serve.register(parser.add_subparsers())
    arguments = parser.parse_args(["serve", "endpoint:회사", "--json"])
    assert arguments.handler(arguments) == 0
    assert json.loads(capsys.readouterr().out) == {"url": "http://127.0.0.1:9/v1", "model": "qwen"}
    arguments = parser.parse_args(["serve", "hf:some/model"])
    with pytest.raises(ModelError, match="--merged"):
        arguments.handler(arguments)
