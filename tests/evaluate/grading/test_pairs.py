"""What a careful person would say of an answer, the grader says."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.evaluate.grading.conftest import CASES
from workbench.evaluate.grading import Ground, score_pair

PAIRS: list[dict[str, Any]] = tomllib.loads((CASES / "pairs.toml").read_text(encoding="utf-8"))["pair"]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["what"] for pair in PAIRS])
def test_the_grade_is_that_of_a_careful_person(pair: dict[str, Any], shop: Ground) -> None:
    score = score_pair(shop, pair["gold"], pair["pred"], pair.get("dialect"))
    assert score.outcome == pair["outcome"], (score.message, score.gold_sql, score.sql, score.notes)
    assert score.forgiving == pair.get("forgiving", pair["outcome"] == "correct")
    assert len(score.notes) >= pair.get("notes", 0)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["what"] for pair in PAIRS])
def test_gold_itself_is_always_right(pair: dict[str, Any], shop: Ground) -> None:
    score = score_pair(shop, pair["gold"], pair["gold"], pair.get("dialect"))
    assert score.outcome == ("gold_broken" if pair["outcome"] == "gold_broken" else "correct"), score
    assert score.em_string == (score.outcome == "correct")
