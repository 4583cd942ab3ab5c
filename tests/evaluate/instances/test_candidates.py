"""Values near a constant: in the type of the column, never an error, whatever the gold says."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluate.instances.conftest import TODAY, answers, built
from workbench.evaluate.instances.truth import Question, ask
from workbench.evaluate.instances.values.near import near
from workbench.sandbox.pool import open_sandbox
from workbench.schema.model import Column
from workbench.sql.pasted import read_pasted

TYPES = ("INTEGER", "DECIMAL(8,2)", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN", "UUID", "INTEGER[]")


@pytest.mark.parametrize(
    ("duckdb_type", "constants", "wanted"),
    [
        ("INTEGER", ["56"], {"55", "56", "57"}),
        ("DECIMAL(4,1)", ["3.5"], {"3.4", "3.5", "3.6"}),
        ("DATE", ["2026-03-01"], {"2026-02-28", "2026-03-01", "2026-03-02"}),
        ("TIMESTAMP", ["2026-03-31"], {"2026-03-31 00:00:00", "2026-03-31 10:30:00", "2026-04-01 00:00:00"}),
        ("DATE", ["2025"], {"2025-01-01", "2025-12-31", "2024-12-31", "2026-01-01"}),
        ("DATE", ["30 days"], {"2026-10-24", "2026-10-25", "2026-10-23"}),
        ("DATE", ["5", "2026-03-10"], {"2026-03-05", "2026-03-04"}),
        ("VARCHAR", ["김%"], {"김", "김x", "x김", "x김x"}),
        ("VARCHAR", ["Kim"], {"Kim", "kim", "KIM", "Kim ", "Kimx"}),
        ("VARCHAR", ["5.2%"], {"5.2%"}),
        ("VARCHAR", ["202603"], {"202603", "202604", "202602", "202503"}),
        ("VARCHAR", ["2026-03%"], {"2026-03", "2026-04", "2026-03-15"}),
    ],
)
def test_the_constant_its_neighbours_and_its_edges(duckdb_type: str, constants: list[str], wanted: set[str]) -> None:
    assert wanted <= set(near(Column("c", duckdb_type), constants, TODAY))


@given(
    st.sampled_from(TYPES),
    st.lists(
        st.one_of(st.text(max_size=12), st.integers().map(str), st.floats().map(str), st.dates().map(str)), max_size=4
    ),
    st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2100, 1, 1)),
)  # fmt: skip
def test_any_constant_gives_a_list_of_texts(duckdb_type: str, constants: list[str], today: dt.date) -> None:
    assert all(isinstance(value, str) for value in near(Column("c", duckdb_type), constants, today))


def test_duckdb_says_for_which_values_a_condition_holds() -> None:
    ages = Question("CAST(c0 AS INTEGER) > 9", ("VARCHAR",), (("10",), ("9",), ("아홉",), (None,)))
    pairs = (("2026-01-01", "2026-01-02"), ("2026-01-02", "2026-01-01"), ("x", ""))
    dates = Question("c0 < c1", ("DATE", "DATE"), pairs)
    broken = Question("nothing(c0)", ("INTEGER",), (("1",),))
    found = ask([ages, broken, dates], open_sandbox())
    assert found == {ages: ("yes", "no", "error", "null"), dates: ("yes", "no", "error")}


def test_names_and_types_out_of_the_ordinary() -> None:
    schema = read_pasted(
        'CREATE TABLE "order ""x" ("select" INT PRIMARY KEY, "한 글" TEXT, j JSON, u UUID, b BYTEA, l INT[],'
        ' i INTERVAL, t TIME); CREATE TABLE "empty" (x INT);',
        "postgres",
    )
    gold = (
        """SELECT "한 글" FROM "order ""x" WHERE "select" > 3 AND "한 글" = 'it''s'"""
        """ AND t > TIME '10:00' AND i IS NOT NULL"""
    )
    databases = built(schema, gold)
    assert any(answers(databases, gold))
    assert all(rows[0]["n"] > 0 for rows in answers(databases, 'SELECT count(u) AS n FROM "order ""x"'))
