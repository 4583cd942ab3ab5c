# ruff: noqa: E501 - the shapes are easier to see on one line
from __future__ import annotations

import pytest

from workbench.errors import SchemaError, UsageError
from workbench.schema.ddl import read_ddl
from workbench.schema.model import Schema


def columns(schema: Schema, table: str) -> list[str]:
    found = schema.table(table)
    assert found is not None
    return [column.name for column in found.columns]


def serious(schema: Schema) -> list[int]:
    """Lines of what was lost or read with a change of meaning."""
    return [problem.line for problem in schema.problems if problem.severity != "info"]


def test_a_broken_column_costs_only_itself() -> None:
    schema = read_ddl(
        "CREATE TABLE t (\n  id INT NOT NULL,\n  amt DECIMAL(10,2 NOT NULL,\n  name VARCHAR(20) COMMENT '이름,\n"
        "  ??? INT,\n  d DATE COMMENT '날짜'\n);\nCREATE TABLE u (a INT);"
    )
    assert columns(schema, "t") == ["id", "amt", "name", "d"]
    assert columns(schema, "u") == ["a"]
    assert {3, 5} <= set(serious(schema))
    table = schema.table("t")
    assert table is not None
    assert [c.comment for c in table.columns] == ["", "", "이름", "날짜"]
    assert table.columns[1].type == "DECIMAL(10,2)"


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE t (\n id INT,\n n VARCHAR(9)\n\nCREATE TABLE u (\n a INT\n);",  # the first is never closed
        "CREATE TABLE t (id INT, n VARCHAR(9)) CREATE TABLE u (a INT)",  # no semicolon, one line
        "CREATE TABLE t (id INT, n VARCHAR(9))\nCREATE TABLE u (a INT)",
        "CREATE TABLE t { id INT, n VARCHAR(9) };\nCREATE TABLE u { a INT }",  # as in the notebooks
        "CREATE TABLE t （ id INT， n VARCHAR（9） ）；\nＣＲＥＡＴＥ_는 아님\nCREATE TABLE u （a INT）；",
        "CREAT TABLE t (id INT, n VARCHAR(9));\nCREATE TABLE u (a INT);",
        "CREATE TABLE t (id INT,, n VARCHAR(9),);CREATE TABLE u (a INT,);",
        "CREATE TABLE t (\n id INT\n n VARCHAR(9)\n);\nCREATE TABLE u (a INT);",  # no comma
        "CREATE TABLE t (\n id VARCHAR(3)),\n n VARCHAR(9)\n);\nCREATE TABLE u (a INT);",  # one bracket too many
        "It's ours:\n```sql\nCREATE TABLE t (id INT, n VARCHAR(9));\n```\n그리고\n```\nCREATE TABLE u (a INT);\n```\n끝.",
        "고객 표예요 (it's real)\n\nCREATE TABLE t (\n id INT,\n n VARCHAR(9)\n)\n\n주문 표는\nCREATE TABLE u (a INT)\n끝.",
        'ddl = """CREATE TABLE t (id INT, n VARCHAR(9));\nCREATE TABLE u (a INT);"""\nprint(ddl)',
        "Here is the DDL: CREATE TABLE t (id INT, n VARCHAR(9)); and CREATE TABLE u (a INT);",
        "IF NOT EXISTS (SELECT 1) BEGIN CREATE TABLE t (id INT, n VARCHAR(9)) END\nGO\nCREATE TABLE u (a INT)\nGO",
        "CREATE TABLE t (id INT, n VARCHAR(9)) COMMENT '열린 따옴표\n;\nCREATE TABLE u (a INT) COMMENT '닫힘';",
    ],
)
def test_both_tables_are_found(text: str) -> None:
    schema = read_ddl(text)
    assert columns(schema, "t") == ["id", "n"]
    assert columns(schema, "u") == ["a"]


def test_curly_quotes_are_quotes() -> None:
    schema = read_ddl("CREATE TABLE t (상태 VARCHAR(2) DEFAULT ‘Y’ CHECK (상태 IN (‘Y’,’N’)) COMMENT “상태 코드”)")
    assert schema.tables[0].columns[0].choices == ("Y", "N")
    assert schema.tables[0].columns[0].comment == "상태 코드"


def test_names_people_forget_to_quote_stay_whole() -> None:
    schema = read_ddl("CREATE TABLE t (비율% INT, 매출액(원) BIGINT, A/S여부 CHAR(1), order-id INT, 2023매출 BIGINT)")
    assert columns(schema, "t") == ["비율%", "매출액(원)", "A/S여부", "order-id", "2023매출"]


