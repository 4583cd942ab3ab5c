"""The shipped samples: rebuilt byte for byte, without a remark, and every question on the page has an answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.data.conftest import Query
from workbench import settings
from workbench.data.samples import open_sample, sample_at, sample_info, sample_names
from workbench.errors import DataError
from workbench.text import use_language

ANSWERS = Path(__file__).parent.parent / "cases" / "data"


def test_three_businesses_are_there_in_order() -> None:
    assert sample_names() == ("shop", "game", "hr")


@pytest.mark.parametrize("name", ["shop", "game", "hr"])
def test_a_sample_loads_without_a_remark_and_says_that_it_is_made_up(name: str) -> None:
    database = open_sample(name)
    assert database.notes == ()
    assert database.schema.problems == ()
    assert database.rows == "sample"
    assert "예시 데이터" in database.label
    assert 6 <= len(database.schema.tables) <= 10
    assert all(table.comment and all(column.comment for column in table.columns) for table in database.schema.tables)


@pytest.mark.parametrize("name", ["shop", "game", "hr"])
def test_every_example_question_has_an_answer(name: str, query: Query) -> None:
    database = open_sample(name)
    answers = [
        text.strip() for text in (ANSWERS / f"{name}.sql").read_text(encoding="utf-8").split(";") if text.strip()
    ]
    questions = sample_info(name).questions
    assert [text.splitlines()[0].removeprefix("-- ") for text in answers] == list(questions)
    for text in answers:
        rows = query(database, text)
        assert rows, text
        assert any(value is not None for row in rows for value in row), text


def test_information_is_there_in_both_languages() -> None:
    for name in sample_names():
        korean = sample_info(name)
        with use_language("en"):
            english = sample_info(name)
        assert korean.title != english.title
        assert "예시 데이터" in korean.description
        assert "Made-up" in english.description
        assert korean.ddl_path.is_file()


def test_an_unknown_sample_is_told() -> None:
    with pytest.raises(DataError, match="shop"):
        open_sample("../etc")


def test_the_script_rebuilds_the_files_byte_for_byte(tmp_path: Path) -> None:
    script = settings.ROOT / "sample_db" / "build.py"
    subprocess.run([sys.executable, str(script), str(tmp_path)], check=True, timeout=120)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.glob("*/*.csv")}
    kept = settings.ROOT / "sample_db"
    assert made == {path.relative_to(kept): path.read_bytes() for path in kept.glob("*/*.csv")}
    assert sum(map(len, made.values())) < 2_000_000


def test_a_samples_folder_is_known_by_its_place_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    assert sample_at(settings.ROOT / "sample_db" / "shop") == "shop"
    assert sample_at(tmp_path / "shop") is None
