"""The rules applied, one after the other, and what each of them found."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.train.data.examine import Examined
from workbench.train.data.report import Example, RuleReport
from workbench.train.data.rules import RULES, Settings


def clean(
    rows: Sequence[Examined], on: frozenset[str], settings: Settings, examples: int = 5
) -> tuple[list[Examined], tuple[RuleReport, ...]]:
    """The rows that are left, and a report of every rule, also of those that are off.

    A rule looks at what the rules before it left: of two duplicates the broken one goes first.
    """
    left = list(rows)
    reports: list[RuleReport] = []
    for rule in RULES:
        found = rule.find(left, settings)
        is_on = rule.code in on
        alone = len(found) if len(left) == len(rows) else len(rule.find(rows, settings))
        shown = tuple(example(left[number], reason) for number, reason in list(found.items())[:examples])
        reports.append(RuleReport(rule.code, is_on, alone, len(found) if is_on else 0, shown))
        if is_on:
            left = [row for number, row in enumerate(left) if number not in found]
    return left, tuple(reports)


def example(row: Examined, reason: str) -> Example:
    case = row.sourced.case
    return Example(row.sourced.key, case.question, row.gold, reason)
