"""What is told about two results that are not the same."""

from __future__ import annotations

from workbench.evaluate.grading import Ground, score_pair
from workbench.evaluate.score import ResultDifference


def differ(shop: Ground, gold: str, pred: str) -> ResultDifference:
    score = score_pair(shop, gold, pred)
    assert score.outcome == "wrong"
    assert score.message
    assert score.difference is not None
    return score.difference


def test_rows_of_one_side_only(shop: Ground) -> None:
    found = differ(
        shop,
        "SELECT id, city FROM customers WHERE city = '부산'",
        "SELECT city AS c, id AS i FROM customers WHERE grade = 'GOLD'",
    )
    assert (found.gold_columns, found.columns) == (("id", "city"), ("c", "i"))
    assert (found.gold_rows, found.rows) == (2, 2)
    assert found.missing == ((6, "부산"),)
    assert found.extra == (("서울", 3),)
    assert dict(found.matched) == {"id": "i", "city": "c"}
    assert not found.order_only


def test_the_order_alone(shop: Ground) -> None:
    gold = "SELECT id FROM customers ORDER BY joined"
    found = differ(shop, gold, "SELECT id FROM customers ORDER BY joined DESC")
    assert found.order_only
    assert (found.missing, found.extra) == ((), ())
    assert differ(shop, gold, "SELECT id FROM customers").order_only


def test_a_column_too_few_and_one_too_many(shop: Ground) -> None:
    found = differ(shop, "SELECT id, name FROM customers", "SELECT id FROM customers")
    assert found.matched == (("id", "id"), ("name", None))
    found = differ(shop, "SELECT id FROM customers", "SELECT id, name FROM customers")
    assert found.matched == (("id", "id"),)
    assert (found.missing, found.extra) == ((), ())


def test_a_column_with_other_values(shop: Ground) -> None:
    found = differ(
        shop,
        "SELECT city, COUNT(*) AS n FROM customers GROUP BY city",
        "SELECT city, MAX(id) AS n FROM customers GROUP BY city",
    )
    assert found.matched[0] == ("city", "city")
    assert len(found.missing) == 3


def test_large_differences_are_cut(shop: Ground) -> None:
    found = differ(shop, "SELECT range FROM range(1000)", "SELECT range + 5000 FROM range(900)")
    assert (found.gold_rows, found.rows) == (1000, 900)
    assert len(found.missing) == len(found.extra) == 50


def test_cells_are_json(shop: Ground) -> None:
    found = differ(
        shop,
        "SELECT joined, is_active, zip, CAST(1.5 AS DECIMAL(5,2)) AS d FROM customers WHERE id = 5",
        "SELECT joined, is_active, 'x', 2 FROM customers WHERE id = 5",
    )
    assert found.missing == (("2024-02-29", True, None, 1.5),)


def test_an_empty_side(shop: Ground) -> None:
    found = differ(shop, "SELECT id FROM customers WHERE id < 3", "SELECT id FROM customers WHERE id < 0")
    assert (found.missing, found.extra, found.rows) == (((1,), (2,)), (), 0)
