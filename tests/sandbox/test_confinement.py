"""What the kernel and DuckDB refuse to a child, tried with SQL that policy would never let through."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.sandbox.pool import Sandbox

ROOT = Path(__file__).resolve().parents[2]

FORBIDDEN = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM glob('/*')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "COPY (SELECT 1) TO '/tmp/workbench-leak.csv'",
    "COPY (SELECT 1) TO 'leak.csv'",
    "ATTACH '/tmp/workbench-leak.duckdb' AS x",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "RESET lock_configuration",
    "PRAGMA enable_profiling",
    "INSERT INTO 주문 VALUES (1, 2, 3)",
    "DROP TABLE 주문",
    "CREATE TABLE x (a INT)",
    "EXPORT DATABASE '/tmp/workbench-leak'",
    "SELECT getenv('HOME')",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_duckdb_refuses_it_even_without_policy(sql: str, sandbox: Sandbox) -> None:
    assert sandbox.run(sql).status in ("error", "invalid")
    assert not list(Path("/tmp").glob("workbench-leak*"))


def test_nothing_of_one_statement_is_left_for_the_next(sandbox: Sandbox) -> None:
    for sql in (
        "CREATE TEMP TABLE leak AS SELECT 1",
        "CREATE TEMP MACRO leak() AS 1",
        "SET VARIABLE leak = 42",
        "PIVOT 주문 ON 상태 USING sum(금액)",
    ):
        sandbox.run(sql)
    assert sandbox.run("FROM leak").status == "invalid"
    assert sandbox.run("SELECT leak()").status == "invalid"
    assert sandbox.run("SELECT getvariable('leak')").table.to_pylist() == [{"getvariable('leak')": None}]
    assert sandbox.run("SELECT count(*) AS n FROM duckdb_types() WHERE NOT internal").table.to_pylist() == [{"n": 0}]


def test_times_are_korean_without_asking(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT current_setting('TimeZone') AS z").table.to_pylist() == [{"z": "Asia/Seoul"}]


def test_the_layers_in_force_are_named(sandbox: Sandbox) -> None:
    layers = sandbox.layers()
    assert "rlimits" in layers
    if sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64"):
        assert {"no-new-privileges", "seccomp"} <= set(layers)


CONFINED = """
import ctypes, os, socket, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from workbench.sandbox.child import confine
confine.confine(Path(sys.argv[2]), [], {"address_space_mb": 4096, "file_mb": 1, "open_files": 64})
try:
    exec(sys.argv[3])
    outcome = "done"
except BaseException as problem:
    outcome = type(problem).__name__
os.write(1, outcome.encode())
os._exit(0)
"""
"""In a process of its own: a fork of this one would inherit locks that other tests' threads hold."""


def confined(attempt: str, folder: Path) -> str:
    """What comes of `attempt` (Python source) in a confined process: `done`, or the name of the error."""
    command = [sys.executable, "-W", "ignore", "-c", CONFINED, str(ROOT), str(folder), attempt]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel layers are Linux's")
@pytest.mark.parametrize(
    "attempt",
    [
        "Path('/etc/passwd').read_bytes()",
        "os.listdir('/')",
        "Path('/tmp/workbench-leak').write_text('x')",
        "Path('../leak').write_text('x')",
        "socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_UNIX)",
        "os.execv('/bin/true', ['true'])",
        "os.fork()",
        "os.kill(os.getppid(), 0)",
        "Path('big').write_bytes(b'x' * (2 << 20))",
        "bytearray(6 << 30)",
        "[os.open('/dev/null', os.O_RDONLY) for _ in range(100)]",
    ],
)
def test_the_kernel_refuses(attempt: str, tmp_path: Path) -> None:
    assert confined(attempt, tmp_path) in ("PermissionError", "OSError", "MemoryError", "FileNotFoundError")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel layers are Linux's")
def test_a_confined_process_can_still_use_its_own_folder_and_threads(tmp_path: Path) -> None:
    attempt = """
Path("mine").write_text("x")
thread = threading.Thread(target=lambda: Path("mine").read_text())
thread.start()
thread.join()
assert ctypes.CDLL(None).getpid() == os.getpid()
"""
    assert confined(attempt, tmp_path) == "done"
