"""Results, comparison, start and exports, with real clicks."""

import json

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 900, "light"), (390, 844, "dark")])
def test_every_figure_comes_with_its_n_and_interval(open_tab, width, height, scheme):
    tab = open_tab("/evaluate", width, height, scheme)
    tab.get_by_test_id("stMetric").first.wait_for()
    assert tab.get_by_text("45개 중").count() >= 5
    assert tab.get_by_text("95% 구간").count() >= 5
    tab.get_by_text("판정을 믿을 만한지").wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_two_runs_are_compared_in_plain_words_and_a_changed_case_opens(open_tab):
    tab = open_tab("/evaluate?view=compare")
    tab.get_by_text("우연으로 보기 어려운 차이입니다").wait_for()
    tab.get_by_role("heading", name="새로 맞은 질문 15개").wait_for()
    tab.locator("[class*=st-key-newly_right_] button").first.click()
    tab.get_by_text("모델의 답").first.wait_for()
    assert "/failures?" in tab.url


def test_disagreements_with_the_judge_are_one_click_away(open_tab):
    tab = open_tab("/evaluate")
    tab.get_by_role("button", name="판단이 갈린 질문").click()
    tab.get_by_role("heading", name="오류 살펴보기").wait_for()
    assert "show=disputed" in tab.url


def test_a_run_is_downloaded_in_every_format(open_tab):
    tab = open_tab("/evaluate")
    for name, suffix in (("Excel", ".xlsx"), ("CSV", ".csv"), ("JSONL", ".jsonl"), ("보고서(HTML)", ".html")):
        with tab.expect_download() as waiting:
            tab.get_by_role("button", name=name, exact=True).click()
        assert waiting.value.suggested_filename.endswith(suffix)


def test_an_uploaded_set_with_other_column_names_lists_its_bad_rows(open_tab, tmp_path):
    rows = [
        {"순번": 1, "표": "CREATE TABLE t (a INT)", "물음": "몇 개야?", "답안": "SELECT COUNT(*) FROM t"},
        {"순번": 2, "표": "CREATE TABLE t (a INT)", "물음": "몇 개야?", "답안": ""},
    ]
    file = tmp_path / "mine.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    tab = open_tab("/evaluate?view=start")
    tab.get_by_role("radio", name="파일 올리기").click()
    tab.locator("input[type=file]").set_input_files(file)
    for field, column in (("질문", "물음"), ("정답 SQL", "답안"), ("표 정의(DDL)", "표")):
        tab.get_by_role("combobox", name=field, exact=True).click()
        tab.get_by_role("option", name=column, exact=True).click()
    tab.get_by_text("질문 1개, 데이터베이스 1개").wait_for()
    tab.get_by_text("읽지 못해 뺀 줄 1개").click()
    tab.get_by_text("2번째 줄").wait_for()


def test_a_judge_is_chosen_with_its_cost_or_its_weakness(open_tab):
    tab = open_tab("/evaluate?view=start")
    tab.get_by_role("radio", name="이유까지 (v2)").click()
    tab.get_by_text("요청 184건").wait_for()
    tab.get_by_role("combobox", name="판정할 모델").click()
    options = tab.get_by_role("option", name="약한 심판")
    if options.count():
        options.first.click()
        tab.get_by_text("약한 심판입니다").wait_for()
