"""Gold and answer, read, and how a piece of each is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from workbench.evaluate.categories.blocks import Reading
from workbench.evaluate.categories.conditions import Test
from workbench.evaluate.categories.finding import CAUSE, Clause, Difference
from workbench.evaluate.categories.places import span
from workbench.schema.model import Schema


@dataclass(frozen=True, eq=False)
class Sides:
    gold: Reading
    answer: Reading
    schema: Schema
    gold_spare: frozenset[str] = frozenset()
    answer_spare: frozenset[str] = frozenset()
    """Conditions of blocks that have no partner: what one side lacks here may stand there."""

    def same(self, gold: exp.Expr | None, answer: exp.Expr | None) -> bool:
        pairs = zip(self.gold.keys(gold), self.answer.keys(answer), strict=True)
        return any(one == other for one, other in pairs)

    def same_values(self, gold: Test, answer: Test) -> bool:
        """Whether two tests compare with the same."""
        if len(gold.right) != len(answer.right):
            return False
        mine = sorted(self.gold.keys(value)[0] for value in gold.right)
        return mine == sorted(self.answer.keys(value)[0] for value in answer.right)

    def difference(
        self,
        clause: Clause,
        category: str,
        message: str,
        gold: Sequence[exp.Expr] = (),
        answer: Sequence[exp.Expr] = (),
        weight: int = CAUSE,
    ) -> Difference:
        """A difference between the pieces `gold` and `answer`, of which one may be empty."""
        return Difference(
            clause,
            "missing" if not answer else "extra" if not gold else "changed",
            self.gold.shown(*gold) if gold else "",
            self.answer.shown(*answer) if answer else "",
            span(self.gold.parsed, gold) if gold else None,
            span(self.answer.parsed, answer) if answer else None,
            category,
            message,
            weight,
        )
