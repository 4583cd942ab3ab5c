"""A row to train on is the prompt that 질문하기 sends, word for word."""

from __future__ import annotations

import datetime as dt

from tests.ask.scripted import ScriptedModel
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer
from workbench.ask.workspace import open_workspace
from workbench.data.samples import open_sample
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set
from workbench.train.data.prompts import to_rows
from workbench.train.data.sources import Sourced, read_sources


def test_rows_are_rendered_as_the_pipeline_asks() -> None:
    today = dt.date(2026, 11, 23)
    name = read_set("sample").cases[0].db_id
    cases = [one for source in read_sources([f"sample:{name}"]) for one in source.cases][:12]
    rows = list(to_rows(cases, today))
    workspace = open_workspace(open_sample(name))
    model = ScriptedModel(["SELECT 1"])
    assert len(rows) == 12
    for row in rows:
        answer(workspace, model, row.question, AskOptions(today=today, run=False, rounds=0))
        assert model.asked[-1] == row.messages
        assert row.messages[-1].content.startswith(row.prefix)
        assert row.answer
        assert not row.answer.endswith(";")


def test_an_answer_keeps_current_date_because_the_prompt_never_says_the_day() -> None:
    gold = "SELECT count(*) FROM member WHERE birth <= CURRENT_DATE - INTERVAL 20 YEAR"
    case = EvalCase("1", "club", "스무 살이 넘은 회원은 몇 명?", gold, "CREATE TABLE member (id INT, birth DATE);")
    (row,) = to_rows([Sourced(case, "test", "1")], dt.date(2026, 11, 23))
    assert row.answer == gold
