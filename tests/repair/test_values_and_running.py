"""Filter values that are plainly meant, and queries that fail only on the rows."""

from __future__ import annotations

import pytest

from workbench.sandbox.result import EngineError
from workbench.schema.model import Schema
from workbench.sql.repair import Binds, repair
from workbench.sql.repair.codes import labels
from workbench.sql.repair.near import canonical, likeness, misspelt, nearest
from workbench.sql.repair.running import repair_run
from workbench.sql.repair.syntax import mend
from workbench.sql.repair.values import repair_values


class Held:
    """A value index over a few columns."""

    def __init__(self, **columns: list[str]) -> None:
        self.columns = columns

    def values(self, table: str, column: str) -> tuple[str, ...]:
        return tuple(self.columns.get(column, ()))

    def contains(self, table: str, column: str, text: str) -> bool | None:
        return text in self.columns[column] if column in self.columns else None

    def nearest(self, table: str, column: str, text: str, n: int = 3) -> tuple[str, ...]:
        return self.values(table, column)[:n]


HELD = Held(
    region=["서울특별시", "부산광역시", "경기도 성남시", "경기도 수원시"],
    use_yn=["Y", "N"], ord_stat_cd=["10", "20", "30"],
    pay_method=["CARD", "BANK"], courier=["CJ대한통운", "한진택배 1호점", "한진택배 2호점"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("filter_", "meant"),
    [
        ("tb_customer WHERE region = '서울'", "region = '서울특별시'"),
        ("tb_customer WHERE region IN ('서울', '부산')", "region IN ('서울특별시', '부산광역시')"),
        ("tb_customer WHERE region = '경기도'", "region LIKE '경기도%'"),
        ("tb_customer WHERE use_yn = 1", "use_yn = 'Y'"),
        ("tb_order AS o WHERE o.ord_stat_cd = '배송중'", "ord_stat_cd = '20'"),
        ("tb_order AS o WHERE '접수' <> o.ord_stat_cd", "'10' <> o.ord_stat_cd"),
        ("tb_payment WHERE pay_method = 'card'", "pay_method = 'CARD'"),
        ("tb_delivery WHERE courier = 'cj 대한통운'", "courier = 'CJ대한통운'"),
        ("tb_customer WHERE grade_cd = 'VIP'", "grade_cd = '03'"),
    ],
)
def test_value_that_is_not_held_becomes_the_one_meant(company: Schema, filter_: str, meant: str) -> None:
    repaired = repair_values(f"SELECT 1 FROM {filter_}", company, HELD)
    assert repaired is not None
    assert meant in repaired.sql
    assert repaired.notes


@pytest.mark.parametrize(
    "filter_",
    [
        "tb_customer WHERE region = '서울특별시'",
        "tb_customer WHERE region = '제주'",
        "tb_delivery WHERE courier = '한진택배 3호점'",
        "tb_order WHERE ord_stat_cd = '20'",
        "tb_order WHERE tot_amt = 3",
        "tb_customer WHERE cust_nm = '김민수'",
    ],
)
def test_value_that_is_held_or_unknown_stays(company: Schema, filter_: str) -> None:
    assert repair_values(f"SELECT 1 FROM {filter_}", company, HELD) is None


def test_comment_codes_are_known_without_any_values(company: Schema) -> None:
    repaired = repair_values("SELECT ord_no FROM tb_order WHERE ord_stat_cd = '취소'", company)
    assert repaired is not None
    assert "'90'" in repaired.sql


def test_value_asked_for_tells_which_of_several_tables_is_meant(company: Schema, binds: Binds) -> None:
    class OnlyDeliveries(Held):
        def contains(self, table: str, column: str, text: str) -> bool | None:
            return table == "tb_delivery"

    sql = "SELECT o.tot_amt FROM tb_order AS o JOIN tb_payment AS p ON o.ord_no = p.ord_no WHERE o.courier = 'CJ'"
    repaired = repair(sql, company, binds, OnlyDeliveries())
    assert repaired is not None
    assert "tb_delivery.courier = 'CJ'" in repaired.sql


@pytest.mark.parametrize(
    ("comment", "found"),
    [
        ("주문상태코드 10:접수 20:배송중 90:취소", {"접수": "10", "배송중": "20", "취소": "90"}),
        ("등급(A=우수, B=일반)", {"우수": "A", "일반": "B"}),
        ("정상(1), 휴면(2)", {"정상": "1", "휴면": "2"}),
        ("고객명", {}),
        ("생년월일(YYYYMMDD)", {}),
    ],
)
def test_codes_are_read_from_comments(comment: str, found: dict[str, str]) -> None:
    assert labels(comment) == found


@pytest.mark.parametrize(
    ("sql", "message", "meant"),
    [
        (
            "SELECT ord_no FROM tb_order WHERE cust_no = (SELECT cust_no FROM tb_customer WHERE region = '서울')",
            "More than one row returned by a subquery used as an expression",
            "cust_no IN (SELECT",
        ),
        ("SELECT CAST(birth_ymd AS INTEGER) FROM tb_customer", "Could not convert string 'x' to INT32", "TRY_CAST"),
        ("SELECT 1 FROM tb_customer WHERE grade_cd = 3", "Could not convert string 'V' to INT32", "grade_cd = '3'"),
        (
            "SELECT ord_no FROM tb_order WHERE ord_dt = '2024-03'",
            "invalid timestamp field format",
            "'%Y-%m') = '2024-03'",
        ),
        ("SELECT ord_no FROM tb_order WHERE is_gift = 'Y'", "Could not convert string 'Y' to INT32", "is_gift = 1"),
        ("SELECT tot_amt // cust_no FROM tb_order", "Division by zero!", "NULLIF(cust_no, 0)"),
    ],
)
def test_error_of_the_rows_is_got_past(company: Schema, sql: str, message: str, meant: str) -> None:
    repaired = repair_run(
        sql, company, EngineError("Conversion" if "onver" in message else "Invalid Input", "", message)
    )
    assert repaired is not None
    assert meant in repaired.sql


def test_error_that_nothing_is_known_about_changes_nothing(company: Schema) -> None:
    assert repair_run("SELECT 1", company, EngineError("Out of Memory", "", "could not allocate")) is None


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("SELECT a FROM t WHERE", "SELECT a FROM t"),
        ("SELECT a FROM t WHERE b IN (SELECT c FROM u", "SELECT a FROM t WHERE b IN (SELECT c FROM u)"),
        ("SELECT a FROM t)", "SELECT a FROM t"),
        ("SELECT a FROM t WHERE AND b = 1", "SELECT a FROM t WHERE b = 1"),
        ("SELECT a FROM t WHERE b = ')' AND", "SELECT a FROM t WHERE b = ')' "),
    ],
)
def test_small_slips_of_grammar_are_mended(broken: str, mended: str) -> None:
    assert (mend(broken) or "").split() == mended.split()


def test_names_are_near_as_people_miss_them() -> None:
    assert likeness("OrderItems", "order_item") == 1.0
    assert canonical("TB_PROD") == canonical("products") == ("product",)
    assert canonical("ord_dt") == canonical("orderDate")
    assert likeness("고갹명", "고객명") > 0.8
    assert not misspelt("agent_name", "agent_code")
    assert nearest("prce", ["price", "prize_amount"], 0.8) == "price"
    assert nearest("ab", ["ax", "ay"], 0.4) is None
