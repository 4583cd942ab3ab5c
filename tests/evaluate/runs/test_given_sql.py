"""`evaluate --predictions`: the command line as fixed by the issue, without a model."""

from __future__ import annotations

import json

import pytest

from workbench.cli.main import main
from workbench.evaluate.score import OUTCOMES
from workbench.store import results, runs
from workbench.store.results import Filters

COUNT = "SELECT count(*) AS 명 FROM 고객"


@pytest.fixture
def run(capsys):
    def call(*argv):
        try:
            code = main([str(word) for word in argv])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def predicted(case_file, prediction_file):
    """Right, wrong, not binding, a change of data, nothing at all; and a gold that is broken."""
    cases = case_file(6, {"5": "SELECT nope FROM 고객"})
    answers = {
        "0": "SELECT count(번호) FROM 고객",
        "1": "SELECT count(*) + 1 FROM 고객",
        "2": "SELECT nope FROM 고객",
        "3": "DROP TABLE 고객",
        "4": None,
        "5": COUNT,
    }
    return ("evaluate", "--dataset", cases, "--predictions", prediction_file(answers))


def test_the_promised_json(run, predicted):
    code, out, _ = run(*predicted, "--json")
    assert code == 0
    found = json.loads(out)
    assert list(found) == [
        "run_id", "n", "ex", "ex_forgiving", "em_string", "em_set", "valid", "outcomes", "seconds", "cost",
    ]  # fmt: skip
    assert tuple(found["outcomes"]) == OUTCOMES
    assert {name: count for name, count in found["outcomes"].items() if count} == {
        "correct": 1,
        "wrong": 1,
        "invalid_sql": 1,
        "refused": 1,
        "generation_error": 1,
        "gold_broken": 1,
    }
    for name in ("ex", "ex_forgiving", "em_string", "em_set", "valid"):
        assert set(found[name]) == {"k", "n", "low", "high"}
        assert 0 <= found[name]["low"] <= found[name]["k"] / found[name]["n"] <= found[name]["high"] <= 1
    assert (found["n"], found["ex"]["k"], found["ex"]["n"], found["valid"]["k"]) == (6, 1, 5, 2)


def test_without_json_only_the_id_is_printed(run, predicted):
    code, out, err = run(*predicted)
    assert code == 0
    assert runs.find(out.strip()).state == "finished"
    assert "20.0%" in err


def test_a_case_without_a_line_and_a_line_without_a_case_are_told(run, case_file, prediction_file):
    answers = prediction_file({"0": COUNT, "77": COUNT})
    code, out, err = run("evaluate", "--dataset", case_file(2), "--predictions", answers, "--json")
    assert code == 0
    assert json.loads(out)["outcomes"]["generation_error"] == 1
    assert "1개" in err
    (left,) = results.select(Filters(outcomes=("generation_error",)))
    assert left.message == "파일에 이 질문의 SQL이 없습니다."


def test_the_same_name_gives_the_same_run_again_without_doing_it_again(run, predicted):
    _, first, _ = run(*predicted, "--run-name", "가", "--json")
    _, second, _ = run(*predicted, "--run-name", "가", "--json")
    assert json.loads(first) == json.loads(second)
    assert len(runs.every()) == 1


def test_the_same_name_with_anything_else_is_refused_with_what_differs(run, predicted, case_file, prediction_file):
    run(*predicted, "--run-name", "가")
    other = prediction_file({"0": "SELECT 1"}, "other.jsonl")
    code, _, err = run("evaluate", "--dataset", case_file(6), "--predictions", other, "--run-name", "가")
    assert code == 2
    assert "질문 모음" in err
    assert "모델" in err
    code, _, err = run(*predicted, "--run-name", "가", "--today", "2020-01-01")
    assert (code, "기준 날짜" in err, "모델" in err) == (2, True, False)


@pytest.mark.parametrize(
    "words",
    [
        ("--limit", "0"),
        ("--limit", "x"),
        ("--today", "어제"),
        ("--max-cost", "-1"),
        ("--max-cost", "nan"),
        ("--judge", "gpt", "--rubric", "v99"),
        ("--predictions", "/nowhere"),
    ],
)
def test_wrong_usage_exits_with_2(run, predicted, words):
    assert run(*predicted, *words)[0] == 2


def test_a_file_without_predictions_is_wrong_usage(run, case_file, tmp_path):
    for text in ("", "[]\n", '{"id": 1}\n{"sql": "SELECT 1"}\n', "\xff"):
        path = tmp_path / "bad.jsonl"
        path.write_text(text, encoding="latin-1")
        code, _, err = run("evaluate", "--dataset", case_file(1), "--predictions", path)
        assert code == 2
        assert err


def test_odd_lines_are_told_and_the_rest_counts(run, case_file, tmp_path):
    path = tmp_path / "odd.jsonl"
    lines = [{"id": 0, "sql": COUNT}, {"id": "0", "sql": "SELECT 1"}, {"id": 1, "sql": 5}, {"id": [1], "sql": ""}, 7]
    path.write_text("\ufeff" + "".join(json.dumps(line) + "\n" for line in lines) + "{broken", encoding="utf-8")
    code, out, err = run("evaluate", "--dataset", case_file(1), "--predictions", path, "--json")
    assert (code, json.loads(out)["ex"]["k"]) == (0, 1)
    assert err.count("번째 줄") + err.count("줄") >= 5


def test_the_status_that_generate_wrote_decides_what_no_sql_means(run, case_file, tmp_path):
    path = tmp_path / "generated.jsonl"
    lines = [
        {"id": 0, "sql": None, "status": "refused", "message": "데이터를 바꾸지 않습니다."},
        {"id": 1, "sql": "", "status": "error", "message": "모델이 꺼졌습니다."},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    _, out, _ = run("evaluate", "--dataset", case_file(2), "--predictions", path, "--json")
    outcomes = json.loads(out)["outcomes"]
    assert (outcomes["refused"], outcomes["generation_error"]) == (1, 1)
    assert {r.message for r in results.select(Filters())} == {"데이터를 바꾸지 않습니다.", "모델이 꺼졌습니다."}


def test_an_answer_in_fences_is_kept_as_sql_and_as_it_was_given(run, case_file, prediction_file):
    fenced = f"```sql\n{COUNT};\n```"
    code, out, _ = run("evaluate", "--dataset", case_file(1), "--predictions", prediction_file({"0": fenced}), "--json")
    assert code == 0
    found = results.find(json.loads(out)["run_id"], "0")
    assert (found.outcome, found.sql, found.raw) == ("correct", COUNT, fenced)
    assert len(json.loads(found.notes)) == 1
