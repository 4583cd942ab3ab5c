"""Starting, finding, restarting and letting go of the server process, from the side of those who use it."""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import json
import math
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil

from workbench import settings
from workbench.errors import ModelError
from workbench.llm import digest
from workbench.llm.catalog import CatalogModel
from workbench.llm.embedded import locks
from workbench.llm.embedded.place import Address, Place, place_of
from workbench.llm.embedded.server import ANOTHER_RUNS, ServerSettings
from workbench.llm.embedded.wire import Wire
from workbench.text import t

CONTEXT_TOKENS = 16384
SLOTS = 4
LINGER_SECONDS = 15.0
IDLE_SECONDS = 15 * 60.0
_START_SECONDS = 180.0
_LOG_BYTES = 1 << 20
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")

Meanwhile = Callable[[], None]


@dataclass(frozen=True)
class OpenAt:
    """For a server that any OpenAI client may use: its port and its key."""

    port: int
    key: str = field(repr=False)


class ServerProcess:
    """One model's server as this process sees it. Thread-safe; shared by all models open on the same file."""

    def __init__(self, model: CatalogModel, place: Place, open_at: OpenAt | None = None) -> None:
        self.model = model
        self.place = place
        self._open = open_at
        self._owner: locks.Held | None = None
        self._guard = threading.Lock()

    def release(self) -> None:
        """Stop being an owner. The hold is the process's, not one model object's: pages open and close models by the
        question, and the server must not stop while its user types the next one."""
        with self._guard:
            if self._owner is not None:
                self._owner.release()
                self._owner = None

    def stop(self) -> None:
        """End the server now, whoever else may own it."""
        if (running := self._running()) is not None:
            _end(running.pid)
        self.release()

    def is_running(self) -> bool:
        """Whether a server lives, ours or another owner's."""
        return self._running() is not None

    def address(self, meanwhile: Meanwhile) -> Address:
        """The running server's address, starting it if need be; `meanwhile` is called while waiting."""
        self._own(meanwhile)
        if running := self._running():
            return running
        with locks.holding(self.place.start_lock, meanwhile):
            return self._running() or self._start(meanwhile)

    def recover(self, address: Address) -> None:
        """After a broken call: end a server that hangs, so that the next `address` starts a fresh one."""
        if self._running() != address or Wire(address).healthy():
            return
        _end(address.pid)
        deadline = time.monotonic() + 10
        while self._running() and time.monotonic() < deadline:
            time.sleep(0.05)

    def _own(self, meanwhile: Meanwhile) -> None:
        with self._guard:
            if self._owner is None:
                self._owner = locks.wait(self.place.owners_lock, meanwhile, shared=True)

    def _running(self) -> Address | None:
        """The address of a live server. Free server lock: whatever the card says is stale."""
        if (held := locks.acquire(self.place.server_lock, shared=True)) is not None:
            held.release()
            return None
        return self.place.address()

    def _start(self, meanwhile: Meanwhile) -> Address:
        digest.require_verified(self.model)
        self._require_memory()
        instance = secrets.token_hex(8)
        wanted = ServerSettings(
            model=str(self.model.path),
            adapter=str(self.model.adapter or ""),
            name=self.model.name,
            port=self._open.port if self._open else 0,
            for_all=self._open is not None,
            folder=str(self.place.folder),
            prompts=str(self.place.prompts),
            key=self._open.key if self._open else secrets.token_urlsafe(32),
            instance=instance,
            threads=threads(),
            slots=SLOTS,
            context=CONTEXT_TOKENS,
            linger_seconds=LINGER_SECONDS,
            idle_seconds=math.inf if self._open else IDLE_SECONDS,
        )
        child = self._spawn(wanted)
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            address = self._running()
            if address and (address.instance == instance or child.poll() == ANOTHER_RUNS):
                return address
            if child.poll() not in (None, ANOTHER_RUNS):
                raise ModelError(self._why(child.returncode))
            meanwhile()
            time.sleep(0.05)
        child.kill()
        raise ModelError(t("llm.start_slow", seconds=int(_START_SECONDS), log=str(self.place.log)))

    def _spawn(self, wanted: ServerSettings) -> subprocess.Popen[bytes]:
        """The key travels on standard input: neither the argument list nor the environment shows it."""
        if self.place.log.exists() and self.place.log.stat().st_size > _LOG_BYTES:
            os.replace(self.place.log, self.place.log.with_suffix(".old.log"))
        with self.place.log.open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", "workbench.llm.embedded.server"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=settings.ROOT,
                env=_environment(),
                start_new_session=True,
            )
        assert child.stdin is not None
        with contextlib.suppress(OSError), child.stdin as pipe:  # a child that died at once is noticed by its code
            pipe.write(json.dumps(asdict(wanted)).encode() + b"\n")
        threading.Thread(target=child.wait, daemon=True).start()  # no zombie stays when it ends
        return child

    def _require_memory(self) -> None:
        need = self.model.bytes + self.model.adapter_bytes + CONTEXT_TOKENS * self.model.kv_bytes_per_token
        free = psutil.virtual_memory().available
        if free < need:
            raise ModelError(t("llm.no_memory", need=f"{need / 1e9:.1f}", free=f"{free / 1e9:.1f}"))

    def _why(self, code: int) -> str:
        if code == -9:
            return t("llm.killed")
        return t("llm.load_failed", name=self.model.name, log=str(self.place.log))


_processes: dict[str, ServerProcess] = {}
_processes_guard = threading.Lock()


def server_of(model: CatalogModel) -> ServerProcess:
    """This process's one ServerProcess for the file in the cache of now (tests move the cache)."""
    place = place_of(model)
    identity = str(place.folder)
    with _processes_guard:
        if identity not in _processes:
            _processes[identity] = ServerProcess(model, place)
        _processes[identity].model = model  # the same adapter may have moved to another folder
        return _processes[identity]


def release_all() -> None:
    """Give up every server this process holds; they stop soon unless somebody else owns them."""
    with _processes_guard:
        for process in _processes.values():
            process.release()


def threads() -> int:
    """Physical cores this process may use; more threads than cores make llama.cpp slower, not faster."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(psutil.cpu_count(logical=False) or usable, usable, _quota() or usable))


def _quota() -> int | None:
    """Whole cores a container may use (cgroup 2)."""
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):
        return None


def _environment() -> dict[str, str]:
    """What the server needs and no secret of ours.

    GOMP_SPINCOUNT: libgomp's threads spin while they wait, by default for milliseconds. With other work on the two
    cores that took writing from 27 to 2 tokens/s (0.5B, load 4); not spinning at all costs 20 % when nothing else
    runs. 1,000 turns lose neither (1.5B: 19 to 24 tokens/s with the cores for itself, as fast as not spinning without).
    """
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["GOMP_SPINCOUNT"] = "1000"
    if ctypes.util.find_library("gomp") is None and (torch := importlib.util.find_spec("torch")) and torch.origin:
        # Slim images lack libgomp.so.1, which xllamacpp links to; torch's wheel carries one.
        own = environment.get("LD_LIBRARY_PATH")
        bundled = str(Path(torch.origin).parent / "lib")
        environment["LD_LIBRARY_PATH"] = f"{own}:{bundled}" if own else bundled
    return environment


def _end(pid: int) -> None:
    """Kill the server `pid`, if that is still what runs there."""
    try:
        process = psutil.Process(pid)
        if "workbench.llm.embedded.server" in process.cmdline():
            process.kill()
    except psutil.Error:
        return
