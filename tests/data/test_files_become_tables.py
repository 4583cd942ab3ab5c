"""Folders and files over a schema: what matches, what is left over, what is said."""

from __future__ import annotations

import threading
import unicodedata
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.data.conftest import Query
from tests.data.orders import ORDERS, SHOP
from workbench.data import cache
from workbench.data.build import build_empty, build_from_files, build_from_folder
from workbench.errors import DataError
from workbench.schema.model import Column, Schema, Table

HEAD = "order_id,customer_id,amount,ordered_at,is_paid,memo\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def said(notes: tuple[str, ...], *words: str) -> bool:
    return any(all(word in note for word in words) for note in notes)


def test_a_company_export_loads_with_its_oddities_told(tmp_path: Path, query: Query) -> None:
    folder = tmp_path / "d"
    write(
        folder,
        "ORDERS.csv",
        "Memo,ORDER_ID,고객번호,금액(원),ordered_at,is_paid,extra\n"
        '"안녕\n하세요",1,7,"1,234원",2024.03.01,1,x\n'
        "\\N,2,,,2024-03-01 00:00:00,0,x\n"
        ",3,7,abc,2024-03-02,1,x\n"
        "a,4\n"
        "b,4,7,5,2024-03-02,1,x\n"
        "c,4,7,6,2024-03-02,1,x\n",
        "cp949",
    )
    write(folder, "사은품.csv", "a,b\n1,2\n")
    write(folder, "README.md", "not data")
    database = build_from_folder(SHOP, folder)
    assert query(database, "SELECT order_id, customer_id, amount::VARCHAR, ordered_at::VARCHAR, memo FROM orders") == [
        (1, 7, "1234.00", "2024-03-01 00:00:00", "안녕\n하세요"),
        (2, None, None, "2024-03-01 00:00:00", None),
        (3, 7, None, "2024-03-02 00:00:00", ""),
        (4, 7, "5.00", "2024-03-02 00:00:00", "b"),
        (4, 7, "6.00", "2024-03-02 00:00:00", "c"),
    ]
    assert said(database.notes, "CP949")
    assert said(database.notes, "모자라는 행 1개", "줄 6")
    assert said(database.notes, "amount", "5: 'abc'")
    assert said(database.notes, "extra")
    assert said(database.notes, "기본 키", "1개")
    assert said(database.notes, "사은품")
    assert said(database.notes, "파일이 없어", "customer")
    assert not said(database.notes, "README")


def test_values_that_need_a_wider_type_widen_the_column(tmp_path: Path, query: Query) -> None:
    write(tmp_path / "d", "orders.csv", HEAD + "1.5,1,1,2024-01-01,2,x\n2,1,1,2024-01-01,0,x\n")
    database = build_from_folder(SHOP, tmp_path / "d")
    assert query(database, "SELECT order_id, is_paid FROM orders") == [(1.5, 2), (2.0, 0)]
    orders = database.schema.table("orders")
    assert orders is not None
    assert [orders.columns[0].type, orders.columns[4].type] == ["DOUBLE", "BIGINT"]
    assert orders.primary_key == ("order_id",)
    assert said(database.notes, "orders.is_paid", "BIGINT")


def test_decomposed_file_names_and_headers_match(tmp_path: Path, query: Query) -> None:
    schema = Schema((Table("고객", (Column("이름", "VARCHAR"), Column("나이", "INTEGER"))),))
    write(
        tmp_path / "d", unicodedata.normalize("NFD", "고객.csv"), unicodedata.normalize("NFD", "나이,이름\n") + "3,김\n"
    )
    database = build_from_folder(schema, tmp_path / "d")
    assert query(database, "SELECT 이름, 나이 FROM 고객") == [("김", 3)]
    assert database.notes == ()


def test_a_file_without_a_header_is_read_in_column_order(tmp_path: Path, query: Query) -> None:
    write(tmp_path / "d", "customer.csv", "1,김민수,2024-01-01\n2,이서연,2024-01-02\n")
    database = build_from_folder(SHOP, tmp_path / "d")
    assert query(database, "SELECT customer_id, name FROM customer") == [(1, "김민수"), (2, "이서연")]
    assert said(database.notes, "열 이름 줄이 없어")


