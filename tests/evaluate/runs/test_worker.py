"""One run in this process, with a model that the test wrote down."""

from __future__ import annotations

import json
import re
import threading

import pytest

from tests.evaluate.runs.models import QuestionModel
from workbench.errors import ModelError, UsageError
from workbench.evaluate.runs import generate as generating
from workbench.evaluate.runs import grade as grading
from workbench.evaluate.runs.process import work_on
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import read_set
from workbench.store import results, reviews, runs
from workbench.store.results import Filters

COUNT = "SELECT count(*) AS 명 FROM 고객"


@pytest.fixture
def model(monkeypatch):
    fake = QuestionModel(lambda _: COUNT)
    monkeypatch.setattr("workbench.evaluate.runs.generate.open_model", lambda _name: fake)
    return fake


def number_in(text: str) -> int:
    return int(re.findall(r"(\d+)번째", text)[-1])


def outcomes(run):
    return {answer.case_id: answer.outcome for answer in results.select(Filters(run=run.id), limit=None)}


def work(plan):
    run = start(plan)
    assert work_on(run.id)
    return runs.find(run.id)


def test_a_run_is_generated_graded_and_finished(model, case_file):
    run = work(Plan(read_set(case_file(3)), "fake"))
    assert (run.state, run.done, run.generated, run.failed, run.phase, run.worker) == ("finished", 3, 3, 0, "", None)
    assert run.seconds > 0
    assert run.finished_at >= run.started_at
    answer = results.find(run.id, "1")
    assert (answer.outcome, answer.valid, answer.status) == ("correct", True, "ok")
    assert (answer.prompt_tokens, answer.completion_tokens) == (11, 7)
    assert answer.raw == COUNT
    assert (answer.features, answer.difficulty) == (("aggregate",), "easy")
    assert model.closed


def test_every_way_of_not_answering_is_kept_apart(model, case_file):
    said = {
        0: COUNT,
        1: "SELECT count(*) FROM 고객 WHERE 등급 = 'VIP'",
        2: "SELECT 없는열 FROM 없는표",
        3: "DELETE FROM 고객",
        4: "무슨 말씀인지 모르겠습니다.",
    }

    def answer(text):
        number = number_in(text)
        if number == 5:
            raise ModelError("모델이 꺼졌습니다.")
        if number == 6:
            raise RuntimeError("our own fault")
        return said[number]

    model.answer = answer
    run = work(Plan(read_set(case_file(8, {"7": "SELECT nope FROM 고객"})), "fake"))
    assert run.state == "finished"
    assert outcomes(run) == {
        "0": "correct",
        "1": "wrong",
        "2": "invalid_sql",
        "3": "refused",
        "4": "invalid_sql",
        "5": "generation_error",
        "6": "generation_error",
        "7": "gold_broken",
    }
    assert run.failed == 2
    assert results.find(run.id, "5").message == "모델이 꺼졌습니다."
    assert results.find(run.id, "2").sql == "SELECT 없는열 FROM 없는표"
    assert results.find(run.id, "2").category


def test_retry_does_again_what_failed_and_nothing_else(model, case_file):
    broken = [True]

    def answer(text):
        if number_in(text) == 1 and broken:
            raise ModelError("꺼짐")
        return "SELECT 0" if number_in(text) == 0 else COUNT

    model.answer = answer
    run = work(Plan(read_set(case_file(4)), "fake"))
    assert (run.failed, outcomes(run)["1"]) == (1, "generation_error")
    broken.clear()
    asked = len(model.asked)
    assert runs.ask_for(run.id, "retry").state == "queued"
    assert work_on(run.id)
    assert outcomes(run) == {"0": "wrong", "1": "correct", "2": "correct", "3": "correct"}
    assert [number_in(text) for text in model.asked[asked:]] == [1]
    assert (runs.find(run.id).failed, runs.find(run.id).state) == (0, "finished")


def test_a_pause_keeps_what_was_done_and_resume_does_the_rest(model, case_file):
    plan = Plan(read_set(case_file(8)), "fake", "쉼")
    run = start(plan)

    def answer(text):
        if len(model.asked) == 3:
            runs.ask_for(run.id, "pause")
            threading.Event().wait(1.5)  # longer than a heartbeat
        return COUNT

    model.answer = answer
    assert work_on(run.id)
    paused = runs.find(run.id)
    assert (paused.state, paused.worker) == ("paused", None)
    assert 0 < paused.generated < 8
    assert all(outcome == "correct" for outcome in outcomes(run).values())
    again = work(plan)
    assert (again.id, again.state, again.done) == (run.id, "finished", 8)
    assert again.seconds > paused.seconds


