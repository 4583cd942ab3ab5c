"""Filters, charts, one case and the keyboard, with real clicks at desk and phone width."""

from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

RUN = "run-둘째 평가"


def params(tab):
    return parse_qs(urlsplit(tab.url).query)


def cases(tab):
    return tab.locator("[class*=st-key-open_] button")


def found(tab, count):
    tab.get_by_role("heading", name=f"질문 {count}개", exact=True).wait_for()


def open_case(open_tab, case="case-002", *shape, more=""):
    tab = open_tab(f"/failures?run={RUN}&case={case}{more}", *shape)
    tab.get_by_role("heading", name="이 질문으로 할 일").wait_for()
    return tab


@pytest.mark.parametrize(("width", "height", "scheme"), [(1280, 900, "light"), (390, 844, "dark")])
def test_a_case_shows_both_queries_and_both_results_side_by_side(open_tab, width, height, scheme):
    tab = open_case(open_tab, "case-002", width, height, scheme)
    tab.locator("mark").nth(1).wait_for()
    tab.locator("table").nth(1).wait_for()
    tab.get_by_text("조건의 값이 다릅니다: VIP → GOLD").first.wait_for()
    tab.get_by_text("다른 평가의 답 1개").wait_for()
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_filters_combine_are_in_the_address_and_come_back_from_it(open_tab):
    tab = open_tab(f"/failures?run={RUN}")
    found(tab, 15)
    tab.get_by_text("좁혀 보기").click()
    tab.get_by_role("combobox", name="오류 종류").fill("정렬")
    tab.get_by_role("option", name="정렬").click()
    tab.keyboard.press("Escape")
    found(tab, 3)
    assert params(tab)["category"] == ["sorting"]
    other = open_tab(f"/failures?{urlsplit(tab.url).query}")
    found(other, 3)
    other.get_by_role("button", name="오류 종류: 정렬").click()
    found(other, 15)
    assert "category" not in params(other)


def test_a_click_on_a_bar_filters_the_list(open_tab):
    tab = open_tab(f"/failures?run={RUN}")
    found(tab, 15)
    bar = tab.locator(".js-plotly-plot .barlayer .point path").first
    bar.wait_for()
    bar.click(force=True)
    tab.get_by_role("button", name="오류 종류:").wait_for()
    assert len(params(tab)["category"]) == 1


def test_a_click_on_the_heat_map_filters_by_both(open_tab):
    tab = open_tab(f"/failures?run={RUN}")
    tab.get_by_role("radio", name="종류 × SQL 특징").click()
    cell = tab.locator(".js-plotly-plot .scatterlayer .point").first
    cell.wait_for()
    cell.click(force=True)
    tab.get_by_role("button", name="SQL 특징:").wait_for()
    assert set(params(tab)) == {"run", "category", "feature"}


def test_the_keyboard_walks_and_judges_also_with_a_hangul_key_down(open_tab):
    tab = open_case(open_tab)
    tab.get_by_text("15개 중 1번째").wait_for()
    # Streamlit hears keys a moment after it has drawn their buttons, on a busy machine seconds after.
    tab.wait_for_function("window.hotkeys.getAllKeyCodes().length >= 3")
    tab.keyboard.press("ArrowRight")
    tab.get_by_text("15개 중 2번째").wait_for()
    tab.keyboard.press("2")
    tab.get_by_text("사람이 틀림").wait_for()
    tab.keyboard.press("ArrowLeft")
    tab.get_by_text("15개 중 1번째").wait_for()
    tab.keyboard.press("1")
    tab.get_by_text("사람이 맞음").wait_for()


def test_digits_in_a_reason_judge_nothing(open_tab):
    tab = open_case(open_tab, "case-014")
    reason = tab.get_by_placeholder("이유 (선택)").first
    reason.click()
    reason.press_sequentially("12월 31일은 빼야 합니다")
    tab.get_by_role("button", name="틀림").click()
    tab.get_by_text("사람이 틀림").wait_for()
    assert tab.get_by_placeholder("이유 (선택)").first.input_value() == "12월 31일은 빼야 합니다"


def test_a_selection_goes_to_training_as_a_whole(open_tab):
    tab = open_tab(f"/failures?run={RUN}&category=missing_join")
    tab.get_by_role("button", name="모두 고르기").click()
    tab.get_by_text("개를 골랐습니다").wait_for()
    tab.get_by_role("button", name="학습에 쓰기").click()
    tab.get_by_text("학습 데이터에 2개를").wait_for()


def test_both_queries_are_run_again_on_demand(open_tab):
    tab = open_case(open_tab)
    tab.get_by_role("button", name="두 SQL을 다시 실행").click()
    tab.get_by_text("에서 실행한 결과입니다").wait_for(timeout=60_000)
    tab.locator("table").nth(1).wait_for()


def test_a_corrected_gold_is_graded_and_the_old_one_kept(open_tab):
    tab = open_case(open_tab, "case-023")
    tab.get_by_text("정답 SQL 고치기").click()
    tab.get_by_role("button", name="모델의 SQL을 정답으로").click()
    tab.get_by_text("다시 채점했습니다: 맞음").wait_for(timeout=60_000)
    tab.get_by_text("원문 보기").click()
    tab.get_by_text("전의 정답 (").wait_for()


def test_a_case_opens_on_the_ask_page(open_tab):
    tab = open_case(open_tab)
    tab.get_by_role("button", name="질문하기에서 열기").click()
    tab.get_by_test_id("stChatMessage").first.wait_for(timeout=60_000)
    assert "시도별 VIP 고객 수" in tab.get_by_test_id("stChatMessage").first.inner_text()


def test_hostile_questions_stay_text(open_tab):
    tab = open_tab("/failures?run=run-첫 평가&q=evil")
    dialogs = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    cases(tab).first.wait_for()
    assert "<img src=x" in cases(tab).first.inner_text()
    cases(tab).first.click()
    tab.get_by_role("button", name="학습에 쓰기").wait_for()
    assert tab.locator("a[href*='evil'], img[src='x']").count() == 0
    assert dialogs == []


@pytest.mark.parametrize("query", ["run=없는것", "page=9999", "case=nope", "show=%3Cscript%3E&category=x&page=-1"])
def test_a_wrong_address_still_shows_a_page(open_tab, query):
    tab = open_tab(f"/failures?{query}")
    tab.get_by_role("heading").first.wait_for()
    assert tab.get_by_text("예상하지 못한 문제").count() == 0
