"""Question sets in files: what people have loads, and every row that does not is named with its reason."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.errors import UsageError
from workbench.evaluate.sets import columns_of, digest_of, guess_mapping, read_set

from .conftest import DDL, Write

Row = Callable[..., dict[str, Any]]


def as_csv(*rows: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_the_published_format_loads_without_a_word_about_columns(write: Write, row: Row) -> None:
    found = read_set(write("ko.jsonl", row(), row(question="합계는?", answer="SELECT SUM(amount) FROM orders")))
    first, second = found.cases
    assert (first.id, first.db_id, first.question, first.gold, first.ddl) == (
        "1", "1", "주문은 몇 건이야?", "SELECT COUNT(*) FROM orders", DDL
    )  # fmt: skip
    assert (second.id, found.name, found.problems, found.notes) == ("2", "ko", (), ())
    assert first.data_path is None
    assert first.dialect is None


def test_a_sheet_saved_by_korean_excel_loads_like_its_json(write: Write, row: Row) -> None:
    ddl = "CREATE TABLE 주문 (\n  번호 INT,\n  금액 INT\n)"
    rows = [row(context=ddl, question=f"금액이 {n}만 원 넘는 주문은?") for n in (1, 2)]
    lines = read_set(write("a.jsonl", *rows))
    for encoding in ("cp949", "utf-8-sig", "utf-16"):
        sheet = read_set(write(f"{encoding}.csv", as_csv(*rows), encoding=encoding))
        assert sheet.cases == lines.cases
        assert sheet.digest == lines.digest


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_json_lines_load_in_every_encoding(write: Write, row: Row, encoding: str) -> None:
    assert read_set(write("a.jsonl", row(), encoding=encoding)).cases[0].question == "주문은 몇 건이야?"


def test_bad_rows_are_named_by_line_and_reason_and_the_rest_loads(write: Write, row: Row) -> None:
    found = read_set(
        write(
            "a.jsonl",
            row(id="a"),
            "{broken",
            "",
            row(id="b", answer=None),
            row(id="c", question="  "),
            row(id="d", context=None),
            row(id="e", context="없음"),
            row(id="a", question="다른 질문"),
            ["a", "list"],
            row(id="f", answer=["SELECT 1"]),
            row(id="g", dialect="dbase"),
            row(id="h", today="어제"),
            row(id="i", data_path="nowhere"),
            '{"id": "j", "context": "CREATE TABLE t (a INT)", "question": "\\ud800", "answer": "SELECT 1"}',
            row(id="z", question="몇 개?"),
        )
    )
    assert [case.id for case in found.cases] == ["a", "z"]
    assert [problem.number for problem in found.problems] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    assert len({problem.message for problem in found.problems}) == 12
    assert "1번째 줄과 id가 같습니다: a" in found.problems[5].message


def test_ids_that_are_missing_are_places_and_take_none_that_is_given(write: Write, row: Row) -> None:
    found = read_set(
        write("a.jsonl", row(question="가"), row(question="나"), row(id=2, question="다"), row(id="", question="라"))
    )
    assert [case.id for case in found.cases] == ["1", "2'", "2", "4"]


def test_a_bad_row_moves_no_other_rows_id(write: Write, row: Row) -> None:
    found = read_set(write("a.jsonl", row(question="가"), row(answer=""), row(question="다")))
    assert [case.id for case in found.cases] == ["1", "3"]


def test_seven_and_the_text_7_are_one_id(write: Write, row: Row) -> None:
    found = read_set(write("a.jsonl", row(id=7), row(id="7", question="다른 질문")))
    assert len(found.cases) == len(found.problems) == 1


def test_schemas_without_a_name_are_called_after_their_first_table(write: Write, row: Row) -> None:
    other = 'CREATE TABLE IF NOT EXISTS "shop"."orders" (no INT)'
    found = read_set(
        write("a.jsonl", *(row(db_id=None, context=ddl, question=str(n)) for n, ddl in enumerate((DDL, other, DDL))))
    )
    assert [case.db_id for case in found.cases] == ["orders", "orders-2", "orders"]


def test_the_same_question_twice_stays_and_is_told(write: Write, row: Row) -> None:
    found = read_set(write("a.jsonl", row(), row(), row(answer="SELECT 1")))
    assert len(found.cases) == 3
    assert [(note.number, "정답이 같습니다" in note.message) for note in found.notes] == [(2, True), (3, False)]


def test_columns_can_be_mapped_and_the_rest_is_guessed(write: Write) -> None:
    path = write(
        "a.jsonl", {"문장": "몇 건?", "쿼리": "SELECT 1", "스키마": DDL, "question": "How many?", "난이도": "easy"}
    )
    assert columns_of(path) == ("문장", "쿼리", "스키마", "question", "난이도")
    case = read_set(path, {"question": "문장", "gold": "쿼리"}).cases[0]
    assert (case.question, case.gold, case.ddl, case.difficulty) == ("몇 건?", "SELECT 1", DDL, "easy")
    assert read_set(path, {"question": "문장", "gold": "쿼리", "difficulty": ""}).cases[0].difficulty is None


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("db_id context question answer",
         {"db_id": "db_id", "ddl": "context", "question": "question", "gold": "answer"}),
        ("id db_id question sql question_en", {"id": "id", "db_id": "db_id", "question": "question", "gold": "sql"}),
        ("question_id db_id question evidence SQL difficulty",
         {"id": "question_id", "db_id": "db_id", "question": "question", "gold": "SQL", "difficulty": "difficulty"}),
        ("context question answer gen_sql", {"ddl": "context", "question": "question", "gold": "answer"}),
        ("instruction input output", {"question": "instruction", "ddl": "input", "gold": "output"}),
        ("번호 질문 정답", {"id": "번호", "question": "질문", "gold": "정답"}),
    ],
)  # fmt: skip
def test_published_column_names_are_known(columns: str, expected: dict[str, str]) -> None:
    assert guess_mapping(columns.split()) == expected


def test_what_cannot_be_read_at_all_says_what_to_do(write: Write, row: Row, tmp_path: Path) -> None:
    write("two/a.jsonl", row())
    write("two/b.jsonl", row())
    for source, word in (
        (tmp_path / "none.jsonl", "없습니다"),
        (write("empty.jsonl"), "비어"),
        (write("book.xlsx", "PK"), "JSONL이나 CSV"),
        (write("q.jsonl", {"a": 1, "b": 2}), "있는 열: a, b"),
        (write("bad.jsonl", "{x", "{y"), "JSON"),
        (write("none.csv", "question,answer\n"), "행이 없습니다"),
        (write("all.jsonl", row(question="")), "1번째 줄: 질문이 비어"),
        (tmp_path / "two", "a.jsonl, b.jsonl"),
        ("a\0b.jsonl", "없습니다"),
    ):
        with pytest.raises(UsageError, match=word):
            read_set(source)
    with pytest.raises(UsageError, match="있는 열: db_id"):
        read_set(write("m.jsonl", row()), {"gold": "정답"})


def test_the_limit_takes_the_first_good_rows(write: Write, row: Row) -> None:
    path = write("a.jsonl", "{bad", *(row(question=str(n)) for n in range(5)))
    assert [case.question for case in read_set(path, limit=2).cases] == ["0", "1"]
    assert len(read_set(path, limit=99).cases) == 5


def test_rows_broken_in_a_sheet_are_named(write: Write) -> None:
    lines = (
        "context,question,answer",
        f'"{DDL}",몇 건?,SELECT 1',
        f'"{DDL}",합,계?,SELECT 2',
        f'"{DDL}",몇 개?,SELECT 3',
    )
    found = read_set(write("a.csv", *lines))
    assert [case.gold for case in found.cases] == ["SELECT 1", "SELECT 3"]
    assert [problem.number for problem in found.problems] == [3]


def test_a_long_ddl_in_a_cell_is_one_row(write: Write, row: Row) -> None:
    ddl = ";\n".join(f"CREATE TABLE t{n} (\n  a INT,\n  b INT\n)" for n in range(400))
    rows = [row(context=ddl, question=f"{n}번?") for n in range(2)]
    found = read_set(write("a.csv", as_csv(*rows)))
    assert [case.ddl for case in found.cases] == [ddl, ddl]


def test_the_line_of_a_bad_row_is_where_it_starts(write: Write, row: Row) -> None:
    rows = [row(context="CREATE TABLE t (\n  a INT\n)", question=question) for question in ("가", "", "다", "")]
    assert [problem.number for problem in read_set(write("a.csv", as_csv(*rows))).problems] == [5, 11]


def test_a_json_array_is_rows_too(write: Write, row: Row) -> None:
    rows = [row(question="가"), row(question="나")]
    assert len(read_set(write("a.json", json.dumps(rows, indent=2))).cases) == 2
    assert len(read_set(write("b.json", json.dumps({"version": 1, "data": rows}))).cases) == 2
    assert len(read_set(write("c.json", json.dumps(rows[0], indent=2))).cases) == 1


def test_paths_in_rows_are_relative_to_the_file_and_not_followed_in_uploads(
    write: Write, row: Row, tmp_path: Path
) -> None:
    write("sub/data/orders.csv", "id,amount,ordered_at", "1,2,2026-01-01")
    write("sub/ddl.sql", DDL)
    path = write("sub/a.jsonl", row(context=None, ddl_path="ddl.sql", data_path="data"))
    case = read_set(path).cases[0]
    assert (case.ddl, case.data_path) == (DDL, tmp_path / "sub" / "data")
    with pytest.raises(UsageError, match="올린 파일에 적힌 경로"):
        read_set(path, follow_paths=False)


def test_the_digest_is_of_the_content_and_not_of_the_place(write: Write, row: Row) -> None:
    first = read_set(write("a.jsonl", row(id=1)))
    assert read_set(write("x/b.jsonl", row(id=1))).digest == first.digest == digest_of(first.cases)
    assert read_set(write("c.jsonl", row(id=1, answer="SELECT 1"))).digest != first.digest


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode(errors="replace"))),
       suffix=st.sampled_from((".jsonl", ".json", ".csv", ".txt")))  # fmt: skip
def test_any_bytes_are_a_set_or_a_message(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"any{suffix}"
    path.write_bytes(data)
    with contextlib.suppress(UsageError):
        assert read_set(path).cases


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just([1]), st.just(DDL)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.dictionaries(st.sampled_from(("id", "db_id", "context", "question", "answer", "today")), _VALUES), max_size=6
    )
)
def test_every_row_is_a_case_or_a_problem(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    path = tmp_path / "any.jsonl"
    good = {"id": "the good one", "context": DDL, "question": "몇 건?", "answer": "SELECT 1"}
    path.write_text("\n".join(json.dumps(row) for row in [*rows, good]), encoding="utf-8")
    found = read_set(path)
    assert len(found.cases) + len(found.problems) == len(rows) + 1
    assert len({case.id for case in found.cases}) == len(found.cases)
    assert all(problem.message and problem.number for problem in found.problems)
