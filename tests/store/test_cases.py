import json
from dataclasses import replace

from workbench.store import cases
from workbench.store.cases import Case

CASE = Case(
    "j1", "2026-11-23T16:00:00+09:00", "bad", "질문", "CREATE TABLE t(a INT)", "mysql", "SELECT 1", "SELECT 2", "틀림",
    "m", "abc",
)  # fmt: skip


def test_judging_again_replaces_the_judgement():
    cases.save(CASE)
    cases.save(replace(CASE, verdict="good"))
    assert cases.every() == (replace(CASE, verdict="good"),)
    assert cases.find("j1") == replace(CASE, verdict="good")


def test_the_export_is_one_json_object_a_line_with_korean_readable():
    cases.save(CASE)
    line = cases.to_jsonl(cases.every())
    assert line.endswith("}\n")
    assert "질문" in line
    assert json.loads(line) | {"id": "j1", "corrected": "SELECT 2", "ddl": CASE.ddl} == json.loads(line)
