"""The tiny base that trainings are tested with, and a run with right and wrong answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.train.runs.conftest import DDL, SHOP, base, home  # noqa: F401
from workbench.evaluate.runs.predictions import read_predictions
from workbench.evaluate.runs.process import work_on
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import read_set
from workbench.store import runs
from workbench.store.runs import Run

ROWS = {"mall": ("고객", "번호,이름\n1,김하나\n2,이두리\n3,박세모\n"), "shop": ("상품", "번호,가격\n1,100\n2,200\n")}
GOLDS = {"mall": "SELECT count(*) FROM 고객", "shop": "SELECT max(가격) FROM 상품"}
WRONG = {"mall": "SELECT max(번호) + 1 FROM 고객", "shop": "SELECT min(가격) FROM 상품"}


@pytest.fixture
def run(tmp_path: Path):
    """A graded run over `databases`, three questions each: wrong, broken, right."""

    def make(*databases: str) -> Run:
        cases, answers = [], []
        for name in databases:
            table, rows = ROWS[name]
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            (folder / f"{table}.csv").write_text(rows, encoding="utf-8")
            for number, sql in enumerate((WRONG[name], "SELECT 없는칸 FROM 없는표", GOLDS[name])):
                id = f"{name}{number}"
                ddl = DDL if name == "mall" else SHOP
                question = f"{table}에 대한 {number}번째 질문입니다. 값은 얼마입니까?"
                case = {"id": id, "db_id": name, "context": ddl, "question": question, "answer": GOLDS[name]}
                cases.append({**case, "data_path": str(folder)})
                answers.append({"id": id, "sql": sql})
        files = [tmp_path / "set.jsonl", tmp_path / "answers.jsonl"]
        for file, lines in zip(files, (cases, answers), strict=True):
            file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        begun = start(Plan(read_set(files[0]), model="tiny", predictions=read_predictions(files[1])))
        work_on(begun.id)
        found = runs.find(begun.id)
        assert found is not None
        assert found.state == "finished"
        return found

    return make
