"""The fixed command line: names, flags, JSON keys, exit codes."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.ask.scripted import ScriptedModel
from workbench.cli.main import main

DDL = """CREATE TABLE `고객` (`번호` INT PRIMARY KEY COMMENT '고객번호', `이름` VARCHAR(30), `등급` VARCHAR(10));"""
ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def ddl(tmp_path: Path) -> Path:
    path = tmp_path / "회사 스키마.sql"
    path.write_text(DDL, encoding="utf-8")
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "고객.csv").write_text("번호,이름,등급\n1,김하나,VIP\n2,이두리,일반\n3,박세모,\\N\n", encoding="utf-8")
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command; gives exit code, stdout (JSON if it is), stderr."""

    def call(*argv: object) -> tuple[int, Any, str]:
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stop:  # argparse
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        try:
            return code, json.loads(out), err
        except ValueError:
            return code, out, err

    return call


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> ScriptedModel:
    scripted = ScriptedModel(["SELECT count(*) AS 명 FROM 고객"])
    for module in ("ask", "generate"):
        monkeypatch.setattr(f"workbench.cli.{module}.open_model", lambda _name: scripted)
    return scripted


def test_run_gives_rows_as_json(run: Run, ddl: Path, rows: Path) -> None:
    code, found, _ = run("run", "--ddl", ddl, "--data", rows, "--sql", "SELECT 이름 FROM 고객 ORDER BY 번호", "--json")
    assert code == 0
    assert set(found) == {"id", "status", "message", "columns", "rows", "truncated", "seconds"}
    assert found["rows"] == [["김하나"], ["이두리"], ["박세모"]]


def test_run_cuts_at_the_limit_and_says_so(run: Run, ddl: Path, rows: Path) -> None:
    sql = "SELECT 이름 FROM 고객 ORDER BY 번호"
    _, found, _ = run("run", "--ddl", ddl, "--data", rows, "--sql", sql, "--limit", 2, "--json")
    assert (len(found["rows"]), found["truncated"]) == (2, True)


@pytest.mark.parametrize(
    ("sql", "status"),
    [
        ("SELECT count(*) FROM 고객", "ok"),
        ("SELECT * FROM 고객 a, 고객 b", "warning"),
        ("SELECT 없는열 FROM 고객", "invalid"),
        ("SELEC 1", "invalid"),
        ("DROP TABLE 고객", "refused"),
        ("SELECT 1; SELECT 2", "refused"),
        ("SELECT * FROM '/etc/passwd'", "refused"),
    ],
)
def test_check_tells_the_status_and_the_exit_code(run: Run, ddl: Path, sql: str, status: str) -> None:
    code, found, _ = run("check", "--ddl", ddl, "--sql", sql, "--json")
    assert found["status"] == status
    assert code == (0 if status in ("ok", "warning") else 1)
    assert set(found) == {"id", "status", "message", "checks", "plan"}
    for item in found["checks"]:
        assert set(item) == {"code", "severity", "message", "start", "end"}
        assert 0 <= item["start"] <= item["end"] <= len(sql)


def test_check_points_at_korean_text_by_characters(run: Run, ddl: Path) -> None:
    sql = "SELECT 이름, 연락처 FROM 고객"
    _, found, _ = run("check", "--ddl", ddl, "--sql", sql, "--json")
    places = [sql[item["start"] : item["end"]] for item in found["checks"] if item["severity"] == "error"]
    assert "연락처" in places


def test_a_bomb_ends_within_its_limit(run: Run, ddl: Path) -> None:
    code, found, _ = run("run", "--ddl", ddl, "--sql", "SELECT len(range(0,200000000))", "--timeout", 3, "--json")
    assert code == 1
    assert found["status"] in ("timeout", "limit")


