"""How far a judge can be trusted: its verdicts beside execution accuracy, or beside what people decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.evaluate.score import GRADED
from workbench.evaluate.statistics import Interval, Kappa, cohen_kappa, wilson


@dataclass(frozen=True)
class Compared:
    """One answer. `right`: what the judge is measured by, None for nothing. `judge`: its answer as in store.results."""

    case_id: str
    right: bool | None
    judge: str | None


@dataclass(frozen=True)
class Agreement:
    """The four fields of the table hold case ids in the order given; the first named is the judge's word.

    false_yes: the judge said yes, and it is wrong (false positives). false_no: the judge said no, and it is right.
    left_out: answers that cannot be compared, by why: unreadable, failed, gated, unjudged, ungraded.
    """

    both_yes: tuple[str, ...]
    false_yes: tuple[str, ...]
    false_no: tuple[str, ...]
    both_no: tuple[str, ...]
    left_out: dict[str, int]

    @property
    def n(self) -> int:
        return len(self.both_yes) + len(self.false_yes) + len(self.false_no) + len(self.both_no)

    @property
    def same(self) -> int:
        return len(self.both_yes) + len(self.both_no)

    @property
    def disagreements(self) -> tuple[str, ...]:
        """What to read first: a wrong answer that passed costs more than a right one that was stopped."""
        return self.false_yes + self.false_no

    @property
    def kappa(self) -> Kappa:
        """Cohen's κ with its 95 % interval; None in it where it means nothing."""
        yes, no = (len(self.both_yes), len(self.false_yes)), (len(self.false_no), len(self.both_no))
        return cohen_kappa((yes, no))

    @property
    def share(self) -> Interval:
        """Wilson interval of the share of compared answers that both see alike."""
        return wilson(self.same, self.n)


def agreement(answers: Iterable[Compared]) -> Agreement:
    """Compare where there is a yes or no on both sides.

    What was gated is left out: the judge never saw it, and counting it as agreement would raise κ by itself.
    """
    cells: dict[tuple[bool, bool], list[str]] = {(said, right): [] for said in (True, False) for right in (True, False)}
    left_out: dict[str, int] = {}
    for answer in answers:
        if answer.judge not in ("yes", "no"):
            why = answer.judge or "unjudged"
            left_out[why] = left_out.get(why, 0) + 1
        elif answer.right is None:
            left_out["ungraded"] = left_out.get("ungraded", 0) + 1
        else:
            cells[answer.judge == "yes", answer.right].append(answer.case_id)
    return Agreement(
        both_yes=tuple(cells[True, True]),
        false_yes=tuple(cells[True, False]),
        false_no=tuple(cells[False, True]),
        both_no=tuple(cells[False, False]),
        left_out=left_out,
    )


def is_right(outcome: str | None, human: str | None = None) -> bool | None:
    """Whether an answer counts as right: by a person where one decided, else by grading; None where neither can say."""
    if human in ("right", "wrong"):
        return human == "right"
    return outcome == "correct" if outcome in GRADED else None
