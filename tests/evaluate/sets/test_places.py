"""Sets that are not one file: Spider's layout, the hub, saved cases, the shipped set."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from workbench.data.samples import open_sample, sample_info
from workbench.errors import UsageError
from workbench.evaluate.sets import columns_of, read_set, shipped_sets
from workbench.schema.render import to_ddl
from workbench.store import cases

from .conftest import DDL, Write


def spider(write: Write, *rows: dict[str, Any]) -> Path:
    write("spider/databases/shop/schema.sql", DDL)
    write("spider/databases/shop/orders.csv", "id,amount,ordered_at", "1,2,2026-01-01")
    write("spider/databases/bare/schema.sql", DDL)
    write("spider/README.md", "about")
    return write("spider/questions.jsonl", *rows).parent


def test_spiders_layout_brings_ddl_and_rows(write: Write) -> None:
    rows = [
        {"id": f"q{n}", "db_id": db, "question": f"{n}?", "sql": "SELECT 1"} for n, db in enumerate(("shop", "bare"))
    ]
    folder = spider(write, *rows)
    found = read_set(folder)
    assert [(case.ddl, case.data_path) for case in found.cases] == [(DDL, folder / "databases" / "shop"), (DDL, None)]
    assert found.name == "spider"
    assert read_set(folder / "questions.jsonl").cases == found.cases
    assert columns_of(folder) == ("id", "db_id", "question", "sql")


@pytest.mark.parametrize("db_id", ["gone", "..", "../databases/shop", "/etc", "a\0b", "x" * 5000])
def test_a_database_that_is_not_there_is_a_bad_row_and_leads_nowhere_else(write: Write, db_id: str) -> None:
    good = {"id": "a", "db_id": "shop", "question": "?", "sql": "SELECT 1"}
    found = read_set(spider(write, good, {**good, "id": "b", "db_id": db_id}))
    assert [case.id for case in found.cases] == ["a"]
    assert [problem.number for problem in found.problems] == [2]


def save(job: str, **changes: Any) -> None:
    values = {
        "job": job, "saved_at": "2026-11-20T09:00:00+09:00", "verdict": "good", "question": "몇 건?", "ddl": DDL,
        "dialect": "mysql", "sql": "SELECT 1", "corrected": "SELECT 1", "comment": "", "model": "m", "prompt_hash": "h",
    }  # fmt: skip
    cases.save(cases.Case(**{**values, **changes}))


def test_saved_cases_count_where_the_right_sql_is_known() -> None:
    save("a")
    save("b", verdict="bad", corrected=None)
    save("c", verdict="bad", corrected="SELECT 2", question="몇 개?")
    found = read_set("saved")
    assert [(case.id, case.gold, case.dialect, str(case.today)) for case in found.cases] == [
        ("a", "SELECT 1", "duckdb", "2026-11-20"),
        ("c", "SELECT 2", "duckdb", "2026-11-20"),
    ]
    assert [problem.number for problem in found.problems] == [2]


def test_a_case_saved_over_a_sample_database_keeps_its_rows() -> None:
    save("a", ddl=to_ddl(open_sample("shop").schema))
    assert read_set("saved").cases[0].data_path == sample_info("shop").ddl_path.parent


def test_no_saved_case_is_an_empty_set() -> None:
    assert read_set("saved").cases == ()


class Rows(list[dict[str, Any]]):
    column_names = ("db_id", "context", "question", "answer")


def test_the_hub_set_is_read_through_datasets(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def load_dataset(name: str, config: str | None, *, split: str) -> Rows:
        asked.append((name, config, split))
        return Rows([{"db_id": 1, "context": DDL, "question": "몇 건?", "answer": "SELECT 1"}])

    monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(load_dataset=load_dataset))
    found = read_set("hub:shangrilar/ko_text2sql")
    assert (found.cases[0].gold, found.source) == ("SELECT 1", "hub:shangrilar/ko_text2sql:origin/test")
    read_set("hub:shangrilar/ko_text2sql:origin/train")
    read_set("hub:someone/other")
    assert asked == [
        ("shangrilar/ko_text2sql", "origin", "test"),
        ("shangrilar/ko_text2sql", "origin", "train"),
        ("someone/other", None, "test"),
    ]


def test_a_hub_that_cannot_be_reached_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def load_dataset(*_: Any, **__: Any) -> Rows:
        raise ConnectionError("no route\nto the hub")

    monkeypatch.setitem(sys.modules, "datasets", SimpleNamespace(load_dataset=load_dataset))
    with pytest.raises(UsageError, match="내려받은 파일"):
        read_set("hub:shangrilar/ko_text2sql")
    monkeypatch.setitem(sys.modules, "datasets", None)
    with pytest.raises(UsageError, match="pip install datasets"):
        read_set("hub:shangrilar/ko_text2sql")
    with pytest.raises(UsageError, match="hub:shangrilar/ko_text2sql:origin/test"):
        read_set("hub:ko_text2sql")


def test_shipped_sets_are_named() -> None:
    assert shipped_sets() == ("sample", "sample:shop", "sample:game", "sample:hr")
