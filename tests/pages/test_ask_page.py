"""질문하기 through AppTest: real schema, data, checks and sandbox, a scripted model."""

import time

import pytest

from tests.pages.walk import ask, button, everything, finish, open_ask, page, paste, plain
from workbench.store import cases, history
from workbench.ui import running

DDL = """CREATE TABLE `customers` (
  `id` INT NOT NULL AUTO_INCREMENT COMMENT '고객 번호',
  `name` VARCHAR(50) COMMENT '**굵게** [링크](http://evil.example) $x$ :red[빨강]',
  `grade` VARCHAR(10) COMMENT '등급',
  PRIMARY KEY (`id`)
) ENGINE=InnoDB COMMENT='고객';
CREATE TABEL broken (;
"""
COUNT = "SELECT grade AS 등급, COUNT(*) AS 고객수 FROM customers GROUP BY grade ORDER BY 고객수 DESC"


def test_a_first_time_visitor_sees_samples_with_questions():
    at = open_ask()
    assert "무엇이 궁금하세요?" in everything(at)
    assert len([b for b in at.button if b.key and b.key.startswith("sample_")]) >= 9


def test_one_click_on_a_sample_question_gives_an_answer(model):
    model.texts = ["SELECT COUNT(*) AS 회원수 FROM customer"]
    at = open_ask()
    button(at, "VIP 회원은 몇 명").click()
    at.run()
    at = finish(at)
    assert at.metric[0].label == "회원수"
    assert "SELECT COUNT(*)" in "".join(c.value for c in at.code)


def test_pasted_ddl_is_read_answered_and_marked_as_example_data(model):
    model.texts = [COUNT]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수는?")
    text = everything(at)
    assert "예시 데이터" in text
    assert "7번째 줄" in text
    assert any(len(d.value) for d in at.dataframe)
    assert "신뢰도" in text


def test_empty_ddl_and_prose_are_answered_in_words():
    at = paste(open_ask(), "   ")
    assert "붙여 넣어" in at.warning[0].value
    at = paste(open_ask(), "안녕하세요. 우리 회사 데이터베이스에 대해 설명하겠습니다.")
    assert len(at.error) == 1
    assert "Traceback" not in everything(at)
    assert "workspace" not in at.session_state


