"""The verdict is the right kind, with its reason, at its place."""

from __future__ import annotations

import pytest

from workbench.sandbox.pool import Sandbox
from workbench.schema.model import Column, Schema, Table
from workbench.settings import INPUT
from workbench.sql.parsing import parse
from workbench.sql.policy import judge, status
from workbench.sql.policy.second import disagreement
from workbench.sql.policy.tree import Reading

KINDS = [
    ("SELECT * FROM custmers", "invalid", "policy-unknown-table", "custmers"),
    ("SELECT * FROM public.orders", "invalid", "policy-unknown-table", "public.orders"),
    ("SELECT * FROM customers JOIN 없는표 USING (customer_id)", "invalid", "policy-unknown-table", "없는표"),
    ("SELECT date_format(ordered_at, '%Y') FROM orders", "invalid", "policy-unknown-function", "date_format"),
    ("SELECT nvl(coupon, '') FROM orders", "invalid", "policy-unknown-function", "nvl"),
    ("SELEC 1", "invalid", "policy-parse", "SELEC"),
    ("SELECT '한글' FROM customers GROUP name", "invalid", "policy-parse", "name"),
    ("", "invalid", "policy-empty", ""),
    ("-- 주석", "invalid", "policy-empty", "-- 주석"),
    ("SELECT '한글', current_setting('x')", "refused", "policy-function", "current_setting"),
    ("SELECT '한글' FROM customers, sqlite_master", "refused", "policy-table", "sqlite_master"),
    ("SELECT * FROM '/etc/passwd'", "refused", "policy-table", "'/etc/passwd'"),
    ("SELECT * FROM read_csv('x')", "refused", "policy-function", "read_csv('x')"),
    ("DELETE FROM customers", "refused", "policy-write", "DELETE FROM customers"),
    ("SELECT 1; SELECT 2", "refused", "policy-several", " SELECT 2"),
    ("SET threads = 1", "refused", "policy-statement", "SET threads = 1"),
    ("SHOW TABLES", "refused", "policy-catalog", "SHOW TABLES"),
    ("SELECT name FROM customers WHERE name = ?", "refused", "policy-parameter", "?"),
    ("SELECT " + "1, " * INPUT.sql_chars + "1", "refused", "policy-length", ""),
    ("SELECT a" + "[1]" * 300 + " FROM (SELECT 1 AS a)", "refused", "policy-depth", ""),
]


@pytest.mark.parametrize(("sql", "verdict", "code", "place"), KINDS)
def test_a_verdict_has_its_code_and_place(
    sql: str, verdict: str, code: str, place: str, sandbox: Sandbox, schema: Schema
) -> None:
    found = judge(sql, sandbox.inspect(sql), schema)
    assert (status(found), found[0].code) == (verdict, code)
    if place:
        first = found[0]
        assert sql[first.start : first.end].startswith(place) or place.startswith(sql[first.start : first.end])
    assert found[0].message.endswith(("다.", "세요."))


def test_a_table_that_the_database_has_and_the_schema_does_not_is_refused(sandbox: Sandbox, schema: Schema) -> None:
    sql = "SELECT name FROM employees"
    assert status(judge(sql, sandbox.inspect(sql), schema.subset(["customers"]))) == "refused"


def test_tables_may_be_written_with_the_schema_they_came_from(sandbox: Sandbox) -> None:
    schema = Schema((Table("orders", (Column("order_id", "INTEGER"),), namespace="SCOTT"),))
    for sql, verdict in (
        ("SELECT order_id FROM scott.orders", "ok"),
        ("SELECT order_id FROM main.orders", "ok"),
        ("SELECT order_id FROM other.orders", "invalid"),
        ("SELECT order_id FROM main.scott.orders", "refused"),
    ):
        assert status(judge(sql, sandbox.inspect(sql), schema)) == verdict


def test_a_column_called_user_is_a_column(sandbox: Sandbox) -> None:
    sql = "SELECT user FROM customers"
    columns = (Column("user", "VARCHAR"), Column("name", "VARCHAR"))
    assert judge(sql, sandbox.inspect(sql), Schema((Table("customers", columns),))) == ()


def test_what_only_the_second_reader_sees_is_a_disagreement() -> None:
    assert disagreement(parse("SELECT * FROM secrets"), Reading()) == "secrets"
    assert disagreement(parse("SELECT pg_sleep(1)"), Reading()) == "pg_sleep"
    assert disagreement(parse("SELECT sum(1)"), Reading()) is None
    assert disagreement(parse("this is ( not sql"), Reading()) is None


def test_any_exception_is_a_refusal(schema: Schema) -> None:
    found = judge("SELECT 1", None, schema)  # type: ignore[arg-type]
    assert status(found) == "refused"
    assert found[0].code == "policy-doubt"
