"""What the kernel and DuckDB refuse to a child, tried with SQL that policy would never let through."""

from __future__ import annotations

import ctypes
import os
import platform
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.sandbox.child import confine
from workbench.sandbox.pool import Sandbox

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


def confined(attempt: Callable[[], object], folder: Path) -> str:
    """What comes of `attempt` in a confined fork of this process: `done`, or the name of the error."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        outcome = "done"
        try:
            confine.confine(folder, [], {"address_space_mb": 4096, "file_mb": 1, "open_files": 64})
            attempt()
        except BaseException as problem:
            outcome = type(problem).__name__
        os.write(write, outcome.encode())
        os._exit(0)
    os.close(write)
    outcome = os.read(read, 100).decode()
    os.close(read)
    os.waitpid(pid, 0)
    return outcome


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel layers are Linux's")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Path("/etc/passwd").read_bytes(),
        lambda: os.listdir("/"),
        lambda: Path("/tmp/workbench-leak").write_text("x"),
        lambda: Path("../leak").write_text("x"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.execv("/bin/true", ["true"]),
        lambda: os.fork(),
        lambda: os.kill(os.getppid(), 0),
        lambda: Path("big").write_bytes(b"x" * (2 << 20)),
        lambda: bytearray(6 << 30),
        lambda: [os.open("/dev/null", os.O_RDONLY) for _ in range(100)],
    ],
)
def test_the_kernel_refuses(attempt: Callable[[], object], tmp_path: Path) -> None:
    assert confined(attempt, tmp_path) in ("PermissionError", "OSError", "MemoryError", "FileNotFoundError")


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel layers are Linux's")
def test_a_confined_process_can_still_use_its_own_folder_and_threads(tmp_path: Path) -> None:
    def work() -> None:
        import threading

        Path("mine").write_text("x")
        thread = threading.Thread(target=lambda: Path("mine").read_text())
        thread.start()
        thread.join()
        assert ctypes.CDLL(None).getpid() == os.getpid()

    assert confined(work, tmp_path) == "done"
