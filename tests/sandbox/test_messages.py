"""A failed statement says what happened in Korean, with DuckDB's own words and the right place beside it."""

from __future__ import annotations

import pytest

from workbench.sandbox.pool import Sandbox
from workbench.settings import INPUT

PLACES = [
    ("SELECT 없는열 FROM 주문", "없는열"),
    ("SELECT '한글 문자열', nothing FROM 주문", "nothing"),
    ("SELECT '😀', nothing FROM 주문", "nothing"),
    ("SELECT\u3000'넓은\u3000칸',\u00a0nothing FROM 주문", "nothing"),
    ("\ufeffSELECT nothing FROM 주문", "nothing"),
    ("-- 주석\nSELECT nothing FROM 주문", "nothing"),
    ("SELECT 금액 FROM 주문 GROUP 상태", "상태"),
    ("SELECT 없는함수(금액) FROM 주문", "없는함수"),
    ("SELECT * FROM 없는표", "없는표"),
]


@pytest.mark.parametrize(("sql", "place"), PLACES)
def test_the_position_is_a_character_of_the_text(sql: str, place: str, sandbox: Sandbox) -> None:
    for result in (sandbox.inspect(sql), sandbox.run(sql)):
        assert result.status == "invalid"
        assert result.error is not None
        assert result.error.position == sql.index(place)


@pytest.mark.parametrize(
    ("sql", "status", "kind"),
    [
        ("SELEC 1", "invalid", "Parser"),
        ("SELECT * FROM 없는표", "invalid", "Catalog"),
        ("SELECT 없는열 FROM 주문", "invalid", "Binder"),
        ("SELECT 상태, 금액 FROM 주문 GROUP BY 상태", "invalid", "Binder"),
        ("SELECT '가'::INTEGER FROM 주문", "error", "Conversion"),
        ("SELECT 9223372036854775807 + 금액 FROM 주문", "error", "Out of Range"),
        ("SELECT (SELECT 금액 FROM 주문)", "error", "Invalid Input"),
        ("SELECT * FROM read_text('/etc/passwd')", "error", "Permission"),
    ],
)
def test_every_kind_of_failure_has_its_status(sql: str, status: str, kind: str, sandbox: Sandbox) -> None:
    result = sandbox.run(sql)
    assert (result.status, result.error and result.error.kind) == (status, kind)
    assert result.message.endswith(("요.", "다."))
    assert "Error" not in result.message


@pytest.mark.parametrize(
    "sql", ["", "  \n", "SELECT \0 1", "SELECT '\ud800'", "SELECT " + "1" * INPUT.sql_chars, ";", "-- 주석만"]
)
def test_what_is_no_statement_is_invalid(sql: str, sandbox: Sandbox) -> None:
    assert sandbox.run(sql).status == "invalid"
    assert sandbox.run(sql).message


def test_several_statements_are_not_run(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT 1; SELECT 2")
    assert result.status == "invalid"
    assert "2개" in result.message


def test_an_inspection_holds_statements_tree_and_plan(sandbox: Sandbox) -> None:
    found = sandbox.inspect("SELECT 상태, sum(금액) FROM 주문 GROUP BY 상태")
    assert (found.status, found.statements, found.error) == ("ok", ("SELECT",), None)
    assert found.ast is not None
    assert found.plan is not None
    assert found.plan[0]["name"]
    assert sandbox.inspect("SELECT 1", explain=False).plan is None


def test_places_in_the_tree_are_characters_too(sandbox: Sandbox) -> None:
    sql = "SELECT '한글', 금액 FROM 주문"
    node = sandbox.inspect(sql).ast["statements"][0]["node"]
    assert node["select_list"][1]["query_location"] == sql.index("금액")
    assert node["select_list"][1]["query_location_length"] == len("금액")


def test_places_in_the_tree_of_a_pivot_are_those_of_the_text(sandbox: Sandbox) -> None:
    sql = "PIVOT 주문 ON 상태 USING sum(금액) GROUP BY 번호"
    found = sandbox.inspect(sql)
    assert found.statements == ("MULTI",)
    node = found.ast["statements"][0]["node"]
    where = [part["query_location"] for part in node["select_list"]]
    assert where == [sql.index("상태"), sql.index("sum")]


def test_deep_nesting_is_not_the_end_of_the_application(sandbox: Sandbox) -> None:
    for sql in (
        "SELECT " + "(" * 9000 + "1" + ")" * 9000,
        "SELECT " + "NOT " * 4000 + "true",
        "SELECT 1" + "+1" * 9000,
    ):
        assert sandbox.inspect(sql).status in ("ok", "invalid", "error", "limit", "timeout")
        assert sandbox.run("SELECT 1").status == "ok"
