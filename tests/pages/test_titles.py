"""Column heads and first questions that a reader of Korean understands, over any schema."""

import pyarrow as pa
import pytest

from workbench import charts
from workbench.schema.ddl import read_ddl
from workbench.ui.starters import starter_questions
from workbench.ui.titles import titled

SCHEMA = read_ddl(
    "CREATE TABLE visit (visit_id INT PRIMARY KEY COMMENT '방문번호', visit_dt DATE COMMENT '방문일',"
    " way VARCHAR(3) COMMENT '방문경로(1:검색,2:광고)', paid DECIMAL(10,0) COMMENT '결제금액(원)')"
    " COMMENT='방문'"
)


def heads(sql, **columns):
    return titled(pa.table({k.replace("_p", "()"): v for k, v in columns.items()}), sql, SCHEMA).column_names


@pytest.mark.parametrize(
    ("sql", "columns", "expected"),
    [
        ("SELECT COUNT(*) FROM visit", {"count_star_p": [3]}, ["건수"]),
        ("SELECT SUM(paid) AS total_paid FROM visit", {"total_paid": [3]}, ["결제금액의 합계"]),
        (
            "SELECT way, COUNT(*) AS 방문수 FROM visit GROUP BY way",
            {"way": ["1"], "방문수": [3]},
            ["방문경로", "방문수"],
        ),
        ("SELECT * FROM visit", {"visit_id": [1], "way": ["2"]}, ["visit_id", "way"]),
        ("SELECT nothing that parses (", {"n": [1]}, ["n"]),
    ],
)
def test_columns_get_the_words_of_the_explanation_unless_the_sql_named_them_in_korean(sql, columns, expected):
    assert heads(sql, **columns) == expected


def test_a_name_that_would_change_the_chart_is_left():
    sql = "SELECT month(visit_dt) AS month, COUNT(*) AS n FROM visit GROUP BY month"
    table = pa.table({"month": [1, 2], "n": [5, 6]})
    assert charts.suggest(titled(table, sql, SCHEMA)).x == charts.suggest(table).x == "month"


def test_two_columns_with_the_same_words_keep_apart():
    assert len(set(heads("SELECT paid AS a, paid AS b FROM visit", a=[1], b=[2]))) == 2


def test_first_questions_are_made_from_comments():
    first, monthly, by = starter_questions(SCHEMA)
    assert "방문은 모두 몇 건" in first
    assert "방문일" in monthly
    assert by.startswith("방문경로별")


def test_a_schema_without_words_gets_no_questions():
    assert starter_questions(read_ddl("CREATE TABLE t1 (a INT, b INT);")) == ()
