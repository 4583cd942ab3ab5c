"""`judge make-requests` and `judge import`, from a run in the store and back to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.cli import judge_files
from workbench.cli.parser import Parser
from workbench.errors import UsageError
from workbench.evaluate.judge.rubric import load_rubric
from workbench.store import results, runs, sets, verdicts
from workbench.store.results import Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase

DDL = "CREATE TABLE 고객 (번호 INT PRIMARY KEY, 등급 VARCHAR(10));"
KEYS = ["requests", "answered", "yes", "no", "unreadable", "failed", "duplicates", "missing"]
RUN = Run(
    "20261123-100000-ab12",
    "첫 평가",
    "2026-11-23T10:00:00+09:00",
    "finished",
    "고객",
    "d1",
    "set.jsonl",
    "m",
    "model",
    hashes='{"today": "2026-11-23"}',
    total=4,
)
GOLD = "SELECT count(*) AS n FROM 고객"
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*argv: object) -> tuple[int, str, str]:
        parser = Parser(prog="judge")
        judge_files.register(parser.add_subparsers(dest="command", required=True))
        arguments = parser.parse_args([str(word) for word in argv])
        code = arguments.handler(arguments)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def run() -> Run:
    """Four answers: right, wrong, one that does not bind, one that never came."""
    cases = [StoredCase(str(n), "shop", f"고객 수 {n}", GOLD, DDL) for n in range(4)]
    sets.save("d1", "고객", "set.jsonl", cases)
    runs.add(RUN)
    base = Result(RUN.id, "0", 0, "고객 수 0", "shop", GOLD, GOLD, "correct", valid=True, scored=True, gold_sql=GOLD)
    results.add(
        [
            replace(base, ran_sql=GOLD),
            replace(base, case_id="1", position=1, sql="SELECT 1", ran_sql="SELECT 1", outcome="wrong"),
            replace(base, case_id="2", position=2, sql="SELEC 1", outcome="invalid_sql", valid=False),
            replace(base, case_id="3", position=3, sql=None, outcome="generation_error", valid=False),
        ]
    )
    return RUN


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def answered(path: Path, pairs: list[tuple[Any, str]], style: str = "cookbook") -> Path:
    """Results as the cookbook script writes them (metadata third), or with the request as it was."""
    with path.open("w", encoding="utf-8") as file:
        for request, word in pairs:
            response = {"choices": [{"message": {"content": json.dumps({"resolve_yn": word})}}]}
            if style == "cookbook":
                body = {key: value for key, value in request.items() if key != "metadata"}
                file.write(json.dumps([body, response, request["metadata"]]) + "\n")
            else:
                file.write(json.dumps([request, response]) + "\n")
    return path


def test_requests_are_made_of_what_binds_and_the_rest_is_gated(call: Command, run: Run, tmp_path: Path) -> None:
    code, out, err = call("make-requests", "--run", run.id, "--rubric", "v1", "--out", tmp_path / "q.jsonl")
    made = lines(tmp_path / "q.jsonl")
    assert (code, out) == (0, "")
    assert [item["metadata"]["case"] for item in made] == ["0", "1"]
    assert f"gen_sql: {GOLD}" in made[0]["messages"][0]["content"]
    assert {one.case_id: one.answer for one in verdicts.of_run(run.id)} == {"2": "gated", "3": "gated"}
    assert results.find(run.id, "2").judge == "gated"  # type: ignore[union-attr]
    assert "2" in err
    assert "$" in err


def test_a_run_is_also_found_by_its_name(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.name, "--out", tmp_path / "q.jsonl")
    assert len(lines(tmp_path / "q.jsonl")) == 2


def test_v2_shows_both_results(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.id, "--rubric", "v2", "--out", tmp_path / "q.jsonl")
    text = lines(tmp_path / "q.jsonl")[1]["messages"][1]["content"]
    assert "<gt_result " in text
    assert "(1 rows)" in text


@pytest.mark.parametrize("style", ["cookbook", "plain"])
def test_what_comes_back_is_counted_and_kept(call: Command, run: Run, tmp_path: Path, style: str) -> None:
    call("make-requests", "--run", run.id, "--out", tmp_path / "q.jsonl", "--model", "gpt-4.1")
    first, second = lines(tmp_path / "q.jsonl")
    path = answered(tmp_path / "r.jsonl", [(first, "yes"), (second, "yes"), (first, "yes")], style)
    code, out, _ = call("import", "--results", path, "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == KEYS
    assert found == dict(zip(KEYS, (2, 2, 2, 0, 0, 0, 1, 0), strict=True))
    kept = {one.case_id: one for one in verdicts.of_run(run.id, "gpt-4.1") if one.answer == "yes"}
    assert set(kept) == {"0", "1"}
    assert kept["0"].rubric_hash == load_rubric("v1").digest


def test_what_our_own_run_lacks_is_missing_without_the_requests_file(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.id, "--out", tmp_path / "q.jsonl")
    path = answered(tmp_path / "r.jsonl", [(lines(tmp_path / "q.jsonl")[0], "no")])
    _, out, _ = call("import", "--results", path, "--json")
    assert json.loads(out) == dict(zip(KEYS, (2, 1, 0, 1, 0, 0, 0, 1), strict=True))


def test_the_reader_is_told_how_far_the_judge_agrees(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.id, "--out", tmp_path / "q.jsonl")
    first, second = lines(tmp_path / "q.jsonl")
    path = answered(tmp_path / "r.jsonl", [(first, "yes"), (second, "yes")])
    _, out, _ = call("import", "--results", path)
    assert "첫 평가" in out
    assert "2개 가운데 1개" in out
    assert "먼저 볼 답: 1" in out


def test_verdicts_of_a_run_that_is_not_here_are_counted_only(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.id, "--out", tmp_path / "q.jsonl")
    path = answered(tmp_path / "r.jsonl", [(lines(tmp_path / "q.jsonl")[0], "yes")])
    runs.remove(run.id)
    _, out, _ = call("import", "--results", path, "--json")
    assert json.loads(out)["yes"] == 1


def test_a_verdict_about_a_case_that_the_run_has_not_is_not_kept(call: Command, run: Run, tmp_path: Path) -> None:
    request = {"messages": [], "metadata": {"id": f"{run.id}/no-such/{load_rubric('v1').version}"}}
    call("import", "--results", answered(tmp_path / "r.jsonl", [(request, "yes")]), "--json")
    assert verdicts.of_run(run.id) == ()


def test_a_frame_becomes_requests_too(call: Command, tmp_path: Path) -> None:
    frame = tmp_path / "frame.jsonl"
    rows = [
        {"context": DDL, "question": "몇 명?", "answer": GOLD, "gen_sql": sql}
        for sql in (GOLD, "SELECT count(*) FROM 주문", "SELECT `번호` FROM `고객`", "뭐라고요", "")
    ]
    frame.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    call("make-requests", "--frame", frame, "--out", tmp_path / "q.jsonl")
    made = lines(tmp_path / "q.jsonl")
    assert [item["metadata"]["case"] for item in made] == ["1", "3"]
    _, out, _ = call("import", "--results", frame, "--json")
    assert json.loads(out) == dict(zip(KEYS, (5, 0, 0, 0, 0, 0, 0, 5), strict=True))


def test_sql_in_the_golds_dialect_passes_the_gate(call: Command, tmp_path: Path) -> None:
    frame = tmp_path / "frame.jsonl"
    row = {
        "context": "CREATE TABLE t (opponent VARCHAR, save VARCHAR)",
        "question": "상대는?",
        "answer": 'SELECT opponent FROM t WHERE save = "williams (9)"',
        "gen_sql": 'SELECT opponent FROM t WHERE save = "williams (8)"',
    }
    frame.write_text(json.dumps(row), encoding="utf-8")
    call("make-requests", "--frame", frame, "--out", tmp_path / "q.jsonl")
    assert len(lines(tmp_path / "q.jsonl")) == 1


def test_rows_that_share_a_name_are_told_apart_by_their_number(call: Command, tmp_path: Path) -> None:
    frame = tmp_path / "frame.jsonl"
    row = {"id": "shop", "context": DDL, "question": "몇 명?", "answer": GOLD, "gen_sql": GOLD}
    frame.write_text("\n".join(json.dumps({**row, "question": q}) for q in ("하나?", "둘?")), encoding="utf-8")
    call("make-requests", "--frame", frame, "--out", tmp_path / "q.jsonl")
    assert [item["metadata"]["case"] for item in lines(tmp_path / "q.jsonl")] == ["1", "2"]


def test_the_batch_format_can_be_asked_for(call: Command, run: Run, tmp_path: Path) -> None:
    call("make-requests", "--run", run.id, "--format", "batch", "--out", tmp_path / "q.jsonl")
    assert {"custom_id", "method", "url", "body"} == set(lines(tmp_path / "q.jsonl")[0])


@pytest.mark.parametrize(
    "argv",
    [
        ("make-requests", "--run", "no-such", "--out", "q.jsonl"),
        ("make-requests", "--frame", "no-such.csv", "--out", "q.jsonl"),
        ("import", "--results", "no-such.jsonl"),
    ],
)
def test_what_there_is_not_is_said_in_a_sentence(call: Command, argv: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        call(*argv)
    assert "no-such" in caught.value.message


def test_a_folder_that_cannot_be_written_is_named(call: Command, run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        call("make-requests", "--run", run.id, "--out", tmp_path / "nowhere" / "q.jsonl")