def test_cases_come_out_once_each(run: Run, ddl: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    cases.write_text(
        '{"id": "a", "sql": "SELECT 1"}\nbroken\n{"id": "b", "sql": "DROP TABLE 고객"}\n{"id": "c"}\n', "utf-8"
    )
    code, printed, _ = run("run", "--ddl", ddl, "--cases", cases, "--out", out)
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert code == 1
    assert printed == ""
    assert sorted(line["id"] for line in lines) == ["a", "b", "c"]
    assert {line["id"]: line["status"] for line in lines}["b"] == "refused"


@pytest.mark.parametrize(
    "argv",
    [
        ("check", "--sql", "SELECT 1"),
        ("check", "--sample", "shop"),
        ("check", "--sample", "shop", "--sql", "SELECT 1", "--cases", "x"),
        ("check", "--ddl", "none.sql", "--sql", "SELECT 1"),
        ("check", "--sample", "shop", "--data", ".", "--sql", "SELECT 1"),
        ("run", "--sample", "shop", "--sql", "SELECT 1", "--limit", "-3"),
        ("run", "--sample", "shop", "--sql", "SELECT 1", "--timeout", "abc"),
        ("run", "--sample", "shop", "--cases", "none.jsonl", "--out", "x"),
        ("run", "--sample", "shop", "--cases", "none.jsonl"),
        ("ask", "--sample", "shop"),
        ("ask", "--sample", "shop", "--question", "q", "--today", "어제"),
        ("generate", "--cases", "none.jsonl", "--out", "/none/out.jsonl"),
        ("nothing",),
        (),
    ],
)
def test_wrong_usage_is_exit_code_2(run: Run, argv: tuple[str, ...]) -> None:
    code, out, err = run(*argv)
    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err


def test_ask_prints_one_line_of_json(run: Run, ddl: Path, rows: Path, model: ScriptedModel) -> None:
    code, found, _ = run("ask", "--ddl", ddl, "--data", rows, "--question", "고객은 몇 명이야?", "--json")
    assert code == 0
    generated = {"id", "sql", "status", "message", "checks", "seconds", "model"}
    ran = {"columns", "rows", "truncated"}
    assert set(found) == generated | ran | {"explanation", "plan", "interpreted", "repairs", "trust"}
    assert found["rows"] == [[3]]
    assert set(found["trust"]) == {"level", "reasons"}


def test_ask_without_rows_makes_examples_and_says_so(run: Run, ddl: Path, model: ScriptedModel) -> None:
    code, out, _ = run("ask", "--ddl", ddl, "--question", "고객은 몇 명이야?")
    assert code == 0
    assert "예시 데이터" in out


def test_ask_can_leave_the_sql_unrun(run: Run, ddl: Path, model: ScriptedModel) -> None:
    _, found, _ = run("ask", "--ddl", ddl, "--question", "고객은 몇 명이야?", "--no-run", "--json")
    assert found["sql"]
    assert found["rows"] == []


@pytest.mark.parametrize("question", ["", "   ", "매출 " * 7000])
def test_ask_answers_bad_questions_with_a_message(run: Run, ddl: Path, model: ScriptedModel, question: str) -> None:
    code, found, _ = run("ask", "--ddl", ddl, "--question", question, "--json")
    assert code == 1
    assert found["message"]
    assert found["sql"] is None


@pytest.mark.parametrize("text", ["", "   \n", "이건 DDL이 아니라 그냥 글이에요. 표를 만들어 주세요.", "\x00\x01\x02"])
def test_a_ddl_without_tables_is_an_error_with_a_message(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.sql"
    path.write_text(text, encoding="utf-8")
    code, _, err = run("check", "--ddl", path, "--sql", "SELECT 1", "--json")
    assert code == 1
    assert err.strip()
    assert "Traceback" not in err


def test_generate_resumes_without_asking_again(run: Run, tmp_path: Path, ddl: Path, model: ScriptedModel) -> None:
    cases, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": f"q{i}", "question": "고객은 몇 명?", "ddl_path": str(ddl)} for i in range(4)]
    cases.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    out.write_text('{"id": "q0", "sql": "SELECT 0"}\n{"id": "q1", "sq', encoding="utf-8")
    code, _, err = run("generate", "--cases", cases, "--out", out, "--resume")
    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert code == 0
    assert next(line["id"] for line in found) == "q0"
    assert sorted(line["id"] for line in found) == ["q0", "q1", "q2", "q3"]
    assert found[0]["sql"] == "SELECT 0"
    assert len(model.asked) == 3
    assert "3/3" in err


def test_generate_keeps_going_past_a_broken_schema(run: Run, tmp_path: Path, model: ScriptedModel) -> None:
    cases, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "bad", "question": "몇 명?", "ddl": "이것은 DDL이 아님"},
        {"id": "gone", "question": "몇 명?", "ddl_path": "none.sql"},
        {"id": "folder", "question": "몇 명?", "ddl": DDL, "data_path": "none"},
        {"id": "good", "question": "고객은 몇 명?", "ddl": DDL},
    ]
    cases.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    code, _, _ = run("generate", "--cases", cases, "--out", out)
    found = {item["id"]: item for item in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    assert code == 1
    assert found["good"]["status"] == "ok"
    assert all(found[name]["status"] == "error" and found[name]["message"] for name in ("bad", "gone", "folder"))
    assert set(found["good"]) == {"id", "sql", "status", "message", "checks", "seconds", "model"}


def test_an_existing_database_is_opened_and_not_changed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "회사.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE 매출 AS SELECT range AS 금액 FROM range(5)")
    before = path.read_bytes()
    code, found, _ = run("run", "--db", path, "--sql", "SELECT sum(금액) FROM 매출", "--json")
    assert (code, found["rows"]) == (0, [[10]])
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["shop", "game", "hr"])
def test_every_sample_opens(run: Run, name: str) -> None:
    code, found, _ = run("run", "--sample", name, "--sql", "SELECT 1 AS 하나", "--json")
    assert (code, found["rows"]) == (0, [[1]])


