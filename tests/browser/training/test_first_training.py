"""From a file to a trained model that is the default: one person's clicks, real workers, a random base of 200 KB."""

import json
import re

import pytest

from tests.browser.serving import prepare, serving
from tests.train.runs.conftest import base  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.timeout(580), pytest.mark.filterwarnings("default")]

TRADES = {
    "shop": ("orders", "order_no", "buyer", "paid_at", "amount"),
    "clinic": ("visits", "patient", "doctor", "diagnosis", "fee"),
    "library": ("loans", "book", "reader", "due_on", "returned"),
    "farm": ("harvests", "crop", "field", "picked_on", "weight"),
    "cinema": ("tickets", "seat", "movie", "shown_at", "price"),
    "bank": ("transfers", "sender", "receiver", "sent_at", "won"),
}


@pytest.fixture(scope="module")
def app(tmp_path_factory, model_server):
    home = tmp_path_factory.mktemp("untrained")
    prepare(home, model_server)
    with serving(home) as address:
        yield address


@pytest.fixture
def questions(tmp_path):
    """Sixty questions over six schemas: enough that one database is held out."""
    rows = [
        {
            "db_id": trade,
            "context": f"CREATE TABLE {table} (id INT, {', '.join(f'{column} VARCHAR(20)' for column in columns)});",
            "question": f"{columns[n % 4]} 값이 {n}번인 것은 모두 몇 개인가요?",
            "answer": f"SELECT COUNT(*) FROM {table} WHERE {columns[n % 4]} = '{n}'",
        }
        for trade, (table, *columns) in TRADES.items()
        for n in range(10)
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def number(tab, label, value):
    box = tab.get_by_role("spinbutton", name=label)
    box.fill(str(value))
    box.press("Enter")
    tab.wait_for_timeout(400)


def test_a_file_becomes_a_model_that_answers(open_tab, questions, base):  # noqa: F811
    tab = open_tab("/train")
    tab.get_by_text("기본 제공 질문").first.click(timeout=120_000)
    tab.get_by_text("내 파일이나 폴더 더하기").click()
    path = tab.get_by_label("이 컴퓨터의 파일이나 폴더 경로")
    path.fill(str(questions))
    path.press("Enter")
    tab.get_by_text("질문 60개, 데이터베이스 6개").wait_for()
    tab.get_by_role("button", name="데이터 만들고 정리하기").click()
    tab.get_by_role("heading", name="2. 정리한 결과").wait_for(timeout=120_000)
    tab.get_by_text("데이터베이스 1개의 질문 8개를 시험용으로").wait_for()

    tab.get_by_role("button", name="학습 시작").or_(tab.get_by_text("아직 설치되어 있지 않습니다")).first.wait_for()
    bases = tab.get_by_role("combobox", name="바탕 모델")
    bases.scroll_into_view_if_needed()
    tab.wait_for_timeout(500)  # an option list closes when the page scrolls or is drawn anew under it
    bases.click()
    tab.get_by_role("option", name="다른 모델").click()
    folder = tab.get_by_label("허깅페이스 ID나 폴더")
    folder.fill(str(base))
    folder.press("Enter")
    tab.get_by_text("자세한 설정").click()
    for label, value in (("최대 단계", 4), ("한 번에 읽는 길이(토큰)", 4096), ("학습한 뒤에 물어볼 질문 수", 2)):
        number(tab, label, value)
    tab.get_by_text("걸리는 시간").wait_for()
    tab.get_by_role("button", name="학습 시작").click()
    tab.get_by_role("button", name="잠시 멈춤").wait_for()
    tab.close()

    again = open_tab("/train")
    figures = again.get_by_text(re.compile(r"2개 중 \d개 · 95% 구간"))
    figures.nth(1).wait_for(timeout=300_000)
    assert figures.count() == 2
    again.get_by_text("학습한 모델").first.wait_for()
    again.get_by_text("우연일 수 있습니다").or_(again.get_by_text("우연으로 보기 어려운")).first.wait_for()
    again.get_by_text("학습 곡선").click()
    again.get_by_test_id("stPlotlyChart").first.wait_for()
    again.get_by_role("button", name="기본 모델로 쓰기").click()
    again.get_by_text("질문하기가 이 모델로 답합니다").wait_for()
    again.get_by_role("button", name="되돌리기").click()
    again.get_by_role("button", name="기본 모델로 쓰기").wait_for()
