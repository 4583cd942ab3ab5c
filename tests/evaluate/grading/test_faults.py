"""What goes wrong has its own outcome, and nothing is ever raised."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evaluate.grading.conftest import CASES, TODAY
from workbench.data.database import Database
from workbench.evaluate.grading import Ground, open_ground, score_pair
from workbench.evaluate.grading.gold import ROWS, GoldRun
from workbench.evaluate.score import OUTCOMES
from workbench.sandbox.pool import Sandbox
from workbench.sandbox.result import RunResult
from workbench.settings import ROOT

GOLD = "SELECT name FROM customers WHERE city = '서울'"
WORDS = (
    "SELECT FROM WHERE customers orders name city ( ) , * = '서울' ORDER BY LIMIT 1 now() string_agg \" ` ; -- JOIN ON"
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gets_an_outcome(shop: Ground, text: str) -> None:
    assert score_pair(shop, GOLD, text).outcome in OUTCOMES
    assert score_pair(shop, text, GOLD).outcome in OUTCOMES
    assert score_pair(shop, text, text).outcome not in ("wrong", "invalid_sql")


@pytest.mark.parametrize("text", ["(" * 5000, "SELECT " + "(" * 300 + "1" + ")" * 300, "\0", "\ud800", "-" * 19_999])
def test_monstrous_texts_take_no_time(shop: Ground, text: str) -> None:
    started = time.monotonic()
    assert score_pair(shop, GOLD, text, "mysql").outcome in OUTCOMES
    assert score_pair(shop, text, GOLD, "mysql").outcome in OUTCOMES
    assert time.monotonic() - started < 15


def test_a_fault_of_the_grader_is_not_the_answers(shop: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("workbench.evaluate.grading.pair.columns_of", broken)
    score = score_pair(shop, GOLD, "SELECT name FROM customers")
    assert score.outcome == "grader_error"
    assert score.message
    assert "ZeroDivision" not in score.message


def test_a_sandbox_that_fails_is_a_fault_of_the_grader(shop: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    assert score_pair(shop, GOLD, GOLD + " ").outcome == "correct"  # gold's result is kept from now on
    monkeypatch.setattr(Sandbox, "run", lambda *_, **__: RunResult("error", "gone"))
    assert score_pair(shop, GOLD, "SELECT name FROM customers").outcome == "grader_error"
    assert score_pair(shop, "SELECT zip FROM customers", "SELECT 1").outcome == "grader_error"


@pytest.mark.parametrize(
    ("status", "outcome"), [("timeout", "timeout"), ("limit", "timeout"), ("invalid", "invalid_sql")]
)
def test_an_answer_that_does_not_end(status: str, outcome: str, shop: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    score_pair(shop, GOLD, GOLD)
    monkeypatch.setattr(Sandbox, "run", lambda *_, **__: RunResult(status, "no"))  # type: ignore[arg-type]
    score = score_pair(shop, GOLD, "SELECT name FROM customers")
    assert (score.outcome, score.forgiving) == (outcome, False)


def test_a_gold_without_an_end_is_tried_on_two_databases(shop: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def endless(*_: object, **__: object) -> RunResult:
        calls.append(1)
        return RunResult("timeout", "too long")

    monkeypatch.setattr(Sandbox, "run", endless)
    with open_ground((CASES / "shop.sql").read_text(encoding="utf-8"), golds=[GOLD], today=TODAY) as ground:
        monkeypatch.setattr(ground, "instances", lambda: tuple(_named(shop, n) for n in range(5)))
        assert score_pair(ground, GOLD, "SELECT 1").outcome == "gold_broken"
    assert len(calls) == 2


def _named(ground: Ground, number: int) -> Database:
    path = ground.reader.database.path
    return replace(ground.reader.database, path=path.with_name(f"{number}{path.name}"))


@pytest.mark.parametrize(
    ("pred", "outcome"),
    [
        (f"SELECT range + 0 AS n, range % 3 AS r FROM range({2 * ROWS}) ORDER BY range DESC", "correct"),
        (f"SELECT range % 3 AS r, range AS n FROM range({2 * ROWS})", "correct"),
        (f"SELECT range AS n, range % 4 AS r FROM range({2 * ROWS})", "wrong"),
        (f"SELECT range AS n, range % 3 AS r FROM range({2 * ROWS - 1})", "wrong"),
        ("SELECT 1 AS n, 2 AS r", "wrong"),
    ],
)
def test_a_huge_result_is_compared_in_the_database(pred: str, outcome: str, shop: Ground) -> None:
    gold = f"SELECT range AS n, range % 3 AS r FROM range({2 * ROWS})"
    score = score_pair(shop, gold, pred)
    assert score.outcome == outcome
    assert score.outcome == "wrong" or score.notes


def test_rows_that_say_nothing_are_helped_by_instances(shop: Ground) -> None:
    """Nobody in the shop's rows is from 제주: there any impossible condition would do."""
    gold = "SELECT name FROM customers WHERE city = '제주'"
    ddl = (CASES / "shop.sql").read_text(encoding="utf-8")
    with open_ground(ddl, None, CASES / "shop", [gold], TODAY) as ground:
        assert score_pair(ground, gold, "SELECT name FROM customers WHERE city LIKE '제주'").outcome == "correct"
        assert score_pair(ground, gold, "SELECT name FROM customers WHERE city = '광주'").outcome == "wrong"


def test_a_run_knows_when_it_says_nothing() -> None:
    assert GoldRun(None).is_vacuous


def test_rows_of_a_shipped_sample_are_called_example_rows():
    folder = ROOT / "sample_db" / "shop"
    with open_ground((folder / "schema.sql").read_text(encoding="utf-8"), None, folder) as ground:
        assert ground.databases[0].is_made_up
        assert "예시 데이터" in ground.databases[0].label
