"""What reads, writes, waits or looks where it should not is refused, with a reason, at a place in the text."""

from __future__ import annotations

import pytest

from workbench.sandbox.pool import Sandbox
from workbench.schema.model import Schema
from workbench.sql.policy import judge, status

from .conftest import statements

ATTACKS = statements("attacks/statements.sql")
UNREADABLE = statements("attacks/unreadable.sql")


def test_there_are_enough_attacks() -> None:
    assert len({*ATTACKS, *UNREADABLE}) >= 200


@pytest.mark.parametrize("sql", ATTACKS)
def test_an_attack_is_refused(sql: str, sandbox: Sandbox, schema: Schema) -> None:
    found = judge(sql, sandbox.inspect(sql), schema)
    assert status(found) == "refused", found
    for diagnostic in found:
        assert diagnostic.severity == "error"
        assert diagnostic.code.startswith("policy-")
        assert 0 <= diagnostic.start <= diagnostic.end <= len(sql)


@pytest.mark.parametrize("sql", ATTACKS)
def test_an_attack_is_also_refused_without_a_plan(sql: str, sandbox: Sandbox, schema: Schema) -> None:
    assert status(judge(sql, sandbox.inspect(sql, explain=False), schema)) == "refused"


@pytest.mark.parametrize("sql", UNREADABLE)
def test_a_text_that_duckdb_cannot_read_never_passes(sql: str, sandbox: Sandbox, schema: Schema) -> None:
    assert judge(sql, sandbox.inspect(sql), schema) != ()
