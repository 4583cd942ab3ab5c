import datetime as dt

from workbench.ask.answer import Answer, StepEvent, Trust
from workbench.question.interpreted import Amount, DateSpan, Interpreted
from workbench.question.linked import ColumnHit, Linked, ValueHit
from workbench.sql.diagnostic import Diagnostic
from workbench.ui import record

ANSWER = Answer(
    "지난달 매출은?",
    "SELECT 1",
    "warning",
    "m",
    "model",
    Interpreted(
        "지난달 매출은?",
        dt.date(2026, 11, 23),
        (DateSpan("지난달", 0, 3, dt.date(2026, 10, 1), dt.date(2026, 10, 31)),),
        (Amount("3억", 0, 2, 3e8, "원"),),
    ),
    linked=Linked(("t",), (ColumnHit("t", "c", 0.5, "name", "매출"),), (ValueHit("t", "c", "v", "w", True),)),
    checks=(Diagnostic("code", "warning", "m", 0, 3),),
    plan={"title": "결과", "children": [{"rows": None}]},
    repairs=("r",),
    trust=Trust("high", ("a", "b")),
    raw=("x",),
    steps=(StepEvent("run", "done", "d", 0.5),),
)


def test_an_answer_comes_back_whole():
    assert record.from_json(record.to_json(ANSWER)) == ANSWER


def test_what_another_version_wrote_is_none():
    for text in ("", "[]", "{}", '{"question": 1}', '{"unknown": 2}', "null"):
        assert record.from_json(text) is None
