"""Reading SQL once, without dying of it, and finding the place of a node again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from workbench.sql.nearest import nearest
from workbench.sql.parsing import parse


@pytest.mark.parametrize(
    ("sql", "kind", "at"),
    [
        ("", "empty", ""),
        (" ;\n", "empty", " ;\n"),
        ("-- 주석", "empty", "-- 주석"),
        ("SELECT 'abc", "open-quote", "'abc"),
        ("SELECT '한글', \"abc", "open-quote", '"abc'),
        ("SELECT 1 /* abc", "open-quote", "/* abc"),
        ("SELECT 이름 전화 이메일 FROM 고객", "syntax", "이메일"),
        ("SELECT '😀' FROM", "syntax", "FROM"),
    ],
)
def test_what_cannot_be_read_is_marked(sql: str, kind: str, at: str) -> None:
    problem = parse(sql).problem
    assert problem is not None
    assert (problem.kind, sql[problem.start : problem.end]) == (kind, at)


@pytest.mark.parametrize(
    ("sql", "kind", "at"),
    [
        ("SELECT upper(c.이름) FROM 고객 c", exp.Upper, "upper(c.이름)"),
        ("SELECT COUNT(*) FROM 고객", exp.Count, "COUNT(*)"),
        ("SELECT now() FROM 고객", exp.Anonymous, "now()"),
        ("SELECT '😀', (a + b) * 2 FROM t", exp.Mul, "(a + b) * 2"),
        ("SELECT CAST(a AS INT) FROM t", exp.Cast, "CAST(a AS INT)"),
        ("SELECT a::DATE FROM t", exp.Cast, "a::DATE"),
        ("SELECT 1 FROM t WHERE a IN (SELECT b FROM u)", exp.In, "a IN (SELECT b FROM u)"),
        ("SELECT `이름` FROM `고객`", exp.Column, "`이름`"),
    ],
)
def test_a_node_is_found_again_in_the_text(sql: str, kind: type[exp.Expr], at: str) -> None:
    parsed = parse(sql)
    node = parsed.statements[0].find(kind)
    start, end = parsed.span(node)
    assert sql[start:end] == at


@pytest.mark.parametrize(
    "body",
    ["(" * 9900, "a" + "[1]" * 6000, "- " * 9000 + "1", "NOT " * 4000 + "true", "CASE WHEN " * 1900, "1::INT" * 2500],
)
def test_nesting_that_would_kill_or_stall_the_parser_is_refused_at_once(body: str) -> None:
    started = time.monotonic()
    problem = parse(f"SELECT {body}").problem
    assert problem is not None
    assert problem.kind in ("deep", "syntax")
    assert time.monotonic() - started < 2


def test_long_flat_lists_are_no_nesting() -> None:
    assert parse("SELECT 1 WHERE x IN (" + ",".join(["-1"] * 5000) + ")").problem is None
    assert parse("SELECT " + " + ".join(["1"] * 2000)).problem is None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="SELECT fromwh(),;'\"`[]{}*-+/가나😀\n\0:.1", max_size=80))
def test_any_text_is_read_or_its_problem_named(sql: str) -> None:
    parsed = parse(sql)
    assert (parsed.problem is None) == bool(parsed.statements)
    for statement in parsed.statements:
        start, end = parsed.span(statement)
        assert 0 <= start <= end <= len(sql)


def test_the_nearest_name_is_judged_by_jamo_and_without_case() -> None:
    assert nearest("고겍", ["주문", "고객", "상품"]) == ("고객",)
    assert nearest("CUSTOMERNAME", ["customer_id", "customer_name"])[0] == "customer_name"
    assert nearest("zzz", ["customer", "orders"]) == ()