def test_a_file_of_another_name_is_recognised_by_its_columns(tmp_path: Path, query: Query) -> None:
    path = write(tmp_path / "d", "11월 주문내역(최종).csv", HEAD + "1,1,1,2024-01-01,1,x\n")
    database = build_from_files([path], SHOP)
    assert query(database, "SELECT count(*) FROM orders") == [(1,)]
    assert said(database.notes, "11월 주문내역", "orders")


def test_excel_and_parquet_fill_tables_too(tmp_path: Path, query: Query) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "orders"
    sheet.append(["2024년 주문 현황"])
    sheet.append([])
    sheet.append(["order_id", "customer_id", "금액", "ordered_at", "is_paid", "memo"])
    sheet.append([1, 5, 1000, "2024.03.01", True, None])
    book.save(tmp_path / "자료.xlsx")
    customers = pa.table({"CUSTOMER_ID": [5, 6], "name": ["김", "이"], "joined_on": ["2024-01-01", None]})
    pq.write_table(customers, tmp_path / "customer.parquet")
    database = build_from_files([tmp_path / "자료.xlsx", tmp_path / "customer.parquet"], SHOP)
    rows = query(database, "SELECT name, amount::INT, is_paid, memo FROM orders JOIN customer USING (customer_id)")
    assert rows == [("김", 1000, True, None)]


def test_the_same_data_is_built_once_and_changed_data_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "d", "customer.csv", "customer_id,name,joined_on\n1,김,2024-01-01\n")
    first = build_from_folder(SHOP, tmp_path / "d")
    with monkeypatch.context() as patched:
        patched.setattr("workbench.data.build.run_job", lambda *_: pytest.fail("built twice"))
        again = build_from_folder(SHOP, tmp_path / "d")
    assert (again.path, again.notes, again.schema) == (first.path, first.notes, first.schema)
    path.write_text("customer_id,name,joined_on\n1,박,2024-01-01\n", encoding="utf-8")
    assert build_from_folder(SHOP, tmp_path / "d").path != first.path
    assert not list(cache.folder().glob("*.tmp*"))


def test_two_threads_asking_at_once_get_one_whole_file(tmp_path: Path, query: Query) -> None:
    write(tmp_path / "d", "customer.csv", "customer_id,name,joined_on\n1,김,2024-01-01\n")
    found: list[Path] = []
    threads = [
        threading.Thread(target=lambda: found.append(build_from_folder(SHOP, tmp_path / "d").path)) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert len(set(found)) == 1


def test_loading_tells_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    write(tmp_path / "d", "orders.csv", HEAD + "1,1,1,2024-01-01,1,메모메모메모\n" * 400_000)
    stop = threading.Event()
    heard: list[tuple[float, str]] = []

    def progress(share: float, what: str) -> None:
        heard.append((share, what))
        stop.set()

    with pytest.raises(DataError, match="중단했습니다"):
        build_from_folder(SHOP, tmp_path / "d", progress, stop)
    assert heard[0][1] == "orders"
    assert 0 <= heard[0][0] <= 1
    assert not list(cache.folder().glob("*.duckdb"))


def test_views_work_and_a_view_that_reads_files_reads_nothing(query: Query) -> None:
    secret = "SELECT * FROM read_csv('/etc/passwd', header = false)"
    schema = Schema(
        (
            ORDERS,
            Table("late", (Column("n", "BIGINT"),), view_sql="SELECT count(*) AS n FROM early"),
            Table("early", (Column("order_id", "INTEGER"),), view_sql="SELECT order_id FROM orders"),
            Table("leak", (Column("line", "VARCHAR"),), view_sql=secret),
        )
    )
    database = build_empty(schema)
    assert query(database, "SELECT n FROM late") == [(0,)]
    assert query(database, "SELECT count(*) FROM leak") == [(0,)]
    leak = database.schema.table("leak")
    assert leak is not None
    assert leak.view_sql == ""
    assert said(database.notes, "leak")


def test_a_thousand_tables_are_ready_in_seconds() -> None:
    columns = tuple(Column(f"c{i}", "VARCHAR", comment="설명") for i in range(10))
    database = build_empty(Schema(tuple(Table(f"t{i}", columns) for i in range(1000))))
    assert len(database.schema.tables) == 1000
    assert database.rows == "empty"
