"""Byte offsets of DuckDB become character offsets, whatever the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.sandbox.child import pivot
from workbench.sandbox.position import Positions


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Zs", "Cf"]), max_size=40))
def test_every_character_is_found_by_its_byte(text: str) -> None:
    positions = Positions(text)
    assert [positions.character(len(text[:at].encode())) for at in range(len(text))] == list(range(len(text)))


@given(st.text(max_size=30), st.integers(min_value=-5, max_value=200))
def test_any_offset_lands_in_the_text(text: str, byte: int) -> None:
    assert 0 <= Positions(text).character(byte) <= len(text)


@given(st.text(alphabet=st.sampled_from("pivot on using(),'\"-/*;가 \n"), max_size=60))
def test_reading_any_text_as_a_pivot_only_exchanges_keywords(text: str) -> None:
    rewritten, shifts = pivot.as_select(text)
    if rewritten:
        assert len(rewritten.encode()) == len(text.encode()) + (shifts[-1][1] if shifts else 0)


def test_only_pivot_statements_are_exchanged() -> None:
    for text, expected in {
        "PIVOT t ON x USING sum(y)": "FROM  t SELECT x ,     sum(y)",
        "FROM t PIVOT (sum(y) FOR x IN (1))": "",
        "SELECT 'PIVOT t ON x', \"pivot\" -- PIVOT t ON x\n": "",
        "WITH a AS (PIVOT t ON x) FROM a": "WITH a AS (FROM  t SELECT x) FROM a",
        "PIVOT a JOIN b USING (k) ON x": "FROM  a JOIN b USING (k) SELECT x",
        "PIVOT a JOIN b ON a.k = b.k ON x USING count(*)": "FROM  a JOIN b ON a.k = b.k SELECT x ,     count(*)",
    }.items():
        assert pivot.as_select(text)[0] == expected
