import csv
import datetime as dt
import io
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow as pa
import pytest

from workbench import export
from workbench.export import Note

NOTE = Note("지난달 매출은?", "SELECT 1", "쇼핑몰", dt.datetime(2026, 11, 23, 16, 50, tzinfo=dt.UTC), is_example=False)
EXAMPLE = Note(
    "지난달 매출은?", "SELECT 1", "쇼핑몰", dt.datetime(2026, 11, 23, 16, 50, tzinfo=dt.UTC), is_example=True
)


def csv_rows(table):
    return list(csv.reader(io.StringIO(export.to_csv(table).decode("utf-8-sig"), newline="")))


def xlsx(table, note=NOTE):
    return openpyxl.load_workbook(io.BytesIO(export.to_xlsx(table, note)))


def test_csv_starts_with_a_byte_order_mark_for_korean_excel():
    assert export.to_csv(pa.table({"이름": ["홍길동"]})) == "\ufeff이름\r\n홍길동\r\n".encode()


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "＝1", " =1", '=HYPERLINK("x")']
)
def test_a_text_that_starts_like_a_formula_stays_text(text):
    table = pa.table({text: [text]})
    assert csv_rows(table) == [["'" + text], ["'" + text]]
    for row in xlsx(table).worksheets[0].iter_rows():
        assert row[0].data_type == "s"


@pytest.mark.parametrize("text", ["-5", "+12.5", "010-1234-5678", "홍길동", "a=b"])
def test_harmless_texts_are_left_alone(text):
    assert csv_rows(pa.table({"c": [text]}))[1] == [text]


def test_null_is_an_empty_cell_and_an_empty_result_has_its_header():
    assert csv_rows(pa.table({"a": [None, 1], "b": ["x", None]}))[1:] == [["", "x"], ["1", ""]]
    assert csv_rows(pa.table({"가": pa.array([], pa.string())})) == [["가"]]
    assert xlsx(pa.table({"가": pa.array([], pa.string())})).worksheets[0]["A1"].value == "가"


def test_excel_gets_numbers_and_dates_and_not_texts():
    moment = dt.datetime(2026, 3, 1, 0, 0, tzinfo=ZoneInfo("UTC"))
    table = pa.table(
        {"금액": [Decimal("1234.50")], "수": [1_000_000], "일자": [dt.date(2026, 3, 1)], "시각": [moment], "참": [True]}
    )
    amount, count, day, time, truth = next(xlsx(table).worksheets[0].iter_rows(min_row=2))
    assert (amount.value, count.value, count.number_format) == (1234.5, 1_000_000, "#,##0")
    assert (day.value.isoformat(), day.number_format) == ("2026-03-01T00:00:00", "yyyy-mm-dd")
    assert time.value.isoformat() == "2026-03-01T09:00:00"
    assert truth.value is True


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567890123456789, "1234567890123456789"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (dt.date(1592, 5, 23), "1592-05-23"),
        (b"\x00\xff", "00ff"),
        (["1", "가"], '["1", "가"]'),
        ("a\x00b\x0bc", "abc"),
        ("가" * 40_000, "가" * 32_767),
    ],
)
def test_what_excel_cannot_hold_becomes_text(value, shown):
    assert xlsx(pa.table({"c": [value]})).worksheets[0]["A2"].value == shown


def test_the_second_sheet_tells_question_sql_and_that_rows_are_made_up():
    about = {row[0].value: row[1].value for row in xlsx(pa.table({"a": [1]}), EXAMPLE).worksheets[1].iter_rows()}
    assert about["질문"] == NOTE.question
    assert about["SQL"] == "SELECT 1"
    assert "예시 데이터" in about["주의"]
    assert "주의" not in {row[0].value for row in xlsx(pa.table({"a": [1]})).worksheets[1].iter_rows()}


def test_a_question_cannot_become_a_formula_or_a_path():
    note = Note('=cmd() ../../etc/passwd "x"\u202e', "=1", "d", NOTE.made_at, is_example=True)
    assert export.file_name(note, "csv") == "예시데이터_=cmd() .. .. etc passwd x_20261123-1650.csv"
    assert all(row[1].data_type == "s" for row in xlsx(pa.table({"a": [1]}), note).worksheets[1].iter_rows())
