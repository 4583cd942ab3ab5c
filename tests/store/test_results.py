import json
from dataclasses import replace

import pytest

from workbench.store import results, reviews, runs, sets, verdicts
from workbench.store.results import Filters, Key, Result
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.store.verdicts import Verdict

RUN = Run("r1", "r1", "2026-11-23T10:00:00+09:00", "finished", "쇼핑몰", "d1", "shop.jsonl", "m", "model", total=3)
BASE = Result(
    "r1",
    "1",
    0,
    "지난달 매출 10% 이상?",
    "shop",
    "SELECT 1",
    "SELECT Total FROM t",
    "correct",
    features=("join", "order"),
    difficulty="easy",
    scored=True,
)
WRONG = replace(BASE, case_id="2", position=1, outcome="wrong", category="sorting", question="고객", features=("join",))
REFUSED = replace(
    BASE, case_id="3", position=2, outcome="refused", sql=None, features=(), difficulty="hard", db_id="hr"
)


@pytest.fixture(autouse=True)
def answers():
    runs.add(RUN)
    runs.add(replace(RUN, id="r2", name="r2", created_at="2026-11-24T10:00:00+09:00"))
    results.add([REFUSED, WRONG, BASE])


def ids(**filters):
    return [result.case_id for result in results.select(Filters(**filters))]


def test_an_answer_comes_back_as_it_went_in():
    full = replace(
        BASE, case_id="9", evidence=json.dumps(["정렬이 다릅니다"]), em_set=True, cost=0.01, raw="```", difference="{}"
    )
    results.add([full])
    assert results.find("r1", "9") == full


def test_answers_come_in_the_order_of_their_set_and_in_pages():
    assert ids() == ["1", "2", "3"]
    assert [r.case_id for r in results.select(Filters(), limit=1, offset=1)] == ["2"]
    assert len(results.select(Filters(), limit=None)) == 3


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"run": "r1", "outcomes": ("wrong", "refused")}, ["2", "3"]),
        ({"run": "r2"}, []),
        ({"categories": ("sorting",)}, ["2"]),
        ({"features": ("join",)}, ["1", "2"]),
        ({"features": ("join", "order")}, ["1"]),
        ({"features": ("joi",)}, []),
        ({"difficulties": ("hard",), "db_ids": ("hr",)}, ["3"]),
        ({"text": "10%"}, ["1", "3"]),
        ({"text": "total"}, ["1", "2"]),
        ({"text": "%"}, ["1", "3"]),
        ({"text": "TOTAL", "run": "r1"}, ["1", "2"]),
        ({"text": "total", "run": "r2"}, []),
        ({"human": "none"}, ["1", "2", "3"]),
    ],
)
def test_filters_combine(filters, expected):
    assert ids(**filters) == expected


def test_answers_not_graded_yet_are_left_out_unless_asked_for():
    results.add([replace(BASE, case_id="4", position=3, outcome=None, scored=False)])
    assert ids() == ["1", "2", "3"]
    assert ids(unscored=True) == ["1", "2", "3", "4"]


def test_counts_follow_the_filters_and_a_case_counts_for_each_of_its_features():
    assert results.count(Filters(outcomes=("correct", "wrong"))) == 2
    assert results.counts_by(Filters(), "outcome") == {("correct",): 1, ("wrong",): 1, ("refused",): 1}
    assert results.counts_by(Filters(), "category", "feature") == {
        ("", "join"): 1,
        ("", "order"): 1,
        ("sorting", "join"): 1,
        ("", ""): 1,
    }


def test_neighbours_are_those_of_the_filtered_list():
    found = results.neighbours(Filters(outcomes=("correct", "refused")), "r1", "1")
    assert (found.before, found.after, found.number, found.total) == (None, Key("r1", "3"), 1, 2)
    outside = results.neighbours(Filters(outcomes=("wrong",)), "r1", "1")
    assert (outside.after, outside.number) == (Key("r1", "2"), 0)


