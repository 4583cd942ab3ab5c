"""상위 3개 against LIMIT 5."""

from __future__ import annotations

import re

from workbench.text import t
from workbench.train.data.agreement.asked import Asked, read_asked
from workbench.train.data.agreement.written import Written, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_COUNT = r"(?P<n>\d{1,6}|한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)"
_UNIT = r"\s?(?:개국|개|명|곳|건|가지|편|대|권|팀|인|위|줄|행|군데|마리|종류|곡|장)"
_TOP = re.compile(
    rf"(?:상위|하위|top|처음|앞에서|최근|최신)\s?{_COUNT}(?:{_UNIT}|\b)(?!\s?(?:%|퍼센트|월|일|년|주|시간|분|학년))",
    re.I,
)
_ONLY = re.compile(rf"(?:가장|제일)\s[^.?!\d]{{0,20}}?\s?{_COUNT}{_UNIT}(?=[을를의은는이가만]|\s|$)")
_WORDS = {w: n for n, w in enumerate("한 두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), start=1)}


def _limit(row: Examined, settings: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None:
        return None
    asked = read_asked(row.sourced.case.question, row.sourced.case.today or settings.today)
    return _other_count(asked, written) or _unasked_limit(asked, written)


def _other_count(asked: Asked, written: Written) -> str | None:
    """So many are asked for, and that number bounds nothing in the SQL."""
    for pattern in (_TOP, _ONLY):
        match = pattern.search(asked.text)
        if match is None:
            continue
        wanted = _WORDS.get(match["n"]) or int(match["n"])
        bounds = {one.number for one in written.compared}
        if wanted not in written.limits and not {wanted, wanted + 1, wanted - 1} & bounds:
            if wanted == 1 and written.aggregates:
                continue  # the highest one may be MAX(…)
            has = ", ".join(f"LIMIT {n}" for n in written.limits) or t("train.data_no_limit")
            return t("train.data_limit", said=match[0].strip(), has=has)
    return None


def _unasked_limit(asked: Asked, written: Written) -> str | None:
    """LIMIT 5 where the question says no 5. One row may be asked for in many words."""
    for count in written.limits:
        if count > 1 and float(count) not in asked.numbers:
            return t("train.data_limit_unasked", count=count)
    return None


LIMIT = of_each("limit", _limit)
