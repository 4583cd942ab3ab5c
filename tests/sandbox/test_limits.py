"""Nothing that a statement does reaches the application: it ends within its limit and the next one works at once."""

from __future__ import annotations

import contextlib
import threading
import time

import psutil
import pytest

from workbench.sandbox.pool import Sandbox
from workbench.settings import SANDBOX

BOMBS = [
    "SELECT len(range(0, 200000000))",
    "SELECT length(repeat('x', 2000000000))",
    "SELECT length(lpad('x', 2000000000, 'y'))",
    "SELECT count(*) FROM range(10000000) a, range(10000000) b",
    "WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r",
    "SELECT pg_sleep(60)",
    "SELECT sleep_ms(60000)",
    "SELECT * FROM range(1000000000) ORDER BY hash(range)",
    "SELECT list(range) FROM range(1000000000)",
    "SELECT string_agg(repeat('가', 1000), '') FROM range(100000000)",
    "SELECT repeat('x', 1000000) FROM range(100000)",
    "SELECT count(*) FROM range(10000000) r(i) WHERE regexp_matches(repeat('a' || i, 10000), '(a+.*)+$')",
    "SELECT list_sort(range(100000000))",
    "SELECT max(a.i * b.i) FROM 주문 x, range(100000000) a(i), range(1000) b(i)",
    "SELECT factorial(30000), 2 ** 100000, repeat('1', 500000000)::BIGNUM",
    "PIVOT (SELECT i % 100000 AS k, i FROM range(100000000) r(i)) ON k USING sum(i)",
]


def workers() -> list[psutil.Process]:
    """The template and the children of this process."""
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "sandbox/child" in " ".join(process.cmdline()):
                found.append(process)
    return found


@pytest.mark.parametrize("sql", BOMBS)
def test_a_bomb_ends_within_its_limit_and_the_next_statement_works(sql: str, sandbox: Sandbox) -> None:
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            for process in workers():
                try:
                    peak = max(peak, process.memory_info().rss / (1 << 20))
                except psutil.Error:
                    continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.monotonic()
    result = sandbox.run(sql, timeout=1.0)
    seconds = time.monotonic() - started
    done.set()
    watcher.join()
    assert result.status in ("timeout", "limit"), (result.status, result.error)
    assert result.message
    assert seconds < 2.0
    assert peak < SANDBOX.resident_mb * 1.5
    started = time.monotonic()
    assert sandbox.run("SELECT count(*) FROM 주문").status == "ok"
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("sql", ["SELECT len(range(0, 200000000))", "SELECT length(repeat('x', 2000000000))"])
def test_explaining_a_bomb_keeps_its_tree_and_ends_within_its_limit(sql: str, sandbox: Sandbox) -> None:
    started = time.monotonic()
    inspection = sandbox.inspect(sql)
    assert inspection.status in ("timeout", "limit")
    assert inspection.message
    assert inspection.ast is not None
    assert time.monotonic() - started < SANDBOX.inspect_seconds + 1


def test_rows_stop_at_the_limit_without_being_computed(sandbox: Sandbox) -> None:
    started = time.monotonic()
    result = sandbox.run("SELECT * FROM range(100000000000)", row_limit=7)
    assert (result.status, result.truncated) == ("ok", True)
    assert result.table.num_rows == 7
    assert time.monotonic() - started < 1.0


@pytest.mark.parametrize(
    ("rows", "limit", "truncated"), [(10, 10, False), (11, 10, True), (0, 10, False), (5, 0, True)]
)
def test_truncated_tells_whether_there_was_more(rows: int, limit: int, truncated: bool, sandbox: Sandbox) -> None:
    result = sandbox.run(f"SELECT * FROM range({rows})", row_limit=limit)
    assert (result.table.num_rows, result.truncated) == (min(rows, limit), truncated)


def test_a_result_of_too_many_bytes_is_a_limit(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT repeat('x', 200000000)")
    assert result.status == "limit"
    assert str(SANDBOX.result_mb) in result.message


def test_a_set_event_stops_one_statement_and_not_another(sandbox: Sandbox) -> None:
    stop = threading.Event()
    results = {}

    def run(name: str, sql: str, event: threading.Event | None) -> None:
        results[name] = sandbox.run(sql, timeout=20, stop=event)

    slow = "SELECT count(*) FROM range(100000) a, range(2000) b WHERE hash(a.range + b.range) = 1"
    threads = [
        threading.Thread(target=run, args=("stopped", "SELECT pg_sleep(60)", stop)),
        threading.Thread(target=run, args=("other", slow, None)),
    ]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    started = time.monotonic()
    stop.set()
    threads[0].join()
    assert time.monotonic() - started < 1.0
    threads[1].join()
    assert results["stopped"].status == "error"
    assert "중단" in results["stopped"].message
    assert results["other"].status == "ok"


def test_a_child_that_crashes_in_the_middle_is_an_error_and_is_replaced(sandbox: Sandbox) -> None:
    timer = threading.Timer(0.5, lambda: [child.kill() for child in workers() if child.ppid() != psutil.Process().pid])
    timer.start()
    result = sandbox.run("SELECT pg_sleep(30)", timeout=20)
    timer.join()
    assert result.status == "error"
    assert "갑자기" in result.message
    assert sandbox.run("SELECT 1").status == "ok"


def test_children_killed_while_idle_are_not_noticed(sandbox: Sandbox) -> None:
    assert sandbox.run("SELECT 1").status == "ok"
    for child in workers():
        child.kill()  # the template too
    time.sleep(0.1)
    assert sandbox.run("SELECT 1").status == "ok"
    assert sandbox.inspect("SELECT 1").status == "ok"


def test_the_temporary_folder_is_capped(sandbox: Sandbox) -> None:
    sql = "SELECT a.i, b.i, repeat('가', 50) FROM range(50000) a(i), range(1000) b(i) ORDER BY 3, 2, 1"
    assert sandbox.run(sql, timeout=4).status in ("timeout", "limit")
    assert sandbox.run("SELECT 1").status == "ok"
