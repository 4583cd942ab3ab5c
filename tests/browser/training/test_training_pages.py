"""Results, cleaning and sweeps with real clicks, at desk and phone width, in light and dark."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SHAPES = [(1280, 900, "light"), (390, 844, "dark")]
DATA = "/train?view=start&data=20261123-110000-test"


def fits(tab):
    return tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("width", "height", "scheme"), SHAPES)
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/train?run=t1", "우연으로 보기 어려운 차이입니다"),
        ("/train?run=t0", "메모리가 모자라"),
        (DATA, "질문 10개를 시험용으로 남겨 두었습니다"),
        ("/train?view=start", "오류 살펴보기에서 보낸 질문"),
        ("/sweeps", "8보다 나은 값이 없었습니다"),
        ("/sweeps?view=start", "바꾸어 볼 것"),
    ],
)
def test_every_view_fits_its_screen(open_tab, path, said, width, height, scheme):
    tab = open_tab(path, width, height, scheme)
    tab.get_by_text(said).first.wait_for()
    tab.wait_for_timeout(500)
    assert fits(tab)


def test_a_question_that_got_better_opens_on_failures(open_tab):
    tab = open_tab("/train?run=t1")
    tab.locator("[class*=st-key-newly_right_] button").nth(1).click()
    tab.get_by_text("모델의 답").first.wait_for()
    assert "/failures?" in tab.url


def test_hostile_questions_stay_text(open_tab):
    tab = open_tab(DATA)
    dialogs = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    tab.get_by_text("겹친 질문 보기").click()
    tab.get_by_text("onerror=alert").first.wait_for()
    tab.get_by_role("button", name="예", exact=False).first.click()
    tab.wait_for_timeout(500)
    assert tab.locator("a[href*='evil']").count() == 0
    assert tab.locator("img[src='x']").count() == 0
    assert dialogs == []


def test_the_curves_of_a_finished_training_are_behind_one_click(open_tab):
    tab = open_tab("/train?run=t1")
    tab.get_by_text("학습 곡선").click()
    tab.get_by_test_id("stPlotlyChart").nth(4).wait_for()
    tab.get_by_text("처음 보는 질문의 정확도").wait_for()


def test_a_sweep_is_read_axis_by_axis_and_downloaded(open_tab):
    tab = open_tab("/sweeps")
    tab.get_by_test_id("stPlotlyChart").wait_for()
    tab.get_by_role("radio", name="데이터 비율").click()
    tab.get_by_text("50%에서 100%로 바꾸면").wait_for()
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="CSV", exact=True).click()
    with open(waiting.value.path(), "rb") as data:
        assert data.read().startswith("\ufeffrank,share,n".encode())


def test_the_pages_speak_english_too(open_tab):
    tab = open_tab(DATA)
    tab.get_by_role("radio", name="English").click()
    tab.get_by_text("What cleaning did").wait_for()
    tab.get_by_test_id("stSidebar").get_by_role("link").filter(has_text="Sweeps").click()
    tab.get_by_role("heading", name="Sweeps").wait_for()
    tab.get_by_text("All combinations").wait_for()
    tab.get_by_role("radio", name="한국어").click()
    tab.get_by_text("모든 조합").wait_for()
