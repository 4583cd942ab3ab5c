"""SQL is taken out of fences and sentences for grading, and nothing that is wrong becomes right by it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sql.wrapped import is_prose, unwrap

SQL = "SELECT a FROM t"


@pytest.mark.parametrize(
    "text",
    [
        f"```sql\n{SQL};\n```",
        f"```\n{SQL}```",
        f"```duckdb {SQL}```",
        f"~~~sql\r\n{SQL}\r\n~~~",
        f"{SQL}\n```",
        f"다음은 쿼리입니다:\n```sql\n{SQL}\n```\n이 쿼리는 a를 보여 줍니다.",
        f"```sql\n{SQL}\n```\n또는\n```sql\nSELECT b FROM t\n```",
        f"```sql\n-- 모든 a\n{SQL}\n```",
        f'```json\n{{"sql": "{SQL};"}}\n```',
        f"<think>SELECT x?</think>\n{SQL}",
        f"정답은 `{SQL}` 입니다.",
        f"`{SQL}`",
        f"**{SQL}**",
        f"SQL: {SQL}",
        f"sql\n{SQL}",
        f"### SQL\n{SQL}",
        f"Sure! Here is the query: {SQL}",
        f"{SQL};\n\n이 쿼리는 모든 a를 보여 줍니다.",
        f"{SQL}\n\nThis query returns every a of t.",
    ],
)
def test_what_is_no_sql_is_taken_off(text: str) -> None:
    assert unwrap(text) == SQL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "```",
        "죄송합니다. 이 표로는 답할 수 없습니다.",
        "Please select the table you want.",
        SQL,
        f"{SQL} ;\n",
        f"{SQL} -- 설명:\n",
        "SELECT a\nFROM t\nWHERE b = '다:'",
        "SELECT `a` FROM `t`",
        # Wrong SQL whose tail or head would be right alone.
        "SELCT a\nFROM t",
        "SELCT a FROM t WHERE id IN (SELECT id FROM t)",
        "SELECT a FROM t\nWHER b = 1 AND c = 2",
        "SELECT a FROM t; DRP TABLE t",
        "```sql\nSELCT a\nFROM t\n```",
    ],
)
def test_bare_sql_wrong_sql_and_mere_prose_stay(text: str) -> None:
    assert unwrap(text) is None


def test_prose_is_told_from_wrong_sql() -> None:
    assert is_prose("죄송합니다. 이 표로는 답할 수 없습니다.")
    assert is_prose("I cannot answer this from the given schema.")
    assert not is_prose("SELCT name FROM customers")
    assert not is_prose("SELECT 1.")
    assert not is_prose("")


def test_several_statements_in_a_fence_stay_several() -> None:
    assert unwrap(f"```sql\n{SQL}; DROP TABLE t;\n```") == f"{SQL}; DROP TABLE t;"


def test_what_is_left_is_not_mended() -> None:
    assert unwrap("```sql\nSELECT a FROM t WHERE b = ‘x’\n```") == "SELECT a FROM t WHERE b = ‘x’"


@given(st.text(alphabet="SELECT FROMabt'\"`~;\n-/*{}:.다()１", max_size=80))
def test_what_is_taken_out_of_any_text_stood_there(text: str) -> None:
    found = unwrap(text)
    assert found is None or found in text.replace("\r\n", "\n") or "{" in text or "<" in text
