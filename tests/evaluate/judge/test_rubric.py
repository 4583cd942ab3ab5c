"""Rubrics are files; v1 is the published text to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import UsageError
from workbench.evaluate.judge.requests import messages
from workbench.evaluate.judge.row import JudgeRow
from workbench.evaluate.judge.rubric import load_rubric, rubric_names

ROW = JudgeRow("1", "고객은 몇 명인가요?", "CREATE TABLE c (id INT);", "SELECT count(*) FROM c", "SELECT 1 -- {gt_sql}")
PUBLISHED = (
    "Based on below DDL and Question, evaluate gen_sql can resolve Question. If gen_sql and gt_sql do equal job, "
    'return "yes" else return "no". Output JSON Format: {"resolve_yn": ""}\n'
    "\n"
    "DDL: CREATE TABLE c (id INT);\n"
    "Question: 고객은 몇 명인가요?\n"
    "gt_sql: SELECT count(*) FROM c\n"
    "gen_sql: SELECT 1 -- {gt_sql}"
)


def test_v1_asks_word_for_word_what_was_published() -> None:
    assert messages(ROW, load_rubric("v1")) == [{"role": "system", "content": PUBLISHED}]


def test_the_hash_names_the_text(tmp_path: Path) -> None:
    text = '{question} {gt_sql} {gen_sql} → {"resolve_yn": ""}'
    (tmp_path / "mine.md").write_text(text, encoding="utf-8")
    (tmp_path / "other.md").write_text(text + ".", encoding="utf-8")
    (tmp_path / "windows.md").write_bytes(b"\xef\xbb\xbf" + text.encode())
    mine, other, windows = (load_rubric(str(tmp_path / f"{name}.md")) for name in ("mine", "other", "windows"))
    assert (mine.name, len(mine.digest), mine.version) == ("mine", 64, mine.digest[:12])
    assert mine.digest != other.digest
    assert mine.digest == windows.digest


def test_a_rubric_of_ones_own_is_fenced(tmp_path: Path) -> None:
    (tmp_path / "v1.md").write_text("{question}{gt_sql}{gen_sql}", encoding="utf-8")
    (message,) = messages(ROW, load_rubric(str(tmp_path / "v1.md")))
    assert message["role"] == "user"
    assert "<question " in message["content"]


def test_the_shipped_rubrics_can_be_loaded() -> None:
    assert rubric_names() == ("v1", "v2")
    assert [load_rubric(name).shows_results for name in rubric_names()] == [False, True]


@pytest.mark.parametrize("name", ["v9", "", "/no/such/file.md", "\0"])
def test_a_rubric_there_is_not_is_named(name: str) -> None:
    with pytest.raises(UsageError, match="v1, v2"):
        load_rubric(name)


def test_a_rubric_that_asks_about_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("Is {gen_sql} good?", encoding="utf-8")
    with pytest.raises(UsageError, match=r"\{question\}, \{gt_sql\}"):
        load_rubric(str(tmp_path / "empty.md"))
