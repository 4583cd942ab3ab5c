"""Words of a question find their tables, columns and values."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from workbench.question.interpret import interpret
from workbench.question.link import estimate_tokens, link
from workbench.question.linked import Linked
from workbench.schema.model import Column, ForeignKey, Schema, Table

TODAY = dt.date(2026, 11, 23)
SHOP = Schema(
    (
        Table(
            "TB_CUST",
            (
                Column("CUST_ID", "BIGINT", comment="고객번호"),
                Column("CUST_NM", "VARCHAR", comment="고객명"),
                Column("GNDR_CD", "VARCHAR", comment="성별코드(M:남성, F:여성)"),
                Column("GRD_CD", "VARCHAR", comment="회원등급 V:VIP / G:골드"),
                Column("REGN", "VARCHAR", comment="지역"),
                Column("WTHDR_YN", "VARCHAR", comment="탈퇴여부(Y/N)"),
            ),
            "고객 마스터",
            ("CUST_ID",),
        ),
        Table(
            "TB_ORD",
            (
                Column("ORD_NO", "BIGINT", comment="주문번호"),
                Column("CUST_ID", "BIGINT", comment="고객번호"),
                Column("STS_CD", "VARCHAR", comment="주문상태코드(10:접수, 30:배송중, 90:취소)"),
                Column("TOT_AMT", "DECIMAL(15,2)", comment="총주문금액"),
            ),
            "주문",
            ("ORD_NO",),
            foreign_keys=(ForeignKey(("CUST_ID",), "TB_CUST", ("CUST_ID",)),),
        ),
        Table(
            "payments",
            (
                Column("id", "INTEGER"),
                Column("ord_no", "BIGINT"),
                Column("payMethod", "VARCHAR", choices=("card", "cash")),
                Column("paid_at", "TIMESTAMP"),
            ),
            foreign_keys=(ForeignKey(("ord_no",), "TB_ORD", ("ORD_NO",)),),
        ),
    ),
    "mysql",
)


class Values:
    """Cell values as `data.values.ValueIndex` offers them."""

    def __init__(self, **columns: tuple[str, ...]) -> None:
        self.columns = {tuple(name.split("__")): held for name, held in columns.items()}

    def values(self, table: str, column: str) -> tuple[str, ...]:
        return self.columns.get((table, column), ())

    def is_complete(self, table: str, column: str) -> bool:
        return (table, column) in self.columns

    def nearest(self, table: str, column: str, text: str, n: int = 3) -> tuple[str, ...]:
        return self.values(table, column)[:n]

    def find(self, text: str) -> tuple[tuple[str, str, str], ...]:
        return tuple((t, c, v) for (t, c), held in self.columns.items() for v in held if v in text)


def linked(question: str, schema: Schema = SHOP, values: Values | None = None, **more: int) -> Linked:
    return link(interpret(question, TODAY), schema, values, **more)


def values_of(question: str, values: Values | None = None) -> set[tuple[str, str, str]]:
    return {(hit.column, hit.value, hit.word) for hit in linked(question, values=values).values}


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("고객들의 지역을 알려줘", "REGN"),
        ("총주문금액이 큰 주문", "TOT_AMT"),
        ("주문 금액의 합계", "TOT_AMT"),
        ("고객명별로 보여줘", "CUST_NM"),
        ("결제수단별 건수", "payMethod"),
        ("customer region list", "REGN"),
        ("등급별 인원", "GRD_CD"),
    ],
)
def test_a_column_is_found_by_comment_name_or_meaning(question: str, column: str) -> None:
    assert column in [hit.column for hit in linked(question).columns[:3]]


@pytest.mark.parametrize(
    ("question", "column", "value"),
    [
        ("배송중인 주문은 몇 건?", "STS_CD", "30"),
        ("여성 고객 수", "GNDR_CD", "F"),
        ("VIP 고객의 이름", "GRD_CD", "V"),
        ("골드 회원", "GRD_CD", "G"),
        ("탈퇴한 고객 수", "WTHDR_YN", "Y"),
        ("카드로 결제한 금액", "payMethod", "card"),
    ],
)
def test_a_code_is_found_by_what_the_schema_says_it_means(question: str, column: str, value: str) -> None:
    assert (column, value) in {(c, v) for c, v, _ in values_of(question)}


@pytest.mark.parametrize("question", ["탈퇴하지 않은 고객 수", "미배송중 주문", "취소 안 된 주문이 아니라 전부"])
def test_a_denied_or_embedded_word_is_no_value(question: str) -> None:
    found = {value for _, value, _ in values_of(question)}
    assert "Y" not in found
    assert "30" not in found


def test_a_value_of_the_data_is_found_and_makes_its_column_a_hit() -> None:
    answer = linked("서울 고객 수", values=Values(TB_CUST__REGN=("서울", "부산")))
    assert ("REGN", "서울", True) in {(hit.column, hit.value, hit.exact) for hit in answer.values}
    assert "REGN" in {hit.column for hit in answer.columns}


def test_a_misspelt_quoted_value_gets_its_nearest() -> None:
    (hit,) = linked("지역이 '서울시'인 고객", values=Values(TB_CUST__REGN=("서울", "부산"))).values
    assert (hit.value, hit.word, hit.exact) == ("서울", "서울시", False)


def test_a_korean_word_finds_the_english_value_of_its_column() -> None:
    schema = Schema((Table("member", (Column("id", "INTEGER"), Column("gender", "VARCHAR"))),))
    (hit,) = linked("성별이 여자인 회원", schema, Values(member__gender=("M", "F"))).values
    assert (hit.column, hit.value, hit.meaning) == ("gender", "F", "여자")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("직원 혈액형별 근속연수", ("혈액형",)),
        ("MBTI별 고객 수", ("MBTI",)),
        ("환율 추이를 보여줘", ("환율",)),
        ("지난달 서울 고객의 주문금액 합계와 평균을 보여줘", ()),
        ("등급별로 가장 많이 주문한 고객 10명을 알려줘", ()),
        ("'없는 값'인 지역의 고객 수", ()),
    ],
)
def test_words_that_nothing_answers_are_named_and_no_others(question: str, missing: tuple[str, ...]) -> None:
    assert linked(question).unmatched == missing


def test_a_schema_that_fits_is_shown_whole_and_in_order() -> None:
    answer = linked("고객 수")
    assert answer.tables == ("TB_CUST", "TB_ORD", "payments")
    assert answer.cut == ()


def test_a_narrow_budget_keeps_the_best_tables_and_the_bridge_between_them() -> None:
    answer = linked("카드로 결제한 고객의 지역", budget_tokens=estimate_tokens("x" * 900))
    assert {"TB_CUST", "payments"} <= set(answer.tables)
    assert answer.tables == tuple(t.name for t in SHOP.tables if t.name in answer.tables)
    assert set(answer.tables) | set(answer.cut) == {"TB_CUST", "TB_ORD", "payments"}
    one = linked("고객 지역", budget_tokens=1)
    assert one.tables == ("TB_CUST",)


def test_an_empty_schema_and_an_empty_question_link_to_nothing() -> None:
    assert linked("고객 수", Schema(())).tables == ()
    assert linked("").columns == ()


def wide() -> Schema:
    words = ["고객", "주문", "상품", "배송", "결제", "환불", "쿠폰", "재고", "직원", "급여"]
    return Schema(
        tuple(
            Table(
                f"t_{n}",
                tuple(Column(f"c_{n}_{m}", "INTEGER", comment=f"{words[(n + m) % 10]} {m}호") for m in range(12)),
                f"{words[n % 10]} {words[n // 10 % 10]} 대장",
            )
            for n in range(1000)
        )
    )


def test_a_thousand_tables_are_linked_quickly_and_always_alike() -> None:
    schema = wide()
    first = linked("쿠폰 환불이 많은 고객", schema, budget_tokens=700)
    started = time.perf_counter()
    again = linked("쿠폰 환불이 많은 고객", schema, budget_tokens=700)
    assert time.perf_counter() - started < 1.5
    assert again == first
    assert 1 <= len(first.tables) < 40
    assert len(first.tables) + len(first.cut) == 1000


def test_a_wide_schema_that_nothing_answers_still_gives_tables() -> None:
    assert linked("zzz", wide(), budget_tokens=700).tables
