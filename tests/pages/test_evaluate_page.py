"""평가 in AppTest."""

import json
from dataclasses import replace
from functools import partial

import pytest

from tests.pages import seed
from tests.pages.walk import button, everything, open_page, plain
from workbench.evaluate.runs import process
from workbench.evaluate.runs.compare import compare
from workbench.store import runs, sets, verdicts
from workbench.store.verdicts import Verdict
from workbench.ui.evaluate import compare_view, words

evaluate = partial(open_page, "evaluate")


@pytest.fixture(autouse=True)
def started(monkeypatch):
    """How often a worker was asked for; none is started."""
    calls = []
    for module in ("live", "start_form"):
        monkeypatch.setattr(f"workbench.ui.evaluate.{module}.ensure_worker", lambda: calls.append(1))
    monkeypatch.setattr("workbench.ui.failures.again.ensure_worker", lambda: calls.append(1))
    assert process.ensure_worker
    return calls


@pytest.fixture
def two():
    stored = seed.a_set(45)
    first = seed.a_run(stored)
    return first, seed.a_run(stored, "둘째 평가", lambda n: n % 3 != 2, created_at="2026-11-23T11:30:00+09:00")


def test_a_first_visitor_starts_twenty_questions_with_one_click(started, monkeypatch):
    from workbench.llm import catalog

    monkeypatch.setattr(catalog, "default_name", lambda: "endpoint:시험")
    at = evaluate()
    button(at, "질문 20개 평가하기").click()
    at.run()
    (run,) = runs.every()
    assert (run.state, run.total, run.model) == ("queued", 20, "endpoint:시험")
    assert started
    assert len({case.db_id for case in sets.cases_of(run.set_digest)}) == 3


def test_a_model_that_is_not_installed_is_said_before_the_click(monkeypatch):
    from workbench.llm.catalog import CatalogModel

    monkeypatch.setattr(CatalogModel, "installed", property(lambda self: False))
    assert "아직 설치되어 있지 않습니다" in everything(evaluate())


def test_figures_carry_n_and_interval(two):
    at = evaluate()
    assert at.metric[0].label == "실행 정확도"
    assert at.metric[0].value == "66.7%"
    assert "45개 중 30개" in everything(at)
    assert "95% 구간 52.1~78.6%" in everything(at)


def test_every_figure_of_the_list_has_its_interval(two):
    (table,) = [frame.value for frame in evaluate().dataframe if "EX" in frame.value.columns]
    newest = table.iloc[0]
    assert [round(newest[name], 1) for name in ("EX", "95% 하한", "95% 상한")] == [66.7, 52.1, 78.6]
    assert newest["질문 수"] == 45
    assert newest["실행할 수 있음"].strip() == "86.7% (73.8~93.7%)"
    others = [newest[name] for name in ("열이 더 있어도 맞음", "글자가 같음", "짜임새가 같음")]
    assert all("%" in text and "~" in text for text in others)


def test_a_comparison_is_said_in_plain_words(two):
    text = everything(evaluate(view="compare"))
    assert "둘째 평가가 첫 평가보다 33.3%p 높습니다" in text
    assert "우연으로 보기 어려운" in text


def test_a_small_difference_is_not_called_a_difference(two):
    stored = seed.a_set(45)
    third = seed.a_run(stored, "셋째", lambda n: n % 3 != 2 or n == 2, created_at="2026-11-23T12:00:00+09:00")
    said = compare_view.sentence(compare(two[1], third))
    assert "어느 쪽이 낫다고 말할 수 없습니다" in said
    assert "모두 같게 채점" in compare_view.sentence(compare(two[1], two[1]))


def test_a_running_run_is_watched_paused_and_resumed(two, started):
    runs.update(two[1].id, state="running", phase="generate", generated=20, done=15, seconds=60.0)
    at = evaluate()
    assert "SQL 만들기 20/45" in plain(at.get("progress")[0].proto.text)
    assert "1분에 20.0개" in everything(at)
    button(at, "잠시 멈춤").click()
    at.run()
    assert runs.find(two[1].id).state == "pausing"
    runs.update(two[1].id, state="paused")
    at = evaluate()
    before = len(started)
    button(at, "이어서 하기").click()
    at.run()
    assert runs.find(two[1].id).state == "queued"
    assert len(started) > before


def test_what_could_not_be_handled_is_tried_again(two, started):
    runs.update(two[1].id, failed=2)
    at = evaluate(run=two[1].id)
    button(at, "처리하지 못한 것 다시").click()
    at.run()
    assert runs.find(two[1].id).state == "queued"


def test_a_run_that_ended_early_says_why(two):
    runs.update(two[1].id, state="failed", message="모델이 [x](http://evil.example) 답하지 않습니다.", done=20)
    at = evaluate(run=two[1].id)
    assert "모델이" in at.warning[0].value
    assert "[x](http" not in at.warning[0].value
    assert "45개 중 20개까지" in everything(at)


def test_a_path_with_bad_rows_loads_the_rest(tmp_path):
    rows = [{"context": "CREATE TABLE t (a INT)", "question": "몇 개야?", "answer": sql} for sql in ("SELECT 1", "")]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    at = evaluate()
    at.button_group(key="set_kind").set_value("path")
    at.run()
    at.text_input(key="set_path").set_value(str(file))
    at.run()
    assert "질문 1개, 데이터베이스 1개" in everything(at)
    assert "2번째 줄" in everything(at)
    at.text_input(key="set_path").set_value("/없는/곳")
    at.run()
    assert at.error
    assert at.button(key="start_run").disabled


def test_durations_and_money_are_short():
    assert words.duration(44.6) == "45초"
    assert words.duration(7_500) == "2시간 5분"
    assert words.dollars(None) == "–"
    assert words.dollars(0.0031) == "$0.0031"
    assert words.dollars(12.3) == "$12.30"
    assert words.percent(1 / 3) == "33.3%"
    assert words.feature("something-else") == "something-else"


def test_a_judge_whose_verdicts_were_imported_is_measured_beside_the_runs_own(two):
    stored = seed.a_set(45)
    own = seed.a_run(stored, "심판과", judge="endpoint:시험", rubric="v1", created_at="2026-11-23T13:00:00+09:00")
    seed.judged(own, 20)
    verdicts.save(Verdict(own.id, f"case-{n:03}", "gpt-4", "other", "no") for n in range(10))
    text = everything(evaluate(run=own.id))
    assert text.index("시험 · hash") < text.index("gpt-4 · other")
    assert "견준 답 20개" in text
    assert "견준 답 10개" in text
    verdicts.save(Verdict(two[0].id, f"case-{n:03}", "gpt-4", "other", "yes") for n in range(5))
    assert "판정을 믿을 만한지" in [h.value for h in evaluate(run=two[0].id).subheader]


def test_a_run_without_figures_shows_none(two):
    stored = seed.a_set(45)
    fresh = seed.a_run(stored, "막 시작", created_at="2026-11-23T14:00:00+09:00")
    runs.remove(fresh.id)
    runs.add(replace(fresh, state="queued", done=0, generated=0))
    text = everything(evaluate(run=fresh.id))
    assert "0개 중 0개" not in text
    assert "내려받기" not in text
