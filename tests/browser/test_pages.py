"""Real clicks with Korean text, at desk and phone width, in light and dark."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SHAPES = [(1280, 900, "light"), (390, 844, "dark")]
HOSTILE_DDL = """CREATE TABLE customers (
  id INT PRIMARY KEY COMMENT '<img src=x onerror=alert(1)> ![그림](http://evil.example/p.png)',
  grade VARCHAR(10) COMMENT '[누르세요](http://evil.example) www.evil.example $x^2$ :red[빨강] <a href="http://evil.example">a</a>'
) COMMENT='**굵게** http://evil.example/t';"""


def say(tab, question):
    box = tab.get_by_test_id("stChatInputTextArea")
    box.wait_for()
    box.fill(question)
    box.press("Enter")


def sample_question(tab):
    return tab.get_by_test_id("stTabs").get_by_role("button", name="VIP 회원은 몇 명")


def answered(tab):
    tab.get_by_role("button", name="틀렸어요").last.wait_for()


def paste(tab, ddl):
    tab.get_by_role("tab", name="DDL 붙여넣기").click()
    tab.get_by_label("CREATE TABLE 문").fill(ddl)
    tab.get_by_role("button", name="표 읽기").click()
    tab.get_by_test_id("stChatInputTextArea").wait_for()


@pytest.mark.parametrize(("width", "height", "scheme"), SHAPES)
def test_one_click_leads_a_first_time_visitor_to_an_answer(open_tab, width, height, scheme):
    tab = open_tab("/", width, height, scheme)
    sample_question(tab).click()
    answered(tab)
    assert tab.get_by_test_id("stMetric").inner_text().startswith("회원수")
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    background = tab.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert (sum(map(int, background[4:-1].split(","))) > 384) == (scheme == "light")


@pytest.mark.parametrize(("width", "height", "scheme"), SHAPES)
def test_a_typed_question_gives_rows_and_a_chart_and_a_follow_up(open_tab, width, height, scheme):
    tab = open_tab("/ask", width, height, scheme)
    tab.get_by_role("button", name="이 샘플 열기").first.click()
    say(tab, "시도별 고객 수를 많은 순서로 알려줘")
    answered(tab)
    tab.get_by_test_id("stPlotlyChart").wait_for()
    assert tab.get_by_test_id("stDataFrame").count() >= 1
    say(tab, "월별 주문 수는?")
    tab.get_by_text("자세히 보기").wait_for()
    answered(tab)
    assert tab.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_downloads_open_in_korean_excel(open_tab):
    tab = open_tab("/")
    tab.get_by_role("button", name="이 샘플 열기").first.click()
    say(tab, "시도별 고객 수")
    answered(tab)
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="CSV", exact=True).click()
    file = waiting.value
    assert file.suggested_filename.startswith("예시데이터_시도별 고객 수")
    with open(file.path(), "rb") as data:
        assert data.read(9) == "\ufeff시도".encode()
    with tab.expect_download() as waiting:
        tab.get_by_role("button", name="Excel", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".xlsx")


def test_hostile_names_and_comments_stay_text(open_tab):
    tab = open_tab("/")
    dialogs = []
    tab.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    paste(tab, HOSTILE_DDL)
    tab.get_by_test_id("stExpander").first.locator("summary").click()
    tab.get_by_role("tab", name="관계도").click()
    say(tab, "등급별 고객 수는? [x](http://evil.example) http://evil.example <img src=x onerror=alert(2)>")
    answered(tab)
    assert tab.get_by_text("예시 데이터").count() >= 2
    assert tab.locator("a[href*='evil']").count() == 0
    assert tab.locator("img[src*='evil'], img[src='x']").count() == 0
    assert dialogs == []


@pytest.mark.parametrize("path", ["/models", "/ask", "/"])
def test_a_deep_link_opens_the_page_with_its_frame(open_tab, path):
    tab = open_tab(path)
    links = tab.get_by_test_id("stSidebar").get_by_role("link")
    links.filter(has_text="질문하기").wait_for()
    title = "모델" if path == "/models" else "무엇이 궁금하세요?"
    tab.get_by_role("heading", name=title, exact=True).wait_for()
    links.filter(has_text="질문하기" if path == "/models" else "모델").click()
    other = "무엇이 궁금하세요?" if path == "/models" else "모델"
    tab.get_by_role("heading", name=other, exact=True).wait_for()


def test_a_tab_closed_while_generating_loses_nothing(open_tab):
    tab = open_tab("/")
    tab.get_by_role("button", name="이 샘플 열기").first.click()
    say(tab, "천천히 닫힌 탭의 질문")
    tab.get_by_role("button", name="중단").wait_for()
    tab.close()
    again = open_tab("/")
    again.get_by_role("button", name="닫힌 탭의 질문").first.click()
    answered(again)
    again.get_by_role("button", name="CSV", exact=True).wait_for()


def test_stop_ends_a_question(open_tab):
    tab = open_tab("/")
    tab.get_by_role("button", name="이 샘플 열기").first.click()
    say(tab, "천천히 시도별로 세어줘")
    tab.get_by_role("button", name="중단").click()
    tab.get_by_text("중단").last.wait_for()
    tab.get_by_role("button", name="틀렸어요").wait_for()
    assert tab.get_by_test_id("stMetric").count() == 0
    assert tab.get_by_role("button", name="CSV", exact=True).count() == 0


def test_enter_while_a_syllable_is_composed_does_not_send(open_tab):
    tab = open_tab("/")
    tab.get_by_role("button", name="이 샘플 열기").first.click()
    box = tab.get_by_test_id("stChatInputTextArea")
    box.click()
    session = tab.context.new_cdp_session(tab)
    session.send("Input.imeSetComposition", {"text": "매추", "selectionStart": 2, "selectionEnd": 2})
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    session.send("Input.insertText", {"text": "매출"})
    tab.wait_for_timeout(500)
    assert box.input_value() == "매출"
    assert tab.get_by_test_id("stChatMessage").count() == 0
    box.press("Enter")
    tab.get_by_test_id("stChatMessage").first.wait_for()


def test_the_pages_can_be_used_with_the_keyboard_alone(open_tab):
    tab = open_tab("/")
    sample_question(tab).focus()
    tab.keyboard.press("Enter")
    answered(tab)
    box = tab.get_by_test_id("stChatInputTextArea")
    box.focus()
    tab.keyboard.type("시도별 고객 수")
    tab.keyboard.press("Enter")
    tab.get_by_text("자세히 보기").wait_for()
