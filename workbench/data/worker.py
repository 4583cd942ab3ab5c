"""The loading child itself: one job as JSON on stdin, progress and the result as JSON lines on stdout.

Started only by `workbench.data.child`, with a memory limit, no inherited environment, and no files of DuckDB's own:
its connection is locked away from the file system before a single byte of user data or DDL is looked at.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from workbench.data.limits import LOAD
from workbench.errors import DataError
from workbench.text import t

Report = Callable[[float, str], None]


def main() -> None:
    job = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not end up between the JSON lines.
    os.dup2(2, 1)
    _limit_self()
    sys.meta_path.insert(0, _WithoutPandas())
    # Millions of row lists and no cycles: the collector's passes over them took a third of a large load.
    gc.disable()

    lock = threading.Lock()

    def say(message: dict[str, Any]) -> None:
        with lock:
            out.write(json.dumps(message, ensure_ascii=False) + "\n")
            out.flush()

    threading.Thread(target=_beat, args=(say,), daemon=True).start()
    try:
        say({"done": _run(job, _throttled(say))})
    except DataError as error:
        say({"refused": error.message})
    except MemoryError:
        say({"refused": t("data.load_memory")})
    except Exception as error:
        say(_ending(error))
    out.flush()
    # Skips C++ destructors that may abort after a failed allocation and eat the message.
    os._exit(0)


class _WithoutPandas(MetaPathFinder):
    """Arrow imports pandas, where it is installed, for its first array: 0.3 s and 40 MB a child, for nothing here."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name == "pandas":
            raise ModuleNotFoundError(name)
        return None


def _run(job: dict[str, Any], report: Report) -> Any:
    # Imported after the limits are set, and only what the job needs: duckdb and pyarrow cost 0.3 s.
    if job["kind"] == "examples":
        from workbench.data.examples.fill import fill_examples

        return fill_examples(job, report)
    if job["kind"] == "flatten":
        from workbench.data.flatten import flatten

        return flatten(job)
    if job["kind"] == "given":
        from workbench.data.given import write_given

        return write_given(job)
    from workbench.data.load import load

    return load(job, report)


def _ending(error: Exception) -> dict[str, Any]:
    """Full disk and memory have their own words; anything else is our bug, logged by frame and type, without values."""
    text = str(error)
    if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in text:
        return {"refused": t("data.load_disk")}
    if type(error).__name__ == "OutOfMemoryException" or "Out of Memory" in text or "bad_alloc" in text:
        return {"refused": t("data.load_memory")}
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno}" for f in reversed(frames))
    return {"crash": f"{type(error).__name__} at {where}"}


def _limit_self() -> None:
    size = LOAD.address_space_mb << 20
    for kind, value in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        # macOS refuses RLIMIT_AS; there the DuckDB limit and the file size limits remain.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    if sys.platform == "linux":
        # PR_SET_PDEATHSIG: an app that is killed takes its loader with it.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _beat(say: Callable[[dict[str, Any]], None]) -> None:
    """Sign of life while one long SQL statement has no progress to report; silence means a hang or a swap storm."""
    while True:
        time.sleep(10)
        usage = resource.getrusage(resource.RUSAGE_SELF)
        if usage.ru_utime + usage.ru_stime > LOAD.cpu_seconds:
            os.kill(os.getpid(), signal.SIGKILL)
        say({"alive": True})


def _throttled(say: Callable[[dict[str, Any]], None]) -> Report:
    """Reports at most ten times a second."""
    last = 0.0

    def report(share: float, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.1:
            last = now
            say({"progress": round(min(max(share, 0.0), 1.0), 4), "what": what})

    return report
