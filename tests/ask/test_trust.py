"""The trust mark follows the findings, and says them gravest first."""

from __future__ import annotations

import pytest

from workbench.ask.trust import Cost, scale


@pytest.mark.parametrize(
    ("cost", "count", "points"),
    [(Cost(15, 30), 1, 15), (Cost(15, 30), 3, 30), (Cost(10, 60, 25), 1, 25), (Cost(10, 60, 25), 9, 60)],
)
def test_findings_cost_more_the_more_there_are_up_to_a_limit(cost: Cost, count: int, points: int) -> None:
    assert cost.of(count) == points


def test_sql_that_did_not_run_is_never_trusted() -> None:
    costs = scale().costs
    assert 100 - costs["not_run"].of(1) < scale().medium
    assert 0 < scale().medium < scale().high <= 100
