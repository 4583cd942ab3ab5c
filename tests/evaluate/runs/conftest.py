from __future__ import annotations

import json
from pathlib import Path

import pytest

DDL = "CREATE TABLE 고객 (번호 INT PRIMARY KEY, 이름 VARCHAR(30), 등급 VARCHAR(10));"
OTHER = "CREATE TABLE 직원 (사번 INT PRIMARY KEY, 성명 VARCHAR(30), 급여 INT);"
COUNT = "SELECT count(*) AS 명 FROM 고객"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return tmp_path / "home"


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """Rows for DDL, so that grading needs no made-up instances and is quick."""
    folder = tmp_path / "rows"
    folder.mkdir()
    (folder / "고객.csv").write_text("번호,이름,등급\n1,김하나,VIP\n2,이두리,일반\n3,박세모,일반\n", encoding="utf-8")
    return folder


@pytest.fixture
def case_file(tmp_path: Path, rows: Path):
    """Writes a set of `count` cases over DDL; every gold is the number of customers unless given."""

    def write(count: int = 4, golds: dict[str, str] | None = None, name: str = "set.jsonl") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                case = {
                    "id": str(number),
                    "db_id": "shop",
                    "context": DDL,
                    "question": f"{number}번째 고객 수는?",
                    "answer": (golds or {}).get(str(number), COUNT),
                    "data_path": str(rows),
                }
                file.write(json.dumps(case, ensure_ascii=False) + "\n")
        return path

    return write


@pytest.fixture
def prediction_file(tmp_path: Path):
    def write(sql: dict[str, str | None], name: str = "predicted.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps({"id": key, "sql": value}) + "\n" for key, value in sql.items()))
        return path

    return write
