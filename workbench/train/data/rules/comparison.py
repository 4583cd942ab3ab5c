"""이상, 초과, 이하, 미만 against >=, >, <=, <."""

from __future__ import annotations

from workbench.text import t
from workbench.train.data.agreement.asked import COMPARES, Bound, read_asked
from workbench.train.data.agreement.written import Compared, Written, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_OPPOSITE = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def _comparison(row: Examined, settings: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None:
        return None
    asked = read_asked(row.sourced.case.question, row.sourced.case.today or settings.today)
    for bound in asked.bounds:
        if (op := _contradicts(bound, written)) is not None:
            return t("train.data_comparison", said=f"{bound.text} {bound.word}", op=f"{op} {bound.text}")
    if not COMPARES.search(asked.text):
        for one in written.compared:
            if one.op in _OPPOSITE and one.number is not None and one.number in asked.numbers and one.number > 2:
                return t("train.data_comparison_none", op=f"{one.op} {one.number:g}")
    return None


def _contradicts(bound: Bound, written: Written) -> str | None:
    """The operator that the SQL compares the number with, where the question allows no such; else None."""
    allowed = set(bound.ops) | ({_OPPOSITE[op] for op in bound.ops} if written.inverts else set())
    wrong: str | None = None
    for one in written.compared:
        if not _is_of(one, bound):
            if _is_shifted(one, bound, allowed):
                return None
            continue
        if one.op in allowed:
            return None
        wrong = wrong or one.op
    return wrong


def _is_of(one: Compared, bound: Bound) -> bool:
    if one.number is not None:
        return one.number == bound.number and bound.text.count("-") < 2
    # A date, or a year at the head of one.
    return len(bound.text) >= 4 and bound.number >= 1_000 and one.text.startswith(bound.text)


def _is_shifted(one: Compared, bound: Bound, allowed: set[str]) -> bool:
    """5 초과 written as >= 6; only whole numbers have a next one."""
    if one.number is None or bound.number != int(bound.number):
        return False
    shifted = {">=": bound.number + 1, "<=": bound.number - 1, ">": bound.number - 1, "<": bound.number + 1}
    meant = {">=": ">", "<=": "<", ">": ">=", "<": "<="}
    return one.op in shifted and one.number == shifted[one.op] and meant[one.op] in allowed


COMPARISON = of_each("comparison", _comparison)
