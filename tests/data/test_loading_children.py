"""Loading children are forked: each its own process, gone with its job, its template or the application."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import settings
from workbench.data import child
from workbench.data.build import build_empty
from workbench.errors import DataError
from workbench.sandbox.template import Template
from workbench.schema.model import Column, Schema, Table

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")


def schema(name: str = "t") -> Schema:
    return Schema((Table(name, (Column("a", "INTEGER"),)),))


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Template]:
    """A template whose children never end."""
    boot = (
        "import sys; sys.path.insert(0, {root!r}); import time; from workbench.data import template, worker; "
        "worker._run = lambda job, report: time.sleep(1000); template.main()"
    )
    monkeypatch.setattr(child, "_BOOT", boot)
    template = Template(child._command)
    monkeypatch.setattr(child, "_template", template)
    yield template
    template.stop()


def pid_of(template: Template) -> int:
    assert template._process is not None
    return template._process.pid


def children_of(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(condition: object, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def in_background(job: object) -> threading.Thread:
    thread = threading.Thread(target=job)  # type: ignore[arg-type]
    thread.start()
    return thread


def test_the_template_has_one_thread_and_keeps_no_child(home: Path) -> None:
    build_empty(schema())
    pid = pid_of(child._template)
    assert len(list(Path(f"/proc/{pid}/task").iterdir())) == 1
    assert children_of(pid) == []


def test_a_template_that_was_killed_is_replaced(home: Path) -> None:
    build_empty(schema("first"))
    os.kill(pid_of(child._template), signal.SIGKILL)
    assert build_empty(schema("second")).rows == "empty"


def test_stop_ends_the_child_at_once(home: Path, slow: Template) -> None:
    stop = threading.Event()
    said: list[str] = []

    def load() -> None:
        with pytest.raises(DataError) as error:
            child.run_job({"kind": "load"}, stop=stop)
        said.append(error.value.message)

    thread = in_background(load)
    wait_for(lambda: slow._process is not None and children_of(pid_of(slow)))
    (pid,) = children_of(pid_of(slow))
    assert os.getpgid(pid) == pid  # a group of its own, so that what it starts ends with it
    stop.set()
    thread.join(10)
    assert len(said) == 1
    assert not Path(f"/proc/{pid}").exists()


def test_children_end_with_their_template(home: Path, slow: Template) -> None:
    def load() -> None:
        with pytest.raises(DataError):
            child.run_job({"kind": "load"})

    thread = in_background(load)
    wait_for(lambda: slow._process is not None and children_of(pid_of(slow)))
    (pid,) = children_of(pid_of(slow))
    wait_for(lambda: b"WORKBENCH" in Path(f"/proc/{pid}/environ").read_bytes() or Path(f"/proc/{pid}/stat").exists())
    time.sleep(0.5)  # the child has asked for its death signal
    os.kill(pid_of(slow), signal.SIGKILL)
    thread.join(10)
    assert not thread.is_alive()
    wait_for(lambda: not Path(f"/proc/{pid}").exists())


def test_a_killed_application_takes_template_and_children_with_it(home: Path) -> None:
    program = (
        "import sys, time; from workbench.data import child; child._template.start();"
        "print(child._template._process.pid, flush=True); time.sleep(1000)"
    )
    process = subprocess.Popen([sys.executable, "-c", program], cwd=settings.ROOT, stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        pid = int(process.stdout.readline())
        process.kill()
    wait_for(lambda: not Path(f"/proc/{pid}").exists(), 30)


def test_an_idle_template_gives_its_memory_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot = (
        "import sys; sys.path.insert(0, {root!r}); from workbench.data import template; "
        "template.IDLE_SECONDS = 0.2; template.main()"
    )
    monkeypatch.setattr(child, "_BOOT", boot)
    template = Template(child._command)
    monkeypatch.setattr(child, "_template", template)
    build_empty(schema("idle"))
    process = template._process
    assert process is not None
    process.wait(20)
    assert build_empty(schema("again")).rows == "empty"
    template.stop()
