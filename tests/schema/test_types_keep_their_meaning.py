from __future__ import annotations

import duckdb
import pytest

from workbench.schema.ddl import read_ddl


def type_of(dialect: str, written: str, name: str = "v") -> str:
    schema = read_ddl(f"CREATE TABLE t ({name} {written} NOT NULL, zz INT)", dialect)
    assert [column.name for column in schema.tables[0].columns] == [name, "zz"], schema.problems
    assert [p for p in schema.problems if p.severity != "info"] == []
    return schema.tables[0].columns[0].type


@pytest.mark.parametrize(
    ("dialect", "written", "expected"),
    [
        ("oracle", "DATE", "TIMESTAMP"),
        ("oracle", "TIMESTAMP(6) WITH LOCAL TIME ZONE", "TIMESTAMPTZ"),
        ("oracle", "NUMBER", "DOUBLE"),
        ("oracle", "NUMBER(*)", "DOUBLE"),
        ("oracle", "NUMBER(*,0)", "BIGINT"),
        ("oracle", "NUMBER(10)", "BIGINT"),
        ("oracle", "NUMBER(22)", "DECIMAL(22,0)"),
        ("oracle", "NUMBER(38)", "BIGINT"),
        ("oracle", "NUMBER(10,2)", "DECIMAL(10,2)"),
        ("oracle", "NUMBER(5,-2)", "BIGINT"),
        ("oracle", "NUMBER(2,5)", "DECIMAL(5,5)"),
        ("oracle", "LONG", "VARCHAR"),
        ("oracle", "LONG RAW", "BLOB"),
        ("oracle", "INTERVAL DAY(2) TO SECOND(6)", "INTERVAL"),
        ("oracle", "VARCHAR2(10 CHAR)", "VARCHAR"),
        ("mysql", "TINYINT(1)", "INTEGER"),
        ("mysql", "tinyint unsigned zerofill", "INTEGER"),
        ("mysql", "int(11) unsigned", "BIGINT"),
        ("mysql", "bigint(20) unsigned", "UBIGINT"),
        ("mysql", "DECIMAL", "BIGINT"),
        ("mysql", "double(10,2)", "DOUBLE"),
        ("mysql", "BIT(1)", "BOOLEAN"),
        ("mysql", "BIT(8)", "BIGINT"),
        ("mysql", "SET('a','b')", "VARCHAR"),
        ("mysql", "year(4)", "INTEGER"),
        ("mysql", "DATETIME(3)", "TIMESTAMP"),
        ("mysql", "TIMESTAMP", "TIMESTAMP"),
        ("mysql", "varchar(20) character set euckr", "VARCHAR"),
        ("postgres", "TIMESTAMPTZ", "TIMESTAMPTZ"),
        ("postgres", "timestamp(3) without time zone", "TIMESTAMP"),
        ("postgres", "time with time zone", "TIMETZ"),
        ("postgres", "double precision", "DOUBLE"),
        ("postgres", "text[][]", "VARCHAR[][]"),
        ("postgres", "integer ARRAY", "BIGINT[]"),
        ("postgres", "numeric", "DOUBLE"),
        ("postgres", "money", "DECIMAL(19,2)"),
        ("postgres", "jsonb", "JSON"),
        ("tsql", "DATETIME2(7)", "TIMESTAMP"),
        ("tsql", "timestamp", "BLOB"),
        ("tsql", "BIT", "BOOLEAN"),
        ("tsql", "[nvarchar](max)", "VARCHAR"),
        ("tsql", "MONEY", "DECIMAL(19,4)"),
        ("tsql", "[decimal](18, 2)", "DECIMAL(18,2)"),
        ("tsql", "UNIQUEIDENTIFIER", "UUID"),
        ("bigquery", "INT64", "BIGINT"),
        ("bigquery", "TIMESTAMP", "TIMESTAMPTZ"),
        ("bigquery", "DATETIME", "TIMESTAMP"),
        ("bigquery", "NUMERIC", "DECIMAL(38,9)"),
        ("bigquery", "ARRAY<STRUCT<a INT64, b ARRAY<STRING>>>", "STRUCT(a BIGINT, b VARCHAR[])[]"),
        ("bigquery", "STRUCT<`a b` DOUBLE PRECISION, c: DATE>", 'STRUCT("a b" DOUBLE, c DATE)'),
        ("snowflake", "NUMBER(38,0)", "BIGINT"),
        ("snowflake", "TIMESTAMP_NTZ(9)", "TIMESTAMP"),
        ("snowflake", "TIMESTAMP_TZ(9)", "TIMESTAMPTZ"),
        ("snowflake", "VARIANT", "JSON"),
        ("sqlite", "UNSIGNED BIG INT", "UBIGINT"),
        ("sqlite", "INT", "BIGINT"),
        ("duckdb", "TINYINT", "TINYINT"),
        ("duckdb", "FLOAT", "FLOAT"),
        ("duckdb", "DECIMAL", "DECIMAL(18,3)"),
        ("duckdb", "MAP(VARCHAR, INTEGER[])", "MAP(VARCHAR, INTEGER[])"),
        ("duckdb", "UNION(n INTEGER, s VARCHAR)", "UNION(n INTEGER, s VARCHAR)"),
    ],
)
def test_a_type_becomes(dialect: str, written: str, expected: str) -> None:
    assert type_of(dialect, written) == expected
    duckdb.connect().execute(f"CREATE TABLE t (v {expected})")


