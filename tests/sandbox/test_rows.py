"""Every DuckDB type arrives, and can be written as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sandbox.pool import Sandbox
from workbench.sandbox.rows import _day, to_json

CASES: list[tuple[str, Any]] = [
    ("NULL", None),
    ("true", True),
    ("1::TINYINT", 1),
    ("9223372036854775807", 9223372036854775807),
    ("18446744073709551615::UBIGINT", 18446744073709551615),
    ("170141183460469231731687303715884105727::HUGEINT", 170141183460469231731687303715884105727),
    ("99999999999999999999::HUGEINT", 99999999999999999999),
    ("340282366920938463463374607431768211455::UHUGEINT", "340282366920938463463374607431768211455"),
    ("(SELECT sum(range) FROM range(5))", 10),
    ("12.50::DECIMAL(10,2)", 12.5),
    ("12::DECIMAL(10,0)", 12),
    ("1.5::FLOAT", 1.5),
    ("'nan'::DOUBLE", "NaN"),
    ("'-inf'::DOUBLE", "-Infinity"),
    ("[1.0, 'inf'::DOUBLE]", [1.0, "Infinity"]),
    ("'가나다'", "가나다"),
    ("DATE '2024-02-29'", "2024-02-29"),
    ("DATE 'infinity'", "infinity"),
    ("DATE '5877642-06-25 (BC)'", "5877642-06-25 (BC)"),
    ("DATE '0001-01-01' - 1", "0001-12-31 (BC)"),
    ("TIMESTAMP '2024-01-01 09:08:07.5'", "2024-01-01T09:08:07.5"),
    ("TIMESTAMP 'infinity'", "infinity"),
    ("TIMESTAMP '294246-01-01'", "294246-01-01T00:00:00"),
    ("TIMESTAMPTZ '2024-01-01 00:00:00+00'", "2024-01-01T09:00:00+09:00"),
    ("TIMESTAMP_NS '2024-01-01 00:00:00.123456789'", "2024-01-01T00:00:00.123456789"),
    ("TIMESTAMP_S '2024-01-01 00:00:01'", "2024-01-01T00:00:01"),
    ("TIME '10:11:12.000001'", "10:11:12.000001"),
    ("'10:00:00+09'::TIMETZ", "10:00:00+09"),
    ("INTERVAL '1 year 2 months 3 days 04:05:06.5'", "1 year 2 months 3 days 04:05:06.5"),
    ("INTERVAL '-90 minutes'", "-01:30:00"),
    ("INTERVAL '0 days'", "00:00:00"),
    ("'00000000-0000-0000-0000-000000000001'::UUID", "00000000-0000-0000-0000-000000000001"),
    ("'\\xAA\\x00a'::BLOB", "\\xAA\\x00a"),
    ("'10101'::BIT", "10101"),
    ("'a'::ENUM('a', 'b')", "a"),
    ("[1, NULL, 3]", [1, None, 3]),
    ("[[1], NULL, []]", [[1], None, []]),
    ("[DATE '2024-01-01']", ["2024-01-01"]),
    ("array_value(1, 2)", [1, 2]),
    ("{'a': 1, 'b': [2], 'c': {'d': DATE '2024-01-01'}}", {"a": 1, "b": [2], "c": {"d": "2024-01-01"}}),
    ("NULL::STRUCT(a INT)", None),
    ("MAP {'a': 1}", {"a": 1}),
    ("MAP {1: 'a'}", [[1, "a"]]),
    ("'{\"a\": 1}'::JSON", '{"a": 1}'),
    ("union_value(k := 1)", "1"),
    ("123::BIGNUM", "123"),
    ("1::VARIANT", "1"),
    ("{'big': 1::UHUGEINT}", "{'big': 1}"),
]


@pytest.mark.parametrize(("expression", "expected"), CASES)
def test_a_value_of_every_type_becomes_json(expression: str, expected: Any, sandbox: Sandbox) -> None:
    result = sandbox.run(f"SELECT {expression}")
    assert result.status == "ok", result.error
    assert to_json(result.table) == [[expected]]
    json.dumps(to_json(result.table), allow_nan=False)


def test_a_null_among_values_of_every_type_stays_null(sandbox: Sandbox) -> None:
    for expression, expected in CASES:
        result = sandbox.run(f"SELECT v FROM (SELECT {expression} AS v, 1 AS o UNION ALL SELECT NULL, 0) ORDER BY o")
        assert result.status == "ok", (expression, result.error)
        assert to_json(result.table) == [[None], [expected]], expression


def test_columns_of_the_same_name_all_arrive(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT 1 AS a, 2 AS a, 3::UHUGEINT AS a")
    assert result.columns == ["a", "a", "a"]
    assert to_json(result.table) == [[1, 2, "3"]]


def test_a_result_without_rows_keeps_its_columns(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT 1 AS a, [1] AS b, {'c': 1} AS d WHERE false")
    assert result.columns == ["a", "b", "d"]
    assert to_json(result.table) == []


def test_a_sum_of_integers_is_an_integer_column(sandbox: Sandbox) -> None:
    result = sandbox.run("SELECT sum(range) AS s FROM range(10)")
    assert str(result.table.schema.field("s").type) == "int64"


@given(st.integers(min_value=-2_147_483_646, max_value=2_147_483_646))
def test_any_day_of_duckdb_has_a_text(days: int) -> None:
    text = _day(days)
    assert text[-5:] == " (BC)" or text[-3] == "-"