def test_a_human_verdict_and_tags_are_shown_and_filter():
    reviews.say("r1", ["2"], "right", "김하나", "정답이 틀렸습니다")
    reviews.add_tag("r1", ["2", "3"], "나중에 보기")
    assert ids(human="right") == ["2"]
    assert ids(tag="나중에 보기") == ["2", "3"]
    assert results.find("r1", "2").human == "right"
    assert results.find("r1", "2").tags == ("나중에 보기",)
    assert results.counts_by(Filters(), "human") == {("",): 2, ("right",): 1}


def test_disputed_are_those_where_judge_and_grading_disagree():
    given = {"1": "no", "2": "yes", "3": "gated"}
    verdicts.save(Verdict("r1", case, "gpt", "h", answer) for case, answer in given.items())
    assert ids(disputed=True) == ["1", "2"]
    assert ids(disputed=False) == ["3"]
    assert ids(judges=("gated",)) == ["3"]


def test_cases_that_changed_between_two_runs():
    results.add([replace(BASE, run="r2", outcome="wrong"), replace(WRONG, run="r2")])
    assert ids(run="r1", changed_from="r2") == ["1"]
    assert ids(run="r2", changed_from="r1", outcomes=("correct",)) == []


def test_all_runs_answers_to_one_case():
    results.add([replace(BASE, run="r2", sql="SELECT 2")])
    assert [r.run for r in results.of_case("d1", "1")] == ["r2", "r1"]
    assert results.of_case("other set", "1") == ()


def test_a_later_verdict_of_another_judge_does_not_replace_the_runs_own():
    runs.update("r1", judge="gpt")
    verdicts.save([Verdict("r1", "2", "gpt", "h", "yes", "같은 결과"), Verdict("r1", "2", "weak", "h", "no")])
    assert (results.find("r1", "2").judge, results.find("r1", "2").judge_reason) == ("yes", "같은 결과")
    assert [v.judge for v in verdicts.of_case("r1", "2")] == ["gpt", "weak"]
    verdicts.save([Verdict("r1", "2", "gpt", "h", "no")])
    assert [v.answer for v in verdicts.of_run("r1", "gpt")] == ["no"]


def test_a_note_does_not_take_back_a_verdict_nor_a_verdict_a_note():
    reviews.say("r1", ["2"], "wrong", "김하나")
    reviews.write_note("r1", "2", "다시 볼 것", "이두리")
    reviews.say("r1", ["2"], None, "박세모", "잘못 눌렀습니다")
    found = reviews.find("r1", "2")
    assert (found.verdict, found.note, found.who) == (None, "다시 볼 것", "박세모")


def test_tags_can_be_taken_off():
    reviews.add_tag("r1", ["1", "1"], " 확인 ")
    reviews.add_tag("r1", ["1"], "가")
    assert reviews.tags_of("r1", "1") == reviews.all_tags() == ("가", "확인")
    reviews.remove_tag("r1", ["1"], "확인")
    assert reviews.tags_of("r1", "1") == ("가",)


@pytest.fixture
def stored():
    sets.save(
        "d1",
        "쇼핑몰",
        "",
        [StoredCase(str(n), "shop", "질문", "SELECT 1", "CREATE TABLE t (a INT)") for n in (1, 2, 3)],
    )


def test_a_corrected_gold_keeps_the_old_one_and_asks_for_grading(stored):
    runs.update("r1", done=3)
    verdicts.save([Verdict("r1", "2", "gpt", "h", "yes")])
    reviews.correct_gold("r1", "2", "SELECT 2", "김하나", "기간이 빠졌습니다")
    changed = results.find("r1", "2")
    assert (changed.gold, changed.scored, changed.outcome, changed.sql) == ("SELECT 2", False, None, WRONG.sql)
    assert (changed.judge, verdicts.of_case("r1", "2")) == (None, ())
    (change,) = reviews.gold_changes("d1", "2")
    assert (change.old, change.new, change.who) == ("SELECT 1", "SELECT 2", "김하나")
    assert reviews.corrected_golds("d1") == {"2": "SELECT 2"}
    assert runs.find("r1").done == 2


