"""Files that are too much, not what they say, or not ours to read: a clear word and no traceback."""

from __future__ import annotations

import dataclasses
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.data.orders import SHOP
from workbench.data import child
from workbench.data.build import build_empty, build_from_files, build_from_folder
from workbench.data.files import source
from workbench.data.limits import LOAD
from workbench.errors import DataError
from workbench.sandbox.template import Template


def refused(path: Path | str) -> str:
    with pytest.raises(DataError) as caught:
        build_from_files([path])
    return caught.value.message


def test_a_zip_bomb_in_a_workbook_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (64 << 20))
    assert "지나치게 커지는" in refused(path)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0", ".xls"),
        ("a.zip", b"PK", "압축"),
        ("a.exe", b"MZ", "읽을 수 없는 종류"),
        ("a.xlsx", b"not a zip", "Excel"),
        ("a.parquet", b"PAR1 and no more", "Parquet"),
        ("a.csv", b"", "빈 파일"),
        ("a.csv", bytes(range(128, 256)) * 100, "글자로 된 파일이 아닙니다"),
        ("a.csv", b"\n\n \n", "찾지 못했습니다"),
        ("a.duckdb", b"x", "데이터베이스 파일"),
    ],
)
def test_a_file_that_is_not_readable_data_is_named(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    message = refused(path)
    assert word in message
    assert name in message or path.stem in message


def test_links_and_devices_do_not_turn_other_files_into_data(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").symlink_to("/etc/passwd")
    assert "바로가기" in refused(tmp_path / "orders.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    assert "일반 파일이 아니" in refused(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "일반 파일이 아니" in refused(tmp_path / "folder.csv")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    assert "찾을 수 없습니다" in refused(tmp_path / "loop.csv")
    assert "찾을 수 없습니다" in refused("a\0b.csv")
    assert "찾을 수 없습니다" in refused("x" * 5000 + ".csv")


def test_a_file_past_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LOAD", dataclasses.replace(LOAD, file_mb=0))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert "너무 큽니다" in refused(tmp_path / "a.csv")


@pytest.fixture
def other_template(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Loading children forked from a template that first runs what the test gives."""
    started: list[Template] = []

    def use(first: str) -> None:
        boot = "import sys, os; sys.path.insert(0, {root!r}); from workbench.data import template, worker; "
        monkeypatch.setattr(child, "_BOOT", f"{boot}{first}; template.main()")
        started.append(Template(child._command))
        monkeypatch.setattr(child, "_template", started[-1])

    yield use
    for one in started:
        one.stop()


def test_a_loader_that_dies_leaves_the_app_and_the_folder_whole(
    other_template: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    other_template("worker.main = os.abort")
    with pytest.raises(DataError, match="너무 커서"):
        build_empty(SHOP)
    monkeypatch.undo()
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    assert build_empty(SHOP).rows == "empty"


def test_a_loader_without_memory_says_so(tmp_path: Path, other_template: Callable[[str], None]) -> None:
    # The template alone reserves 970 MB of addresses.
    other_template("import dataclasses; worker.LOAD = dataclasses.replace(worker.LOAD, address_space_mb=1200)")
    (tmp_path / "customer.csv").write_text("customer_id,name\n" + f"1,{'가' * 1000}\n" * 60_000, encoding="utf-8")
    with pytest.raises(DataError, match=r"너무 커서|문제가"):
        build_from_folder(SHOP, tmp_path)


def test_a_missing_or_unrelated_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="찾을 수 없습니다"):
        build_from_folder(SHOP, tmp_path / "nowhere")
    with pytest.raises(DataError, match="파일이 없습니다"):
        build_from_folder(SHOP, tmp_path)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match="맞는 파일이 없습니다"):
        build_from_folder(SHOP, tmp_path)


def test_a_cache_folder_that_cannot_be_written_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "file"))
    with pytest.raises(DataError, match="폴더"):
        build_empty(SHOP)
