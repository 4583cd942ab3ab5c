"""The store under several processes, kills, damage and a full disk."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from workbench.errors import StoreError
from workbench.store import file, history, preferences

WRITER = textwrap.dedent(
    """
    import sys
    from workbench.store import history
    from workbench.store.history import HistoryEntry
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(sys.argv[2])):
        history.add(HistoryEntry(f"{sys.argv[1]}-{n}", "t", "q", "d", "{}", "ok", "low", None, "m", 0.0, "x" * 5000))
        print(n, flush=True)
    """
)


def start_writer(name, count):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, name, str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_several_processes_make_and_write_the_file_at_once():
    writers = [start_writer(str(n), 20) for n in range(3)]
    for writer in writers:
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert len(history.recent(1000)) == 60


def test_a_writer_killed_in_the_middle_loses_nothing_that_it_had_confirmed():
    writer = start_writer("k", 100_000)
    writer.stdin.write("\n")
    writer.stdin.flush()
    for confirmed in range(30):
        assert writer.stdout.readline() == f"{confirmed}\n"
    os.kill(writer.pid, signal.SIGKILL)
    writer.communicate()
    kept = {entry.job for entry in history.recent(1_000_000)}
    assert {f"k-{n}" for n in range(30)} <= kept
    history.clear()


def test_a_file_that_is_no_database_is_set_aside_and_said(home):
    path = file.path()
    path.write_bytes(b"not a database at all" * 100)
    assert history.recent() == ()
    aside = [p for p in path.parent.iterdir() if "damaged" in p.name]
    assert aside[0].read_bytes().startswith(b"not a database")
    assert preferences.get("damaged_file") == str(aside[0])


def test_a_file_damaged_in_its_middle_is_set_aside_with_a_message():
    for n in range(50):
        add_entry(n)
    path = file.path()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    data = bytearray(path.read_bytes())
    middle = len(data) // 2  # past the schema: damage there is found at opening, and the file set aside at once
    data[middle:] = b"\xff" * (len(data) - middle)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match=r"damaged-"):
        history.recent(1000)
    assert history.recent() == ()


def add_entry(n):
    history.add(history.HistoryEntry(str(n), "t", "q", "d", "{}", "ok", "low", None, "m", 0.0, "y" * 3000))


def test_a_file_of_a_newer_version_is_left_alone():
    preferences.put("language", "ko")
    with sqlite3.connect(file.path()) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match="새로운 버전"):
        history.recent()
    assert not [p for p in file.path().parent.iterdir() if "damaged" in p.name]


def test_a_full_disk_is_a_message_and_earlier_entries_stay(monkeypatch):
    add_entry(1)
    connect = file._connect

    def tiny(path):
        connection = connect(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    monkeypatch.setattr(file, "_connect", tiny)
    with pytest.raises(StoreError, match="디스크가 가득"):
        fill_up()


def fill_up():
    for n in range(2, 200):
        add_entry(n)


def test_a_place_that_cannot_be_written_is_a_message(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("WORKBENCH_HOME", str(blocked))
    with pytest.raises(StoreError, match="폴더"):
        history.recent()


def test_an_error_in_the_body_rolls_back():
    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert preferences.get("language") is None


def write_and_fail():
    with file.transaction() as connection:
        connection.execute("INSERT INTO preference VALUES ('language', 'en')")
        raise ZeroDivisionError
