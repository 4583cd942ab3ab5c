"""Made-up rows: keys hold, values suit the column, the same seed gives the same rows."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import duckdb
import pytest

from tests.data.conftest import Query
from tests.data.orders import SHOP
from workbench.data.build import build_examples
from workbench.data.database import Database
from workbench.data.integrity import integrity_notes
from workbench.schema.ddl import read_ddl
from workbench.schema.model import Column, ForeignKey, Schema, Table

TODAY = dt.date(2026, 11, 23)
DDL = Path(__file__).parent.parent / "cases" / "data" / "clinic.sql"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Database:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("home")))
        return build_examples(read_ddl(DDL.read_text(encoding="utf-8")), today=TODAY)


def problems(database: Database) -> list[str]:
    with duckdb.connect(str(database.path), read_only=True) as connection:
        names = {table.name for table in database.schema.tables}
        return [note.key for note in integrity_notes(connection, database.schema, names)]


def test_keys_are_unique_and_every_reference_exists(clinic: Database) -> None:
    assert clinic.rows == "example"
    assert clinic.label == "예시 데이터"
    assert problems(clinic) == []


def test_required_columns_are_filled_and_none_is_all_empty(clinic: Database, query: Query) -> None:
    for table in clinic.schema.tables:
        for column in table.columns:
            name = f'count("{column.name}"), count(*)'
            filled, count = query(clinic, f'SELECT {name} FROM "{table.name}"')[0]
            assert 5 <= count <= 200
            assert filled > 0, (table.name, column.name)
            assert column.nullable or filled == count, (table.name, column.name)


def test_codes_come_from_comments_enums_and_checks(clinic: Database, query: Query) -> None:
    assert set(query(clinic, "SELECT status_cd FROM visit")) == {("10",), ("20",), ("90",)}
    assert set(query(clinic, "SELECT gender FROM patient WHERE gender IS NOT NULL")) == {("M",), ("F",)}
    assert {row[0] for row in query(clinic, "SELECT kind FROM visit")} == {"초진", "재진"}
    assert {row[0] for row in query(clinic, "SELECT level FROM doctor")} == {"전문의", "전공의"}
    assert {row[0] for row in query(clinic, "SELECT insured_yn FROM patient WHERE insured_yn IS NOT NULL")} == {
        "Y",
        "N",
    }


def test_dates_are_recent_and_in_order(clinic: Database, query: Query) -> None:
    first, last = query(clinic, "SELECT min(visited_at)::DATE, max(visited_at)::DATE FROM visit")[0]
    assert TODAY - dt.timedelta(days=730) <= first < last <= TODAY
    assert query(clinic, "SELECT count(*) FROM admission WHERE discharged_on < admitted_on") == [(0,)]
    assert query(
        clinic, "SELECT count(*) FROM visit v JOIN patient p USING (patient_id) WHERE visited_at < p.created_at"
    ) == [(0,)]
    youngest = query(clinic, "SELECT max(birth_date) FROM patient")[0][0]
    assert youngest < TODAY - dt.timedelta(days=15 * 365)


def test_numbers_suit_what_they_count(clinic: Database, query: Query) -> None:
    low, high = query(clinic, "SELECT min(fee), max(fee) FROM visit")[0]
    assert 1_000 <= low < high <= 5_000_000
    assert query(clinic, "SELECT count(*) FROM visit WHERE rating NOT BETWEEN 1 AND 5") == [(0,)]
    assert query(clinic, "SELECT count(*) FROM prescription_item WHERE amount <> quantity * unit_price") == [(0,)]
    assert query(clinic, "SELECT min(line_no) FROM prescription_item") == [(1,)]


def test_contact_and_identity_data_belongs_to_nobody(clinic: Database, query: Query) -> None:
    rows = query(clinic, "SELECT phone, email, resident_no FROM patient")
    assert all(phone is None or phone.startswith("010-0000-") for phone, _, _ in rows)
    assert all(mail is None or mail.endswith("@example.com") for _, mail, _ in rows)
    assert all(number is None or number.endswith("******") for _, _, number in rows)
    names = [name for (name,) in query(clinic, "SELECT patient_name FROM patient")]
    assert all("가" <= name[0] <= "힣" and 2 <= len(name) <= 5 for name in names)


def test_cycles_and_references_to_oneself_are_filled(clinic: Database, query: Query) -> None:
    assert query(clinic, "SELECT count(*) > 0 FROM department d JOIN doctor h ON d.head_id = h.doctor_id") == [(True,)]
    assert query(clinic, "SELECT count(*) > 0, count(*) FILTER (up_dept_id IS NULL) > 0 FROM department") == [
        (True, True)
    ]
    assert query(clinic, "SELECT count(*) FROM department WHERE up_dept_id >= dept_id") == [(0,)]


def test_views_over_examples_have_rows(clinic: Database, query: Query) -> None:
    assert query(clinic, "SELECT count(*) > 0 FROM v_visit") == [(True,)]


def test_the_same_seed_and_day_give_the_same_rows_and_another_seed_others(query: Query) -> None:
    rows = [query(build_examples(SHOP, seed, TODAY), "SELECT * FROM customer ORDER BY ALL") for seed in (0, 0, 1)]
    assert rows[0] == rows[1]
    assert rows[0] != rows[2]


def test_types_beyond_the_usual_do_not_stop_it(query: Query) -> None:
    kinds = [
        "UUID",
        "JSON",
        "INTEGER[]",
        "STRUCT(a INTEGER)",
        "BLOB",
        "INTERVAL",
        "TIME",
        "TIMESTAMPTZ",
        "HUGEINT",
        "FLOAT",
    ]
    kinds += ["DECIMAL(3,2)", "UTINYINT", "BIT", "MAP(VARCHAR, INTEGER)"]
    database = build_examples(
        Schema((Table("t", tuple(Column(f"c{i}", k) for i, k in enumerate(kinds))),)), today=TODAY
    )
    assert query(database, "SELECT count(*) > 0, count(c0) > 0, count(c7) > 0, count(c9) > 0 FROM t") == [(True,) * 4]


def test_keys_of_another_type_than_what_refers_to_them_still_meet(query: Query) -> None:
    parent = Table("p", (Column("id", "VARCHAR"),), primary_key=("id",))
    child = Table("c", (Column("p_id", "BIGINT"),), foreign_keys=(ForeignKey(("p_id",), "p", ("id",)),))
    database = build_examples(Schema((parent, child)), today=TODAY)
    assert query(database, "SELECT count(*) > 0 FROM c JOIN p ON c.p_id::VARCHAR = p.id") == [(True,)]


def test_a_thousand_tables_get_fewer_rows_in_bearable_time(query: Query) -> None:
    columns = tuple(Column(f"이름{i}", "VARCHAR", "VARCHAR(20)") for i in range(11))
    tables = [Table("t0", (Column("id", "INTEGER"), *columns), primary_key=("id",))]
    for i in range(1, 1000):
        key = ForeignKey(("up_id",), f"t{i // 2}", ("id",))
        own = (Column("id", "INTEGER"), Column("up_id", "INTEGER"), *columns)
        tables.append(Table(f"t{i}", own, primary_key=("id",), foreign_keys=(key,)))
    started = time.monotonic()
    database = build_examples(Schema(tuple(tables)), today=TODAY)
    assert time.monotonic() - started < 120
    assert query(database, "SELECT count(*) > 0 FROM t999 JOIN t499 ON t999.up_id = t499.id") == [(True,)]
