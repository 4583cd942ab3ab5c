"""Where gold picks one of several equal rows on every database, any of them is right, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.evaluate.grading.conftest import TODAY
from workbench.evaluate.grading import Ground, open_ground, score_pair
from workbench.evaluate.grading.ties import one_pick

DDL = "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL, city VARCHAR(20))"
PLAIN = "SELECT name FROM customers WHERE id = (SELECT id FROM customers GROUP BY id ORDER BY COUNT(*) DESC LIMIT 1)"
IN_CTE = (
    "WITH c AS (SELECT id, COUNT(*) AS n FROM customers GROUP BY id)"
    " SELECT name FROM customers WHERE id = (SELECT id FROM c ORDER BY n DESC LIMIT 1)"
)


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with open_ground(DDL, None, None, [PLAIN, IN_CTE], TODAY) as opened:
        yield opened


@pytest.mark.parametrize("gold", [PLAIN, IN_CTE])
@pytest.mark.parametrize(
    ("pred", "outcome"),
    [
        ("SELECT c.name FROM customers c GROUP BY c.id, c.name ORDER BY COUNT(*) DESC LIMIT 1", "correct"),
        ("SELECT name FROM customers WHERE id = (SELECT MAX(id) FROM customers)", "correct"),
        ("SELECT name FROM customers ORDER BY id LIMIT 1 OFFSET 2", "correct"),
        ("SELECT name FROM customers ORDER BY id LIMIT 2", "wrong"),
        ("SELECT city FROM customers ORDER BY id LIMIT 1", "wrong"),
        ("SELECT name || '!' FROM customers ORDER BY id LIMIT 1", "wrong"),
    ],
)
def test_any_of_the_tied_rows_is_right(ground: Ground, gold: str, pred: str, outcome: str) -> None:
    score = score_pair(ground, gold, pred)
    assert score.outcome == outcome
    assert any("골라도" in note for note in score.notes)


def test_an_extra_column_is_forgiven_there_too(ground: Ground) -> None:
    score = score_pair(ground, PLAIN, "SELECT id, name FROM customers WHERE id = (SELECT MAX(id) FROM customers)")
    assert (score.outcome, score.forgiving) == ("wrong", True)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM t ORDER BY a LIMIT 1",
        "SELECT * FROM (SELECT a FROM t ORDER BY a LIMIT 2)",
        "SELECT (SELECT a FROM t ORDER BY a LIMIT 1), (SELECT b FROM t ORDER BY b LIMIT 1)",
        "SELECT * FROM (SELECT * FROM t ORDER BY a LIMIT 1)",
        "SELECT a FROM (SELECT a, ROW_NUMBER() OVER (ORDER BY b) AS r FROM t LIMIT 1) WHERE r = 1",
        "SELECT a FROM t; SELECT b FROM t",
        "not SQL",
    ],
)
def test_only_a_single_inner_pick_is_gone_through(sql: str) -> None:
    assert one_pick(sql) is None
