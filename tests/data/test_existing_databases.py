"""DuckDB files of other people: read as they are, or refused with the reason."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb
import pytest

from tests.data.conftest import Query
from workbench.data.introspect import open_duckdb
from workbench.errors import DataError

SQL = """
CREATE TYPE mood AS ENUM ('좋음', '나쁨');
CREATE TABLE 고객 (id INTEGER PRIMARY KEY, 이름 VARCHAR NOT NULL UNIQUE, 기분 mood,
    기록 STRUCT(x INTEGER, y VARCHAR[]));
CREATE TABLE 주문 (no INTEGER, 고객_id INTEGER REFERENCES 고객 (id), 상태 VARCHAR CHECK (상태 IN ('접수', '완료')));
COMMENT ON TABLE 고객 IS '우리 고객';
COMMENT ON COLUMN 고객.이름 IS '성명';
CREATE VIEW "고객 요약" (번호, "이 름") AS SELECT id, 이름 FROM 고객;
INSERT INTO 고객 VALUES (1, '김', '좋음', NULL);
"""


def make(path: Path, sql: str = SQL) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    return path


def test_tables_keys_comments_views_and_choices_are_read(tmp_path: Path) -> None:
    path = make(tmp_path / "회사.duckdb")
    before = path.read_bytes()
    database = open_duckdb(path)
    assert (database.path, database.rows, database.label) == (path, "real", "회사.duckdb")
    customer, orders, view = (database.schema.table(name) for name in ("고객", "주문", "고객 요약"))
    assert customer is not None
    assert orders is not None
    assert view is not None
    assert (customer.comment, customer.primary_key, customer.unique_keys) == ("우리 고객", ("id",), (("이름",),))
    assert [(c.type, c.nullable, c.comment) for c in customer.columns[:2]] == [
        ("INTEGER", False, ""),
        ("VARCHAR", False, "성명"),
    ]
    assert customer.columns[2].choices == ("좋음", "나쁨")
    assert customer.columns[3].type == "STRUCT(x INTEGER, y VARCHAR[])"
    assert orders.foreign_keys[0].table == "고객"
    assert orders.columns[2].choices == ("접수", "완료")
    assert [column.name for column in view.columns] == ["번호", "이 름"]
    assert "고객" in view.view_sql
    assert path.read_bytes() == before


def test_tables_of_several_schemas_come_together_and_views_still_work(tmp_path: Path, query: Query) -> None:
    path = make(
        tmp_path / "a.duckdb",
        SQL
        + """
        CREATE SCHEMA sales;
        CREATE TABLE sales.주문 (n INTEGER);
        CREATE TABLE sales.지점 (n INTEGER PRIMARY KEY);
        CREATE TABLE sales.실적 (n INTEGER REFERENCES sales.지점 (n));
        INSERT INTO sales.지점 VALUES (7);
        CREATE VIEW sales.모두 AS SELECT * FROM sales.지점;
        """,
    )
    database = open_duckdb(path)
    names = {table.name for table in database.schema.tables}
    assert names == {"고객", "주문", "고객 요약", "sales_주문", "지점", "실적", "모두"}
    assert query(database, 'SELECT n, 번호 FROM 모두, "고객 요약"') == [(7, 1)]
    result = database.schema.table("실적")
    assert result is not None
    assert result.foreign_keys[0].table == "지점"
    assert any("sales" in note for note in database.notes)


def test_what_is_no_readable_duckdb_file_is_told_apart(tmp_path: Path) -> None:
    good = make(tmp_path / "good.duckdb", "CREATE TABLE t (i INTEGER)").read_bytes()
    old = good[:12] + struct.pack("<Q", 51) + good[20:]
    locked = good[:20] + struct.pack("<Q", 1) + good[28:]
    cases = {
        "sqlite.db": (b"SQLite format 3\0" + b"\0" * 100, "SQLite"),
        "text.duckdb": (b"hello" * 50, "DuckDB 파일이 아닙니다"),
        "short.duckdb": (b"DU", "DuckDB 파일이 아닙니다"),
        "old.duckdb": (old, "버전 51"),
        "locked.duckdb": (locked, "암호화"),
        "cut.duckdb": (good[:9000], "열 수 없습니다"),
        "empty.duckdb": (make(tmp_path / "e.duckdb", "SELECT 1").read_bytes(), "표가 없습니다"),
    }
    for name, (content, word) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(DataError, match=word):
            open_duckdb(tmp_path / name)
    with pytest.raises(DataError, match="찾을 수 없습니다"):
        open_duckdb(tmp_path / "none.duckdb")
    with pytest.raises(DataError, match="일반 파일"):
        open_duckdb(tmp_path)
