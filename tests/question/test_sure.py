"""Hints on columns and values: right ones stay, and a word that may mean something else gives none."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from tests.question.test_link import Values, wide
from workbench.ask.hints import hint_lines
from workbench.question.interpret import interpret
from workbench.question.link import link
from workbench.schema.model import Column, ForeignKey, Schema, Table

TODAY = dt.date(2026, 11, 23)
FARM = Schema(
    (
        Table("crops", (Column("crop_name", "VARCHAR"), Column("season", "VARCHAR"))),
        Table(
            "animals",
            (Column("pet_name", "VARCHAR"), Column("species", "VARCHAR"), Column("affection", "BIGINT")),
        ),
    )
)
GAME = Schema(
    (
        Table("heroes", (Column("hero_name", "VARCHAR"), Column("gold", "BIGINT"), Column("level", "BIGINT"))),
        Table("quests", (Column("title", "VARCHAR"), Column("reward_gold", "BIGINT"), Column("min_level", "BIGINT"))),
        Table("matches", (Column("mode", "VARCHAR"), Column("deaths", "BIGINT"))),
        Table("cards", (Column("card_id", "BIGINT"), Column("card_type", "VARCHAR"))),
    )
)
CARDS = Schema(
    (
        Table(
            "TB_CUST",
            (
                Column("CUST_NM", "VARCHAR", comment="고객명"),
                Column("CRDT_GRD", "BIGINT", comment="신용등급"),
                Column("DND_YN", "CHAR(1)", comment="수신거부여부(Y/N)"),
            ),
            "고객",
        ),
        Table(
            "TB_CARD",
            (
                Column("CARD_ID", "BIGINT", comment="카드ID"),
                Column("CARD_STS", "VARCHAR", comment="카드상태(10:정상, 40:해지)"),
                Column("CARD_GB", "VARCHAR", comment="카드구분(CR:신용, CK:체크)"),
                Column("CNCL_YMD", "VARCHAR", "CHAR(8)", comment="해지일자"),
                Column("DATA_MB", "BIGINT", comment="데이터사용량(MB)"),
            ),
            "카드",
        ),
        Table("TB_MCHT", (Column("STS_CD", "VARCHAR", comment="상태코드(1:정상, 2:폐업)"),), "가맹점"),
    ),
    "oracle",
)


def hints(question: str, schema: Schema, values: Values | None = None) -> tuple[str, ...]:
    read = interpret(question, TODAY)
    return hint_lines(read, link(read, schema, values), schema, None)


@pytest.mark.parametrize(
    ("question", "schema", "line"),
    [
        ("캐릭터의 골드 평균", GAME, "골드: heroes.gold"),
        ("작물 계절별 수", FARM, "계절: crops.season"),
        ("고객명별 카드 수", CARDS, "고객명: TB_CUST.CUST_NM"),
        ("신용등급이 3 이하인 고객", CARDS, "신용등급: TB_CUST.CRDT_GRD"),
    ],
)
def test_a_word_that_names_one_column_gives_a_line(question: str, schema: Schema, line: str) -> None:
    assert line in hints(question, schema)


@pytest.mark.parametrize(
    ("question", "schema", "wrong"),
    [
        ("보상 골드가 큰 퀘스트의 제목", GAME, "heroes.gold"),
        ("보상 골드가 1,000 초과", GAME, "heroes.gold"),
        ("하사 골드가 큰 것", GAME, "heroes.gold"),
        ("최소 레벨이 가장 높은 퀘스트", GAME, "heroes.level"),
        ("'deathmatch' 모드의 평균", GAME, "matches.deaths"),
        ("카드가 몇 종류씩 있는지", GAME, "cards.card_type"),
        ("동물의 이름", FARM, "crops.crop_name"),
        ("하나라도 있는 고객", Schema((Table("t", (Column("country", "VARCHAR"),)),)), "t.country"),
        ("카드별 비율", Schema((Table("coupons", (Column("rate", "DOUBLE"),)),)), "coupons.rate"),
    ],
)
def test_a_word_that_may_mean_something_else_gives_none(question: str, schema: Schema, wrong: str) -> None:
    assert [line for line in hints(question, schema) if wrong in line] == []


def test_a_status_word_is_a_value_of_the_table_named_behind_it() -> None:
    assert "정상: TB_CARD.CARD_STS = '10'" in hints("정상 카드 수", CARDS)
    assert not any("TB_MCHT" in line for line in hints("정상 카드 수", CARDS))
    assert not any("TB_CARD" in line for line in hints("정상 가맹점 수", CARDS))


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("신용등급별 고객 수", "'CR'"),
        ("지난달 해지한 카드 수", "= '40'"),
        ("데이터 사용량 합계", "'MB'"),
        ("카드상태별 건수", "= '10'"),
    ],
)
def test_a_word_inside_a_name_or_said_of_a_date_is_no_value(question: str, wrong: str) -> None:
    assert [line for line in hints(question, CARDS) if wrong in line] == []


@pytest.mark.parametrize("question", ["수신거부 제외 고객 수", "수신거부한 고객은 빼고", "수신거부 안 한 고객"])
def test_a_flag_that_is_left_out_has_its_other_value(question: str) -> None:
    assert "수신거부 제외: TB_CUST.DND_YN = 'N'" in hints(question, CARDS)


@pytest.mark.parametrize(
    "question", ["해지된 카드도 세어 줘", "카드 수, 해지 여부는 따지지 마", "해지된 카드도 포함해 카드 수"]
)
def test_a_status_that_is_included_is_no_filter(question: str) -> None:
    assert [line for line in hints(question, CARDS) if "= '40'" in line] == []


STAFF = Schema(
    (
        Table(
            "EMP",
            (Column("EMP_NM", "VARCHAR", comment="사원명"), Column("HIRE_DT", "DATE", comment="입사일자")),
            "사원",
        ),
        Table("ORD_HIST", (Column("ORD_CD", "VARCHAR", comment="발령코드(10:입사, 20:전보)"),), "발령이력"),
    )
)


def test_what_another_table_has_a_date_for_is_no_code_of_a_table_nobody_speaks_of() -> None:
    assert not any("ORD_CD" in line for line in hints("지난달 입사한 사원 수", STAFF))
    assert any("ORD_CD = '20'" in line for line in hints("전보 발령 건수", STAFF))


def test_a_flag_that_is_asked_for_keeps_its_value() -> None:
    assert "수신거부: TB_CUST.DND_YN = 'Y'" in hints("수신거부한 고객 수", CARDS)


PEOPLE = Schema(
    (
        Table("student", (Column("id", "BIGINT"), Column("last_name", "VARCHAR"), Column("city", "VARCHAR"))),
        Table(
            "faculty",
            (Column("id", "BIGINT"), Column("last_name", "VARCHAR"), Column("student_id", "BIGINT")),
            foreign_keys=(ForeignKey(("student_id",), "student", ("id",)),),
        ),
    )
)
HELD = Values(student__last_name=("Karson", "Smith"), faculty__last_name=("Smith",), student__city=("Smith",))


def test_a_quoted_value_stands_in_the_table_that_it_is_said_of() -> None:
    lines = [line for line in hints("'Smith' 학생의 도시", PEOPLE, HELD) if "=" in line]
    assert lines
    assert all("student" in line for line in lines)


def test_a_part_of_a_name_is_like_no_value() -> None:
    assert [line for line in hints("이름에 'Karso'이 들어간 학생", PEOPLE, HELD) if "=" in line] == []
    assert any("'Karson'" in line for line in hints("이름이 'Karso'인 학생", PEOPLE, HELD))


def test_a_question_of_20000_characters_and_a_wide_schema_have_their_hints_quickly() -> None:
    question = ("정상 카드 고객명 신용등급 지난달 해지한 " * 900)[:20_000]
    for schema in (CARDS, wide()):
        read = interpret(question, TODAY)
        found = link(read, schema, budget_tokens=700)
        started = time.perf_counter()
        hint_lines(read, found, schema, None)
        assert time.perf_counter() - started < 3.0
