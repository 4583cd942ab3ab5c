"""From nothing to figures and failures: one click, a real worker, a scripted model."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_one_click_leads_a_first_time_visitor_to_figures_and_failures(open_tab):
    tab = open_tab("/failures")
    tab.get_by_role("button", name="질문 20개로 평가해 보기").click()
    tab.get_by_role("button", name="질문 20개 평가하기").click()
    tab.get_by_role("button", name="잠시 멈춤").wait_for()
    tab.get_by_text("SQL 만들기").or_(tab.get_by_text("채점")).first.wait_for()
    tab.close()
    again = open_tab("/evaluate")
    again.get_by_test_id("stMetric").first.wait_for(timeout=120_000)
    again.get_by_role("button", name="잠시 멈춤").wait_for(state="detached", timeout=120_000)
    assert again.get_by_test_id("stMetric").first.inner_text().startswith("실행 정확도")
    again.get_by_text("20개 중").first.wait_for()
    again.get_by_text("95% 구간").first.wait_for()
    again.get_by_role("button", name="살펴보기").click()
    again.get_by_role("heading", name="오류 살펴보기").wait_for()
    again.locator("[class*=st-key-open_] button").first.click()
    again.get_by_text("모델의 답").first.wait_for()
    again.get_by_role("button", name="학습에 쓰기").click()
    again.get_by_text("학습 데이터에 1개를 담았습니다").wait_for()
