"""Packing: questions on one schema share its tokens in one sequence, each seeing only the prefix and itself.

The schema is most of a prompt (300 of 350 tokens with spider_ko): eight questions in one sequence cost 300 + 8 × 100
tokens instead of 8 × 400. With the mask below, gradients are those of eight sequences on their own (tested).
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.train.fit.encode import Encoded, common_prefix

TAILS = 8
"""Questions on one schema in one sequence, more only while the schema is longer than they are together (a company's
DDL of 1,500 tokens would be read again for every eight): a step is to learn from many databases."""


@dataclass(frozen=True)
class Pack:
    """One sequence. `ids`: the shared prefix, then every tail. `segment`: 0 for the prefix, 1… for the tails.

    position: of each token as if its tail followed the prefix directly. target: the id that this token has to
    predict, -100 where nothing is to be learnt.
    """

    ids: tuple[int, ...]
    segment: tuple[int, ...]
    position: tuple[int, ...]
    target: tuple[int, ...]
    examples: int


def pack(rows: Sequence[Encoded], block: int, seed: int, sharing: bool = True) -> tuple[Pack, ...]:
    """Sequences of at most `block` tokens holding every row once, in an order drawn by `seed`."""
    drawn = random.Random(seed)
    shuffled = list(rows)
    drawn.shuffle(shuffled)
    if not sharing:
        return tuple(join([row]) for row in shuffled)
    groups: dict[int, list[Encoded]] = defaultdict(list)
    for row in shuffled:
        groups[row.group].append(row)
    packs = [join(chosen) for members in groups.values() for chosen in _fill(members, block)]
    drawn.shuffle(packs)
    return tuple(packs)


def _fill(members: Sequence[Encoded], block: int) -> list[list[Encoded]]:
    shared = common_prefix([row.prompt for row in members]) if len(members) > 1 else 0
    filled: list[list[Encoded]] = []
    used = 0
    for row in members:
        tail = row.length - shared
        enough = bool(filled) and len(filled[-1]) >= TAILS and used >= shared
        if not filled or enough or shared + used + tail > block:
            filled.append([])
            used = 0
        filled[-1].append(row)
        used += tail
    return filled


def join(rows: Sequence[Encoded]) -> Pack:
    """One sequence of `rows`, in their order, behind what their prompts share."""
    shared = common_prefix([row.prompt for row in rows]) if len(rows) > 1 else 0
    prefix = rows[0].prompt[:shared]
    ids, segment = list(prefix), [0] * shared
    position, target = list(range(shared)), [-100] * shared
    for number, row in enumerate(rows, start=1):
        tail = (*row.prompt[shared:], *row.answer)
        ids += tail
        segment += [number] * len(tail)
        position += range(shared, shared + len(tail))
        # A token predicts its successor: the prompt's last token is the first that has something to learn.
        target += [-100] * (len(row.prompt) - shared - 1) + [*row.answer, -100]
    return Pack(tuple(ids), tuple(segment), tuple(position), tuple(target), len(rows))
