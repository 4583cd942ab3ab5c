"""A file becomes a table: names, header, types."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.data.conftest import Query
from workbench.data.build import build_from_files
from workbench.data.database import Database
from workbench.errors import DataError


def types(database: Database) -> dict[str, str]:
    return {column.name: column.type for table in database.schema.tables for column in table.columns}


def load(folder: Path, name: str, text: str) -> Database:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return build_from_files([path])


def test_types_are_read_from_the_values_and_codes_stay_text(tmp_path: Path, query: Query) -> None:
    database = load(
        tmp_path,
        "매출 (2024).csv",
        "번호,우편번호,금액(원),비율,일자,등록,사용,메모,전화\n"
        '1,06236,"1,000원",12.5%,2024.03.01,2024-03-01 10:00,true,,01012345678\n'
        '2,03920,"2,000원",7%,2024.03.02,2024-03-02 11:30,false,좋음,01000000000\n',
    )
    assert [table.name for table in database.schema.tables] == ["매출_2024"]
    assert types(database) == {
        "번호": "BIGINT", "우편번호": "VARCHAR", "금액_원": "BIGINT", "비율": "DOUBLE", "일자": "DATE",
        "등록": "TIMESTAMP", "사용": "BOOLEAN", "메모": "VARCHAR", "전화": "VARCHAR",
    }  # fmt: skip
    assert query(database, "SELECT 우편번호, 금액_원, 메모 FROM 매출_2024") == [
        ("06236", 1000, None),
        ("03920", 2000, "좋음"),
    ]
    column = database.schema.tables[0].column("금액_원")
    assert column is not None
    assert column.comment == "금액(원)"


def test_one_odd_cell_in_a_number_column_is_reported_not_fatal(tmp_path: Path, query: Query) -> None:
    database = load(tmp_path, "a.csv", "id,amount\n" + "1,100\n" * 99 + "2,미정\n")
    assert types(database)["amount"] == "BIGINT"
    assert query(database, "SELECT sum(amount) FROM a") == [(9900,)]
    assert any("101" in note and "미정" in note for note in database.notes)


def test_titles_above_and_merged_headers_of_a_worksheet_are_understood(tmp_path: Path, query: Query) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "지점별 실적"
    sheet.merge_cells("A1:E1")
    sheet["A3"], sheet["B3"], sheet["D3"] = "지점", "매출", "비용"
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:E3")
    for column, name in zip("BCDE", ("금액", "건수", "금액", "건수"), strict=True):
        sheet[f"{column}4"] = name
    for row, values in enumerate((("서울", 10, 1, 5, 2), ("부산", 20, 2, 6, 3)), start=5):
        for column, value in zip("ABCDE", values, strict=True):
            sheet[f"{column}{row}"] = value
    book.save(tmp_path / "실적.xlsx")
    database = build_from_files([tmp_path / "실적.xlsx"])
    assert list(types(database)) == ["지점", "매출_금액", "매출_건수", "비용_금액", "비용_건수"]
    assert query(database, 'SELECT 지점, 매출_금액 + 비용_금액 FROM "실적"') == [("서울", 15), ("부산", 26)]


def test_every_worksheet_with_cells_becomes_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "고객"
    book.active.append(["이름"])
    book.active.append(["김"])
    book.create_sheet("빈 시트")
    other = book.create_sheet("주문 내역")
    other.append(["번호", "금액"])
    other.append([1, 2])
    hidden = book.create_sheet("계산")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "자료.xlsx")
    database = build_from_files([tmp_path / "자료.xlsx"])
    assert [table.name for table in database.schema.tables] == ["고객", "주문_내역"]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("이름,이름,", ["이름", "이름_2", "열3"]),
        ("2024년,group,a b", ["_2024년", "group", "a_b"]),
        ('"x""y",<b>,😀', ["x_y", "b", "열3"]),
    ],
)
def test_names_are_made_safe_and_different(tmp_path: Path, header: str, names: list[str]) -> None:
    database = load(tmp_path, "t.csv", f"{header}\n가,나,다\n라,마,바\n")
    assert list(types(database)) == names


def test_two_files_of_one_name_become_two_tables(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "매출.csv").write_text("이름,값\n가,1\n", encoding="utf-8")
    database = build_from_files([tmp_path / "a" / "매출.csv", tmp_path / "b" / "매출.csv"])
    assert [table.name for table in database.schema.tables] == ["매출", "매출_2"]


def test_a_total_in_the_last_row_is_kept_and_pointed_out(tmp_path: Path, query: Query) -> None:
    database = load(tmp_path, "a.csv", "지점,금액\n서울,10\n부산,20\n합 계,30\n")
    assert query(database, "SELECT sum(금액) FROM a") == [(60,)]
    assert any("합계" in note and "4" in note for note in database.notes)


def test_hundreds_of_columns_become_one_wide_table_and_thousands_are_refused(tmp_path: Path, query: Query) -> None:
    def text(width: int) -> str:
        return ",".join(f"항목{i}" for i in range(width)) + "\n" + (",".join(["1"] * width) + "\n") * 3

    database = load(tmp_path, "wide.csv", text(400))
    assert query(database, "SELECT sum(항목399) FROM wide") == [(3,)]
    with pytest.raises(DataError, match="2000개"):
        load(tmp_path, "wider.csv", text(2000))
