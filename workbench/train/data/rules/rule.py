"""What a cleaning rule is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from workbench.train.data.examine import Examined


@dataclass(frozen=True)
class Settings:
    """tokens: of prompt and answer together at most, as estimated. today: the day that relative dates count from."""

    today: dt.date
    tokens: int = 2_048


Found = Mapping[int, str]
"""Number of a row → why it is found, ready to show."""


@dataclass(frozen=True)
class Rule:
    """code: its name on the command line and in reports. `train.data_rule_<code>` says what it removes.

    find looks at all rows that are left, since a duplicate is one only beside another.
    """

    code: str
    find: Callable[[Sequence[Examined], Settings], Found]


def of_each(code: str, check: Callable[[Examined, Settings], str | None]) -> Rule:
    """A rule that looks at one row at a time; `check` gives the reason, or None for a row that is fine."""

    def find(rows: Sequence[Examined], settings: Settings) -> Found:
        checked = ((number, check(row, settings)) for number, row in enumerate(rows))
        return {number: reason for number, reason in checked if reason is not None}

    return Rule(code, find)
