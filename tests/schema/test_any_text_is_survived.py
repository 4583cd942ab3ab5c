from __future__ import annotations

import contextlib
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import SchemaError
from workbench.schema.ddl import read_ddl
from workbench.schema.er import to_dot
from workbench.schema.graph import join_path, with_inferred_keys
from workbench.schema.model import Column, Schema, Table
from workbench.schema.names import quote
from workbench.schema.render import to_ddl

CASES = Path(__file__).parent.parent / "cases" / "ddl"
DUMPS = [path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.sql"))]
SCRAPS = [
    *"'\"`(),;[]{<>.=@’，\\\n", "--", "/*", "*/", "$$", "CREATE TABLE", "AS", "COMMENT", "NULL", "::", "PRIMARY KEY",
    "REFERENCES", "CHECK (", "ENUM(", "STRUCT<", "GO\n", "/\n", "-1", "😀", "이름",
]  # fmt: skip


def holds(text: str, dialect: str | None = None) -> None:
    """Either a clear error, or a schema that runs on DuckDB and that everything else can use."""
    try:
        schema = read_ddl(text, dialect)
    except SchemaError:
        return
    with duckdb.connect() as connection:
        connection.execute(to_ddl(schema))
    keyed = with_inferred_keys(schema)
    to_dot(keyed)
    join_path(keyed, [table.name for table in keyed.tables[:3]])
    assert all(problem.line >= 1 and problem.message for problem in schema.problems)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(DUMPS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(50, 2500))]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(SCRAPS)) + text[at + draw(st.integers(0, 12)) :]
    return text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(), st.sampled_from([None, "mysql", "oracle", "tsql", "bigquery"]))
def test_a_damaged_dump(text: str, dialect: str | None) -> None:
    holds(text, dialect)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*SCRAPS, "t", "INT", "VARCHAR(9)", " ", "VIEW v", "ALTER TABLE t ADD"]), max_size=30))
def test_scraps_of_sql(scraps: list[str]) -> None:
    holds("CREATE TABLE t (a INT, b NUMBER);\nCREATE TABLE " + " ".join(scraps))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda name: "\0" not in name))
def test_any_name_can_be_quoted(name: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(to_ddl(Schema((Table(name, (Column(name, "INTEGER", comment=name),), name),))))
        connection.execute(f"SELECT {quote(name)} FROM {quote(name)}")


def test_every_keyword_can_be_a_name() -> None:
    with duckdb.connect() as connection:
        words = [row[0] for row in connection.execute("SELECT DISTINCT keyword_name FROM duckdb_keywords()").fetchall()]
        for word in words:
            connection.execute(f"CREATE TABLE {quote(word)} ({quote(word)} INTEGER)")
            connection.execute(f"SELECT {quote(word)}, x.{quote(word)} FROM {quote(word)} AS x GROUP BY {quote(word)}")
    assert quote("주문") == "주문"
    assert quote("order") == '"order"'


HOSTILE = {
    "one long insert": "CREATE TABLE t (a INT);\nINSERT INTO t VALUES "
    + ",".join(["(1,'it\\'s; 한글 --')"] * 60_000)
    + ";",
    "many inserts": "CREATE TABLE t (a INT);\n" + "INSERT INTO t VALUES (1,'it''s; 한글');\n" * 40_000,
    "quotes": "CREATE TABLE t (a INT COMMENT '" + "'\n" * 300_000,
    "brackets": "CREATE TABLE t (" + "(" * 1_500_000,
    "square": "CREATE TABLE t " + "[" * 1_000_000,
    "marks": "CREATE TABLE t (" + "$a$ q'[ /* " * 50_000,
    "conditional": "/*!40101 " * 200_000,
    "modifiers": "CREATE " + "OR REPLACE " * 100_000,
    "nested": "CREATE TABLE t (a " + "STRUCT<x " * 30_000,
    "blank": " " * 1_500_000 + "x" + "\n" * 500_000,
    "procedure": "CREATE PROCEDURE p() BEGIN " + "BEGIN x; " * 100_000,
    "values": "CREATE TABLE t (a INT CHECK (a IN (" + "1," * 400_000 + "2)))",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_two_megabytes_of_anything_take_seconds(name: str) -> None:
    before = time.process_time()
    with contextlib.suppress(SchemaError):
        read_ddl(HOSTILE[name])
    assert time.process_time() - before < 10


def test_a_thousand_tables_and_ten_thousand_columns_take_seconds() -> None:
    before = time.process_time()
    many = "".join(
        f"CREATE TABLE tb_{n} (\n id int(11) NOT NULL COMMENT '번호',\n tb_{n // 2}_no int,\n"
        + "".join(f" c{c} varchar(20) DEFAULT NULL COMMENT '설명',\n" for c in range(8))
        + " PRIMARY KEY (id)\n) ENGINE=InnoDB;\n"
        for n in range(1000)
    )
    schema = with_inferred_keys(read_ddl(many))
    assert len(schema.tables) == 1000
    wide = read_ddl("CREATE TABLE w (\n" + ",\n".join(f" c{n} NUMBER(10,2)" for n in range(10_000)) + ")")
    assert len(wide.tables[0].columns) == 10_000
    assert time.process_time() - before < 15


def test_too_much_is_said() -> None:
    with pytest.raises(SchemaError, match="한 번에"):
        read_ddl("CREATE TABLE w (" + ",".join(f"c{n} INT" for n in range(60_000)) + ")")
