"""Model output of every untidy kind becomes one SQL text; what stands in quotes is never touched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sql.clean import clean
from workbench.sql.lexer import significant, tokens, unquoted

CASES = [
    ("```sql\nSELECT 1;\n```", "SELECT 1"),
    ("```sqlite\nSELECT a FROM t", "SELECT a FROM t"),
    ("네, 다음 쿼리입니다:\n\n```sql\nSELECT 1\n```\n설명: 이것은", "SELECT 1"),
    ("### SQL:\nSELECT a FROM t\n### Question: 다음", "SELECT a FROM t"),
    ("SELECT a FROM t ### Question\nx", "SELECT a FROM t"),
    ("SELECT a FROM t; DROP TABLE t", "SELECT a FROM t"),
    ("SELECT a FROM t WHERE g = ‘VIP’", "SELECT a FROM t WHERE g = 'VIP'"),
    ("SELECT a FROM t WHERE g = “VIP” AND h=‘Women’s’", "SELECT a FROM t WHERE g = \"VIP\" AND h='Women’s'"),
    ("SQL: SELECT 1", "SELECT 1"),
    ("<think>SELECT x?</think>\nSELECT 1", "SELECT 1"),
    ('{"sql": "SELECT \'a;b\' FROM t;"}', "SELECT 'a;b' FROM t"),
    ('```json\n{"sql": "SELECT 1"}\n```', "SELECT 1"),
    ("모르겠습니다.", ""),
    ("cannot answer", ""),
    ('{"sql": null}', ""),
    ("SELECT\xa0a\u200b FROM\u3000t WHERE x = 'a\xa0;b ### “q”'", "SELECT a FROM t WHERE x = 'a\xa0;b ### “q”'"),
    ("SELECT a FROM t\n\n이 쿼리는 t 표에서 a를 가져옵니다.", "SELECT a FROM t"),
    ("SELECT a FROM t\nThis query returns a.", "SELECT a FROM t"),
    ("SELECT a FROM t\n\nSELECT b FROM t", "SELECT a FROM t"),
    ("WITH a AS (SELECT 1)\nSELECT * FROM a", "WITH a AS (SELECT 1)\nSELECT * FROM a"),
    ("SELECT a FROM t\nUNION\nSELECT b FROM u", "SELECT a FROM t\nUNION\nSELECT b FROM u"),
    ("Here's the query: SELECT a FROM t WHERE b = 'x'", "SELECT a FROM t WHERE b = 'x'"),
    ("`SELECT a FROM t`", "SELECT a FROM t"),
    ("**SELECT a FROM t**", "SELECT a FROM t"),
    (
        "SELECT a\nFROM t\nWHERE b = 1\nORDER BY c DESC\nLIMIT 5\n\n-- 설명",
        "SELECT a\nFROM t\nWHERE b = 1\nORDER BY c DESC\nLIMIT 5\n\n-- 설명",
    ),
    ("SELECT a FROM t<|im_end|>", "SELECT a FROM t"),
    ("DELETE FROM t", "DELETE FROM t"),
    ("SELECT COUNT（＊） FROM t WHERE a ＝ １；", "SELECT COUNT(*) FROM t WHERE a = 1"),
    ("다음과 같이 SELECT를 사용하세요", ""),
    (
        "SELECT 이름\nFROM 고객\nWHERE 등급 = 'VIP'\n  AND 도시 = '서울'",
        "SELECT 이름\nFROM 고객\nWHERE 등급 = 'VIP'\n  AND 도시 = '서울'",
    ),
    ("SELECT a FROM t -- it's ok; yes\nWHERE b=1;", "SELECT a FROM t -- it's ok; yes\nWHERE b=1"),
    ("SELECT a,\n  b\nFROM t o\nJOIN u x\nON o.a=x.b", "SELECT a,\n  b\nFROM t o\nJOIN u x\nON o.a=x.b"),
    ("1. SELECT a FROM t", "SELECT a FROM t"),
    ("(SELECT a FROM t) UNION (SELECT b FROM u)", "(SELECT a FROM t) UNION (SELECT b FROM u)"),
    ("I cannot answer with the given schema.", ""),
    ("", ""),
    ("SELECT a FROM t WHERE x = 'it''s' ; ```", "SELECT a FROM t WHERE x = 'it''s'"),
    ("SELECT `a` FROM `t`", "SELECT `a` FROM `t`"),
    ("FROM t SELECT a", "FROM t SELECT a"),
    ("SELECT 'a\nb'\nFROM t\nSQL 설명: x", "SELECT 'a\nb'\nFROM t"),
    ("SELECT *\nFROM t\nWHERE a=1\n### Explanation:\nSELECT b", "SELECT *\nFROM t\nWHERE a=1"),
    ("```sql\nSELECT 1;\nSELECT 2;\n```", "SELECT 1"),
    ("### DDL:\nCREATE TABLE t(a int);\n### Question:\nx\n### SQL:\nSELECT a FROM t", "SELECT a FROM t"),
    ("SELECT 1 AS a # comment", "SELECT 1 AS a # comment"),
]


@pytest.mark.parametrize(("raw", "sql"), CASES)
def test_output_becomes_one_statement(raw: str, sql: str) -> None:
    assert clean(raw).sql == sql


@pytest.mark.parametrize(("raw", "sql"), CASES)
def test_cleaning_twice_changes_nothing_more(raw: str, sql: str) -> None:
    assert clean(sql).sql == sql


def test_second_statement_is_cut_and_said() -> None:
    cleaned = clean("SELECT 1; DELETE FROM orders;")
    assert cleaned.sql == "SELECT 1"
    assert len(cleaned.notes) == 1


def test_explanation_after_the_semicolon_is_cut_without_a_word() -> None:
    assert clean("SELECT 1;\n\n이 쿼리는 1을 보여 줍니다.").notes == ()


@pytest.mark.parametrize(
    "raw",
    ["", "  \n", "모르겠습니다.", "I don't know.", "죄송하지만 스키마에 그 열이 없어요.", '{"sql": ""}', "```\n```"],
)
def test_no_sql_gives_an_empty_text_and_says_so(raw: str) -> None:
    cleaned = clean(raw)
    assert cleaned.sql == ""
    assert cleaned.notes


QUERY = "SELECT name FROM shop WHERE city = {} AND n > 1"


@given(st.text(alphabet="서울;#’“”（a '\u00a0\u200b-*/\"{}", max_size=20))
def test_string_literals_come_through_as_they_are(value: str) -> None:
    literal = "'" + value.replace("'", "''") + "'"
    assert clean("```sql\n" + QUERY.format(literal) + ";\n```").sql == QUERY.format(literal)


@given(st.text(max_size=200))
def test_nothing_makes_it_raise(text: str) -> None:
    clean(text)
    clean("```sql\nSELECT " + text)
    clean('{"sql": "SELECT ' + text)


@given(st.text(alphabet="ab서 '\"`$-/*;()\\\n1.=<>|:", max_size=60))
def test_tokens_put_together_are_the_text(text: str) -> None:
    assert "".join(t.text for t in tokens(text)) == text


def test_tokens_know_literals_from_names() -> None:
    found = significant(tokens("SELECT \"총 매출\", 'it''s' /* c */ FROM `표` WHERE a<=>1.5e3 -- end"))
    assert [t.kind for t in found] == [
        "word", "quoted", "op", "string", "word", "quoted", "word", "word", "op", "number",
    ]  # fmt: skip
    assert unquoted(found[1].text) == "총 매출"
    assert unquoted(found[3].text) == "it's"


def test_backslash_escapes_hold_where_the_standard_leaves_a_string_open() -> None:
    assert [t.text for t in tokens("'it\\'s' x") if t.kind == "string"] == ["'it\\'s'"]
    assert [t.text for t in tokens("'a\\' || 'b'") if t.kind == "string"] == ["'a\\'", "'b'"]


@pytest.mark.parametrize("piece", ["\n", "(", "### SQL: ", "```", "SELECT ‘", "\n(", "WITH a ", "a: ", "{"])
def test_runaway_output_costs_little(piece: str) -> None:
    started = time.perf_counter()
    clean(piece * 50_000)
    assert time.perf_counter() - started < 5
