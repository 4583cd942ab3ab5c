"""Question and SQL that disagree are found, and pairs that agree in other words are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.train.data.made_cases import TODAY, examined
from workbench.train.data.agreement.asked import read_asked
from workbench.train.data.agreement.written import read_written
from workbench.train.data.rules import RULES, Settings

CODES = (
    "CREATE TABLE orders (id INT, state VARCHAR, city VARCHAR, paid INT);"
    "COMMENT ON COLUMN orders.state IS '상태(10:접수, 20:배송중, 30:완료)';"
)


def found(code: str, question: str, gold: str, **more: object) -> bool:
    rule = next(rule for rule in RULES if rule.code == code)
    return bool(rule.find([examined(question, gold, **more)], Settings(TODAY)))


@pytest.mark.parametrize(
    ("code", "question", "gold"),
    [
        ("numbers", "56세가 넘는 사람은 몇 명이야?", "SELECT COUNT(*) FROM t WHERE age > 65"),
        ("numbers", "점수가 1,200점 이상인 사람", "SELECT name FROM t WHERE score >= 120000001"),
        ("numbers", "2023년 3월에 판 것", "SELECT name FROM t WHERE sold >= '2019-03-01' AND sold < '2019-04-01'"),
        ("numbers", "나이가 30이고 점수가 80인 사람", "SELECT name FROM t WHERE age = 30"),
        ("comparison", "30세 이상인 사람", "SELECT name FROM t WHERE age > 30"),
        ("comparison", "30세를 초과하는 사람", "SELECT name FROM t WHERE age >= 30"),
        ("comparison", "30세 이하인 사람", "SELECT name FROM t WHERE age >= 30"),
        ("comparison", "점수가 30점 미만인 사람", "SELECT name FROM t WHERE score <= 30"),
        ("comparison", "나이가 30보다 많은 사람", "SELECT name FROM t WHERE age < 30"),
        ("comparison", "최소 3명이 있는 나이", "SELECT age FROM t GROUP BY age HAVING COUNT(*) > 3"),
        ("comparison", "나이가 30인 사람", "SELECT name FROM t WHERE age > 30"),
        ("comparison", "2020년 이후에 판 것", "SELECT name FROM t WHERE sold < '2020-01-01'"),
        ("direction", "점수가 높은 순으로 이름을 보여줘", "SELECT name FROM t ORDER BY score"),
        ("direction", "점수를 오름차순으로 정렬해줘", "SELECT score FROM t ORDER BY score DESC"),
        ("direction", "점수가 가장 낮은 사람", "SELECT name FROM t ORDER BY score DESC LIMIT 1"),
        ("direction", "점수의 최댓값은?", "SELECT MIN(score) FROM t"),
        ("direction", "이름을 가나다순으로 정렬해줘", "SELECT name FROM t"),
        ("limit", "점수 상위 3명의 이름", "SELECT name FROM t ORDER BY score DESC LIMIT 5"),
        ("limit", "점수가 가장 높은 세 명의 이름", "SELECT name FROM t ORDER BY score DESC LIMIT 4"),
        ("limit", "점수 상위 10명의 이름", "SELECT name FROM t ORDER BY score DESC"),
        ("limit", "점수가 높은 사람들", "SELECT name FROM t ORDER BY score DESC LIMIT 7"),
        ("literals", "이름이 'Alice'인 사람의 나이", "SELECT age FROM t WHERE name = 'Nancy'"),
        ("literals", "Aberdeen에 있는 사람의 나이", "SELECT age FROM t WHERE name = 'Aberdene'"),
        ("literals", "서울에 사는 사람의 나이", "SELECT age FROM t WHERE name = '부산'"),
    ],
)
def test_a_disagreement_is_found(code: str, question: str, gold: str) -> None:
    assert found(code, question, gold)


@pytest.mark.parametrize(
    ("question", "gold"),
    [
        ("30세 이상인 사람", "SELECT name FROM t WHERE age > 29"),
        ("30세 이상인 사람이 없는 이름", "SELECT name FROM t EXCEPT SELECT name FROM t WHERE age < 30"),
        ("나이가 20에서 30 사이인 사람", "SELECT name FROM t WHERE age BETWEEN 20 AND 30"),
        ("점수가 3만 점이 넘는 사람", "SELECT name FROM t WHERE score > 30000"),
        ("20대인 사람은 몇 명?", "SELECT COUNT(*) FROM t WHERE age >= 20 AND age < 30"),
        ("1980년대에 판 것", "SELECT name FROM t WHERE sold >= '1980-01-01' AND sold < '1990-01-01'"),
        ("세 명 이상이 있는 나이", "SELECT age FROM t GROUP BY age HAVING COUNT(*) >= 3"),
        ("두 번 이상 나온 이름", "SELECT name FROM t GROUP BY name HAVING COUNT(*) > 1"),
        ("점수가 상위 30% 안에 드는 사람", "SELECT name FROM t WHERE score > 0.3"),
        ("나이가 가장 많은 사람", "SELECT name FROM t ORDER BY sold LIMIT 1"),
        ("순위가 높은 순으로 이름을 보여줘", "SELECT name FROM t ORDER BY score"),
        ("값이 비싼 순으로", "SELECT name FROM t ORDER BY score DESC"),
        ("점수가 가장 높은 사람", "SELECT name FROM t WHERE score = (SELECT MAX(score) FROM t)"),
        ("여학생의 나이", "SELECT age FROM t WHERE name = 'F'"),
        ("밤 9시 이후에 온 사람", "SELECT name FROM t WHERE score >= 21"),
        ("점수 상위 3명", "SELECT name FROM (SELECT name, RANK() OVER (ORDER BY score) r FROM t) WHERE r <= 3"),
        ("점수 상위 3명", "SELECT name FROM t ORDER BY score DESC LIMIT 3"),
    ],
)
def test_the_same_in_other_words_is_left_alone(question: str, gold: str) -> None:
    assert [rule.code for rule in RULES if rule.find([examined(question, gold)], Settings(TODAY))] == []


def test_a_code_is_judged_by_what_the_ddl_says_of_it() -> None:
    assert found("literals", "완료된 주문의 도시", "SELECT city FROM orders WHERE state = '20'", ddl=CODES)
    assert found("literals", "완료된 주문의 도시", "SELECT city FROM orders WHERE state = '77'", ddl=CODES)
    assert not found("literals", "완료된 주문의 도시", "SELECT city FROM orders WHERE state = '30'", ddl=CODES)
    assert not found("literals", "완료되지 않은 주문의 도시", "SELECT city FROM orders WHERE state = '10'", ddl=CODES)


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    read_asked(text, TODAY)
    read_written(text)
    read_written(f"SELECT name FROM t WHERE {text}")


@given(
    st.integers(3, 10**7), st.sampled_from(["이상", "초과", "이하", "미만"]), st.sampled_from([">", ">=", "<", "<="])
)
@settings(max_examples=100, deadline=None)
def test_every_comparator_has_one_operator(number: int, word: str, op: str) -> None:
    right = {"이상": ">=", "초과": ">", "이하": "<=", "미만": "<"}[word]
    assert found("comparison", f"점수가 {number} {word}인 사람", f"SELECT name FROM t WHERE score {op} {number}") == (
        op != right
    )
