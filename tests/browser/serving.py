"""The real server over a folder of its own, with the scripted model as its default."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def prepare(home, model_server, more=""):
    """Connect the scripted model; `more` is Python to run in that home."""
    program = (
        "from workbench.store import endpoints; from workbench.llm import catalog;"
        f"endpoints.save(endpoints.SavedEndpoint('시험', {model_server!r}, 'scripted'));"
        f"catalog.set_default('endpoint:시험')\n{more}"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=_environment(home), check=True)


def _environment(home):
    env = {**os.environ, "WORKBENCH_HOME": str(home)}
    env.pop("OPENAI_API_KEY", None)
    return env


@contextlib.contextmanager
def serving(home):
    """Address of the running app; the server and the worker it started are ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "serve", "--port", str(port)],
            cwd=ROOT, env=_environment(home), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process, home / "server.log")
        yield address
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)
        _end_worker(home)


def _end_worker(home):
    """Workers outlive their server on purpose; here they are ended by the pids that they left in the store."""
    store = home / "state" / "workbench.sqlite3"
    with contextlib.closing(sqlite3.connect(store)) as connection:
        held = "SELECT worker FROM run WHERE worker IS NOT NULL UNION SELECT worker FROM training WHERE worker > 1"
        pids = [row[0] for row in connection.execute(held)]
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def _wait(address, process, log):
    for _ in range(120):
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise AssertionError(log.read_text(errors="replace"))
