"""The server process: `python -m workbench.llm.embedded.server`, its settings as one JSON line on standard input.

It loads one model file into llama.cpp's HTTP server (OpenAI-compatible, loopback, random port, bearer key), publishes
its address, and stops when it has no owner left or nothing to do for a long time. Exit codes: 0 stopped, 3 another
server runs, 4 the model could not be loaded.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from workbench.llm.embedded import locks
from workbench.llm.embedded.place import Address, Place

ANOTHER_RUNS, LOAD_FAILED = 3, 4


@dataclass(frozen=True)
class ServerSettings:
    """`adapter`: a GGUF LoRA file or empty. `name`: what `/v1/models` calls the model. `port`: 0 for any free one.

    `for_all`: any OpenAI client may ask, so llama.cpp picks the slots; else our own clients do (slots.py).
    `linger_seconds`: how long without owners; `idle_seconds`: how long owned but unused, before it stops.
    """

    model: str
    adapter: str
    name: str
    port: int
    for_all: bool
    folder: str
    prompts: str
    key: str
    instance: str
    threads: int
    slots: int
    context: int
    linger_seconds: float
    idle_seconds: float


def main() -> int:
    wanted = ServerSettings(**json.loads(sys.stdin.readline()))
    os.umask(0o077)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the app; we follow our owners
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")  # out of memory: the model goes before the app does
    place = Place(Path(wanted.folder), Path(wanted.prompts))
    lock = _own(place)
    if lock is None:
        return ANOTHER_RUNS
    place.withdraw()
    try:
        server, port = _load(wanted)
    except Exception as error:
        sys.stderr.write(f"load failed: {type(error).__name__}: {error}\n")
        return LOAD_FAILED
    place.publish(Address(os.getpid(), port, wanted.key, wanted.instance, wanted.slots))
    _serve(place, port, wanted)
    del server
    return 0


def _own(place: Place) -> locks.Held | None:
    """The server lock, tried for 2 s: a client that only looks whether a server lives holds it for an instant."""
    for _ in range(40):
        if held := locks.acquire(place.server_lock):
            return held
        time.sleep(0.05)
    return None


def _load(wanted: ServerSettings) -> tuple[object, int]:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = wanted.model
    if wanted.adapter:
        lora = xllamacpp.CommonAdapterLoraInfo()
        lora.path, lora.scale = wanted.adapter, 1.0
        params.lora_adapters = [lora]
    params.model_alias = {wanted.name}
    params.hostnames, params.port = ["127.0.0.1"], wanted.port
    params.api_keys = [wanted.key]
    params.ui = False
    params.cors_origins = ""
    params.verbosity = 1  # warnings and errors only: nothing of a prompt reaches the log
    params.n_ctx, params.n_parallel, params.kv_unified = wanted.context, wanted.slots, True
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = wanted.threads
    # Smaller batches let an answer in another slot go on while a long prompt is read, and cancel within a batch;
    # the reading speed is the same from 256 up (measured, docs/design/models.md).
    params.n_batch = params.n_ubatch = 256
    params.cache_ram_mib, params.cache_idle_slots = 0, False
    if not wanted.for_all:
        # Slots and their prefixes are managed by our clients (slots.py), so llama.cpp's own guessing is off.
        params.slot_prompt_similarity = 0.0
        params.slot_save_path = f"{wanted.prompts}/"
    params.endpoint_slots = True
    params.sse_ping_interval = 5  # a silent stream is then a dead server, not a slow prompt
    server = xllamacpp.Server(params)
    return server, int(server.listening_address.rsplit(":", 1)[1])


def _serve(place: Place, port: int, wanted: ServerSettings) -> None:
    """Return when it is time to stop; the address is withdrawn while no owner can slip in between."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    owned_at = used_at = looked_at = time.monotonic()
    seen = ""
    while not stopping:
        time.sleep(0.5)
        now = time.monotonic()
        if now - looked_at > min(10.0, wanted.idle_seconds / 4):
            looked_at, tasks = now, _tasks(port, wanted.key)
            if tasks != seen or "True" in tasks:
                seen, used_at = tasks, now
        alone = locks.acquire(place.owners_lock)
        if alone is None:
            owned_at = now
        if now - owned_at > wanted.linger_seconds or now - used_at > wanted.idle_seconds:
            place.withdraw()
            return
        if alone is not None:
            alone.release()
    place.withdraw()


def _tasks(port: int, key: str) -> str:
    """What the slots did last, as text that changes with every request; empty when llama.cpp does not answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/slots", headers={"Authorization": f"Bearer {key}"})
        slots = json.loads(connection.getresponse().read())
        return " ".join(f"{slot.get('id_task')}:{slot.get('is_processing')}" for slot in slots)
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return ""
    finally:
        connection.close()


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # llama.cpp's threads are not joined: everything that must survive is on the disk
