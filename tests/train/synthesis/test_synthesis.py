"""SQL of a pattern runs and is of that pattern; a pair is kept only where all steps agree."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ask.scripted import ScriptedModel
from workbench.ask.workspace import Workspace, open_workspace
from workbench.data.samples import open_sample
from workbench.data.values import column_values
from workbench.errors import UsageError
from workbench.evaluate.features import features
from workbench.evaluate.sets import read_set
from workbench.llm.chat import GenerateOptions, Generation, Message
from workbench.train.synthesis import PATTERNS, SynthesisPlan, synthesize
from workbench.train.synthesis.site import Site, read_site
from workbench.train.synthesis.tell import tell

TODAY = dt.date(2026, 11, 23)
DDL = (
    "CREATE TABLE shop (shop_id INT PRIMARY KEY, shop_name VARCHAR, city VARCHAR, area INT);"
    "CREATE TABLE sale (sale_id INT PRIMARY KEY, shop_id INT REFERENCES shop(shop_id), amount INT, kind VARCHAR);"
)
QUESTIONS = {"AVG": "매출 금액의 평균은 얼마인가요?", "COUNT": "매출은 모두 몇 건인가요?"}


@pytest.fixture
def site() -> Site:
    workspace: Workspace = open_workspace(open_sample(read_set("sample").cases[0].db_id))
    return read_site(workspace, column_values(workspace.database))


class Pupil(ScriptedModel):
    """Tells a question for any SQL, and answers with what `solve` makes of it."""

    def __init__(self, question: Callable[[str], str], solve: Callable[[str], str]) -> None:
        super().__init__([""])
        self.question, self.solve, self.sql = question, solve, ""

    def generate(self, messages: tuple[Message, ...], options: GenerateOptions) -> Generation:  # type: ignore[override]
        text = messages[-1].content
        if "### 뜻" in text:
            self.sql = text.partition("### SQL\n")[2].partition("\n\n")[0]
            self.replies = [self.question(self.sql)]
        else:
            self.replies = [self.solve(self.sql)]
        self.asked = []
        return super().generate(messages, options)


def folder(tmp_path: Path) -> str:
    home = tmp_path / "set" / "databases" / "shops"
    home.mkdir(parents=True)
    (home / "schema.sql").write_text(DDL, encoding="utf-8")
    shops = [f"{n},가게{n},{'서울' if n % 2 else '부산'},{n * 10}" for n in range(1, 21)]
    sales = [f"{n},{n % 20 + 1},{n * 7},{'현금' if n % 3 else '카드'}" for n in range(1, 61)]
    (home / "shop.csv").write_text("\n".join(["shop_id,shop_name,city,area", *shops]), encoding="utf-8")
    (home / "sale.csv").write_text("\n".join(["sale_id,shop_id,amount,kind", *sales]), encoding="utf-8")
    case = {"id": "1", "db_id": "shops", "question": "가게는 몇 곳?", "sql": "SELECT COUNT(*) FROM shop"}
    (tmp_path / "set" / "questions.jsonl").write_text(json.dumps(case), encoding="utf-8")
    return str(tmp_path / "set")


def plan(tmp_path: Path, *patterns: str, count: int = 4) -> SynthesisPlan:
    return SynthesisPlan(read_set(folder(tmp_path)).cases, tmp_path / "new.jsonl", count, patterns, TODAY)


def told(sql: str) -> str:
    """A question that says all numbers, values and bounds of `sql`."""
    words = {">=": "이상", "<=": "이하", "> ": "초과", "< ": "미만"}
    parts = sql.replace("'", "").split(" WHERE ")
    condition = parts[1] if len(parts) > 1 else ""
    sign = next((word for op, word in words.items() if op in condition), "인")
    return f"매출 자료에서 {condition.split()[-1] if condition else '전체'} {sign} 조건의 값은 무엇인가요?"


@pytest.mark.parametrize("name", PATTERNS)
def test_sql_of_a_pattern_binds_and_has_its_feature(name: str, site: Site) -> None:
    written = [sql for seed in range(12) if (sql := PATTERNS[name](site, random.Random(seed))) is not None]
    assert written or name == "null"
    for sql in written:
        assert site.workspace.sandbox.inspect(sql).status == "ok", sql
        assert name in features(sql), sql


def test_what_a_second_pass_answers_the_same_is_kept(tmp_path: Path) -> None:
    pupil = Pupil(told, lambda sql: sql)
    counts = synthesize(plan(tmp_path, "aggregate"), pupil, pupil)
    cases = read_set(tmp_path / "new.jsonl").cases
    assert counts.kept == counts.total == len(cases) == 4
    assert all(case.data_path is not None and "aggregate" in features(case.gold) for case in cases)
    assert len({case.gold for case in cases}) == 4


def test_another_answer_drops_the_pair(tmp_path: Path) -> None:
    pupil = Pupil(told, lambda sql: "SELECT 1234567")
    counts = synthesize(plan(tmp_path, "aggregate"), pupil, pupil)
    assert counts.kept == 0
    assert counts.unlike > 0


def test_a_question_that_says_other_numbers_is_never_asked(tmp_path: Path) -> None:
    pupil = Pupil(lambda sql: "98765 이상인 매출을 알려줘", lambda sql: sql)
    counts = synthesize(plan(tmp_path, "subquery"), pupil, pupil)
    assert counts.kept == 0
    assert counts.disagrees > 0


@pytest.mark.parametrize("text", ["", "SELECT * FROM shop", "How many shops?", "ㅇㅇ", "쿼리는 가게를 찾습니다"])
def test_what_is_no_korean_question_is_dropped(text: str, site: Site) -> None:
    assert tell("SELECT 1", site.schema, ScriptedModel([text]), 0) is None


def test_a_file_that_is_there_is_continued(tmp_path: Path) -> None:
    pupil = Pupil(told, lambda sql: sql)
    first = plan(tmp_path, "aggregate", count=2)
    synthesize(first, pupil, pupil)
    again = SynthesisPlan(first.databases, first.out, 5, first.patterns, TODAY)
    counts = synthesize(again, pupil, pupil)
    assert (counts.kept, counts.total) == (3, 5)
    assert len(read_set(first.out).cases) == 5


def test_a_schema_without_rows_gets_made_up_ones(tmp_path: Path) -> None:
    source = tmp_path / "bare.jsonl"
    case = {"id": "1", "db_id": "bare", "question": "가게는?", "sql": "SELECT 1", "ddl": DDL}
    source.write_text(json.dumps(case), encoding="utf-8")
    pupil = Pupil(told, lambda sql: sql)
    made = SynthesisPlan(read_set(source).cases, tmp_path / "new.jsonl", 2, ("aggregate",), TODAY)
    assert synthesize(made, pupil, pupil).kept == 2


def test_an_unknown_pattern_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nonsense"):
        synthesize(plan(tmp_path, "nonsense"), ScriptedModel([""]), ScriptedModel([""]))
