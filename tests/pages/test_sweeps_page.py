"""비교 in AppTest, over a sweep as the worker leaves it."""

import json

import pytest

from tests.pages import training_seed
from tests.pages.test_train_page import installed, shown, started  # noqa: F401
from tests.pages.walk import button, everything, page, plain
from workbench.store import sweeps, trainings
from workbench.train.sweep.table import rows_of
from workbench.ui.train import grid_curves


def compare(**params):
    at = page("sweeps")
    for name, value in params.items():
        at.query_params[name] = value
    return shown(at)


@pytest.fixture
def sweep():
    training_seed.a_sweep()
    return sweeps.find("w1")


@pytest.fixture(autouse=True)
def _nothing_is_started(started):  # noqa: F811
    return started


def test_without_data_the_way_to_it_is_shown():
    assert "학습 페이지에서 데이터를 만든 뒤" in everything(compare())


def test_a_grid_is_begun_in_a_few_choices(installed, started):  # noqa: F811
    training_seed.a_dataset()
    at = compare()
    assert "모두 2번 학습하고" in everything(at)
    at.button_group(key="sweep_share_quick").set_value([50 * 2, 20])
    at.text_input(key="sweep_name").set_value("첫 비교")
    shown(at)
    button(at, "4번 학습해 견주기").click()
    shown(at)
    (begun,) = sweeps.every()
    values = [json.loads(point.values) for point in sweeps.points_of(begun.id)]
    assert [(one["rank"], one["share"]) for one in values] == [(8, 0.2), (8, 1.0), (16, 0.2), (16, 1.0)]
    assert {json.loads(one.config)["alpha"] for one in trainings.every()} == {16, 32}
    assert started
    assert "4번 중 0번 끝남" in plain(at.get("progress")[0].proto.text)


def test_one_combination_is_nothing_to_compare(installed):  # noqa: F811
    training_seed.a_dataset()
    at = compare()
    at.button_group(key="sweep_rank_quick").set_value([8])
    shown(at)
    assert at.button(key="start_sweep").disabled
    at.button_group(key="sweep_rank_quick").set_value([])
    shown(at)
    assert "하나 이상 골라 주세요" in everything(at)
    assert "start_sweep" not in [one.key for one in at.button]


def test_every_curve_says_whether_its_difference_is_real(sweep):
    at = compare()
    said = [plain(box.value) for box in at.info]
    assert any("8보다 나은 값이 없었습니다" in one and "p<0.001" in one for one in said)
    assert any("어느 쪽이 낫다고 말할 수 없습니다" in one for one in said)
    assert "45개 중 34개 · 95% 구간" in everything(at)
    at.button_group(key="sweep_axis").set_value("share")
    shown(at)
    assert any("데이터 비율: 50%에서 100%로 바꾸면 28.9%p 올라갑니다" in plain(box.value) for box in at.success)
    at.button_group(key="sweep_axis").set_value("before")
    assert len(shown(at).get("plotly_chart")) == 1


def test_the_table_has_a_line_for_every_combination(sweep):
    table = compare().dataframe[0].value
    assert list(table["랭크"]) == ["8", "8", "32", "32", "64", "64"]
    assert list(table["질문 수"][:4]) == [45] * 4
    assert list(table["상태"])[-1] == "잠시 멈춤"
    assert next(iter(table["비용"])).startswith("$")


def test_a_sweep_goes_on_and_stops(sweep, started):  # noqa: F811
    at = compare()
    at.button(key="sweep_resume").click()
    shown(at)
    assert [one.state for one in trainings.every()].count("queued") == 2
    assert started
    at = compare()
    at.button(key="sweep_stop").click()
    at = shown(at)
    assert [one.state for one in trainings.every()].count("stopped") == 2
    assert "6번 중 4번을 마치고 멈췄습니다" in everything(at)


def test_a_point_that_failed_says_why(sweep):
    for name in ("s4", "s5"):
        trainings.update(name, state="failed", message="메모리가 모자라 [x](http://evil.example) 멈췄습니다.")
    at = compare()
    assert len(at.error) == 2
    assert "[x](http" not in at.error[0].value


def test_a_sweep_whose_trainings_are_gone_is_still_shown(sweep):
    for one in trainings.every():
        trainings.remove(one.id)
    assert "아직 채점이 끝난 것이 없습니다" in everything(compare())
    assert rows_of(sweep) == ()


def test_values_are_said_as_a_person_says_them():
    values = {"share": 0.5, "rows": "raw", "base": training_seed.BASE, "rank": 8, "dropout": 0.1}
    assert grid_curves.values_name(values) == (
        "데이터 비율 50% · 데이터 정리 정리 전 · 바탕 모델 0.5B · 랭크 8 · dropout 0.1"
    )
