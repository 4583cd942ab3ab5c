"""Encodings, separators, broken rows: what is read, and what is said about the rest."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.data.files.csv_file import open_csv


def read(path: Path, width: int) -> tuple[list[list[str | None]], dict[str, list[int]]]:
    file = open_csv(path, path.stem, path.stat().st_size)
    rows = [cells for _, cells in file.rows(1, width, width)]
    return rows, file.broken.lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_every_encoding_and_separator_gives_the_same_rows(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "고객.csv"
    lines = ["이름,도시,금액", '김민수,서울,"1,000"', "이서연,부산,2000"]
    text = "\n".join(separator.join(next(csv.reader([line]))) for line in lines)
    if separator == ",":
        text = "\n".join(lines)
    path.write_bytes(text.encode(encoding))
    rows, broken = read(path, 3)
    assert rows == [["김민수", "서울", "1,000"], ["이서연", "부산", "2000"]]
    assert broken == {}


def test_korean_that_begins_far_down_is_still_cp949(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" + b"1,x\n" * 400_000 + "2,서울\n".encode("cp949"))
    rows, _ = read(path, 2)
    assert rows[-1] == ["2", "서울"]


def test_bytes_that_are_no_text_are_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("이름,값\n서울특별시 강남구,1\n".encode() + b"\xff\xfe\xfd,2\n")
    file = open_csv(path, "a", 1)
    rows = [cells for _, cells in file.rows(1, 2, 2)]
    assert rows[0] == ["서울특별시 강남구", "1"]
    assert rows[1][1] == "2"
    assert file.unreadable == 3


def test_a_quote_that_never_closes_costs_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = ["id,도시,값", '1,"서울,10', "2,부산,20", '3,"대""전",30', '4,"광\n주",40', '5,"끝,50', '6,"제주"도,60']
    path.write_text("\n".join(lines), encoding="utf-8")
    rows, broken = read(path, 3)
    assert rows == [["2", "부산", "20"], ["3", '대"전', "30"], ["4", "광\n주", "40"], ["6", "제주도", "60"]]
    assert broken == {"row_quote": [2, 7]}


def test_rows_of_a_wrong_width_are_named_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"x\ny"\n2\n3,4,5\n6,7,,\n\n8,9\n', encoding="utf-8")
    rows, broken = read(path, 2)
    assert rows == [["1", "x\ny"], ["6", "7"], ["8", "9"]]
    assert broken == {"row_short": [4], "row_long": [5]}


def test_a_stray_quote_on_every_line_ends_in_bearable_time(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + '1,"x\n' * 60_000, encoding="utf-8")
    file = open_csv(path, "a", 1)
    assert list(file.rows(1, 2, 2)) == []
    assert file.broken.counts["row_quote"] == 60_000


def test_backslash_escapes_of_mysql_exports_leave_the_null_mark_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"그는 \\"네\\", 했다"\n2,\\N\n', encoding="utf-8")
    assert read(path, 2)[0] == [["1", '그는 "네", 했다'], ["2", "\\N"]]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters='\n,;"|'), max_size=8),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_pythons_writer_quotes_is_read_back(tmp_path: Path, rows: list[list[str]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["가", "나", "다"])
    writer.writerows(rows)
    path = tmp_path / "any.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    got, broken = read(path, 3)
    assert broken == {}
    assert got == rows
