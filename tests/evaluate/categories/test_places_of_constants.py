"""What is quoted from a query ends where the condition ends."""

import pytest

from workbench.evaluate.categories import differences
from workbench.sql.pasted import read_pasted

SCHEMA = read_pasted("CREATE TABLE emp (id INTEGER PRIMARY KEY, name VARCHAR(20), dept VARCHAR(10), mgr INTEGER)")


@pytest.mark.parametrize("condition", ["mgr IS NULL", "mgr = NULL", "mgr IS NOT NULL", "dept <> 'A' OR mgr IS NULL"])
def test_a_condition_that_ends_in_a_constant_is_quoted_whole(condition):
    found = differences("SELECT name FROM emp", f"SELECT name FROM emp WHERE {condition}", SCHEMA)
    assert [d.answer for d in found] == [condition]


def test_a_self_join_turned_round_is_told_by_its_aliases():
    gold = "SELECT e.name, m.name FROM emp e LEFT JOIN emp m ON e.mgr = m.id"
    (found,) = differences(gold, gold.replace("e.mgr = m.id", "m.mgr = e.id"), SCHEMA)
    assert "e.mgr = m.id" in found.message
    assert "m.mgr = e.id" in found.message
