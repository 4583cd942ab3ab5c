"""Planted faults are found by their rules, counted, shown and, where the rule is on, removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.train.data.made_cases import TODAY, case, ddl_of
from workbench.cli.main import main
from workbench.errors import UsageError
from workbench.store import reviews
from workbench.train.data import DataPlan, build_dataset, clean_report, read_dataset, report_of, rules_of

Write = Callable[[str, Sequence[dict[str, object]]], str]
PLANTED: dict[str, dict[str, object]] = {
    "unparsable": {"sql": "SELEC title1 FRM main1 WHERE ("},
    "unbound": {"sql": "SELECT nothing FROM main1"},
    "language": {"question": "Show all titles that cost 51 or more"},
    "broken_ddl": {"ddl": "CREATE TABLE main1 (key1 INT, title1 VARCHAR, price1 INT);\nCREATE TABLE ((", "db_id": "x"},
    "numbers": {"sql": "SELECT title1 FROM main1 WHERE price1 >= 77"},
    "comparison": {"sql": "SELECT title1 FROM main1 WHERE price1 > 51"},
    "missing": {"question": "NaN"},
    "db_id_1": {"db_id": "1", "question": "원장 1번의 제목", "sql": "SELECT title1 FROM main1 WHERE key1 = 1"},
}


def planted(write_set: Write) -> str:
    cases = [case(1), *({**case(1), **change, "id": code} for code, change in PLANTED.items())]
    cases += [{**case(1), "id": "duplicate"}, {**case(2), "id": "sound"}]
    near = {**case(2), "id": "near_duplicate", "question": str(case(2)["question"]) + "은"}
    other = {**case(3), "id": "conflict", "sql": "SELECT key3 FROM main3 WHERE price3 >= 53"}
    return write_set("planted", [*cases, near, case(3), other])


def plan(source: str, out: Path, **more: object) -> DataPlan:
    return replace(DataPlan((source,), out, TODAY, held_out_databases=0, held_out_questions=0), **more)  # type: ignore[arg-type]


def test_every_planted_fault_is_found_by_its_own_rule(write_set: Write, tmp_path: Path) -> None:
    report, left = clean_report(plan(planted(write_set), tmp_path, examples=20))
    found = {rule.code: {one.id.partition("/")[2] for one in rule.examples} for rule in report.rules}
    for code in (*PLANTED, "duplicate", "near_duplicate", "conflict"):
        assert code in found[code], code
    assert {one.id for one in left} == {"1-0", "sound", "db_id_1"}
    assert all(one.reason for rule in report.rules for one in rule.examples)
    assert all((rule.removed == 0) if not rule.on else rule.removed <= rule.found for rule in report.rules)


def test_a_rule_that_is_off_counts_and_keeps(write_set: Write, tmp_path: Path) -> None:
    source = planted(write_set)
    report, left = clean_report(plan(source, tmp_path, rules=rules_of("standard", without=["numbers", "conflict"])))
    assert "numbers" in {one.id for one in left}
    rule = next(rule for rule in report.rules if rule.code == "numbers")
    assert (rule.on, rule.found > 0, rule.removed) == (False, True, 0)
    report, left = clean_report(plan(source, tmp_path, rules=rules_of("none")))
    assert len(left) == sum(one.read for one in report.sources)


def test_raw_holds_what_cleaning_removed(write_set: Write, tmp_path: Path) -> None:
    dataset = build_dataset(plan(planted(write_set), tmp_path / "set"))
    assert {row.id for row in dataset.rows} < {row.id for row in dataset.raw}
    assert "planted/numbers" in {row.id for row in dataset.raw}


def test_a_gold_without_rows_is_empty_only_where_rows_came_with_it(tmp_path: Path) -> None:
    home = tmp_path / "set" / "databases" / "db1"
    home.mkdir(parents=True)
    (home / "schema.sql").write_text(ddl_of(1), encoding="utf-8")
    (home / "main1.csv").write_text("key1,title1,price1\n1,도시1,60\n", encoding="utf-8")
    lines = [case(1, 0), case(1, 1), {**case(1), "id": "max", "sql": "SELECT MAX(amount1) FROM side1"}]
    for line in lines:
        del line["ddl"]
    (tmp_path / "set" / "questions.jsonl").write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    report, _ = clean_report(plan(str(tmp_path / "set"), tmp_path))
    rule = next(rule for rule in report.rules if rule.code == "empty")
    assert {one.id for one in rule.examples} == {"set/1-1", "set/max"}


def test_gold_of_another_dialect_becomes_duckdb(write_set: Write, tmp_path: Path) -> None:
    mysql = {
        **case(1),
        "sql": "SELECT `title1`, DATE_FORMAT(NOW(), '%Y') FROM `main1` WHERE `price1` >= 51;",
        "dialect": "mysql",
    }
    dataset = build_dataset(plan(write_set("one", [mysql, case(2)]), tmp_path / "set"))
    answer = dataset.rows[0].answer
    assert "DATE_FORMAT" not in answer
    assert not answer.endswith(";")


def test_a_gold_over_another_cases_table_does_not_bind(write_set: Write, tmp_path: Path) -> None:
    """Schemas without rows share a database, and must not see each other in it."""
    stranger = {**case(1), "sql": "SELECT title2 FROM main2"}
    report, left = clean_report(plan(write_set("two", [stranger, case(2)]), tmp_path))
    assert {one.id for one in left} == {"2-0"}
    assert next(rule for rule in report.rules if rule.code == "unbound").removed == 1


def test_the_published_preset_drops_and_shuffles_as_pandas_does(write_set: Write, tmp_path: Path) -> None:
    import pandas as pd

    cases = [{**case(n), "db_id": str(n % 3)} for n in range(1, 16)]
    source = write_set("set", [*cases, {**case(20), "id": "na", "question": ""}])
    dataset = build_dataset(
        plan(source, tmp_path / "out", preset="published", rules=rules_of("published"), shuffle=True)
    )
    frame = pd.DataFrame(cases).sample(frac=1, random_state=42).query("db_id != '1'")
    assert [row.id for row in dataset.rows] == [f"set/{one}" for one in frame["id"]]


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UsageError, match="nonsense"):
        rules_of("standard", without=["nonsense"])


def test_the_command_line_builds_cleans_and_reports(
    write_set: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = planted(write_set)
    assert main(["data", "build", "--source", source, "--out", str(tmp_path / "d"), "--held-out-dbs", "0",
                 "--held-out-questions", "0", "--json"]) == 0  # fmt: skip
    built = json.loads(capsys.readouterr().out)
    assert main(["data", "report", str(tmp_path / "d"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == built
    assert built["digest"] == read_dataset(tmp_path / "d").digest == report_of(tmp_path / "d").digest
    out = tmp_path / "left.jsonl"
    assert main(["data", "clean", "--source", source, "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == len(out.read_text("utf-8").splitlines()) == built["rows"]
    assert main(["data", "report", str(tmp_path / "nowhere")]) == 1
    assert main(["data", "clean", "--source", source, "--without", "nonsense"]) == 2


def test_a_dataset_that_was_touched_is_not_read(write_set: Write, tmp_path: Path) -> None:
    build_dataset(plan(planted(write_set), tmp_path / "d"))
    path = tmp_path / "d" / "rows.jsonl"
    path.write_text(path.read_text("utf-8").replace("가격", "값"), "utf-8")
    assert main(["data", "report", str(tmp_path / "d")]) == 0
    with pytest.raises(Exception, match="data build"):
        read_dataset(tmp_path / "d")


def test_sent_cases_keep_their_wrong_answer_and_each_ddl_is_a_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [
        reviews.TrainingCase(n, "run", str(n), str(case(n)["question"]), ddl_of(n), None, str(case(n)["sql"]),
                             "SELECT 1;" if n == 1 else None, "me", "2026-11-23")
        for n in (1, 2)
    ]  # fmt: skip
    monkeypatch.setattr(reviews, "training_cases", lambda: tuple(sent))
    dataset = build_dataset(plan("reviews", tmp_path / "d"))
    assert [(row.source, row.wrong) for row in dataset.rows] == [("reviews", "SELECT 1"), ("reviews", "")]
    assert len({row.db_id for row in dataset.rows}) == 2


def test_nothing_to_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="answers"):
        build_dataset(plan("answers", tmp_path / "d"))