def test_a_stopped_run_can_be_taken_up_again(model, case_file):
    run = start(Plan(read_set(case_file(2)), "fake"))
    runs.ask_for(run.id, "stop")
    assert not work_on(run.id)
    assert (runs.find(run.id).state, model.asked) == ("stopped", [])
    runs.ask_for(run.id, "resume")
    assert work_on(run.id)
    assert runs.find(run.id).state == "finished"


def test_a_run_deleted_while_it_works_leaves_nothing_behind(model, case_file):
    run = start(Plan(read_set(case_file(6)), "fake"))

    def answer(text):
        if len(model.asked) == 2:
            runs.remove(run.id)
            threading.Event().wait(1.5)
        return COUNT

    model.answer = answer
    assert work_on(run.id)
    assert runs.find(run.id) is None
    assert results.count(Filters(run=run.id, unscored=True)) == 0


def test_a_model_that_only_fails_ends_the_run_before_all_cases_are_spent(model, case_file, monkeypatch):
    monkeypatch.setattr(generating, "PATIENCE", 3)

    def dead(_):
        raise ModelError("서버에 연결할 수 없습니다.")

    model.answer = dead
    run = work(Plan(read_set(case_file(12)), "fake", "죽음"))
    assert run.state == "failed"
    assert "서버에 연결할 수 없습니다." in run.message
    assert run.generated < 12
    model.answer = lambda _: COUNT
    runs.ask_for(run.id, "retry")
    assert work_on(run.id)
    assert set(outcomes(run).values()) == {"correct"}
    assert len(outcomes(run)) == 12


def test_a_model_that_does_not_open_fails_the_run_with_its_message(case_file):
    run = work(Plan(read_set(case_file(2)), "openai:gpt-4o"))
    assert (run.state, run.generated) == ("failed", 0)
    assert "OPENAI_API_KEY" in run.message


def test_a_crash_of_the_grader_is_no_wrong_answer_and_the_run_goes_on(model, case_file, monkeypatch):
    score_pair = grading.score_pair

    def odd(ground, gold, pred, dialect=None):
        if "VIP" in gold:
            raise RuntimeError("boom")
        return score_pair(ground, gold, pred, dialect)

    monkeypatch.setattr(grading, "score_pair", odd)
    run = work(Plan(read_set(case_file(3, {"1": "SELECT count(*) FROM 고객 WHERE 등급 = 'VIP'"})), "fake"))
    assert outcomes(run) == {"0": "correct", "1": "grader_error", "2": "correct"}
    assert (run.state, run.failed) == ("finished", 1)
    monkeypatch.setattr(grading, "score_pair", score_pair)
    asked = len(model.asked)
    runs.ask_for(run.id, "retry")
    work_on(run.id)
    assert outcomes(run)["1"] == "wrong"
    assert len(model.asked) == asked  # its SQL was there already


def test_a_case_that_takes_the_process_down_twice_is_left_out(model, case_file, monkeypatch):
    class Death(BaseException):
        """As abrupt as can be without ending the test."""

    def deadly(ground, gold, pred, dialect=None):
        raise Death

    run = start(Plan(read_set(case_file(1)), "fake"))
    monkeypatch.setattr(grading, "score_pair", deadly)
    for _ in range(2):
        with pytest.raises(Death):
            work_on(run.id)
    assert work_on(run.id)
    answer = results.find(run.id, "0")
    assert (answer.outcome, answer.attempts) == ("grader_error", 0)
    assert "2번" in answer.message
    assert runs.find(run.id).state == "finished"


def test_data_that_is_gone_is_no_fault_of_the_model(model, case_file, rows):
    plan = Plan(read_set(case_file(2)), "fake")
    run = start(plan)
    (rows / "고객.csv").unlink()
    rows.rmdir()
    assert work_on(run.id)
    assert set(outcomes(run).values()) == {"grader_error"}


def test_a_schema_nobody_can_read_is_a_broken_gold(model, tmp_path):
    path = tmp_path / "odd.jsonl"
    case = {"id": "0", "db_id": "x", "context": "CREATE TABLE", "question": "0번째?", "answer": "SELECT 1"}
    path.write_text(json.dumps(case), encoding="utf-8")
    run = work(Plan(read_set(path), "fake"))
    assert (run.state, outcomes(run)) == ("finished", {"0": "gold_broken"})


