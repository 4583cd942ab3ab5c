"""Policy on texts nobody wrote: hostile parts in every place of a query, and random token salads."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.sandbox.pool import Sandbox
from workbench.schema.model import Schema
from workbench.sql.policy import judge, status

quiet = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

SOURCES = [
    "duckdb_settings()",
    "DUCKDB_TABLES()",
    "sqlite_master",
    '"sqlite_master"',
    "information_schema.tables",
    "pg_catalog.pg_class",
    "'/etc/passwd'",
    "read_text('/etc/passwd')",
    "main.read_csv('/etc/passwd')",
    "query('SELECT 1')",
    "query_table('customers')",
    "(FROM glob('/*'))",
    "(SELECT * FROM pragma_database_size())",
    "(WITH h AS (FROM duckdb_secrets()) FROM h)",
    "(WITH h AS (DELETE FROM orders RETURNING *) FROM h)",
]
VALUES = [
    "current_setting('threads')",
    "CURRENT_SETTING('threads')",
    "\"current_setting\"('threads')",
    "getvariable('x')",
    "pg_sleep(1)",
    "current_user",
    "nextval('s')",
    "json_serialize_sql('x')",
    "(SELECT max(sql) FROM sqlite_master)",
    "(FROM duckdb_settings() SELECT count(*))",
    "list_transform([1], lambda x: getvariable('x'))[1]",
    "EXISTS (FROM 'x.csv')",
    "'x'.current_setting()",
]
AROUND_SOURCES = [
    "SELECT * FROM {}",
    "FROM {}",
    "SELECT 1 FROM customers, {}",
    "SELECT 1 FROM customers c LEFT JOIN {} h ON true",
    "SELECT 1 FROM customers WHERE EXISTS (SELECT 1 FROM {})",
    "WITH a AS (SELECT * FROM {}) SELECT 1",
    "WITH a AS MATERIALIZED (SELECT 1), b AS (FROM {}) FROM a",
    "SELECT (SELECT count(*) FROM {})",
    "SELECT 1 UNION ALL SELECT 1 FROM {}",
    "SELECT name FROM customers ORDER BY (SELECT count(*) FROM {})",
    "SELECT * FROM (SELECT 1 FROM {}) LIMIT 1",
    "SUMMARIZE SELECT * FROM {}",
    "SELECT count(*) FROM customers GROUP BY name HAVING count(*) > (SELECT count(*) FROM {})",
    "SELECT * FROM (PIVOT customers ON grade USING count(*)), {}",
    "PIVOT (SELECT 1 AS a FROM {}) ON a USING count(*)",
    "SELECT [x FOR x IN (SELECT list(1) FROM {})]",
    "SELECT * FROM range((SELECT count(*) FROM {}))",
    "VALUES ((SELECT count(*) FROM {}))",
]
AROUND_VALUES = [
    "SELECT {}",
    "SELECT name FROM customers WHERE {} IS NULL",
    "SELECT name FROM customers ORDER BY {}",
    "SELECT count(*) FROM customers GROUP BY {}",
    "SELECT count(*) FILTER (WHERE {} IS NULL) FROM customers",
    "SELECT sum(amount) OVER (PARTITION BY {}) FROM orders",
    "SELECT sum(amount) OVER (ORDER BY {} ROWS 1 PRECEDING) FROM orders",
    "SELECT CASE WHEN true THEN 1 ELSE {} END",
    "SELECT CAST({} AS VARCHAR)",
    "SELECT {{'a': [{}]}}",
    "SELECT coalesce(NULL, {})",
    "SELECT * REPLACE ({} AS name) FROM customers",
    "SELECT string_agg(name, ',' ORDER BY {}) FROM customers",
    "SELECT name FROM customers QUALIFY count(*) OVER (PARTITION BY {}) > 0",
    "SELECT 1 FROM customers c JOIN orders o ON c.name = {}",
    "SELECT DISTINCT ON ({}) name FROM customers",
    "SELECT * FROM unnest([{}])",
    "SELECT 1 IN ({}, 2)",
    "SELECT name FROM customers GROUP BY GROUPING SETS ((name), ({}))",
    "PIVOT customers ON name || {} USING count(*)",
    "PIVOT customers ON grade USING max({})",
]
WORDS = """
SELECT FROM WHERE GROUP BY ORDER LIMIT UNION ALL WITH AS ( ) , . ; * ? $1 customers orders name amount sqlite_master
read_csv 'x.csv' "duckdb_settings" -- /* */ PIVOT ON USING IN DELETE INSERT INTO VALUES SET DESCRIBE SHOW TABLE
JOIN count sum current_user 1 'a' $$ E'\\'' = || :: INT [ ] { } lambda : CASE WHEN THEN END NULL EXISTS COLUMNS EXCLUDE
""".split()


@quiet
@given(around=st.sampled_from(AROUND_SOURCES), source=st.sampled_from(SOURCES))
def test_a_hostile_source_is_found_wherever_it_stands(
    sandbox: Sandbox, schema: Schema, around: str, source: str
) -> None:
    sql = around.format(source)
    assert judge(sql, sandbox.inspect(sql, explain=False), schema) != ()


@quiet
@given(around=st.sampled_from(AROUND_VALUES), value=st.sampled_from(VALUES))
def test_a_hostile_value_is_found_wherever_it_stands(sandbox: Sandbox, schema: Schema, around: str, value: str) -> None:
    sql = around.format(value)
    assert judge(sql, sandbox.inspect(sql, explain=False), schema) != ()


@quiet
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_what_passes_is_one_query_and_touches_nothing_forbidden(
    sandbox: Sandbox, schema: Schema, words: list[str]
) -> None:
    sql = " ".join(words)
    inspection = sandbox.inspect(sql)
    found = judge(sql, inspection, schema)
    assert all(0 <= one.start <= one.end <= len(sql) for one in found)
    if not found:
        assert inspection.statements in (("SELECT",), ("MULTI",))
        error = sandbox.run(sql, row_limit=10, timeout=2).error
        assert error is None or error.kind != "Permission"


@quiet
@given(sql=st.text(max_size=60))
def test_any_text_gets_an_answer(sandbox: Sandbox, schema: Schema, sql: str) -> None:
    assert status(judge(sql, sandbox.inspect(sql), schema)) in ("ok", "invalid", "refused")


@pytest.mark.parametrize("sql", ["SELECT 1", "SELECT * FROM customers"])
def test_without_a_tree_nothing_passes(sql: str, sandbox: Sandbox, schema: Schema) -> None:
    from dataclasses import replace

    inspection = sandbox.inspect(sql)
    for spoilt in (
        replace(inspection, ast=None),
        replace(inspection, statements=()),
        replace(inspection, statements=("SELECT", "SELECT")),
        replace(inspection, statements=("EXTENSION",)),
        replace(inspection, ast={"error": False, "statements": []}),
        replace(inspection, ast={"error": True}),
        replace(inspection, ast={"error": False, "statements": [{"node": {"type": "NEW_NODE"}}]}),
        replace(inspection, ast={"error": False, "statements": [None]}),
    ):
        assert judge(sql, spoilt, schema) != ()