@pytest.mark.parametrize("name", ["CUST_NO", "orderId", "상품코드", "id"])
def test_a_number_without_scale_is_whole_in_a_key(name: str) -> None:
    assert type_of("oracle", "NUMBER", name) == "BIGINT"


def test_a_number_without_scale_is_whole_where_a_constraint_says_key() -> None:
    schema = read_ddl(
        "CREATE TABLE a (x NUMBER, r NUMBER, PRIMARY KEY (x));CREATE TABLE b (y NUMBER REFERENCES a(x));", "oracle"
    )
    assert [[column.type for column in table.columns] for table in schema.tables] == [["BIGINT", "DOUBLE"], ["BIGINT"]]


def test_arithmetic_of_the_source_database_does_not_overflow() -> None:
    """`qty * price` over 2^31 and `score * 100` are plain numbers in MySQL."""
    schema = read_ddl("CREATE TABLE t (score TINYINT, qty INT, price INT) ENGINE=InnoDB")
    kinds = [column.type for column in schema.tables[0].columns]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (" + ", ".join(f"{n} {k}" for n, k in zip("abc", kinds, strict=True)) + ")")
        connection.execute("INSERT INTO t VALUES (5, 2000, 1500000)")
        assert connection.execute("SELECT a * 100, b * c FROM t").fetchone() == (500, 3_000_000_000)


def test_a_flag_compares_with_numbers_and_truth_and_can_be_averaged() -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t (f {type_of('mysql', 'TINYINT(1)')})")
        connection.execute("INSERT INTO t VALUES (1), (0), (2)")
        for condition, rows in [("f = 1", 1), ("f = TRUE", 2), ("f", 2), ("NOT f", 1), ("f IS TRUE", 2), ("f = 2", 1)]:
            found = connection.execute(f"SELECT count(*) FROM t WHERE {condition}").fetchone()
            assert found is not None
            assert found[0] >= 1, (condition, rows)
        assert connection.execute("SELECT avg(f) FROM t").fetchone() == (1.0,)


def test_more_than_38_digits_are_said() -> None:
    schema = read_ddl("CREATE TABLE t (\n v DECIMAL(65,30)\n)", "mysql")
    assert schema.tables[0].columns[0].type == "DECIMAL(38,30)"
    assert [(p.line, p.severity) for p in schema.problems] == [(2, "warning")]


def test_an_unknown_type_is_text_and_said() -> None:
    schema = read_ddl("CREATE TABLE t (\n a INT,\n v FROBNICATE(3)\n)")
    assert schema.tables[0].columns[1].type == "VARCHAR"
    assert [p.line for p in schema.problems] == [3]


@pytest.mark.parametrize(
    ("check", "choices"),
    [
        ("v IN ('Y', 'N')", ("Y", "N")),
        ("[v]='C' OR [v]='B' OR [v]='A'", ("C", "B", "A")),
        (
            "((v)::text = ANY ((ARRAY['사원'::character varying, '대리'::character varying(9)])::text[]))",
            ("사원", "대리"),
        ),
        ("v IN (1, -2, 3)", ("1", "-2", "3")),
        ("v IS NULL OR v IN (N'가')", ("가",)),
        ("v > 0", ()),
        ("v > 0 AND v IN (1,2)", ()),
        ("v NOT IN (1,2)", ()),
        ("v BETWEEN 1 AND 3", ()),
        ("length(v) = 3", ()),
        ("v = w", ()),
    ],
)
def test_values_listed_in_a_check_are_choices(check: str, choices: tuple[str, ...]) -> None:
    dialect = "postgres" if "::" in check else "tsql"
    schema = read_ddl(f"CREATE TABLE t (v VARCHAR(9), w VARCHAR(9), CONSTRAINT c CHECK ({check}))", dialect)
    assert schema.tables[0].columns[0].choices == choices
    inline = read_ddl(f"CREATE TABLE t (v VARCHAR(9) CHECK ({check}), w VARCHAR(9))", dialect)
    assert inline.tables[0].columns[0].choices == choices
