"""What a query makes use of, and Spider's levels."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluate.features import FEATURES, features, hardness


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT name FROM singer", ()),
        ("SELECT COUNT(*) FROM a JOIN b ON a.x = b.x", ("join", "aggregate")),
        (
            "SELECT a.x FROM a JOIN b ON a.x = b.x LEFT JOIN a c ON c.x = b.x",
            ("join", "multi_join", "outer_join", "self_join"),
        ),
        (
            "SELECT x, SUM(y) / COUNT(*) FROM t GROUP BY x HAVING SUM(y) > 1 ORDER BY 2 LIMIT 3",
            ("group", "having", "order", "limit", "aggregate", "ratio"),
        ),
        (
            "WITH c AS (SELECT 1 AS x) SELECT DISTINCT x FROM c UNION SELECT x FROM d",
            ("distinct", "cte", "set_operation"),
        ),
        ("SELECT x FROM t WHERE y > (SELECT AVG(y) FROM t)", ("aggregate", "subquery")),
        ("SELECT ROW_NUMBER() OVER (ORDER BY x) FROM t", ("window",)),
        (
            "SELECT CASE WHEN x LIKE 'a%' THEN 1 ELSE 0 END FROM t WHERE y IS NULL OR z <> 1",
            ("case", "like", "null", "negation", "or"),
        ),
        ("SELECT x FROM t WHERE d >= '2024-01-01'", ("date",)),
        ("SELECT x FROM t WHERE d >= CURRENT_DATE - INTERVAL 7 DAY", ("date",)),
        ("SELECT STRFTIME(d, '%Y') FROM t", ("date",)),
        ("SELECT x / 1000 FROM t", ()),
        ("no SQL at all", ()),
    ],
)
def test_features(sql: str, expected: tuple[str, ...]) -> None:
    assert features(sql) == expected


@pytest.mark.parametrize(
    ("sql", "level"),
    [
        # The examples of Spider's paper. By the rules of evaluation.py, which count, its "hard" is extra and its
        # "extra" hard: four of component 1, and one nested query with nothing beside it.
        ("SELECT COUNT(*) FROM cars_data WHERE cylinders > 4", "easy"),
        (
            "SELECT T2.name, COUNT(*) FROM concert AS T1 JOIN stadium AS T2 ON T1.stadium_id = T2.stadium_id "
            "GROUP BY T1.stadium_id",
            "medium",
        ),
        (
            "SELECT T1.country_name FROM countries AS T1 JOIN continents AS T2 ON T1.continent = T2.cont_id "
            "JOIN car_makers AS T3 ON T1.country_id = T3.country WHERE T2.continent = 'Europe' "
            "GROUP BY T1.country_name HAVING COUNT(*) >= 3",
            "extra",
        ),
        (
            "SELECT AVG(life_expectancy) FROM country WHERE name NOT IN (SELECT T1.name FROM country AS T1 JOIN "
            "country_language AS T2 ON T1.code = T2.country_code WHERE T2.language = 'English' "
            "AND T2.is_official = 'T')",
            "hard",
        ),
        ("SELECT name FROM singer", "easy"),
        ("SELECT name, age FROM singer", "medium"),
        ("SELECT name FROM a UNION SELECT name FROM b", "hard"),
        ("not SQL", "extra"),
    ],
)
def test_levels(sql: str, level: str) -> None:
    assert hardness(sql) == level


@settings(deadline=None)
@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert set(features(text)) <= set(FEATURES)
    assert hardness(text) in ("easy", "medium", "hard", "extra")
