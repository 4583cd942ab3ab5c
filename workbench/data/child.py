"""The loading child seen from the app: start it, hear its progress, stop it, turn its end into a result or an error.

Files are untrusted and large, and DuckDB's own limits are cooperative, so nothing is loaded in the app's process.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

from workbench import settings
from workbench.data.limits import LOAD
from workbench.errors import DataError
from workbench.sandbox.template import Template
from workbench.text import language, t

Progress = Callable[[float, str], None]
"""Called with the share done (0..1) and the name of what is being read."""

log = logging.getLogger(__name__)

_BOOT = "import sys; sys.path.insert(0, {root!r}); from workbench.data.template import main; main()"


def _command(control: int, _folder: Path) -> list[str]:
    return [sys.executable, "-I", "-X", "utf8", "-c", _BOOT.format(root=str(settings.ROOT)), str(control)]


_template = Template(_command)
atexit.register(lambda: _template.stop())


def _forget() -> None:
    """In a fork of the application the template belongs to the other process."""
    global _template
    _template = Template(_command)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def run_job(job: dict[str, Any], progress: Progress | None = None, stop: threading.Event | None = None) -> Any:
    """What the worker returned for `job` (both JSON).

    Raises DataError: the worker's own message, or that it ran out of memory, hung, died, or was stopped by `stop`.
    """
    pid, job_in, said = _start()
    with said:
        try:
            with contextlib.suppress(BrokenPipeError), job_in:
                job_in.write(json.dumps(job).encode())
            last = _listen(said, progress, stop)
        finally:
            _template.ask(lambda _: ({"end": pid}, ()))
    return _outcome(last)


def _start() -> tuple[int, IO[bytes], IO[bytes]]:
    """A loading child: its process id, its stdin and its stdout. Raises DataError."""
    pipes = os.pipe(), os.pipe()
    (reads, ours_in), (ours_out, writes) = pipes

    def offer(_: Path) -> tuple[dict[str, Any], Sequence[int]]:
        return {"language": language()}, [reads, writes]

    try:
        pid = _template.ask(offer)
    finally:
        os.close(reads)
        os.close(writes)
    job_in, said = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
    if pid is None:
        job_in.close()
        said.close()
        log.error("the loading template does not start")
        raise DataError(t("data.load_crashed"))
    return pid, job_in, said


def _listen(stdout: IO[bytes], progress: Progress | None, stop: threading.Event | None) -> dict[str, Any]:
    """The worker's last line, read while watching for `stop` and for silence."""
    lines: queue.Queue[bytes] = queue.Queue()

    def pump() -> None:
        for line in stdout:
            lines.put(line)
        lines.put(b"")

    threading.Thread(target=pump, daemon=True).start()
    heard = time.monotonic()
    while True:
        if stop is not None and stop.is_set():
            raise DataError(t("data.load_stopped"))
        try:
            line = lines.get(timeout=0.1)
        except queue.Empty:
            if time.monotonic() - heard > LOAD.silence_seconds:
                raise DataError(t("data.load_silent", seconds=int(LOAD.silence_seconds))) from None
            continue
        heard = time.monotonic()
        if not line:
            return {}
        message: dict[str, Any] = json.loads(line)
        if "alive" in message:
            continue
        if "progress" not in message:
            return message
        if progress is not None:
            progress(message["progress"], message["what"])


def _outcome(last: dict[str, Any]) -> Any:
    if "done" in last:
        return last["done"]
    if "refused" in last:
        raise DataError(last["refused"])
    if "crash" in last:
        log.error("loading failed: %s", last["crash"])
        raise DataError(t("data.load_crashed"))
    # No last word: killed by the kernel, or aborted by C++ when RLIMIT_AS refused it memory.
    raise DataError(t("data.load_memory"))
