"""SQL that an analyst writes passes, and it really runs."""

from __future__ import annotations

import pytest

from workbench.sandbox.pool import Sandbox
from workbench.schema.model import Schema
from workbench.sql.policy import judge

from .conftest import statements

HONEST = statements("honest/queries.sql")


def test_there_are_enough_honest_queries() -> None:
    assert len(set(HONEST)) >= 150


@pytest.mark.parametrize("sql", HONEST)
def test_an_honest_query_passes_and_runs(sql: str, sandbox: Sandbox, schema: Schema) -> None:
    inspection = sandbox.inspect(sql)
    assert judge(sql, inspection, schema) == ()
    assert inspection.status == "ok", inspection.error
    result = sandbox.run(sql)
    assert result.status == "ok", result.error