def test_what_the_ddl_lost_is_named_with_its_line_each_time(run: Run, tmp_path: Path) -> None:
    """Also when the same tables were built before from a text without that problem."""
    path = tmp_path / "s.sql"
    for extra, expected in (("", ""), ("\nCREATE TABLE ;\n", "2번째 줄"), ("\n\n\nCREATE TABLE ;\n", "4번째 줄")):
        path.write_text(DDL + extra, encoding="utf-8")
        for command in ("check", "run"):
            code, _, err = run(command, "--ddl", path, "--sql", "SELECT count(*) FROM 고객", "--json")
            assert code == 0
            assert expected in err
            assert ("번째 줄" in err) == bool(expected)


def test_rows_that_could_not_be_read_are_told(run: Run, ddl: Path, rows: Path) -> None:
    (rows / "고객.csv").write_text("번호,이름,등급\n1,김하나,VIP\nx,이두리,일반\n", encoding="utf-8")
    _, found, err = run("run", "--ddl", ddl, "--data", rows, "--sql", "SELECT count(*) FROM 고객", "--json")
    assert found["rows"] == [[2]]
    assert "번호" in err


def test_made_up_rows_are_called_so(run: Run, ddl: Path) -> None:
    _, _, err = run("run", "--ddl", ddl, "--sql", "SELECT count(*) FROM 고객", "--json")
    assert "예시 데이터" in err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("check", "--sql", "SELECT 1"), "--ddl --sample --db"),
        (("check", "--sample", "shop", "--ddl", "x", "--sql", "y"), "함께 쓸 수 없습니다"),
        (("run", "--sample", "shop", "--sql", "y", "--limit", "0"), "0보다 큰 숫자"),
        (("run", "--sample", "shop", "--sql", "y", "--timeout", "nan"), "0보다 큰 숫자"),
        (("run", "--sample", "shop", "--sql"), "값을 적어 주세요"),
        (("run", "--sample", "shop", "--sql", "y", "--nope"), "알 수 없는 항목입니다: --nope"),
        (("serve", "--port", "99999"), "65535"),
        (("serve", "--host", "198.51.100.7"), "이 컴퓨터의 주소가 아닙니다"),
        ((), "COMMAND"),
    ],
)
def test_wrong_usage_is_said_in_korean(run: Run, argv: tuple[str, ...], said: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert said in err
    assert "쓰는 법" in err or "이 컴퓨터" in err
    assert "usage:" not in err


def command(*argv: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, as a shell starts it."""
    line = shlex.join([sys.executable, "-m", "workbench", *argv])
    return subprocess.run(["/bin/sh", "-c", f"{line} {shell}"], cwd=ROOT, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("shell", [">&-", "<&-"])
def test_closed_streams_change_nothing(shell: str) -> None:
    done = command("run", "--sample", "shop", "--sql", "SELECT 1", "--json", shell=shell)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_stdout_is_one_line() -> None:
    done = command("run", "--sample", "shop", "--sql", "SELECT 1", "--json", shell="> /dev/full")
    assert done.returncode == 1
    assert "빈 공간" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_used_is_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("WORKBENCH_MODELS", raising=False)
    code, out, err = run("models", "list")
    assert (code, out) == (1, "")
    assert str(tmp_path / "file") in err
