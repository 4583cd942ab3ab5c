from __future__ import annotations

import time

import duckdb
import pytest

from workbench.schema.ddl import read_ddl
from workbench.schema.model import Schema
from workbench.schema.render import to_ddl

BASE = "CREATE TABLE t (a INT, d DATE, s VARCHAR(9));\n"


def runs(schema: Schema) -> None:
    with duckdb.connect() as connection:
        connection.execute(to_ddl(schema))


def test_a_view_may_use_one_that_comes_later() -> None:
    schema = read_ddl(BASE + "CREATE VIEW x AS SELECT * FROM y;\nCREATE VIEW y (b) AS SELECT a + 1 FROM t;")
    assert [table.name for table in schema.tables] == ["t", "x", "y"]
    assert schema.tables[1].columns[0].name == "b"
    assert schema.problems == ()
    runs(schema)


def test_a_subset_without_what_a_view_reads_still_runs() -> None:
    schema = read_ddl(BASE + "CREATE VIEW y AS SELECT a FROM t;")
    runs(schema.subset(["y"]))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT a, (SELECT content FROM read_text('/etc/passwd')) AS c FROM t",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM duckdb_settings()",
        "SELECT a FROM gone",
        "SELECT " + "(" * 2000 + "1" + ")" * 2000 + " AS x FROM t",
        "DELETE FROM t",
    ],
)
def test_a_view_over_anything_but_its_tables_is_no_view(query: str) -> None:
    schema = read_ddl(BASE + f"CREATE VIEW v AS {query};")
    assert all(not table.view_sql for table in schema.tables)
    assert [problem.line for problem in schema.problems] == [2]
    runs(schema)


def test_binding_a_hostile_view_neither_fills_memory_nor_hangs() -> None:
    """DuckDB computes the constant format while it binds: a gigabyte, in the child."""
    before = time.monotonic()
    schema = read_ddl(BASE + "CREATE VIEW v AS SELECT strftime(d, repeat(repeat('x', 99999), 99999)) AS x, a FROM t;")
    assert time.monotonic() - before < 30
    view = schema.table("v")
    assert view is not None
    assert view.view_sql == ""
    assert [column.name for column in view.columns] == ["x", "a"]


def test_copies_have_the_columns_of_their_origin() -> None:
    schema = read_ddl(
        "CREATE TABLE a (id INT PRIMARY KEY, n VARCHAR(3));\nCREATE TABLE b LIKE a;\n"
        "CREATE TABLE c AS SELECT id, n, id * 2 AS d FROM a;\nCREATE TABLE d (LIKE a INCLUDING ALL, extra DATE);\n"
        "CREATE TABLE e CLONE a;"
    )
    names = {table.name: [column.name for column in table.columns] for table in schema.tables}
    assert names == {
        "a": ["id", "n"],
        "b": ["id", "n"],
        "c": ["id", "n", "d"],
        "d": ["id", "n", "extra"],
        "e": ["id", "n"],
    }
    assert schema.tables[2].view_sql == ""


def test_a_computed_column_has_the_type_of_its_expression() -> None:
    schema = read_ddl(
        "CREATE TABLE [od] ([q] [int], [p] [money], [total] AS ([q]*[p]) PERSISTED, [n] AS (concat('a',[q])))"
    )
    assert [column.type for column in schema.tables[0].columns][2:] == ["DECIMAL(38,4)", "VARCHAR"]
    assert schema.problems == ()
