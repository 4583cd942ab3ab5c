"""Whether two results are the same answer: rows as a multiset, columns in any order, ties in any order.

The columns of the answer are assigned to gold's by their values, not their names. An assignment is searched for with
backtracking: after each column the rows so far must still agree, and columns with the same values are tried once, so
that a hundred equal columns cost a hundred steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pyarrow as pa

from workbench.evaluate.grading.cells import Column, close, columns_of, comparable, joined

WORK = 5_000_000
"""Cells looked at before giving up, about 3 s; 30 columns of zeros and ones in an odd order need some thousand."""

Values = tuple[Hashable, ...]


@dataclass(frozen=True, eq=False)
class Expected:
    """Gold's result. `blocks` says for each row in which group of ties it stands (all 0 without an order).

    The rows may be more than gold gives: those of its first and last block that its LIMIT cut off, for which the
    answer's may stand. `start` and `stop` are the rows that gold gives.
    """

    columns: tuple[Column, ...]
    blocks: tuple[int, ...]
    start: int
    stop: int
    ordered: bool

    @property
    def shown(self) -> tuple[Column, ...]:
        """What gold itself gives."""
        return tuple(column.taken(slice(self.start, self.stop)) for column in self.columns)

    @property
    def rows(self) -> int:
        return self.stop - self.start


def whole(columns: Sequence[Column], ordered: bool = False) -> Expected:
    """A result as it is; with `ordered` every row has its place."""
    count = len(columns[0].values) if columns else 0
    blocks = tuple(range(count)) if ordered else (0,) * count
    return Expected(tuple(columns), blocks, 0, count, ordered)


def same_result(gold: pa.Table, other: pa.Table, ordered: bool, forgiving: bool = False) -> bool:
    """Whether `other` holds gold's rows; with `forgiving` it may have columns besides.

    ordered: in gold's order. Where ties may fall either way is not to be seen in the rows: score_pair, which knows
    gold's sort keys, allows for them.
    """
    return assign([whole(columns_of(gold), ordered)], [columns_of(other)], forgiving) is not None


def assign(
    gold: Sequence[Expected],
    other: Sequence[Sequence[Column]],
    forgiving: bool,
    first: Sequence[int] | None = None,
) -> tuple[int, ...] | None:
    """For each column of gold the answer's that stands for it, one assignment for all databases; None: there is none.

    gold, other: the results on one or several databases, pairwise. first: an assignment to try before the others.
    """
    width, given = len(gold[0].columns), len(other[0])
    if not width or width > given or (width < given and not forgiving):
        return None
    if any(one.rows != len(two[0].values) for one, two in zip(gold, other, strict=True)):
        return None
    blocks, places = _blocks(gold)
    ours = [joined([one.columns[i] for one in gold]) for i in range(width)]
    theirs = [joined([two[j] for two in other]) for j in range(given)]
    return _Search(ours, theirs, blocks, places, first).run()


def _blocks(gold: Sequence[Expected]) -> tuple[Values, Values]:
    """The block of each of gold's rows, and of each of the answer's by its place; told apart by database."""
    blocks: list[Hashable] = []
    places: list[Hashable] = []
    for number, one in enumerate(gold):
        tagged = [(number, block) for block in one.blocks]
        blocks += tagged
        places += tagged[one.start : one.stop]
    return tuple(blocks), tuple(places)


class _Search:
    def __init__(
        self,
        ours: Sequence[Column],
        theirs: Sequence[Column],
        blocks: Values,
        places: Values,
        first: Sequence[int] | None,
    ) -> None:
        self.ours, self.theirs, self.blocks, self.places = ours, theirs, blocks, places
        self.first = first
        self.work = 0
        self.pairs: dict[tuple[int, int], tuple[Values, Values] | None] = {}

    def run(self) -> tuple[int, ...] | None:
        guess = tuple(self.first) if self.first is not None else tuple(range(len(self.ours)))
        if self._holds(guess):
            return guess
        candidates = [[j for j in self._order(i) if self._fits(i, j)] for i in range(len(self.ours))]
        if not all(candidates):
            return None
        # The column with the fewest candidates first: its mistakes show soonest.
        order = sorted(range(len(self.ours)), key=lambda i: len(candidates[i]))
        found = self._extend(order, candidates, {}, self.blocks, self.places)
        return tuple(found[i] for i in range(len(self.ours))) if found is not None else None

    def _holds(self, guess: tuple[int, ...]) -> bool:
        gold, other = self.blocks, self.places
        sides = [self._pair(i, j) for i, j in enumerate(guess)]
        if any(side is None for side in sides):
            return False
        found = [side for side in sides if side is not None]
        gold = tuple(zip(gold, *(one for one, _ in found), strict=True))
        other = tuple(zip(other, *(two for _, two in found), strict=True))
        return _within(other, gold)

    def _pair(self, i: int, j: int) -> tuple[Values, Values] | None:
        if (i, j) not in self.pairs:
            self.pairs[i, j] = comparable(self.ours[i], self.theirs[j])
        return self.pairs[i, j]

    def _order(self, i: int) -> list[int]:
        """The answer's columns, those of the same name first."""
        name = self.ours[i].name.casefold()
        return sorted(range(len(self.theirs)), key=lambda j: self.theirs[j].name.casefold() != name)

    def _fits(self, i: int, j: int) -> bool:
        one, other = self.ours[i], self.theirs[j]
        # Most columns differ at their ends already, which is sooner seen than two sorted columns are compared.
        if len(one.values) == len(other.values) and one.extremes is not None and other.extremes is not None:
            if not all(close(a, b, coarse=True) for a, b in zip(one.extremes, other.extremes, strict=True)):
                return False
        pair = self._pair(i, j)
        return pair is not None and _within(
            tuple(zip(self.places, pair[1], strict=True)), tuple(zip(self.blocks, pair[0], strict=True))
        )

    def _extend(
        self, order: list[int], candidates: list[list[int]], chosen: dict[int, int], gold: Values, other: Values
    ) -> dict[int, int] | None:
        """Complete `chosen`; `gold` and `other` number the rows by what the chosen columns hold."""
        if not order:
            return chosen
        i, tried = order[0], set()
        for j in candidates[i]:
            pair = self._pair(i, j)
            if j in chosen.values() or pair is None or pair[1] in tried:
                continue
            tried.add(pair[1])
            self.work += len(gold) + 1
            if self.work > WORK:
                return None
            names: dict[Hashable, int] = {}
            ours = _numbered(gold, pair[0], names)
            theirs = _numbered(other, pair[1], names)
            if not _within(theirs, ours):
                continue
            found = self._extend(order[1:], candidates, {**chosen, i: j}, ours, theirs)
            if found is not None:
                return found
        return None


def _numbered(rows: Values, values: Values, names: dict[Hashable, int]) -> Values:
    return tuple(names.setdefault(pair, len(names)) for pair in zip(rows, values, strict=True))


def _within(part: Values, all_: Values) -> bool:
    """Whether `all_` has every row of `part` at least as often. With as many rows on both sides: the same rows."""
    if part == all_:
        return True
    left = Counter(all_)
    left.subtract(Counter(part))
    return all(count >= 0 for count in left.values())


def tie_blocks(keys: Sequence[Column], count: int) -> tuple[int, ...]:
    """The block of each row: rows next to each other with the same sort keys are ties."""
    blocks: list[int] = []
    for row in range(count):
        tied = row > 0 and all(_tied(key, row) for key in keys)
        blocks.append(blocks[-1] + (not tied) if blocks else 0)
    return tuple(blocks)


def _tied(key: Column, row: int) -> bool:
    one, other = key.values[row - 1], key.values[row]
    if one == other:
        return True
    numbers = isinstance(one, int | float) and isinstance(other, int | float)
    # Sums of floats may differ in the last digit though they are meant to be equal.
    return numbers and key.approximate and close(one, other) and abs(one - other) <= 1e-9 * abs(one)  # type: ignore[arg-type,operator,operator]