def test_a_case_goes_to_training_once_with_its_gold_and_the_wrong_answer(stored):
    assert reviews.send_to_training("r1", "2", "김하나")
    assert not reviews.send_to_training("r1", "2", "이두리")
    (case,) = reviews.training_cases()
    assert (case.sql, case.wrong_sql, case.ddl, case.who) == (
        "SELECT 1",
        "SELECT Total FROM t",
        "CREATE TABLE t (a INT)",
        "김하나",
    )
    reviews.remove_training_case(case.id)
    assert reviews.training_cases() == ()


def test_an_answer_a_person_called_right_is_what_training_learns(stored):
    reviews.say("r1", ["2"], "right", "김하나")
    reviews.send_to_training("r1", "2", "김하나")
    (case,) = reviews.training_cases()
    assert (case.sql, case.wrong_sql, case.dialect) == ("SELECT Total FROM t", None, "duckdb")


def test_no_case_no_training():
    assert not reviews.send_to_training("r1", "nobody", "김하나")


def test_sums_by_outcome_and_the_tally_of_a_run():
    results.add(
        [
            replace(BASE, em_set=True, valid=True, prompt_tokens=10, cost=0.5),
            replace(WRONG, forgiving=True, valid=True, prompt_tokens=5, cost=0.25),
            replace(BASE, case_id="3", position=2, outcome="refused", cost=0.0),
            replace(BASE, case_id="4", position=3, outcome=None, scored=False, cost=0.0),
            replace(BASE, case_id="5", position=4, outcome="generation_error", cost=0.0),
        ]
    )
    verdicts.save([Verdict("r1", "2", "gpt", "h", "yes", cost=1.0)])
    sums = results.sums(Filters(run="r1"))
    assert (sums["correct"].count, sums["correct"].em_set, sums["correct"].prompt_tokens) == (1, 1, 10)
    assert (sums["wrong"].forgiving, sums["wrong"].valid) == (1, 1)
    assert results.tally("r1") == results.Tally(5, 4, 1, 1, 1.75)
    verdicts.save([Verdict("r1", "3", "gpt", "h", "gated")])
    assert results.tally("r1").cost == 1.75
    verdicts.save([Verdict("r1", "1", "gpt", "h", "no")])
    assert results.tally("r1").cost is None  # a part of the bill is not known, so the bill is not
    assert results.tally("r2") == results.Tally(0, 0, 0, 0, 0.0)


def test_only_what_is_not_graded_yet_can_be_asked_for():
    results.add([replace(BASE, case_id="4", position=3, outcome=None, scored=False)])
    assert results.keys(Filters(run="r1", unscored=True, scored=False)) == (Key("r1", "4"),)


def test_briefs_are_all_answers_of_a_run_in_order():
    assert [(b.case_id, b.outcome) for b in results.briefs("r1")] == [
        ("1", "correct"),
        ("2", "wrong"),
        ("3", "refused"),
    ]


def test_lone_surrogates_of_a_model_are_kept_as_question_marks():
    results.add([replace(BASE, sql="SELECT '\ud800'", message="\udfff")])
    verdicts.save([Verdict("r1", "1", "gpt", "h", "yes", "\ud800")])
    assert (results.find("r1", "1").sql, results.find("r1", "1").judge_reason) == ("SELECT '?'", "?")


def test_a_search_finds_what_was_changed_and_nothing_that_is_gone():
    results.update(Key("r1", "1"), message="새로 적은 말")
    assert ids(text="새로 적은") == ["1"]
    results.add([replace(BASE, question="바뀐 질문", message="")])
    assert (ids(text="새로 적은"), ids(text="바뀐")) == ([], ["1"])
    runs.remove("r1")
    results.add([replace(BASE, run="r2")])
    assert [result.run for result in results.select(Filters(text="매출"))] == ["r2"]
