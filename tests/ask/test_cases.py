"""Reading cases and writing results: nothing lost, nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.ask.cases import ResultFile, read_cases, read_lines
from workbench.errors import StoreError, UsageError


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_good_cases_are_read_and_bad_lines_named(tmp_path: Path) -> None:
    file = write(
        tmp_path / "in.jsonl",
        '{"id": "a", "question": "몇 명?", "ddl": "CREATE TABLE t (x INT)", "today": "2026-01-02"}',
        "not json",
        '{"question": "id가 없음", "ddl": ""}',
        '{"id": "b", "ddl": "CREATE TABLE t (x INT)"}',
        '{"id": "a", "question": "again", "ddl": ""}',
        '{"id": 7, "question": "q", "ddl_path": "s.sql", "data_path": "rows"}',
        '{"id": "c", "question": "q"}',
        '{"id": "d", "question": "q", "ddl": "", "today": "어제"}',
    )
    cases, bad = read_cases(file)
    assert [case.id for case in cases] == ["a", 7]
    assert cases[1].ddl_path == tmp_path / "s.sql"
    assert [(line.number, line.id) for line in bad] == [(2, None), (3, None), (4, "b"), (5, None), (0, "c"), (0, "d")]


def test_a_missing_or_binary_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_cases(tmp_path / "none.jsonl")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(UsageError):
        read_cases(tmp_path / "b.jsonl")


def test_resume_keeps_whole_lines_and_drops_the_torn_one(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(
        '{"id": "a", "sql": "가"}\n{"id": "b"}\n{"id": "a", "sql": "twice"}\n{"id": "c", "sq', encoding="utf-8"
    )
    with ResultFile(path, resume=True) as out:
        assert out.done == {"a", "b"}
        out.write({"id": "c"})
    assert [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()] == ["a", "b", "c"]


def test_a_last_line_without_newline_is_kept_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "a"}\n{"id": "b"}', encoding="utf-8")
    with ResultFile(path, resume=True) as out:
        out.write({"id": "c"})
    assert [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()] == ["a", "b", "c"]


def test_without_resume_the_file_starts_afresh(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "old"}\n', encoding="utf-8")
    with ResultFile(path, resume=False) as out:
        out.write({"id": "new"})
    assert path.read_text(encoding="utf-8") == '{"id": "new"}\n'


def test_an_unwritable_place_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        ResultFile(tmp_path / "no" / "out.jsonl", resume=False)


def test_line_separators_inside_a_text_do_not_break_the_line(tmp_path: Path) -> None:
    good, bad = read_lines(write(tmp_path / "in.jsonl", '{"id": "a", "sql": "SELECT \'\u2028\x85\'"}\r'), "sql")
    assert [item["sql"] for item in good] == ["SELECT '\u2028\x85'"]
    assert bad == []


def test_an_id_comes_back_as_it_was_given_and_only_once(tmp_path: Path) -> None:
    lines = ['{"id": 7, "sql": ""}', '{"id": "7", "sql": ""}', '{"id": 1.5, "sql": ""}', '{"id": NaN, "sql": ""}']
    good, bad = read_lines(write(tmp_path / "in.jsonl", *lines, *['{"id": "", "sql": ""}'] * 2), "sql")
    assert [item["id"] for item in good] == [7, 1.5, ""]
    assert [line.number for line in bad] == [2, 4, 6]


def test_a_lone_surrogate_is_written_as_the_escape_it_was(tmp_path: Path) -> None:
    with ResultFile(tmp_path / "out.jsonl", resume=False) as out:
        out.write({"id": "\ud800"})
    assert json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8")) == {"id": "\ud800"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_clear_error() -> None:
    with pytest.raises(StoreError), ResultFile(Path("/dev/full"), resume=False) as out:
        out.write({"id": "a"})
