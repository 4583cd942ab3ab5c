"""The judge of a run: behind the gate, kept one by one, asked once."""

from __future__ import annotations

import json

import pytest

from tests.evaluate.runs.models import QuestionModel
from tests.evaluate.runs.served import ServedModel, serving
from workbench.errors import ModelError
from workbench.evaluate.runs.limits import Limits
from workbench.evaluate.runs.predictions import read_predictions
from workbench.evaluate.runs.process import work_on
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.sets import read_set
from workbench.store import results, runs, verdicts
from workbench.store.results import Filters

COUNT = "SELECT count(*) AS 명 FROM 고객"
SQL = {"0": COUNT, "1": "SELECT count(*) + 1 FROM 고객", "2": "SELECT nope FROM 고객", "3": None}
YES = '{"resolve_yn": "yes"}'


@pytest.fixture
def plan(case_file, prediction_file):
    def make(judge: str, **more):
        given = read_predictions(prediction_file(SQL))
        return Plan(read_set(case_file(4)), name="판정", judge=judge, predictions=given, **more)

    return make


def work(plan):
    run = start(plan)
    assert work_on(run.id)
    return runs.find(run.id)


def judged(run):
    return {answer.case_id: answer.judge for answer in results.select(Filters(run=run.id))}


@pytest.fixture
def here(monkeypatch):
    """A judge in this process, as the embedded model is."""
    fake = QuestionModel(lambda _: YES)
    monkeypatch.setattr("workbench.evaluate.runs.judge.open_model", lambda _name: fake)
    monkeypatch.setattr("workbench.evaluate.runs.judge.served", lambda _name: None)
    return fake


@pytest.fixture
def served(monkeypatch):
    with serving(ServedModel(lambda _: YES)) as model:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        yield model


def test_only_what_binds_reaches_a_judge_on_this_machine(here, plan):
    run = work(plan("hf:judge"))
    assert (run.state, run.judged) == ("finished", 4)
    assert judged(run) == {"0": "yes", "1": "yes", "2": "gated", "3": "gated"}
    assert len(here.asked) == 2
    assert here.closed


def test_a_judge_behind_an_address_is_asked_by_the_client(served, plan, home):
    run = work(plan("openai:gpt-4o-mini"))
    assert (run.state, run.message) == ("finished", "")
    assert judged(run) == {"0": "yes", "1": "yes", "2": "gated", "3": "gated"}
    assert run.cost == pytest.approx(2 * (11 * 0.15 + 7 * 0.6) / 1e6)
    assert sorted(served.asked.elements()) == ["0", "1"]
    (verdict,) = verdicts.of_case(run.id, "0")
    assert (verdict.answer, verdict.judge) == ("yes", "openai:gpt-4o-mini")
    assert list((home / "state" / "judging").iterdir()) == []


def test_what_the_judge_said_before_a_kill_is_taken_over_and_not_paid_again(served, plan, monkeypatch):
    """The ledger has the answer, the store has not: as after a kill between the two."""
    save = verdicts.save

    def dies(saved):
        listed = list(saved)
        if any(verdict.answer == "yes" for verdict in listed):
            raise KeyboardInterrupt
        save(listed)

    monkeypatch.setattr(verdicts, "save", dies)
    with pytest.raises(KeyboardInterrupt):
        work(plan("openai:gpt-4o-mini"))
    monkeypatch.setattr(verdicts, "save", save)
    paid = dict(served.asked)
    run = work(plan("openai:gpt-4o-mini"))
    assert run.state == "finished"
    assert judged(run) == {"0": "yes", "1": "yes", "2": "gated", "3": "gated"}
    assert all(served.asked[number] == 1 for number in paid)


def test_the_second_rubric_is_shown_both_results(here, plan):
    here.answer = lambda _: '{"resolve_yn": "no", "reason": "한 명 많습니다.", "category": "aggregate"}'
    run = work(plan("hf:judge", rubric="v2"))
    assert "3" in here.asked[0]
    assert any("4" in text.split("gen_result")[-1] for text in here.asked)
    verdict = verdicts.of_case(run.id, "1")[0]
    assert (verdict.answer, verdict.reason, verdict.category) == ("no", "한 명 많습니다.", "aggregate")
    assert results.find(run.id, "1").judge_reason == "한 명 많습니다."


def test_an_unreadable_answer_is_not_a_no_and_a_failed_one_is_retried(here, plan):
    def answer(text):
        if "+ 1" in text:
            raise ModelError("끊어졌습니다.")
        return "글쎄요"

    here.answer = answer
    run = work(plan("hf:judge"))
    assert judged(run) == {"0": "unreadable", "1": "failed", "2": "gated", "3": "gated"}
    here.answer = lambda _: YES
    runs.ask_for(run.id, "retry")
    assert work_on(run.id)
    assert judged(run) == {"0": "unreadable", "1": "yes", "2": "gated", "3": "gated"}


def test_a_cap_on_cost_stops_the_run_and_a_higher_one_goes_on(served, plan):
    run = work(plan("openai:gpt-4o-mini", limits=Limits(500, 30_000, 1e-9)))
    assert run.state == "failed"
    assert run.message
    assert runs.find(run.id).done == 4
    run = work(plan("openai:gpt-4o-mini", limits=Limits(500, 30_000, 1.0)))
    assert (run.state, run.judged) == ("finished", 4)


def test_a_judge_without_a_key_fails_with_a_message_and_keeps_the_grades(plan):
    run = work(plan("openai:gpt-4o"))
    assert run.state == "failed"
    assert "OPENAI_API_KEY" in run.message
    assert run.done == 4


def test_an_api_key_is_nowhere_in_what_is_kept(served, plan, home):
    run = work(plan("openai:gpt-4o-mini"))
    assert run.state == "finished"
    kept = b"".join(path.read_bytes() for path in (home / "state").rglob("*") if path.is_file())
    assert b"sk-test" not in kept
    assert json.loads(run.hashes)["judge"].startswith("openai:gpt-4o-mini ")
