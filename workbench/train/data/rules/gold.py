"""Rules about what DuckDB makes of the DDL and of gold. They were found out when the case was examined."""

from __future__ import annotations

from workbench.text import t
from workbench.train.data.examine import Examined, Fate
from workbench.train.data.rules.rule import Rule, Settings, of_each


def _fate(fate: Fate) -> Rule:
    def check(row: Examined, _: Settings) -> str | None:
        return (row.fault or t(f"train.data_fate_{fate}")) if row.fate == fate else None

    return of_each(fate, check)


BROKEN_DDL = _fate("broken_ddl")
UNPARSABLE = _fate("unparsable")
UNBOUND = _fate("unbound")
FAILS = _fate("fails")
EMPTY = _fate("empty")
