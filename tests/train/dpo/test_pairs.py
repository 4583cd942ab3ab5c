from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.sql.clean import clean
from workbench.store import reviews
from workbench.train.data import read_dataset
from workbench.train.dpo.pairs import PairPlan, build_pairs
from workbench.train.dpo.reasoning import with_reasoning


def test_only_sql_that_ran_and_was_wrong_is_rejected(run, tmp_path):
    dataset = build_pairs(run("mall"), PairPlan(tmp_path / "pairs"))
    (row,) = dataset.rows
    assert (row.answer, row.wrong) == ("SELECT count(*) FROM 고객", "SELECT max(번호) + 1 FROM 고객")
    assert "0번째" in row.messages[-1].content
    assert read_dataset(tmp_path / "pairs") == dataset
    assert dataset.held_out == ()


def test_a_corrected_gold_is_what_is_preferred(run, tmp_path):
    found = run("mall")
    reviews.correct_gold(found.id, "mall0", "SELECT count(번호) FROM 고객", "시험")
    with pytest.raises(UsageError):  # it has to be graded on the new gold first
        build_pairs(found, PairPlan(tmp_path / "pairs"))


def test_what_a_person_called_right_is_not_rejected(run, tmp_path):
    found = run("mall")
    reviews.say(found.id, ["mall0"], "right", "시험")
    with pytest.raises(UsageError, match="틀린 SQL이 없어"):
        build_pairs(found, PairPlan(tmp_path / "pairs"))


def test_some_databases_of_the_run_are_kept_for_the_comparison(run, tmp_path):
    dataset = build_pairs(run("mall", "shop"), PairPlan(tmp_path / "pairs"))
    (kept,) = {case.db_id for case in dataset.held_out}
    (learnt,) = {row.db_id for row in dataset.rows}
    assert {kept, learnt} == {"mall", "shop"}


def test_pairs_on_held_out_databases_are_refused(run, tmp_path):
    found = run("mall", "shop")
    held_out = build_pairs(found, PairPlan(tmp_path / "one"))
    again = build_pairs(found, PairPlan(tmp_path / "two", held_out))
    assert {row.db_id for row in again.rows}.isdisjoint(case.db_id for case in held_out.held_out)
    only = run("mall") if held_out.held_out[0].db_id == "mall" else run("shop")
    with pytest.raises(UsageError, match="남는 짝이 없습니다"):
        build_pairs(only, PairPlan(tmp_path / "three", held_out))


def test_reasoning_stands_before_both_and_is_dropped_by_the_reader(run, tmp_path: Path):
    (row,) = build_pairs(run("mall"), PairPlan(tmp_path / "pairs", reasoning=True)).rows
    assert row.answer.startswith("-- 표: 고객\n")
    assert row.wrong.startswith("-- 표: 고객\n")
    assert clean(row.answer).sql == "SELECT count(*) FROM 고객"


def test_steps_are_those_of_the_query():
    sql = (
        "WITH 큰 AS (SELECT * FROM 주문 WHERE 금액 > 10) SELECT 등급, count(*) FROM 고객"
        " JOIN 큰 ON 큰.번호 = 고객.번호 WHERE 지역 = '서울\n시' GROUP BY 등급 HAVING count(*) > 1 ORDER BY 2 DESC"
    )
    lines = with_reasoning(sql).splitlines()
    assert [line.split(":")[0] for line in lines[:6]] == [
        "-- 표",
        "-- 연결",
        "-- 조건",
        "-- 묶기",
        "-- 묶음 조건",
        "-- 정렬",
    ]
    assert "큰" not in lines[0]
    assert "금액 > 10" in lines[2]
    assert "\n".join(lines[6:]) == sql


@given(st.text(max_size=80) | st.sampled_from(["SELECT (", "SELECT 1;;", "", "(" * 300]))
def test_what_cannot_be_read_stays_as_it_is(sql):
    assert with_reasoning(sql).endswith(sql)
