"""Files for the user: whole or as they were, and why not in the user's language."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from workbench.errors import StoreError, UsageError
from workbench.store.whole import save
from workbench.text import use_language
from workbench.text.reason import reason_of


def test_a_full_disk_is_told_in_korean_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(StoreError) as error:
            save(path, [b"x" * 10_000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "디스크가 가득" in error.value.message
    assert "File too large" not in error.value.message
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]
    assert path.read_bytes() == b"old"


def test_a_place_that_cannot_be_is_the_callers_mistake(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "no" / "file.csv"):
        with pytest.raises(UsageError) as error:
            save(place, [b"x"])
        assert "No such" not in error.value.message


def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert save(path, [b"one\n", b"two\n"]) == 2
        assert os.read(reader, 100) == b"one\ntwo\n"
    finally:
        os.close(reader)
    assert path.is_fifo()


def test_every_reason_has_words_of_its_own() -> None:
    assert reason_of(PermissionError(13, "Permission denied")) == "권한 없음"
    with use_language("en"):
        assert reason_of(OSError(28, "No space left on device")) == "the disk is full"
    assert reason_of(OSError(98, "Address already in use")) == "Address already in use"
    assert reason_of(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid")) == "UTF-8이 아님"
    assert reason_of(ValueError("secret")) == "ValueError"
