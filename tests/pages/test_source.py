import io

import pytest

from workbench.errors import DataError
from workbench.ui import source
from workbench.ui.source import Source


class Upload(io.BytesIO):
    def __init__(self, name, data, size=None):
        super().__init__(data)
        self.name = name
        self.size = len(data) if size is None else size


def test_a_source_comes_back_from_its_json():
    for one in (Source("sample", sample="shop"), Source("ddl", ddl="CREATE…", dialect="mysql", paths=("/a/b.csv",))):
        assert source.from_json(one.to_json()) == one


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "x", "extra": 1}', "null"])
def test_what_is_no_source_is_an_error_and_not_a_crash(text):
    with pytest.raises((ValueError, TypeError, AttributeError)):
        source.from_json(text)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("고객.csv", "고객.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\data\\매출.xlsx", "매출.xlsx"),
        ('a"b<c>|?*.csv', "a_b_c____.csv"),
        ("\x00.csv", "_.csv"),
        ("...", "data"),
        ("가" * 300 + ".csv", "가" * 80 + ".csv"),
    ],
)
def test_upload_names_keep_nothing_that_means_something_to_a_file_system(name, kept):
    assert source.plain_name(name) == kept


def test_uploads_are_kept_by_content_and_ddl_makes_the_schema():
    found = source.from_uploads(
        [Upload("s.sql", "CREATE TABLE 고객 (a INT)".encode("cp949")), Upload("고객.csv", b"a\n1\n")]
    )
    assert found.kind == "ddl"
    assert "고객" in found.ddl
    assert found.paths == source.from_uploads([Upload("s.sql", b"x"), Upload("고객.csv", b"a\n1\n")]).paths


def test_files_of_unknown_kind_or_size_are_refused_by_name():
    with pytest.raises(DataError, match=r"그림\.png"):
        source.from_uploads([Upload("그림.png", b"")])
    with pytest.raises(DataError, match="400MB"):
        source.from_uploads([Upload("큰.csv", b"", 401 * 1024 * 1024)])


def test_a_full_disk_while_keeping_is_a_message(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(source.shutil, "copyfileobj", full)
    with pytest.raises(DataError, match="디스크 공간"):
        source.keep(Upload("새 파일.csv", b"a\n2\n"))


def test_a_kept_file_that_has_gone_is_a_message():
    with pytest.raises(DataError, match=r"b\.csv"):
        source.open_source(Source("files", paths=("/nowhere/b.csv",)))