def test_names_and_comments_never_become_markup(model):
    model.texts = [COUNT.replace("등급,", '"**굵게** [링크](http://evil.example)",', 1)]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수는? [누르세요](http://evil.example) :material/home:")
    labels = [e.value for kind in ("markdown", "caption", "info", "warning", "error") for e in getattr(at, kind)]
    labels += [b.label for b in at.button] + [e.label for e in at.expander]
    for label in labels:
        assert "](http" not in label
        assert "http://evil" not in label
        assert "**굵게**" not in label


def test_an_order_to_delete_is_declined_in_words(model):
    at = ask(paste(open_ask(), DDL), "고객을 모두 삭제해줘")
    assert "바꾸거나 지우는" in everything(at)
    assert not at.dataframe or "rows_" not in str(at.dataframe[-1].key)


def test_sql_that_is_no_query_is_not_presented_as_an_answer(model):
    model.texts = ["DROP TABLE customers"]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수")
    assert "DROP TABLE" not in "".join(c.value for c in at.code)
    assert not at.metric


def test_a_model_that_fails_is_a_message_and_the_page_goes_on(model, monkeypatch):
    from workbench.errors import ModelError

    def fail(*_):
        raise ModelError("모델이 꺼졌습니다. 다시 물어봐 주세요.")

    monkeypatch.setattr(model, "generate", fail)
    at = ask(paste(open_ask(), DDL), "등급별 고객 수")
    assert "모델이 꺼졌습니다" in everything(at)
    monkeypatch.undo()


def test_the_stop_button_ends_a_running_question(model):
    model.texts = [COUNT * 5]
    model.pause = 0.2
    at = paste(open_ask(), DDL)
    at.chat_input(key="question").set_value("등급별 고객 수")
    at.run()
    button(at, "중단").click()
    at.run()
    at = finish(at)
    assert "중단했습니다" in everything(at)


def test_an_answer_outlives_its_tab_and_is_found_in_the_history(model):
    model.texts = [COUNT]
    model.pause = 0.05
    at = paste(open_ask(), DDL)
    at.chat_input(key="question").set_value("등급별 고객 수는?")
    at.run()
    job = running.find(at.session_state["turns"][0].job)
    del at
    job.wait(30)
    deadline = time.monotonic() + 10
    while not history.recent() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [e.question for e in history.recent()] == ["등급별 고객 수는?"]
    again = open_ask()
    button(again, "등급별 고객 수는?").click()
    again.run()
    assert not again.exception
    assert "고객수" in str(again.dataframe[-1].value.columns.tolist())


def test_a_running_question_can_be_picked_up_in_another_tab(model):
    model.texts = [COUNT]
    model.pause = 0.3
    at = paste(open_ask(), DDL)
    at.chat_input(key="question").set_value("오래 걸리는 질문")
    at.run()
    other = open_ask()
    button(other, "오래 걸리는 질문").click()
    other.run()
    assert "오래 걸리는 질문" in everything(finish(other))


def test_a_follow_up_carries_the_last_answer(model):
    model.texts = [COUNT]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수는?")
    ask(at, "그중 VIP만")
    assert "GROUP BY grade" in model.questions[-1]


def test_a_wrong_answer_is_kept_with_the_corrected_sql(model):
    model.texts = [COUNT]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수는?")
    button(at, "틀렸어요").click()
    at.run()
    comment, corrected = at.text_area[-2:]
    comment.set_value("VIP만 세야 합니다")
    corrected.set_value("SELECT COUNT(*) FROM customers WHERE grade = 'VIP'")
    button(at, "사례로 저장").click()
    at.run()
    (case,) = cases.every()
    assert (case.verdict, case.comment) == ("bad", "VIP만 세야 합니다")
    assert "WHERE grade" in case.corrected
    assert "customers" in case.ddl
    assert case.sql.startswith("SELECT grade")


def test_edited_sql_is_checked_again_and_refused_where_it_must(model):
    model.texts = [COUNT]
    at = ask(paste(open_ask(), DDL), "등급별 고객 수는?")
    for sql, expected in [("SELECT COUNT(*) AS n FROM customers", "직접 고친"), ("DROP TABLE customers", "직접 고친")]:
        key = f"details_{at.session_state['turns'][0].job}"
        pills = next(p for p in at.button_group if p.key == key)
        if pills.value != "edit":
            pills.set_value("edit")
            at.run()
        area = next(a for a in at.text_area if a.key and a.key.startswith("sql_"))
        area.set_value(sql)
        button(at, "점검하고 실행").click()
        at.run()
        assert not at.exception
        assert expected in everything(at)
    assert at.session_state["turns"][0].shown.status in ("refused", "invalid")
    assert at.session_state["turns"][0].shown.result is None


def test_an_unexpected_fault_shows_no_trace(monkeypatch):
    from workbench.ui import conversation

    def fail(*_):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(conversation, "welcome", fail)
    from streamlit.testing.v1 import AppTest

    from tests.pages.walk import APP

    at = AppTest.from_file(APP, default_timeout=60).run()
    assert "secret detail" not in everything(at)


def test_the_language_can_be_changed():
    at = open_ask()
    next(g for g in at.button_group if g.key == "language_choice").set_value("en")
    at.run()
    assert "What would you like to know?" in everything(at)
    assert "What would you like to know?" in everything(page("ask").run())


@pytest.mark.parametrize("first", ["ask", "models"])
def test_a_page_opens_alone_and_twice(first):
    at = page(first).run()
    assert not at.exception
    assert plain(at.title[0].value)
    at.run()
    assert not at.exception


def test_a_row_of_figures_is_shown_large_and_once(model):
    model.texts = ["SELECT COUNT(*) AS 고객수, MAX(id) AS 가장_큰_값 FROM customers"]
    at = ask(paste(open_ask(), DDL), "고객은 모두 몇 명이야?")
    assert [metric.label for metric in at.metric][:1] == ["고객수"]
    assert not [frame for frame in at.dataframe if "고객수" in frame.value.columns]


def test_conditions_are_a_list_inside_the_explanation(model):
    model.texts = ["SELECT id FROM customers WHERE grade = 'VIP' AND id > 3"]
    at = ask(paste(open_ask(), DDL), "번호가 3보다 큰 VIP 고객")
    (explained,) = [m.value for m in at.markdown if m.value.startswith("- ") and "VIP" in m.value]
    assert sum(line.startswith("  - ") for line in explained.splitlines()) == 2


def test_pasted_tables_come_with_a_question_to_click(model):
    model.texts = [COUNT]
    at = paste(open_ask(), DDL)
    button(at, "고객은 모두 몇").click()
    at.run()
    assert "신뢰도" in everything(finish(at))


def test_a_question_that_ends_as_it_is_clicked_is_still_picked_up(model):
    model.texts, model.pause = [COUNT], 0.1
    at = paste(open_ask(), DDL)
    at.chat_input(key="question").set_value("거의 끝난 질문")
    at.run()
    other = open_ask()
    clicked = button(other, "거의 끝난 질문").click()
    running.find(at.session_state["turns"][0].job).wait(30)
    clicked.run()
    assert "신뢰도" in everything(finish(other))
