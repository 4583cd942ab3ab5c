from __future__ import annotations

import unicodedata
from pathlib import Path

import duckdb
import pytest

from tests.schema.outline import outline
from workbench.schema.ddl import read_ddl
from workbench.schema.decode import decode
from workbench.schema.dialects import detect_dialect
from workbench.schema.model import Schema
from workbench.schema.render import to_ddl
from workbench.sql.transpile import to_duckdb

CASES = Path(__file__).parent.parent / "cases" / "ddl"
DIALECTS = {
    "mysqldump_shop": "mysql",
    "pg_dump_hr": "postgres",
    "oracle_erp": "oracle",
    "sqlserver_crm": "tsql",
    "sqlite_app": "sqlite",
    "bigquery_game": "bigquery",
    "snowflake_dw": "snowflake",
    "erdcloud_mysql": "mysql",
    "exerd_oracle": "oracle",
    "aquery_mysql": "mysql",
}


def text_of(name: str) -> str:
    return (CASES / f"{name}.sql").read_text(encoding="utf-8")


def translated(query: str, dialect: str, schema: Schema) -> str:
    return to_duckdb(query, dialect, schema).sql


def read(text: str) -> Schema:
    return read_ddl(text, translate=translated)


def test_every_dump_is_tested() -> None:
    assert {path.stem for path in CASES.glob("*.sql")} == set(DIALECTS)


@pytest.mark.parametrize("name", DIALECTS)
def test_its_dialect_is_detected(name: str) -> None:
    assert detect_dialect(text_of(name)) == DIALECTS[name]


@pytest.mark.parametrize("name", DIALECTS)
def test_it_reads_as_written_down(name: str) -> None:
    assert outline(read(text_of(name))) == (CASES / "read" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DIALECTS)
def test_nothing_in_it_is_a_problem(name: str) -> None:
    assert [p for p in read(text_of(name)).problems if p.severity != "info"] == []


@pytest.mark.parametrize("name", DIALECTS)
def test_its_ddl_runs_on_duckdb_and_reads_back_the_same(name: str) -> None:
    schema = read(text_of(name))
    with duckdb.connect() as connection:
        connection.execute(to_ddl(schema))
        tables = connection.execute("SELECT count(*) FROM duckdb_tables()").fetchone()
        views = connection.execute("SELECT count(*) FROM duckdb_views() WHERE NOT internal").fetchone()
    assert tables is not None
    assert views is not None
    assert tables[0] + views[0] == len(schema.tables)
    again = read_ddl(to_ddl(schema), "duckdb")
    shapes = [{t.name: [(c.name, c.type, c.comment) for c in t.columns] for t in s.tables} for s in (schema, again)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["oracle_erp", "sqlserver_crm", "mysqldump_shop"])
def test_windows_files_read_the_same(name: str, encoding: str) -> None:
    text = text_of(name)
    decoded = decode(text.replace("\n", "\r\n").encode(encoding))
    assert outline(read(decoded.text)) == outline(read(text))


def test_a_mac_file_in_decomposed_letters_reads_the_same() -> None:
    text = text_of("erdcloud_mysql")
    assert outline(read(unicodedata.normalize("NFD", text))) == outline(read(text))


def test_data_in_a_dump_is_counted_in_one_line() -> None:
    problems = read(text_of("mysqldump_shop")).problems
    assert [p.severity for p in problems] == ["info"]
    assert "데이터 문장 2개" in problems[0].message
    assert problems[0].line == 48


def test_snowflake_writes_its_clustering_before_the_columns() -> None:
    schema = read_ddl("create or replace TABLE F cluster by (DT)(\n\tID NUMBER(38,0),\n\tDT DATE\n);", "snowflake")
    assert [column.name for column in schema.tables[0].columns] == ["ID", "DT"]


def test_names_before_options_and_a_query_are_the_names_of_its_columns() -> None:
    text = "create table s (x int);\ncreate dynamic table d(a, b) target_lag = '1 hour' as select x, x + 1 from s;"
    table = read_ddl(text, "snowflake").table("d")
    assert table is not None
    assert [column.name for column in table.columns] == ["a", "b"]


def test_the_catalog_name_of_an_array_is_an_array() -> None:
    schema = read_ddl("CREATE TABLE t (a _int4 NULL, b _text, _c int4);", "postgres")
    assert [column.type for column in schema.tables[0].columns] == ["BIGINT[]", "VARCHAR[]", "BIGINT"]