def test_a_corrected_gold_is_graded_again_without_asking_the_model(model, case_file):
    model.answer = lambda _: "SELECT count(*) FROM 고객 WHERE 등급 = 'VIP'"
    run = work(Plan(read_set(case_file(2)), "fake"))
    assert outcomes(run) == {"0": "wrong", "1": "wrong"}
    asked = len(model.asked)
    reviews.correct_gold(run.id, "1", "SELECT count(*) FROM 고객 WHERE 등급 = 'VIP'", "김하나")
    assert runs.ask_for(run.id, "resume").state == "queued"
    assert work_on(run.id)
    assert outcomes(run) == {"0": "wrong", "1": "correct"}
    assert runs.ask_for(run.id, "resume").state == "finished"
    assert len(model.asked) == asked


def test_a_run_goes_on_only_with_the_same_tools(model, case_file, rows, monkeypatch):
    plan = Plan(read_set(case_file(2)), "fake", "같음")
    run = start(plan)
    monkeypatch.setattr(model, "answer", lambda _: runs.ask_for(run.id, "pause") and COUNT)
    work_on(run.id)
    results.add([results.Result(run.id, "0", 0, "?", "shop", COUNT, COUNT, status="ok")])
    runs.update(run.id, state="paused")
    with (rows / "고객.csv").open("a", encoding="utf-8") as file:
        file.write("4,최다름,VIP\n")
    with pytest.raises(UsageError, match="표의 데이터"):
        start(plan)
    runs.ask_for(run.id, "resume")  # as the page does, without a plan
    work_on(run.id)
    assert runs.find(run.id).state == "failed"
    assert "표의 데이터" in runs.find(run.id).message


@pytest.mark.parametrize(
    ("plan", "named"),
    [
        ({"model": "other"}, "모델"),
        ({"judge": "openai:gpt-4o"}, "판정"),
    ],
)
def test_another_model_or_judge_under_the_same_name_is_refused(model, case_file, plan, named):
    questions = read_set(case_file(1))
    work(Plan(questions, "fake", "같음"))
    with pytest.raises(UsageError, match=named):
        start(Plan(questions, **{"model": "fake", "name": "같음", **plan}))


def test_a_finished_run_of_that_name_is_given_back(model, case_file):
    plan = Plan(read_set(case_file(1)), "fake", "같음")
    run = work(plan)
    assert start(plan) == run
    assert not work_on(run.id)


def test_with_all_sql_there_a_new_grader_grades_everything_anew(model, case_file, monkeypatch):
    run = work(Plan(read_set(case_file(2)), "fake"))
    results.update(results.Key(run.id, "0"), outcome="wrong")  # as an older grader may have said
    runs.update(run.id, hashes=json.dumps(json.loads(run.hashes) | {"grading": "older", "prompt": "older"}))
    reviews.correct_gold(run.id, "1", "SELECT 4", "김하나")
    asked = len(model.asked)
    runs.ask_for(run.id, "resume")
    assert work_on(run.id)
    assert outcomes(run) == {"0": "correct", "1": "wrong"}
    assert len(model.asked) == asked
    assert runs.find(run.id).state == "finished"


def test_with_sql_missing_a_new_prompt_is_refused(model, case_file):
    def answer(text):
        if number_in(text) == 1:
            raise ModelError("꺼짐")
        return COUNT

    model.answer = answer
    run = work(Plan(read_set(case_file(2)), "fake"))
    runs.update(run.id, hashes=json.dumps(json.loads(run.hashes) | {"prompt": "older"}))
    runs.ask_for(run.id, "retry")
    assert work_on(run.id)
    after = runs.find(run.id)
    assert (after.state, "프롬프트" in after.message) == ("failed", True)


def test_a_run_without_parts_of_asking_is_a_measurement_of_its_own(model, case_file):
    questions = read_set(case_file(2))
    run = work(Plan(questions, "fake", "모델만", without=("repair", "hints"), candidates=2))
    assert json.loads(run.options)["without"] == ["hints", "repair"]
    assert json.loads(run.options)["candidates"] == 2
    assert len(model.asked) == 2 * 3
    assert start(Plan(questions, "fake", "모델만", without=("hints", "repair"), candidates=2)).id == run.id
    with pytest.raises(UsageError, match="부분"):
        start(Plan(questions, "fake", "모델만"))
    assert "-hints" in start(Plan(questions, "fake", without=("hints",))).name


def test_two_runs_of_one_second_have_names_of_their_own(case_file):
    plan = Plan(read_set(case_file(1)), "fake")
    assert len({start(plan).name for _ in range(3)}) == 3
