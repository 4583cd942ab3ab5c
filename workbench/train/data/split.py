"""Which databases are held out: drawn by seed, whole families of alike schemas at a time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import UsageError
from workbench.text import t
from workbench.train.data.examine import Examined
from workbench.train.data.schemas import columns_of, families
from workbench.train.data.sources import Sourced


@dataclass(frozen=True)
class Split:
    """held_out: the questions to ask, about as many of each database. databases: all that is not to be trained on."""

    held_out: tuple[Examined, ...]
    databases: frozenset[str]


def database_of(one: Sourced) -> str:
    """A database's name in a dataset: two sources may use one name for two databases."""
    return f"{one.source}/{one.case.db_id}"


def split(candidates: Sequence[Examined], databases: int, questions: int, seed: int) -> Split:
    """Draw `databases` at least and as many more as `questions` take, from those whose gold runs and gives rows.

    Raises UsageError where there is not enough to hold out and still train on something.
    """
    if not databases and not questions:
        return Split((), frozenset())
    usable: dict[str, list[Examined]] = {}
    for one in candidates:
        if one.fate == "fine":
            usable.setdefault(database_of(one.sourced), []).append(one)
    drawn = _draw(usable, databases, questions, seed)
    if len(drawn) < databases or sum(len(usable[name]) for name in drawn) < questions or len(drawn) == len(usable):
        found = sum(map(len, usable.values()))
        raise UsageError(t("train.data_too_little", databases=len(usable), questions=found, wanted=databases))
    return Split(_spread([usable[name] for name in drawn], questions, seed), frozenset(drawn))


def _draw(usable: dict[str, list[Examined]], databases: int, questions: int, seed: int) -> list[str]:
    schemas = {name: columns_of(rows[0].schema) for name, rows in sorted(usable.items()) if rows[0].schema is not None}
    family = families(schemas)
    heads = sorted(set(family.values()))
    random.Random(seed).shuffle(heads)
    drawn: list[str] = []
    for head in heads:
        if len(drawn) >= databases and sum(len(usable[name]) for name in drawn) >= questions:
            break
        drawn += [name for name in schemas if family[name] == head]
    return drawn


def _spread(groups: list[list[Examined]], questions: int, seed: int) -> tuple[Examined, ...]:
    """`questions` of all groups, one of each in turn, so that no database has the say."""
    shuffled = [random.Random(f"{seed}/{number}").sample(group, len(group)) for number, group in enumerate(groups)]
    found: list[Examined] = []
    for turn in range(max(map(len, shuffled), default=0)):
        found += [group[turn] for group in shuffled if turn < len(group)]
    kept = {id(one) for one in found[:questions]}
    return tuple(one for group in groups for one in group if id(one) in kept)
