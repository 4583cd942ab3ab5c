"""Our own training questions: every schema reads, every answer binds, and nothing is copied from what is measured."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.ask.workspace import Workspace, close_workspace, open_workspace
from workbench.data.build import build_examples
from workbench.question.interpret import interpret
from workbench.sql.check import check
from workbench.sql.pasted import read_pasted
from workbench.train.data.leaks import near_questions

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "workbench" / "train" / "corpus"
NAMES = sorted(path.parent.name for path in CORPUS.glob("*/schema.sql"))
FIELDS = {"id", "question", "sql", "today"}
_TOLD_TODAY = dt.date(2000, 1, 1), dt.date(2020, 6, 15)
"""Two days far apart: what a phrase means on both is said in full and needs no `today`."""
_MOST_EMPTY = 0.5
"""Made-up rows meet few conditions on names and places (office schemas 0.07, games without code lists 0.5 measured);
a schema whose conditions were written for other columns finds nothing at all."""


def lines_of(name: str) -> list[dict[str, Any]]:
    text = (CORPUS / name / "questions.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def every_line() -> list[dict[str, Any]]:
    return [line for name in NAMES for line in lines_of(name)]


@pytest.fixture(scope="module", autouse=True)
def _own_home() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", folder)
        yield


@pytest.fixture
def workspace(request: pytest.FixtureRequest) -> Iterator[Workspace]:
    schema = read_pasted((CORPUS / request.param / "schema.sql").read_text(encoding="utf-8"))
    days = [line["today"] for line in lines_of(request.param) if "today" in line]
    opened = open_workspace(build_examples(schema, today=dt.date.fromisoformat(max(days, default="2026-06-30"))))
    yield opened
    close_workspace(opened)


def test_there_are_questions_over_many_businesses_in_every_kind_of_ddl() -> None:
    dialects = Counter(
        read_pasted((CORPUS / name / "schema.sql").read_text(encoding="utf-8")).dialect for name in NAMES
    )
    assert len(NAMES) >= 12
    assert {"mysql", "postgres", "oracle"} <= set(dialects)
    assert len(every_line()) >= 500


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_reads_without_a_problem(name: str) -> None:
    schema = read_pasted((CORPUS / name / "schema.sql").read_text(encoding="utf-8"))
    assert [problem for problem in schema.problems if problem.severity != "info"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_line_is_a_korean_question_with_one_line_of_sql(name: str) -> None:
    for line in lines_of(name):
        assert {"id", "question", "sql"} <= set(line) <= FIELDS, line
        assert re.search("[가-힣]", line["question"]), line["id"]
        assert line["question"] == line["question"].strip()
        assert line["sql"] == " ".join(line["sql"].split(" ")).strip(" ;"), line["id"]
        assert "\n" not in line["sql"]
        assert line["sql"].startswith(("SELECT ", "WITH ")), line["id"]
        if "today" in line:
            dt.date.fromisoformat(line["today"])


@pytest.mark.parametrize("name", NAMES)
def test_a_question_about_last_month_says_what_day_it_is(name: str) -> None:
    for line in lines_of(name):
        if "today" in line or not re.search(r"'\d{4}-?\d{2}", line["sql"]):
            continue
        meant = [[(span.first, span.last) for span in interpret(line["question"], day).dates] for day in _TOLD_TODAY]
        assert meant[0] == meant[1], line["id"]


@pytest.mark.parametrize("workspace", NAMES, indirect=True)
def test_every_answer_passes_the_check_and_most_find_rows(workspace: Workspace, request: pytest.FixtureRequest) -> None:
    name = request.node.callspec.params["workspace"]
    lines = lines_of(name)
    empty: list[str] = []
    for line in lines:
        checked = check(line["sql"], workspace.database, workspace.sandbox, workspace.values, workspace.schema)
        assert checked.status in ("ok", "warning"), (line["id"], checked.message)
        result = workspace.sandbox.run(line["sql"], 50, 20.0)
        assert result.status == "ok", (line["id"], result.message)
        assert result.table is not None
        if all(value is None for row in result.table.to_pylist() for value in row.values()):
            empty.append(line["id"])
    assert len(empty) <= _MOST_EMPTY * len(lines), empty


def test_ids_are_unique_and_no_question_on_a_schema_is_asked_twice() -> None:
    ids = Counter(line["id"] for line in every_line())
    assert [one for one, count in ids.items() if count > 1] == []
    for name in NAMES:
        asked = Counter("".join(re.findall(r"\w", line["question"])) for line in lines_of(name))
        assert [one for one, count in asked.items() if count > 1] == [], name
        answered = Counter(line["sql"] for line in lines_of(name))
        assert [one for one, count in answered.items() if count > 1] == [], name


def test_no_question_is_a_near_copy_of_a_question_that_is_measured() -> None:
    gold = [
        json.loads(line)["question"]
        for path in sorted((ROOT / "sample_db").glob("*/gold.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    lines = every_line()
    copies = near_questions([line["question"] for line in lines], gold)
    assert [(lines[number]["id"], gold[other]) for number, other in copies.items()] == []
