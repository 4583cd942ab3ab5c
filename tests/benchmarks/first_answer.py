"""From an empty machine to the first answer: clone, packages, model, app, question, each stage on its own clock."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measured import Measured
from tests.benchmarks.progress import say
from tests.benchmarks.timing import Figure, figure
from workbench.settings import ROOT

_NEED_BYTES = 12 << 30
"""Environment 6 GB, model 1.1 GB and one part of it, the pip downloads in between."""
_QUESTION = "VIP 회원은 몇 명이야?"


def measure(quick: bool) -> Measured:
    """Everything into one folder that is deleted afterwards: nothing of this user's caches is read or kept."""
    if quick:
        raise RuntimeError("first_answer downloads about 1.5 GB and more: not with --quick")
    if shutil.disk_usage(tempfile.gettempdir()).free < _NEED_BYTES:
        raise RuntimeError(f"first_answer needs {_NEED_BYTES >> 30} GB free in {tempfile.gettempdir()}")
    with tempfile.TemporaryDirectory(prefix="workbench-clone-", ignore_cleanup_errors=True) as folder:
        seconds = _stages(Path(folder))
    figures: dict[str, Figure] = {stage: figure([spent]) for stage, spent in seconds.items()}
    facts = {f"{stage}_minutes": round(spent / 60, 2) for stage, spent in seconds.items()}
    return Measured({"total_minutes": sum(seconds.values()) / 60}, figures, facts)


def _stages(folder: Path) -> dict[str, float]:
    clone, python = folder / "clone", folder / "clone" / ".venv" / "bin" / "python"
    environment = _environment(folder)
    seconds: dict[str, float] = {}

    def stage(name: str, words: Sequence[str | Path], where: Path) -> str:
        say(f"{name} …")
        started = time.perf_counter()
        # No output is kept but the last lines: pip and the model's progress write a lot.
        done = subprocess.run(words, cwd=where, env=environment, capture_output=True, text=True, check=False)
        seconds[name] = time.perf_counter() - started
        if done.returncode:
            raise RuntimeError(f"{name} failed ({done.returncode}): {(done.stdout + done.stderr)[-2000:]}")
        say(f"{name}: {seconds[name]:.1f} s")
        return done.stdout

    stage("clone", ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], folder)
    stage("packages", ["make", "--no-print-directory", ".venv/.installed"], clone)
    stage("model", ["make", "--no-print-directory", "setup"], clone)
    seconds["serve"] = _serve(python, clone, environment)
    say(f"serve: {seconds['serve']:.1f} s")
    ask: list[str | Path] = [python, "-m", "workbench", "ask", "--sample", "shop", "--question", _QUESTION, "--json"]
    answer = json.loads(stage("answer", ask, clone))
    if not answer["rows"]:
        raise RuntimeError(f"no rows: {answer['message']}")
    return seconds


def _serve(python: Path, clone: Path, environment: dict[str, str]) -> float:
    """Seconds until the page's server says that it is well. The server is ended again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started = time.perf_counter()
    command: list[str | Path] = [python, "-m", "workbench", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=clone,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while time.perf_counter() - started < 120:
            if process.poll() is not None:
                raise RuntimeError(f"serve ended with {process.returncode}")
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as reply,
            ):
                if reply.status == 200:
                    return time.perf_counter() - started
            time.sleep(0.1)
        raise RuntimeError("the app did not start within 120 s")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        process.wait(20)


def _environment(folder: Path) -> dict[str, str]:
    """This user's, without what would shorten the way: caches, model files, an active environment."""
    drop = {
        "WORKBENCH_MODELS",
        "WORKBENCH_MODEL_FILE",
        "VIRTUAL_ENV",
        "PYTHONPATH",
        "PYTHONHOME",
        "MAKEFLAGS",
        "MAKELEVEL",
    }
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return {
        **kept,
        "WORKBENCH_HOME": str(folder / "home"),
        "PIP_CACHE_DIR": str(folder / "pip"),
        "HF_HOME": str(folder / "hf"),
    }
