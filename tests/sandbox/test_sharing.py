"""Many threads, processes and databases; files that change, vanish or are none; and nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import psutil
import pytest

from workbench.sandbox import pool
from workbench.sandbox.pool import Sandbox, close_all, open_sandbox
from workbench.settings import ROOT, SANDBOX

from .test_limits import workers


def build(path: Path, value: int) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"CREATE TABLE t AS SELECT {value} AS v")
    return path


def value(sandbox: Sandbox) -> object:
    result = sandbox.run("SELECT v FROM t")
    return result.table.to_pylist()[0]["v"] if result.table is not None else result.status


def test_one_path_has_one_sandbox_however_it_is_written(database: Path) -> None:
    assert open_sandbox(database) is open_sandbox(database.parent / "." / database.name)


def test_without_a_file_there_is_an_empty_database() -> None:
    with open_sandbox(None) as sandbox:
        assert sandbox.run("SELECT 1 AS a").table.to_pylist() == [{"a": 1}]
        assert sandbox.run("SELECT * FROM t").status == "invalid"


def test_many_threads_share_few_children(sandbox: Sandbox) -> None:
    def one(number: int) -> object:
        return sandbox.run(f"SELECT {number} AS n, sum(금액) FROM 주문").table.to_pylist()[0]["n"]

    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(one, range(60))) == list(range(60))
    assert len(workers()) <= SANDBOX.children + 1


def test_many_databases_take_turns(tmp_path: Path) -> None:
    paths = [build(tmp_path / f"{number}.duckdb", number) for number in range(SANDBOX.warm + 4)]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda path: value(open_sandbox(path)), paths * 2)) == list(range(len(paths))) * 2
    assert len(workers()) <= SANDBOX.warm + 1


def test_few_of_many_databases_are_at_work_at_once(tmp_path: Path) -> None:
    paths = [build(tmp_path / f"{number}.duckdb", number) for number in range(SANDBOX.children + 2)]
    started = time.monotonic()
    with ThreadPoolExecutor(len(paths)) as threads:
        sleep = "SELECT pg_sleep(9)"
        list(threads.map(lambda path: open_sandbox(path).run(sleep, timeout=1.0), paths))
    assert time.monotonic() - started > 1.9


def test_the_template_has_one_thread_so_that_a_fork_of_it_is_whole(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT 1").status == "ok"
    template = next(process for process in workers() if process.ppid() == os.getpid())
    assert template.num_threads() == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root reads the files of others")
def test_root_may_use_a_database_of_somebody_else(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = build(folder / "a.duckdb", 1)
    for part in (path, folder):
        part.chmod(0o700)
        os.chown(part, 1234, 1234)
    sandbox = open_sandbox(path)
    assert value(sandbox) == 1
    assert "network-namespace" in sandbox.layers() or "namespaces" not in sandbox.layers()


def test_other_processes_use_the_same_file_at_the_same_time(database: Path, sandbox: Sandbox) -> None:
    script = (
        "from pathlib import Path; from workbench.sandbox.pool import open_sandbox; import sys;"
        "print(open_sandbox(Path(sys.argv[1])).run('SELECT count(*) AS n FROM 주문').table.to_pylist())"
    )
    assert sandbox.run("SELECT 1").status == "ok"
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(database)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [run.communicate(timeout=60)[0].strip() for run in runs] == ["[{'n': 100}]"] * 2


def test_a_replaced_file_is_read_anew(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", 1)
    sandbox = open_sandbox(path)
    assert value(sandbox) == 1
    os.replace(build(tmp_path / "b.duckdb", 2), path)
    assert value(sandbox) == 2


def test_a_deleted_file_is_an_error_with_its_name(tmp_path: Path) -> None:
    path = build(tmp_path / "곧없음.duckdb", 1)
    sandbox = open_sandbox(path)
    assert value(sandbox) == 1
    path.unlink()
    for result in (sandbox.run("SELECT v FROM t"), sandbox.inspect("SELECT v FROM t")):
        assert result.status == "error"
        assert "곧없음.duckdb" in result.message


def test_a_file_that_is_no_database_is_an_error_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "메모.duckdb"
    path.write_text("그냥 글입니다" * 1000, encoding="utf-8")
    result = open_sandbox(path).run("SELECT 1")
    assert (result.status, result.table) == ("error", None)
    assert "메모.duckdb" in result.message
    assert result.error is not None


def test_a_file_being_written_is_an_error_and_works_afterwards(tmp_path: Path) -> None:
    path = build(tmp_path / "a.duckdb", 1)
    script = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    writer = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    writer.stdout.readline()
    sandbox = open_sandbox(path)
    assert sandbox.run("SELECT v FROM t").status == "error"
    writer.communicate()
    assert value(sandbox) == 1


def test_closing_a_sandbox_leaves_it_usable(tmp_path: Path) -> None:
    sandbox = open_sandbox(build(tmp_path / "a.duckdb", 1))
    assert value(sandbox) == 1
    sandbox.close()
    assert value(sandbox) == 1


def test_idle_children_go_and_come_back(tmp_path: Path) -> None:
    close_all()
    sandbox = open_sandbox(build(tmp_path / "a.duckdb", 1))
    assert value(sandbox) == 1
    kept = SANDBOX.idle_seconds
    object.__setattr__(SANDBOX, "idle_seconds", 0.2)
    try:
        with pool._children._changed:
            pool._children._changed.notify_all()
        deadline = time.monotonic() + 20
        while workers() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert workers() == []
    finally:
        object.__setattr__(SANDBOX, "idle_seconds", kept)
    assert value(sandbox) == 1


def test_hundreds_of_statements_leak_nothing(sandbox: Sandbox) -> None:
    process = psutil.Process()
    for _ in range(20):
        sandbox.run("SELECT 1")
    before = process.num_fds(), threading.active_count()
    for number in range(300):
        assert sandbox.run(f"SELECT {number}").status == "ok"
        sandbox.inspect("SELECT nothing")
    for _ in range(3):
        sandbox.run("SELECT pg_sleep(9)", timeout=0.1)
    time.sleep(0.5)
    assert process.num_fds() <= before[0] + 6 * SANDBOX.children
    assert threading.active_count() <= before[1] + 1


def test_after_the_end_there_is_no_process_no_zombie_and_no_folder(database: Path, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from workbench.sandbox.pool import open_sandbox; import sys, psutil;"
        "s = open_sandbox(Path(sys.argv[1])); s.run('SELECT 1'); s.run('SELECT pg_sleep(9)', timeout=0.2);"
        "s.run('SELECT 1'); print(*[c.pid for c in psutil.Process().children(recursive=True)])"
    )
    for ending in ("", "; import os; os.kill(os.getpid(), 9)"):
        run = subprocess.run(
            [sys.executable, "-u", "-c", script + ending, str(database)],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        pids = [int(pid) for pid in run.stdout.splitlines()[0].split()]
        assert pids
        deadline = time.monotonic() + 5
        while any(psutil.pid_exists(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(psutil.pid_exists(pid) for pid in pids)
        assert list(tmp_path.glob("workbench-sandbox-*")) == []


def test_a_fork_of_the_application_gets_children_of_its_own(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT 1").status == "ok"
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if sandbox.run("SELECT 1").status == "ok" else 1
            close_all()
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0
    assert sandbox.run("SELECT 1").status == "ok"
