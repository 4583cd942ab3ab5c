"""많은 순 against ASC, 가장 많은 against MIN."""

from __future__ import annotations

import re
import unicodedata

from workbench.text import t
from workbench.train.data.agreement.written import Written, read_written
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Settings, of_each

_FALLING = r"많은|높은|큰|비싼|긴|무거운|넓은"
_RISING = r"적은|낮은|작은|(?<!비)싼|저렴한|짧은|가벼운|좁은"
_FALLS = re.compile(rf"(?:{_FALLING})\s?(?:것부터|순)|내림차순|역순|최신\s?순|최근\s?순")
_RISES = re.compile(
    rf"(?:{_RISING})\s?(?:것부터|순)|오름차순|가나다\s?순|알파벳\s?순|사전\s?순|(?:일|날짜|시각|연도)[이가]\s?(?:빠른|이른)\s?순"
)
_SORTS = re.compile(r"순으로|순서대로|차순|정렬|순서로")
_MOST = re.compile(rf"(?:가장|제일)\s?(?:[가-힣]+[이가]\s)?(?:{_FALLING}|많이|높게|최근)|최댓값|최대값|최고|최다")
_LEAST = re.compile(rf"(?:가장|제일)\s?(?:[가-힣]+[이가]\s)?(?:{_RISING}|적게|낮게)|최솟값|최소값|최저|최소\s(?!\d)")
_RANKED = re.compile(r"순위|랭킹|등수|등급|석차|rank", re.IGNORECASE)
"""A high rank is a small number."""
_AGED = re.compile(r"나이|연령|어린|젊|생년|생일|태어|연식|근속|경력|오래")
_AGE = re.compile(r"\bage\b|나이|연령", re.IGNORECASE)
"""The oldest has the earliest day of birth: which way it goes depends on the column."""


def _direction(row: Examined, _: Settings) -> str | None:
    written = read_written(row.gold) if row.binds else None
    if written is None:
        return None
    question = unicodedata.normalize("NFC", row.sourced.case.question)
    if _SORTS.search(question) and not written.orders:
        return t("train.data_unsorted")
    if _RANKED.search(question) or (_AGED.search(question) and not _AGE.search(row.gold)):
        return None
    return _sorted_other(question, written) or _other_end(question, written)


def _sorted_other(question: str, written: Written) -> str | None:
    falls, rises = _FALLS.search(question), _RISES.search(question)
    keys = {key for order in written.orders for key in order}
    if falls and not rises and keys == {False}:
        return t("train.data_direction", said=falls[0], has="ASC")
    if rises and not falls and keys == {True}:
        return t("train.data_direction", said=rises[0], has="DESC")
    if falls and rises and len(keys) == 1:
        said, has = (falls[0], "ASC") if keys == {False} else (rises[0], "DESC")
        return t("train.data_direction", said=said, has=has)
    return None


def _other_end(question: str, written: Written) -> str | None:
    """The smallest where the largest is asked for: no MAX and no falling order anywhere."""
    most, least = _MOST.search(question), _LEAST.search(question)
    falls = any(any(order) for order in written.orders)
    rises = any(not all(order) for order in written.orders)
    high = "max" in written.aggregates or falls or "argmax" in written.aggregates
    low = "min" in written.aggregates or rises or "argmin" in written.aggregates
    if most and not least and low and not high:
        return t("train.data_direction", said=most[0], has="ASC / MIN")
    if least and not most and high and not low:
        return t("train.data_direction", said=least[0], has="DESC / MAX")
    return None


DIRECTION = of_each("direction", _direction)
