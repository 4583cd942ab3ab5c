"""Two runs on the same cases: is the difference more than chance, and which cases changed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.evaluate.runs.summary import Figure, figure
from workbench.evaluate.score import GRADED
from workbench.evaluate.statistics import mcnemar
from workbench.store import results
from workbench.store.results import Brief
from workbench.store.runs import Run


@dataclass(frozen=True)
class Comparison:
    """`before` and `after` are runs; a case counts where both have graded the same question on the same gold.

    newly_right, newly_wrong: case ids, in the set's order. p: McNemar's exact test, two-sided. other_gold: ids of
    common cases left out because question or gold differ; ungraded: because one run has no answer that can be
    graded (broken gold, fault of the grader, not yet done). only_before, only_after: cases of one run only.
    """

    before: Run
    after: Run
    n: int
    ex_before: Figure
    ex_after: Figure
    both_right: int
    both_wrong: int
    newly_right: tuple[str, ...]
    newly_wrong: tuple[str, ...]
    p: float
    other_gold: tuple[str, ...]
    ungraded: tuple[str, ...]
    only_before: int
    only_after: int

    @property
    def difference(self) -> float:
        """Of the two shares, after minus before; 0.0 without common cases."""
        return (len(self.newly_right) - len(self.newly_wrong)) / self.n if self.n else 0.0

    def to_json(self) -> dict[str, Any]:
        return {
            "before": self.before.id,
            "after": self.after.id,
            "n": self.n,
            "ex_before": self.ex_before.to_json(),
            "ex_after": self.ex_after.to_json(),
            "difference": round(self.difference, 6),
            "p": self.p,
            "both_right": self.both_right,
            "both_wrong": self.both_wrong,
            "newly_right": list(self.newly_right),
            "newly_wrong": list(self.newly_wrong),
            "other_gold": list(self.other_gold),
            "ungraded": list(self.ungraded),
            "only_before": self.only_before,
            "only_after": self.only_after,
        }


def compare(before: Run, after: Run) -> Comparison:
    """Raises StoreError."""
    first = {brief.case_id: brief for brief in results.briefs(before.id)}
    second = {brief.case_id: brief for brief in results.briefs(after.id)}
    common = [brief for case_id, brief in first.items() if case_id in second]
    other = tuple(brief.case_id for brief in common if not _same_case(brief, second[brief.case_id]))
    left_out = set(other)
    same = [brief for brief in common if brief.case_id not in left_out]
    pairs = [
        (brief, second[brief.case_id])
        for brief in same
        if brief.outcome in GRADED and second[brief.case_id].outcome in GRADED
    ]
    newly_right = tuple(a.case_id for a, b in pairs if a.outcome != "correct" and b.outcome == "correct")
    newly_wrong = tuple(a.case_id for a, b in pairs if a.outcome == "correct" and b.outcome != "correct")
    both_right = sum(a.outcome == b.outcome == "correct" for a, b in pairs)
    paired = {a.case_id for a, _ in pairs}
    return Comparison(
        before,
        after,
        len(pairs),
        figure(both_right + len(newly_wrong), len(pairs)),
        figure(both_right + len(newly_right), len(pairs)),
        both_right,
        len(pairs) - both_right - len(newly_right) - len(newly_wrong),
        newly_right,
        newly_wrong,
        mcnemar(len(newly_right), len(newly_wrong)),
        other,
        tuple(brief.case_id for brief in same if brief.case_id not in paired),
        len(first) - len(common),
        len(second) - len(common),
    )


def _same_case(one: Brief, other: Brief) -> bool:
    return (one.question, one.gold, one.db_id) == (other.question, other.gold, other.db_id)
