"""Pairs to prefer between, from the failures of an evaluation run: the gold, and the SQL that ran and was wrong."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import UsageError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.runs.start import today_of
from workbench.evaluate.runs.stored import to_case
from workbench.prompt.format import load_format
from workbench.store import results, reviews, sets
from workbench.store.results import Filters
from workbench.store.runs import Run
from workbench.store.sets import StoredCase
from workbench.text import t
from workbench.train.data.examine import Examined, Heard, examine
from workbench.train.data.files import write_dataset
from workbench.train.data.leaks import find_leaks, guard_of
from workbench.train.data.prompts import to_row
from workbench.train.data.report import DataReport
from workbench.train.data.sources import Sourced
from workbench.train.data.split import database_of, split
from workbench.train.dpo.reasoning import with_reasoning
from workbench.train.row import Dataset, PromptRow

_HELD_OUT = 0.2
_SOURCE = "dpo"


@dataclass(frozen=True)
class PairPlan:
    """out: the dataset's folder. held_out: a dataset whose held-out questions will be asked, None: some databases of
    the run are kept for that. reasoning: a short reasoning step stands before both SQLs.
    """

    out: Path
    held_out: Dataset | None = None
    reasoning: bool = False
    seed: int = 42


def build_pairs(run: Run, plan: PairPlan, progress: Heard | None = None) -> Dataset:
    """A dataset whose rows all have a `wrong` answer. Raises UsageError where no pair is left, StoreError, OSError.

    Only SQL that was executed and gave another result than the gold is rejected, and none that a person called right;
    gold has to run and to return something. What is close to a held-out question or schema is left out.
    """
    wrong = _wrong_answers(run)
    if not wrong:
        raise UsageError(t("train.dpo_no_failures", name=run.name))
    golds = reviews.corrected_golds(run.set_digest)
    cases = [_case(stored, golds) for stored in sets.cases_of(run.set_digest)]
    failed = [Sourced(case, _SOURCE, case.id, wrong[case.id]) for case in cases if case.id in wrong]
    if plan.held_out is not None:
        held_out = plan.held_out.held_out
    else:
        held_out = _kept_apart(cases, run, plan.seed, progress)
    examined = [one for one in examine(failed, today_of(run), progress) if one.fate == "fine"]
    apart = {(case.db_id, case.ddl) for case in held_out}
    usable = [one for one in examined if (one.sourced.case.db_id, one.sourced.case.ddl) not in apart]
    leaks = find_leaks(usable, [guard_of("held_out", held_out)])
    rows = [row for one in usable if one.sourced.key not in leaks and (row := _pair(one, plan.reasoning)) is not None]
    if not rows:
        raise UsageError(t("train.dpo_no_pairs", failed=len(failed), apart=len(failed) - len(rows)))
    return _written(run, plan, rows, held_out)


def _wrong_answers(run: Run) -> dict[str, str]:
    """Case id → SQL that ran and was wrong."""
    found = results.select(Filters(run=run.id, outcomes=("wrong",)), limit=None)
    return {one.case_id: one.sql for one in found if one.sql and one.human != "right"}


def _case(stored: StoredCase, golds: dict[str, str]) -> EvalCase:
    case = to_case(stored)
    return dataclasses.replace(case, gold=golds.get(case.id, case.gold))


def _kept_apart(cases: Sequence[EvalCase], run: Run, seed: int, progress: Heard | None) -> tuple[EvalCase, ...]:
    """A fifth of the run's databases, to compare on; none where there is only one."""
    sourced = [Sourced(case, _SOURCE, case.id) for case in cases]
    databases = {database_of(one) for one in sourced}
    if len(databases) < 2:
        return ()
    wanted = max(1, round(_HELD_OUT * len(databases)))
    try:
        parts = split(list(examine(sourced, today_of(run), progress)), wanted, round(_HELD_OUT * len(cases)), seed)
    except UsageError:  # too few golds that run and return something
        return ()
    return tuple(one.sourced.case for one in parts.held_out)


def _pair(one: Examined, reasoning: bool) -> PromptRow | None:
    row = to_row(one)
    if row is None or " ".join(row.answer.split()) == " ".join(row.wrong.split()):
        return None
    if not reasoning:
        return row
    return dataclasses.replace(row, answer=with_reasoning(row.answer), wrong=with_reasoning(row.wrong))


def _written(run: Run, plan: PairPlan, rows: Sequence[PromptRow], held_out: Sequence[EvalCase]) -> Dataset:
    lengths = [sum(len(message.content) for message in row.messages) for row in rows]
    report = DataReport(
        run.name,
        "",
        plan.seed,
        json.loads(run.hashes)["today"],
        (),
        (),
        (),
        len(rows),
        len(rows),
        len(held_out),
        tuple(dict.fromkeys(case.db_id for case in held_out)),
        0,
        max(lengths),
        sum(lengths) / len(lengths),
        prompt_digest=load_format().digest,
    )
    return write_dataset(plan.out, rows, rows, held_out, report)
