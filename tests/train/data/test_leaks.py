"""No row of a held-out database or an evaluation set, under whatever name, is trained on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.train.data.made_cases import TODAY, case, ddl_of
from workbench.errors import UsageError
from workbench.evaluate.sets import read_set
from workbench.train.data import DataPlan, build_dataset, report_of

Write = Callable[[str, Sequence[dict[str, object]]], str]


def plan(source: str, out: Path, **more: object) -> DataPlan:
    return replace(DataPlan((source,), out, TODAY, held_out_databases=4, held_out_questions=8), **more)  # type: ignore[arg-type]


def many(count: int = 12) -> list[dict[str, object]]:
    return [case(number, nth) for number in range(count) for nth in range(3)]


def test_no_database_is_on_both_sides(write_set: Write, tmp_path: Path) -> None:
    dataset = build_dataset(plan(write_set("set", many()), tmp_path / "d"))
    held = {one.db_id for one in dataset.held_out}
    assert len(held) >= 4
    assert len(dataset.held_out) == 8
    assert held.isdisjoint(row.db_id for row in dataset.raw)
    assert set(report_of(tmp_path / "d").held_out_databases) == held
    counts = [sum(one.db_id == name for one in dataset.held_out) for name in held]
    assert max(counts) - min(counts) <= 1


def test_the_same_seed_draws_the_same_and_another_does_not(write_set: Write, tmp_path: Path) -> None:
    source = write_set("set", many(16))
    draws = [build_dataset(plan(source, tmp_path / f"d{n}", seed=seed)) for n, seed in enumerate((1, 1, 2))]
    assert draws[0].held_out == draws[1].held_out
    assert draws[0].digest == draws[1].digest
    assert draws[0].held_out != draws[2].held_out


def test_cleaning_does_not_move_the_split(write_set: Write, tmp_path: Path) -> None:
    source = write_set("set", many())
    one = build_dataset(plan(source, tmp_path / "a"))
    other = build_dataset(plan(source, tmp_path / "b", rules=frozenset()))
    assert one.held_out == other.held_out


def test_the_same_schema_under_another_name_goes_to_the_same_side(write_set: Write, tmp_path: Path) -> None:
    twins = [{**case(number, nth), "db_id": f"copy{number}", "id": f"c{number}-{nth}",
              "ddl": ddl_of(number).replace("main", "MAIN_").replace(f"sold{number} DATE, ", ""),
              "sql": str(case(number, nth)["sql"]).replace("main", "MAIN_")}
             for number in range(12) for nth in range(3)]  # fmt: skip
    dataset = build_dataset(plan(write_set("set", [*many(), *twins]), tmp_path / "d"))
    held = {one.db_id.removeprefix("copy").removeprefix("db") for one in dataset.held_out}
    assert held.isdisjoint(row.db_id.removeprefix("copy").removeprefix("db") for row in dataset.raw)


def test_planted_leaks_are_removed_and_counted(write_set: Write, tmp_path: Path) -> None:
    shipped = read_set("sample").cases
    tests = [{**case(number), "id": f"t{number}", "db_id": f"t{number}"} for number in (30, 31)]
    leaks = [
        {**case(1), "id": "question", "question": str(tests[0]["question"]).replace(" ", "  ") + "?"},
        {
            **case(31, 1),
            "id": "schema",
            "db_id": "other",
            "ddl": ddl_of(31).upper(),
            "sql": "SELECT TITLE31 FROM MAIN31",
        },
        {**case(1), "id": "sample", "question": shipped[0].question + "요"},
        {"id": "company", "db_id": "x", "question": "아무도 묻지 않은 것", "sql": "SELECT 1", "ddl": shipped[0].ddl},
    ]
    sets = (write_set("tests", tests),)
    source = write_set("set", [*many(), *leaks])
    nothing = {"held_out_databases": 0, "held_out_questions": 0}
    dataset = build_dataset(plan(source, tmp_path / "d", evaluation_sets=sets, **nothing))
    report = report_of(tmp_path / "d")
    found = {(leak.guard, one.id.partition("/")[2]) for leak in report.leaks for one in leak.examples}
    assert found >= {(sets[0], "question"), (sets[0], "schema"), ("sample", "sample"), ("sample", "company")}
    kept = {row.id.partition("/")[2] for row in dataset.raw}
    assert kept.isdisjoint({"question", "schema", "sample", "company"})
    assert [(leak.schemas, leak.questions) for leak in report.leaks if leak.guard == sets[0]] == [(1, 1)]


def test_a_second_source_cannot_bring_a_held_out_database_back(write_set: Write, tmp_path: Path) -> None:
    first, second = write_set("first", many()), write_set("second", [{**one, "db_id": "fresh"} for one in many()])
    dataset = build_dataset(replace(plan(first, tmp_path / "d"), sources=(first, second)))
    held = {one.ddl for one in dataset.held_out}
    back = {int(row.id.rpartition("/")[2].partition("-")[0]) for row in dataset.raw if row.source == "second"}
    assert held.isdisjoint(ddl_of(number) for number in back)


def test_too_little_to_hold_out_says_so(write_set: Write, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--held-out-dbs"):
        build_dataset(plan(write_set("set", [case(1), case(2)]), tmp_path / "d"))
    with pytest.raises(UsageError, match="second"):
        build_dataset(plan(write_set("set", many()), tmp_path / "d", held_out_from="second"))
