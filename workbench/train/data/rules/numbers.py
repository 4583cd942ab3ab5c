"""A number that only one side says: 56세 beside `age > 65`."""

from __future__ import annotations

import re

from workbench.text import t
from workbench.train.data.agreement.asked import Asked, read_asked
from workbench.train.data.agreement.codes import codes_of
from workbench.train.data.agreement.written import Written, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_SCALES = (10, 100, 1_000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9, 60, 3_600, 24, 7, 12, 30, 365, 60_000, 86_400)
"""Units that a column may be in: 만 원, 백만, minutes, hours, days, milliseconds."""
_CODE_BEFORE = re.compile(r"[A-Za-z_./:#-]\s?$")
_CODE_AFTER = re.compile(r"[A-Za-z]|[-_/:][0-9A-Za-z]")
"""A number that is part of a name: Q3, B-52, 10:30."""
_ORDINAL = re.compile(r"\s?(?:번째|차|대 |종|자리|단계|가지|개 항목)")
_TWO = re.compile(r"둘|두|여러|복수|중복|이상|다수|여럿|넘|서로|모두|함께|동시")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_RELATIVE = re.compile(
    r"올해|작년|지난|이번|최근|금년|내년|전년|재작년|오늘|어제|현재|년간|년 ?동안|년대|세기|전월|당월|동기"
)


def _numbers(row: Examined, settings: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None:
        return None
    asked = read_asked(row.sourced.case.question, row.sourced.case.today or settings.today)
    return _unasked(asked, written, row) or _unwritten(asked, written, row) or _other_year(asked, written)


def _unasked(asked: Asked, written: Written, row: Examined) -> str | None:
    """A number compared with that the question does not say. 0, 1 and 2 may be said in words."""
    for one in written.compared:
        number = one.number
        if number is None or abs(number) <= 1 or (number == 2 and _TWO.search(asked.text)) or number != number:
            continue
        if not asked.numbers or (one.dated and number <= 31):
            continue  # a word for a number, 주말 or 저녁, that is not known here
        if one.column and row.schema is not None and codes_of(row.schema, one.column):
            continue
        if not _is_said(abs(number), asked.numbers, off_by_one=one.op not in ("=", "<>", "in", "not in")):
            return t("train.data_number_unasked", number=f"{number:g}")
    return None


def _unwritten(asked: Asked, written: Written, row: Examined) -> str | None:
    """A number in the question's digits that the SQL has in no form."""
    names = _names(row)
    for number, start, end in asked.digits:
        if number <= 2 or _ORDINAL.match(asked.text, end) or str(int(number)) in names:
            continue
        if _CODE_BEFORE.search(asked.text, max(0, start - 2), start) or _CODE_AFTER.match(asked.text, end):
            continue
        if not _is_said(number, written.numbers, off_by_one=True) and not _is_said(
            number / 100, written.numbers, False
        ):
            return t("train.data_number_unwritten", number=f"{number:g}")
    return None


def _other_year(asked: Asked, written: Written) -> str | None:
    """Years in the SQL's texts that are none of the question's, nor the next one, which ends a period."""
    said = {int(year) for year in _YEAR.findall(asked.text)}
    if not said or _RELATIVE.search(asked.text):
        return None
    for text in written.texts:
        found = re.match(r"(1[5-9]\d\d|20\d\d)-\d\d", text)
        if found and int(found[1]) not in said | {year + 1 for year in said} | {year - 1 for year in said}:
            if not min(said) <= int(found[1]) <= max(said):
                return t("train.data_number_unasked", number=found[1])
    return None


def _is_said(number: float, numbers: frozenset[float], off_by_one: bool) -> bool:
    if number in numbers or (off_by_one and (number - 1 in numbers or number + 1 in numbers)):
        return True
    return any(abs(other * scale - number) < 1e-9 * number or abs(number * scale - other) < 1e-9 * other
               for other in numbers if other for scale in _SCALES)  # fmt: skip


def _names(row: Examined) -> str:
    """Names of tables and columns: 2월_매출 is no number that is asked for."""
    assert row.schema is not None
    return " ".join(f"{table.name} {' '.join(c.name for c in table.columns)}" for table in row.schema.tables)


NUMBERS = of_each("numbers", _numbers)