def test_columns_named_like_keywords_are_columns() -> None:
    names = ["key", "index", "check", "unique", "comment", "REMARK", "USE", "END", "PROMPT", "SET", "text"]
    body = ",\n".join(f"{name} VARCHAR(9)" for name in names)
    schema = read_ddl(f"CREATE TABLE t (\n{body},\n KEY text (text), INDEX (key), UNIQUE KEY k (comment)\n);")
    assert columns(schema, "t") == names
    assert schema.tables[0].unique_keys == (("comment",),)


def test_commented_out_sql_is_no_description() -> None:
    schema = read_ddl(
        "-- CREATE TABLE old (a INT);\nCREATE TABLE t (\n a INT, -- b INT,\n -- c INT NOT NULL,\n d INT -- 설명\n);"
    )
    assert [table.name for table in schema.tables] == ["t"]
    assert [column.comment for column in schema.tables[0].columns] == ["", "설명"]


def test_comments_above_columns_describe_only_where_every_column_has_one() -> None:
    every = read_ddl("CREATE TABLE t (\n -- 회원 번호\n a INT,\n -- 이름\n b INT\n);")
    heading = read_ddl("CREATE TABLE t (\n -- 기본 정보\n a INT,\n b INT,\n c INT\n);")
    assert [column.comment for column in every.tables[0].columns] == ["회원 번호", "이름"]
    assert [column.comment for column in heading.tables[0].columns] == ["", "", ""]


def test_a_key_to_a_missing_table_is_kept_and_said() -> None:
    schema = read_ddl("CREATE TABLE t (\n a INT REFERENCES gone(id),\n b INT\n);")
    assert schema.tables[0].foreign_keys[0].table == "gone"
    assert serious(schema) == [2]


def test_the_same_name_in_two_schemas_gives_two_tables() -> None:
    schema = read_ddl(
        "CREATE TABLE hr.code (id INT PRIMARY KEY);\nCREATE TABLE sales.code (id INT PRIMARY KEY, x INT);\n"
        "CREATE TABLE sales.o (c INT REFERENCES sales.code(id), d INT REFERENCES hr.code(id));"
    )
    assert [table.name for table in schema.tables] == ["code", "sales_code", "o"]
    assert [key.table for key in schema.tables[2].foreign_keys] == ["sales_code", "code"]
    assert serious(schema) == [2]


def test_duplicates_are_said() -> None:
    schema = read_ddl("CREATE TABLE t (a INT, A INT, b INT);\nCREATE TABLE T (c INT);")
    assert columns(schema, "t") == ["a", "b"]
    assert serious(schema) == [1, 2]


def test_a_comment_or_key_may_stand_before_its_table() -> None:
    schema = read_ddl(
        "COMMENT ON TABLE t IS '표';\nALTER TABLE t ADD PRIMARY KEY (id);\nCREATE TABLE t (id INT, x INT);"
    )
    assert schema.tables[0].comment == "표"
    assert schema.tables[0].primary_key == ("id",)


def test_alter_changes_columns() -> None:
    schema = read_ddl(
        "CREATE TABLE t (id INT, x INT, old INT);\n"
        "ALTER TABLE t DROP COLUMN x, ADD COLUMN y INT AFTER id, CHANGE old new_name BIGINT COMMENT '새 이름';\n"
        "ALTER TABLE t RENAME COLUMN id TO no;\nALTER TABLE t RENAME TO tt;\nALTER TABLE nowhere ADD z INT;"
    )
    assert columns(schema, "tt") == ["no", "new_name", "y"]
    assert serious(schema) == [5]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "비어"),
        (" \n\t", "비어"),
        ("안녕하세요. 테이블을 만들고 싶어요.", "CREATE TABLE"),
        ("Create a table with users and orders, it's fine.", "CREATE TABLE"),
        ("SELECT * FROM t", "CREATE TABLE"),
        ("INSERT INTO t VALUES (1);", "INSERT"),
        ("CREATE TABLE t ();", "1번째 줄"),
        ("x" * 4_000_001, "너무 깁니다"),
    ],
)
def test_text_without_a_table_is_a_clear_error(text: str, says: str) -> None:
    with pytest.raises(SchemaError, match=says):
        read_ddl(text)


def test_an_unknown_dialect_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="mysql"):
        read_ddl("CREATE TABLE t (a INT)", "cobol")


@pytest.mark.parametrize("name", ["MariaDB", "mssql", "PostgreSQL", "tibero", "auto"])
def test_other_names_of_dialects_are_understood(name: str) -> None:
    assert read_ddl("CREATE TABLE t (a INT)", name).tables
