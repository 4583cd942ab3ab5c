"""오류 살펴보기 in AppTest: what the browser tests need not pay a browser for."""

import json
from functools import partial

import pytest

from tests.pages import seed
from tests.pages.walk import button, everything, open_page
from workbench.store import results, reviews, runs

failures = partial(open_page, "failures")


@pytest.fixture
def run():
    stored = seed.a_set(45)
    seed.a_run(stored, "옛 평가", lambda n: n % 3 != 1, created_at="2026-11-22T11:00:00+09:00")
    return seed.a_run(stored)


def test_without_a_run_it_says_what_to_do():
    assert "아직 평가한 것이 없습니다" in everything(failures())


def test_the_newest_run_with_answers_is_shown_first(run):
    at = failures()
    assert at.selectbox(key="failures_run").value == run.id
    assert "질문 30개" in [h.value for h in at.subheader]


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({"show": "all"}, 45),
        ({"category": "sorting"}, 5),
        ({"category": "sorting", "difficulty": "easy"}, 2),
        ({"feature": "subquery"}, 7),
        ({"outcome": "timeout"}, 4),
        ({"q": "evil"}, 1),
        ({"show": "changed", "against": "run-옛 평가"}, 15),
        ({"human": "right"}, 0),
    ],
)
def test_filters_in_the_address_hold_together(run, params, count):
    at = failures(run=run.id, **params)
    assert f"질문 {count}개" in [h.value for h in at.subheader]


def test_a_long_list_comes_in_pages(run):
    at = failures(run=run.id, show="all", page="3")
    assert len([b for b in at.button if (b.key or "").startswith("open_")]) == 5


def test_every_value_in_force_can_be_taken_away(run):
    at = failures(run=run.id, category="sorting", q="시도")
    button(at, "오류 종류: 정렬").click()
    at.run()
    assert "category" not in at.query_params
    button(at, "조건 모두 빼기").click()
    at.run()
    assert at.query_params == {"run": run.id}


def test_a_case_names_the_tables_it_needs_and_what_differs(run):
    at = failures(run=run.id, case="case-002")
    text = everything(at)
    assert "**customer** 고객" in text
    assert "조건의 값이 다릅니다: VIP → GOLD" in text
    assert "30개 중 2번째" in text
    assert "다른 평가의 답 1개" in [h.value for h in at.subheader]


def test_a_verdict_is_kept_with_who_and_why_and_taken_back(run):
    at = failures(run=run.id, case="case-002")
    at.sidebar.text_input(key="reviewer").set_value("김하나")
    at.run()
    at.text_input(key=f"why_{run.id}_case-002").set_value("등급 말고 점수로 봐야 합니다")
    button(at, "맞음").click()
    at.run()
    review = reviews.find(run.id, "case-002")
    assert (review.verdict, review.who, review.why) == ("right", "김하나", "등급 말고 점수로 봐야 합니다")
    button(at, "판단 거두기").click()
    at.run()
    assert reviews.find(run.id, "case-002").verdict is None


def test_a_note_and_tags_stay(run):
    at = failures(run=run.id, case="case-002")
    at.text_area(key=f"note_{run.id}_case-002").set_value("다시 볼 것")
    at.run()
    assert reviews.find(run.id, "case-002").note == "다시 볼 것"
    reviews.add_tag(run.id, ["case-002"], "등급")
    at = failures(run=run.id, case="case-002")
    at.multiselect(key=f"tags_{run.id}_case-002").set_value([])
    at.run()
    assert reviews.tags_of(run.id, "case-002") == ()


def test_all_that_match_are_picked_and_not_the_page_in_sight(run):
    at = failures(run=run.id)
    button(at, "조건에 맞는 30개 모두 고르기").click()
    at.run()
    button(at, "학습에 쓰기").click()
    at.run()
    # Cases with the same question, tables and SQL are one.
    assert len(reviews.training_cases()) == 30


def test_a_picked_case_stays_picked_over_pages_and_filters(run):
    at = failures(run=run.id)
    at.checkbox[0].check()
    at.run()
    at.query_params["category"] = "sorting"
    at.run()
    assert "1개를 골랐습니다" in everything(at)


def test_hostile_text_is_escaped_everywhere(run):
    at = failures(run=run.id, case="case-001", show="all")
    shown = [h.value for h in at.header] + [m.value for m in at.markdown] + [c.value for c in at.caption]
    assert not any("<img src=x" in text for text in shown)
    assert not any("[x](http" in text for text in shown)


def test_a_run_of_another_set_is_offered_for_no_comparison(run):
    seed.a_run(seed.a_set(3, "set-2"), "다른 모음", digest="set-2", created_at="2026-11-23T12:00:00+09:00")
    at = failures(run="run-다른 모음")
    assert "달라진 질문" not in str(at.button_group)
    assert len(runs.every()) == 3


def test_answers_of_a_run_over_a_part_of_the_set_stand_beside_the_others(run):
    part = seed.a_set(3, "part")
    seed.a_run(part, "다시 묻기", digest="part", created_at="2026-11-23T13:00:00+09:00")
    at = failures(run=run.id, case="case-002")
    assert "다른 평가의 답 2개" in [h.value for h in at.subheader]


def test_a_model_is_called_by_its_name_and_the_judge_says_one_word(run):
    stored = seed.a_set(45)
    other = seed.a_run(stored, "심판과", judge="endpoint:시험", model="endpoint:사내 모델", rubric="v1")
    seed.judged(other, 5)
    at = failures(run=other.id, case="case-002")
    text = everything(at)
    assert "시험**: 틀림" in text
    assert "endpoint" not in text
    assert "심판과 · 사내 모델" in failures(run=other.id).selectbox(key="failures_run").options


def test_asking_again_offers_a_model_that_can_answer_first(run, monkeypatch):
    from workbench.llm.catalog import CatalogModel
    from workbench.store import endpoints

    monkeypatch.setattr(CatalogModel, "installed", property(lambda self: False))
    endpoints.save(endpoints.SavedEndpoint("사내", "http://127.0.0.1:9/v1", "m"))
    at = failures(run=run.id, case="case-002")
    (box,) = [box for box in at.selectbox if (box.key or "").startswith("again_model_")]
    assert box.value == "endpoint:사내"


def test_a_difference_that_the_category_told_is_not_told_twice(run):
    gold = "SELECT COUNT(*) FROM customer WHERE grade NOT IN ('VIP', 'GOLD')"
    results.update(
        results.Key(run.id, "case-002"),
        gold_sql=gold,
        ran_sql=gold.replace("GOLD", "일반"),
        evidence=json.dumps(
            ["회원등급(grade)과 비교한 값이 다릅니다. 정답은 `grade NOT IN ('VIP', 'GOLD')`, 답은 `x`입니다."]
        ),
    )
    text = everything(failures(run=run.id, case="case-002"))
    assert text.count("비교한 값이 다릅니다") == 1
    assert "\\`" not in text


def test_what_grading_changed_is_told(run):
    notes = ["답에서 SQL을 감싼 코드 블록 표시나 설명을 떼어 내고 채점했습니다."]
    results.update(results.Key(run.id, "case-002"), notes=json.dumps(notes))
    assert notes[0] in everything(failures(run=run.id, case="case-002"))
