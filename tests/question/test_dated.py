"""Which column a date of the question is compared with, and in which form."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.question.dates.bounds import bounds
from workbench.question.interpret import interpret, prompt_lines
from workbench.question.interpreted import DateSpan
from workbench.question.link import link
from workbench.question.linked import DateTarget
from workbench.question.linking.events import concepts, root
from workbench.question.linking.time_columns import time_form
from workbench.schema.model import Column, ForeignKey, Schema, Table

TODAY = dt.date(2026, 11, 23)
GUILDS = Schema(
    (
        Table("accounts", (Column("account_id", "BIGINT"), Column("signup_date", "DATE")), primary_key=("account_id",)),
        Table(
            "guilds",
            (Column("guild_id", "BIGINT"), Column("guild_name", "VARCHAR"), Column("founded_at", "TIMESTAMP")),
            primary_key=("guild_id",),
        ),
        Table(
            "guild_members",
            (Column("account_id", "BIGINT"), Column("guild_id", "BIGINT"), Column("joined_at", "TIMESTAMP")),
            foreign_keys=(
                ForeignKey(("account_id",), "accounts", ("account_id",)),
                ForeignKey(("guild_id",), "guilds", ("guild_id",)),
            ),
        ),
    )
)
PARKING = Schema(
    (
        Table("vehicles", (Column("plate", "VARCHAR"), Column("registered_on", "DATE")), "차량", ("plate",)),
        Table(
            "entries",
            (Column("plate", "VARCHAR"), Column("in_time", "TIMESTAMP"), Column("out_time", "TIMESTAMP")),
            "주차 기록",
            foreign_keys=(ForeignKey(("plate",), "vehicles", ("plate",)),),
        ),
    )
)
MUSEUM = Schema(
    (
        Table("Museum", (Column("MuseumID", "BIGINT"), Column("Name", "VARCHAR"), Column("OpenYear", "BIGINT"))),
        Table("Visit", (Column("MuseumID", "BIGINT"), Column("VisitDate", "DATE"))),
    )
)
CALLS = Schema(
    (
        Table(
            "CC_CALL",
            (
                Column("CALL_ID", "BIGINT", comment="통화ID"),
                Column("CALL_YMD", "VARCHAR", "CHAR(8)", comment="통화일자(YYYYMMDD)"),
                Column("TALK_SEC", "BIGINT", comment="통화시간(초)"),
            ),
            "통화 이력",
        ),
        Table(
            "TB_BILL",
            (
                Column("BILL_YM", "VARCHAR", "CHAR(6)", comment="청구년월(YYYYMM)"),
                Column("BILL_AMT", "DECIMAL(15,0)", comment="청구금액"),
                Column("PAID_DT", "DATE", comment="납부일"),
            ),
            "청구",
        ),
    ),
    "oracle",
)


def hints(question: str, schema: Schema) -> tuple[str, ...]:
    read = interpret(question, TODAY)
    return prompt_lines(read, link(read, schema).dates)


@pytest.mark.parametrize(
    ("question", "schema", "hint"),
    [
        ("2023년에 창설된 길드 이름", GUILDS, "guilds.founded_at >= DATE '2023-01-01'"),
        ("이번 달에 길드에 가입한 멤버", GUILDS, "guild_members.joined_at >= DATE '2026-11-01'"),
        ("2024년 2월 29일에 입차한 차량의 번호", PARKING, "entries.in_time >= DATE '2024-02-29'"),
        ("어제 출차한 차량", PARKING, "entries.out_time >= DATE '2026-11-22'"),
        ("1990년 이전에 문을 연 박물관", MUSEUM, "1990년 이전: Museum.OpenYear <= 1990"),
        ("1990년 전에 문을 연 박물관", MUSEUM, "Museum.OpenYear <= 1989"),
        ("2005년부터 2008년까지 개관한 박물관", MUSEUM, "Museum.OpenYear >= 2005 AND Museum.OpenYear <= 2008"),
        ("2001년에 문을 연 박물관", MUSEUM, "2001년: Museum.OpenYear = 2001"),
        ("지난달 박물관 방문 횟수", MUSEUM, "Visit.VisitDate >= DATE '2026-10-01'"),
        ("어제 통화 건수", CALLS, "어제: CC_CALL.CALL_YMD = '20261122'"),
        ("지난주 통화 건수", CALLS, "CC_CALL.CALL_YMD >= '20261116' AND CC_CALL.CALL_YMD < '20261123'"),
        ("10월 청구금액 합계", CALLS, "10월: TB_BILL.BILL_YM = '202610'"),
        ("올해 청구금액 합계", CALLS, "TB_BILL.BILL_YM >= '202601' AND TB_BILL.BILL_YM <= '202612'"),
        ("지난달 납부한 청구 건수", CALLS, "TB_BILL.PAID_DT >= DATE '2026-10-01'"),
    ],
)
def test_the_words_around_a_date_choose_its_column_and_the_column_its_form(
    question: str, schema: Schema, hint: str
) -> None:
    (line,) = hints(question, schema)
    assert hint in line


def test_a_date_that_no_column_leads_for_names_none() -> None:
    assert hints("오늘 기준 계정 수", GUILDS) == ("오늘: from DATE '2026-11-23' and before DATE '2026-11-24'",)


def test_a_date_that_no_column_could_hold_has_no_line() -> None:
    schema = Schema((Table("city", (Column("id", "BIGINT"), Column("Feb", "DOUBLE"))),))
    assert hints("2월 기온이 높은 도시", schema) == ()
    assert hints("오늘 개관한 박물관", Schema((MUSEUM.tables[0],))) == ()


def test_two_dates_have_each_their_own_column() -> None:
    first, second = hints("2023년에 창설된 길드에 이번 달 가입한 멤버", GUILDS)
    assert "guilds.founded_at" in first
    assert "guild_members.joined_at" in second


@pytest.mark.parametrize(
    ("column", "form"),
    [
        (Column("d", "TIMESTAMP"), "date"),
        (Column("HIRE_YMD", "VARCHAR", "CHAR(8)", comment="입사일자"), "day"),
        (Column("AGT_ID", "VARCHAR", "CHAR(8)", comment="상담사ID"), None),
        (Column("x", "VARCHAR", comment="승인일시(YYYYMMDDHH24MISS)"), "moment"),
        (Column("pay_ym", "VARCHAR", "char(6)", comment="귀속년월"), "month"),
        (Column("bill_month", "VARCHAR", "char(7)", comment="청구월(YYYY-MM)"), "dashed_month"),
        (Column("BIRTH_YY", "VARCHAR", "CHAR(4)", comment="출생연도(YYYY)"), "year"),
        (Column("Open_year", "VARCHAR"), "year"),
        (Column("founded", "BIGINT"), "year"),
        (Column("model_year", "INTEGER", comment="연식"), "year"),
        (Column("career_years", "BIGINT"), None),
        (Column("근속연수", "BIGINT"), None),
        (Column("birthday_text", "VARCHAR", "VARCHAR(200)"), None),
        (Column("amount", "BIGINT", comment="금액"), None),
    ],
)
def test_the_form_of_a_column_is_read_from_type_name_width_and_comment(column: Column, form: str | None) -> None:
    assert time_form(column) == form


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("date", "t.c >= DATE '2024-03-01' AND t.c < DATE '2024-04-01'"),
        ("moment", "t.c >= '20240301' AND t.c < '20240401'"),
        ("day", "t.c >= '20240301' AND t.c < '20240401'"),
        ("month", "t.c = '202403'"),
        ("dashed_month", "t.c = '2024-03'"),
    ],
)
def test_a_month_is_written_in_each_form(form: str, expected: str) -> None:
    span = DateSpan("3월", 0, 2, dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    assert bounds(span, DateTarget(form, False, "t", "c")) == expected  # type: ignore[arg-type]


def test_years_are_numbers_or_text_as_the_column_has_them() -> None:
    span = DateSpan("이후", 0, 2, dt.date(987, 1, 1), dt.date(987, 1, 1), "after")
    assert bounds(span, DateTarget("year", True, "t", "c")) == "t.c >= 0987"
    assert bounds(span, DateTarget("year", False, "order", "c")) == "\"order\".c >= '0987'"
    assert bounds(span, DateTarget("year", True)) == "from 0987"


@pytest.mark.parametrize(
    ("one", "other"), [("joined", "join"), ("bought", "buy"), ("published", "publication"), ("opening", "opened")]
)
def test_forms_of_one_verb_share_their_root(one: str, other: str) -> None:
    assert root(one) == root(other)


def test_a_verb_stands_for_the_words_of_column_names() -> None:
    assert concepts("창설된")[0] == root("found")
    assert concepts("입차한")[0] == "in"
    assert concepts("ㅋㅋ") == ()


@given(st.text(max_size=40))
def test_any_text_has_roots_and_concepts(text: str) -> None:
    root(text)
    concepts(text)


def test_a_question_full_of_dates_is_linked_quickly() -> None:
    question = ("지난달 3월 통화 " * 3_000)[:20_000]
    read = interpret(question, TODAY)
    started = time.perf_counter()
    found = link(read, CALLS)
    assert time.perf_counter() - started < 3.0
    assert len(found.dates) == len(read.dates)
