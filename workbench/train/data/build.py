"""From sources to a dataset: examined, split by database, guarded against leaks, cleaned, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from workbench.errors import DataError, UsageError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.sets import read_set
from workbench.prompt.format import load_format
from workbench.question.link import estimate_tokens
from workbench.text import t
from workbench.train.data.clean import clean, example
from workbench.train.data.examine import Examined, Heard, examine
from workbench.train.data.files import write_dataset
from workbench.train.data.leaks import Leak, find_leaks, guard_of
from workbench.train.data.plan import DataPlan
from workbench.train.data.prompts import to_row
from workbench.train.data.report import DataReport, LeakReport, RuleReport, SourceReport
from workbench.train.data.rules import Settings
from workbench.train.data.sources import Source, read_sources
from workbench.train.data.split import Split, database_of, split
from workbench.train.row import Dataset, PromptRow

HELD_OUT, SHIPPED = "held_out", "sample"
"""Guards that no plan can leave out."""


@dataclass(frozen=True)
class _Made:
    """What a dataset is made of. train: what is neither held out nor leaks; left: of it what cleaning left."""

    sources: tuple[Source, ...]
    parts: Split
    train: list[Examined]
    left: list[Examined]
    rules: tuple[RuleReport, ...]
    leaks: tuple[LeakReport, ...]


def build_dataset(plan: DataPlan, progress: Heard | None = None) -> Dataset:
    """Read, examine, split, clean and write. Raises UsageError, StoreError, DataError (the disk), as its parts do."""
    made = _make(plan, progress)
    raw = _rows(made.train, plan)
    kept = {one.sourced.key for one in made.left}
    rows = [row for row in raw if row.id in kept]
    held_out = [one.sourced.case for one in made.parts.held_out]
    report = replace(_report(plan, made, raw, rows), prompt_digest=load_format().digest)
    try:
        return write_dataset(plan.out, rows, raw, held_out, report)
    except OSError as error:
        raise DataError(t("train.data_unwritable", folder=plan.out, reason=error.strerror or error)) from error


def clean_report(plan: DataPlan, progress: Heard | None = None) -> tuple[DataReport, list[EvalCase]]:
    """What cleaning would do to all of the sources, and the cases it leaves; nothing is held out or written."""
    made = _make(replace(plan, held_out_databases=0, held_out_questions=0), progress)
    raw = _rows(made.train, plan)
    kept = {one.sourced.key for one in made.left}
    report = _report(plan, made, raw, [row for row in raw if row.id in kept])
    return report, [one.sourced.case for one in made.left]


def _make(plan: DataPlan, progress: Heard | None) -> _Made:
    sources = read_sources(plan.sources)
    cases = [one for source in sources for one in source.cases]
    place = {one.key: number for number, one in enumerate(cases)}
    examined = sorted(examine(cases, plan.today, progress), key=lambda one: place[one.sourced.key])
    candidates = _candidates(examined, sources, plan.held_out_from)
    parts = split(candidates, plan.held_out_databases, plan.held_out_questions, plan.seed)
    train = [one for one in examined if database_of(one.sourced) not in parts.databases]
    guards = [guard_of(SHIPPED, read_set(SHIPPED).cases)]
    guards += [guard_of(name, read_set(name).cases) for name in plan.evaluation_sets]
    if parts.held_out:
        guards.insert(0, guard_of(HELD_OUT, [one.sourced.case for one in parts.held_out]))
    leaks = find_leaks(train, guards)
    told = tuple(_told(guard.name, train, leaks, plan.examples) for guard in guards)
    train = [one for one in train if one.sourced.key not in leaks]
    left, rules = clean(train, plan.rules, Settings(plan.today, plan.tokens), plan.examples)
    return _Made(sources, parts, train, left, rules, told)


def _candidates(examined: Sequence[Examined], sources: Sequence[Source], name: str) -> list[Examined]:
    """The cases of the source that databases are held out from."""
    names = [source.name for source in sources]
    if name and name not in names:
        raise UsageError(t("train.data_no_source", name=name, known=", ".join(names)))
    return [one for one in examined if one.sourced.source == (name or names[0])]


def _rows(train: Sequence[Examined], plan: DataPlan) -> list[PromptRow]:
    rows = [row for one in train if (row := to_row(one)) is not None]
    if not plan.shuffle:
        return rows
    # What pandas' sample(frac=1, random_state=seed) draws, so that the published order comes out.
    order = np.random.RandomState(plan.seed).permutation(len(rows))
    return [rows[number] for number in order]


def _told(name: str, train: Sequence[Examined], leaks: dict[str, Leak], most: int) -> LeakReport:
    found = [(one, leaks[one.sourced.key]) for one in train if one.sourced.key in leaks]
    own = [(one, leak) for one, leak in found if leak.guard == name]
    schemas = sum(leak.kind == "schema" for _, leak in own)
    shown = tuple(example(one, leak.reason) for one, leak in own[:most])
    return LeakReport(name, schemas, len(own) - schemas, shown)


def _report(plan: DataPlan, made: _Made, raw: Sequence[PromptRow], rows: Sequence[PromptRow]) -> DataReport:
    lengths = [estimate_tokens(row.answer) + sum(estimate_tokens(m.content) for m in row.messages) for row in rows]
    databases = sorted(name.partition("/")[2] for name in made.parts.databases)
    held = len({one.sourced.key for one in made.parts.held_out})
    inside = sum(database_of(one) in made.parts.databases for source in made.sources for one in source.cases)
    return DataReport(
        name=plan.name or plan.out.resolve().name,
        preset=plan.preset,
        seed=plan.seed,
        today=plan.today.isoformat(),
        sources=tuple(_source(source, raw, rows) for source in made.sources),
        rules=made.rules,
        leaks=made.leaks,
        raw=len(raw),
        rows=len(rows),
        held_out=held,
        held_out_databases=tuple(databases),
        held_out_unused=inside - held,
        longest=max(lengths, default=0),
        mean=round(sum(lengths) / len(lengths), 1) if lengths else 0.0,
    )


def _source(source: Source, raw: Sequence[PromptRow], rows: Sequence[PromptRow]) -> SourceReport:
    return SourceReport(
        source.name,
        len(source.cases),
        source.skipped,
        len({one.case.ddl for one in source.cases}),
        sum(row.source == source.name for row in raw),
        sum(row.source == source.name for row in rows),
    )
