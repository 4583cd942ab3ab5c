"""Rules about rows that say what another says."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from workbench.evaluate.exact import em_set, em_string
from workbench.text import t
from workbench.train.data.alike import NEAR, plain
from workbench.train.data.examine import Examined
from workbench.train.data.rules.rule import Found, Rule, Settings


def _duplicates(rows: Sequence[Examined], _: Settings) -> Found:
    """The same question over the same schema with the same SQL, but for the first."""
    found: dict[int, str] = {}
    for group in _grouped(rows, lambda row: (_schema(row), plain(row.sourced.case.question))):
        kept: list[int] = []
        for number in group:
            twin = next((first for first in kept if _same_sql(rows[first], rows[number])), None)
            if twin is None:
                kept.append(number)
            else:
                found[number] = t("train.data_same_as", id=rows[twin].sourced.key)
    return found


def _conflicts(rows: Sequence[Examined], _: Settings) -> Found:
    """The same question over the same schema with another SQL: one of them is wrong, and nobody knows which."""
    found: dict[int, str] = {}
    for group in _grouped(rows, lambda row: (_schema(row), plain(row.sourced.case.question))):
        for number in group:
            other = next((o for o in group if not _same_sql(rows[o], rows[number])), None)
            if other is not None:
                found[number] = t("train.data_other_sql", id=rows[other].sourced.key, sql=rows[other].gold)
    return found


def _near_duplicates(rows: Sequence[Examined], _: Settings) -> Found:
    """Nearly the same question with the same SQL over the same schema, but for the first."""
    found: dict[int, str] = {}
    for group in _grouped(rows, lambda row: (_schema(row), _flat(row.gold))):
        texts = [plain(rows[number].sourced.case.question) for number in group]
        scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.float32)
        kept: list[int] = []
        for place, number in enumerate(group):
            twin = next((first for first in kept if scores[place][first]), None)
            if twin is None:
                kept.append(place)
            else:
                found[number] = t("train.data_near", id=rows[group[twin]].sourced.key)
    return found


def _grouped(rows: Sequence[Examined], key: Callable[[Examined], Hashable]) -> list[list[int]]:
    """Numbers of rows with the same key, where there are several."""
    groups: dict[Hashable, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(key(row), []).append(number)
    return [group for group in groups.values() if len(group) > 1]


def _schema(row: Examined) -> Hashable:
    return row.schema.fingerprint if row.schema is not None else row.sourced.case.ddl


def _flat(sql: str) -> str:
    return " ".join(sql.split()).casefold()


def _same_sql(one: Examined, other: Examined) -> bool:
    if one is other or _flat(one.gold) == _flat(other.gold) or em_string(one.gold, other.gold):
        return True
    # em_set looks past values: 5 and 10 would be one SQL.
    same_values = sorted(re.findall(r"'[^']*'|\d+", one.gold)) == sorted(re.findall(r"'[^']*'|\d+", other.gold))
    return same_values and one.schema is not None and em_set(one.gold, other.gold, one.schema)


DUPLICATE = Rule("duplicate", _duplicates)
CONFLICT = Rule("conflict", _conflicts)
NEAR_DUPLICATE = Rule("near_duplicate", _near_duplicates)
