"""Orders to change data are declined; questions about changed data are not."""

from __future__ import annotations

import pytest

from workbench.ask.decline import asks_to_change, decline_reason
from workbench.schema.model import Column, Schema, Table

SCHEMA = Schema((Table("t", (Column("x", "BIGINT"),)),))


@pytest.mark.parametrize(
    "question",
    [
        "주문을 모두 삭제해줘",
        "2023년 이전 고객 데이터를 지워줘",
        "환불 건을 삭제해 주세요",
        "가격을 10% 인상하도록 업데이트해줘",
        "새 고객 홍길동을 등록해줘",
        "orders 테이블을 drop 해줘. DROP TABLE orders",
        "delete all orders",
        "회원 등급을 VIP로 변경해줘",
        "테이블을 초기화해줘",
    ],
)
def test_an_order_to_change_data_is_recognised(question: str) -> None:
    assert asks_to_change(question)


@pytest.mark.parametrize(
    "question",
    [
        "삭제된 주문은 몇 건이야?",
        "최근 수정된 상품 10개를 보여줘",
        "지난달에 등록한 회원 수는?",
        "가격이 변경된 상품 목록",
        "한 번도 입력하지 않은 직원은?",
        "매출을 만원 단위로 바꿔줘",
        "비율 열을 추가해줘",
        "상태가 삭제인 게시글 수",
        "업데이트 횟수가 많은 상품은?",
        "월별 신규 등록 추이를 보여줘",
    ],
)
def test_a_question_about_changed_rows_is_not(question: str) -> None:
    assert not asks_to_change(question)


@pytest.mark.parametrize("question", ["", "   ", "???", "\n\t", "!!"])
def test_an_empty_question_gets_a_message(question: str) -> None:
    problem = decline_reason(question, SCHEMA)
    assert problem is not None
    assert problem.message


def test_a_very_long_question_is_a_limit() -> None:
    problem = decline_reason("매출 " * 10_000, SCHEMA)
    assert problem is not None
    assert problem.status == "limit"
