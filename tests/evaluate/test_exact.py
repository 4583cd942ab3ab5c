"""Exact match, as text and part by part."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluate.exact import em_set, em_string
from workbench.schema.ddl import read_ddl
from workbench.schema.graph import with_inferred_keys

SCHEMA = with_inferred_keys(
    read_ddl(
        """
        CREATE TABLE singer (singer_id INT PRIMARY KEY, name TEXT, country TEXT, age INT);
        CREATE TABLE concert (concert_id INT PRIMARY KEY, title TEXT, year INT);
        CREATE TABLE singer_in_concert (
          concert_id INT REFERENCES concert(concert_id), singer_id INT REFERENCES singer(singer_id)
        );
        """
    )
)


@pytest.mark.parametrize(
    ("gold", "pred", "same"),
    [
        ("SELECT name FROM singer", "select  NAME\nfrom Singer ;", True),
        ("SELECT name FROM singer", 'SELECT "name" FROM `singer` -- all of them', True),
        (
            "SELECT count(*) AS n FROM singer s INNER JOIN t ON s.a<>t.b ORDER BY n ASC",
            "SELECT COUNT( * ) n FROM singer AS s JOIN t ON s.a != t.b ORDER BY n",
            True,
        ),
        ("SELECT name FROM singer WHERE country = 'France'", "SELECT name FROM singer WHERE country = 'france'", False),
        ("SELECT name FROM singer", "SELECT s.name FROM singer s", False),
        ("SELECT name FROM singer ORDER BY age DESC", "SELECT name FROM singer ORDER BY age", False),
        ("SELECT 1", "", False),
    ],
)
def test_the_same_text(gold: str, pred: str, same: bool) -> None:
    assert em_string(gold, pred) is same


SETS = [
    ("columns in another order", "SELECT name, age FROM singer", "SELECT age, name FROM singer", True),
    ("aliases of tables and columns", "SELECT name FROM singer", "SELECT T1.name AS x FROM singer AS T1", True),
    ("values are ignored", "SELECT name FROM singer WHERE age > 20", "SELECT name FROM singer WHERE age > 30", True),
    ("operators are not", "SELECT name FROM singer WHERE age > 20", "SELECT name FROM singer WHERE age >= 20", False),
    (
        "a condition turned round",
        "SELECT name FROM singer WHERE age > 20",
        "SELECT name FROM singer WHERE 20 < age",
        True,
    ),
    (
        "conditions in another order",
        "SELECT name FROM singer WHERE age > 1 AND country = 'x'",
        "SELECT name FROM singer WHERE country = 'y' AND age > 2",
        True,
    ),
    (
        "AND is not OR",
        "SELECT name FROM singer WHERE age > 1 AND country = 'x'",
        "SELECT name FROM singer WHERE age > 1 OR country = 'x'",
        False,
    ),
    ("DISTINCT is ignored", "SELECT DISTINCT country FROM singer", "SELECT country FROM singer", True),
    ("so it is in COUNT", "SELECT COUNT(DISTINCT country) FROM singer", "SELECT COUNT(country) FROM singer", True),
    ("another aggregate", "SELECT MAX(age) FROM singer", "SELECT MIN(age) FROM singer", False),
    (
        "a foreign key and what it references are one column",
        "SELECT T1.name FROM singer T1 JOIN singer_in_concert T2 ON T1.singer_id = T2.singer_id GROUP BY T1.singer_id",
        "SELECT a.name FROM singer_in_concert b JOIN singer a ON b.singer_id = a.singer_id GROUP BY b.singer_id",
        True,
    ),
    ("another table", "SELECT COUNT(*) FROM singer", "SELECT COUNT(*) FROM concert", False),
    (
        "a table too many",
        "SELECT name FROM singer",
        "SELECT name FROM singer JOIN singer_in_concert s ON singer.singer_id = s.singer_id",
        False,
    ),
    (
        "LIMIT counts by being there",
        "SELECT name FROM singer ORDER BY age LIMIT 3",
        "SELECT name FROM singer ORDER BY age LIMIT 1",
        True,
    ),
    ("no LIMIT", "SELECT name FROM singer ORDER BY age LIMIT 3", "SELECT name FROM singer ORDER BY age", False),
    (
        "the direction of the order",
        "SELECT name FROM singer ORDER BY age",
        "SELECT name FROM singer ORDER BY age DESC",
        False,
    ),
    (
        "an alias in the order",
        "SELECT country, COUNT(*) FROM singer GROUP BY country ORDER BY COUNT(*) DESC",
        "SELECT country, COUNT(*) AS n FROM singer GROUP BY 1 ORDER BY n DESC",
        True,
    ),
    (
        "HAVING",
        "SELECT country FROM singer GROUP BY country HAVING COUNT(*) > 2",
        "SELECT country FROM singer GROUP BY country HAVING COUNT(*) < 2",
        False,
    ),
    (
        "a subquery, part by part",
        "SELECT name FROM singer WHERE age > (SELECT AVG(age) FROM singer WHERE country = 'x')",
        "SELECT name FROM singer WHERE age > (SELECT AVG(s.age) FROM singer s WHERE s.country = 'y')",
        True,
    ),
    (
        "another subquery",
        "SELECT name FROM singer WHERE age > (SELECT AVG(age) FROM singer)",
        "SELECT name FROM singer WHERE age > (SELECT MAX(age) FROM singer)",
        False,
    ),
    (
        "IN and NOT IN",
        "SELECT name FROM singer WHERE singer_id NOT IN (SELECT singer_id FROM singer_in_concert)",
        "SELECT name FROM singer WHERE singer_id IN (SELECT singer_id FROM singer_in_concert)",
        False,
    ),
    (
        "set operations",
        "SELECT country FROM singer WHERE age > 1 INTERSECT SELECT country FROM singer WHERE age < 9",
        "SELECT country FROM singer WHERE age > 4 INTERSECT SELECT country FROM singer WHERE age < 3",
        True,
    ),
    (
        "EXCEPT has sides",
        "SELECT country FROM singer EXCEPT SELECT title FROM concert",
        "SELECT title FROM concert EXCEPT SELECT country FROM singer",
        False,
    ),
    (
        "a CTE is the subquery it names",
        "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM singer GROUP BY country) t",
        "WITH t AS (SELECT COUNT(*) AS n FROM singer GROUP BY country) SELECT MAX(n) FROM t",
        True,
    ),
    (
        "the kind of a join",
        "SELECT name FROM singer JOIN singer_in_concert USING (singer_id)",
        "SELECT name FROM singer LEFT JOIN singer_in_concert USING (singer_id)",
        False,
    ),
    ("a format is no value to ignore", "SELECT strftime(d, '%Y') FROM t", "SELECT strftime(d, '%m') FROM t", False),
    (
        "NULL is no value either",
        "SELECT name FROM singer WHERE age IS NULL",
        "SELECT name FROM singer WHERE age IS NOT NULL",
        False,
    ),
    ("not SQL", "SELECT name FROM singer", "the names of all singers", False),
]


@pytest.mark.parametrize(("gold", "pred", "same"), [one[1:] for one in SETS], ids=[one[0] for one in SETS])
def test_the_same_parts(gold: str, pred: str, same: bool) -> None:
    assert em_set(gold, pred, SCHEMA) is same
    assert em_set(pred, gold, SCHEMA) is same


@pytest.mark.parametrize("sql", [one[1] for one in SETS])
def test_a_query_matches_itself(sql: str) -> None:
    assert em_set(sql, sql, SCHEMA)
    assert em_string(sql, sql)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    em_set(text, "SELECT name FROM singer", SCHEMA)
    em_string(text, "SELECT 1")
