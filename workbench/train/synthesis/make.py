"""From databases to checked pairs: written, run, told, agreed, answered again, kept."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.ask.cases import ResultFile
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer
from workbench.ask.workspace import Workspace, close_workspace, open_workspace
from workbench.data.build import build_examples, build_from_folder
from workbench.data.values import column_values
from workbench.errors import DataError, SchemaError, UsageError
from workbench.evaluate.case import EvalCase
from workbench.evaluate.grading import Ground, score_pair
from workbench.llm.chat import ChatModel
from workbench.sql.pasted import read_pasted
from workbench.text import t
from workbench.train.data.examine import Examined
from workbench.train.data.files import case_values
from workbench.train.data.rules import RULES, Settings
from workbench.train.data.sources import Sourced
from workbench.train.synthesis.patterns import PATTERNS
from workbench.train.synthesis.site import Site, read_site
from workbench.train.synthesis.tell import tell

TRIES = 6
"""Queries written for each that is wanted: some are empty, some are told badly."""
_AGREEMENT = frozenset({"language", "numbers", "literals", "comparison", "direction", "limit"})
_MOST_ROWS = 2_000
"""A result with more rows answers no question that a person asks."""


@dataclass(frozen=True)
class SynthesisPlan:
    """databases: one case of each, for its DDL and rows. count: pairs wanted, spread over databases and patterns.

    patterns: names in PATTERNS. today: the day of relative dates and of made-up rows.
    """

    databases: tuple[EvalCase, ...]
    out: Path
    count: int
    patterns: tuple[str, ...]
    today: dt.date
    seed: int = 42


@dataclass(frozen=True)
class Counts:
    """Queries by what became of them: each written one is kept or is counted once under the step that dropped it.

    repeated: written before. empty: fails, or gives no row. silent: the model told no question. disagrees: a cleaning
    rule found question and SQL apart. unlike: the second pass gave another result. total: pairs in the file, those of
    earlier calls included.
    """

    written: int = 0
    repeated: int = 0
    empty: int = 0
    silent: int = 0
    disagrees: int = 0
    unlike: int = 0
    kept: int = 0
    total: int = 0

    def plus(self, name: str) -> Counts:
        total = self.total + (name == "kept")
        return replace(self, written=self.written + 1, total=total, **{name: getattr(self, name) + 1})


Heard = Callable[[Counts, str], None]
"""Called after each query with the counts so far and the database at work."""


def synthesize(
    plan: SynthesisPlan,
    writer: ChatModel,
    solver: ChatModel,
    progress: Heard | None = None,
) -> Counts:
    """Append kept pairs to `plan.out` as a question set until there are `count`, or every database was tried enough.

    A file that is there is continued. writer tells the questions, solver answers them again. Raises UsageError,
    ModelError, StoreError (the disk).
    """
    unknown = [name for name in plan.patterns if name not in PATTERNS]
    if unknown or not plan.patterns:
        raise UsageError(t("train.synthesis_no_pattern", names=", ".join(unknown), known=", ".join(PATTERNS)))
    with ResultFile(plan.out, resume=True) as out:
        counts = Counts(total=len(out.done))
        for number, database in enumerate(plan.databases):
            wanted = _share(plan.count, number, len(plan.databases))
            have = sum(name.startswith(f"{database.db_id}/") for name in out.done)
            for step, case in _of_database(plan, database, wanted - have, have, writer, solver):
                counts = counts.plus(step)
                if case is not None:
                    out.write(case_values(case))
                if progress is not None:
                    progress(counts, database.db_id)
    return counts


def _share(count: int, number: int, databases: int) -> int:
    return count // databases + (number < count % databases)


def _of_database(
    plan: SynthesisPlan, database: EvalCase, wanted: int, have: int, writer: ChatModel, solver: ChatModel
) -> Iterator[tuple[str, EvalCase | None]]:
    """What became of each query, with the case where it was kept."""
    if wanted <= 0:
        return
    try:
        workspace = _open(database, plan.today)
    except (SchemaError, DataError):
        return
    rng = random.Random(f"{plan.seed}/{database.db_id}/{have}")
    site = read_site(workspace, column_values(workspace.database))
    try:
        with Ground(workspace.schema, workspace.database, (), None, plan.today, plan.seed) as ground:
            pair = _Pairs(site, ground, writer, solver, plan.today)
            for sql in _written(site, plan.patterns, rng, wanted * TRIES):
                step, question = pair.check(sql, rng.randrange(1 << 30))
                if step != "kept":
                    yield step, None
                    continue
                have, wanted = have + 1, wanted - 1
                name = f"{database.db_id}/{have}"
                yield step, replace(database, id=name, question=question, gold=sql, difficulty=None, today=plan.today)
                if wanted <= 0:
                    return
    finally:
        close_workspace(workspace)


def _open(database: EvalCase, today: dt.date) -> Workspace:
    """With the rows that came with it, else with made-up ones: a query must have something to find."""
    schema = read_pasted(database.ddl, database.dialect)
    if database.data_path is not None:
        return open_workspace(build_from_folder(schema, database.data_path))
    return open_workspace(build_examples(schema, today=today))


def _written(site: Site, patterns: Sequence[str], rng: random.Random, most: int) -> Iterator[str]:
    """Queries of all patterns in turn, `most` at most."""
    usable = list(patterns)
    for _ in range(most):
        if not usable:
            return
        name = usable.pop(0)
        sql = next((sql for _ in range(4) if (sql := PATTERNS[name](site, rng)) is not None), None)
        if sql is None:
            continue  # nothing here to write this pattern about
        usable.append(name)
        yield sql


class _Pairs:
    """The steps that a query passes on one database."""

    def __init__(self, site: Site, ground: Ground, writer: ChatModel, solver: ChatModel, today: dt.date) -> None:
        self.site, self.ground, self.writer, self.solver, self.today = site, ground, writer, solver, today
        self.seen: set[str] = set()

    def check(self, sql: str, seed: int) -> tuple[str, str]:
        """The name of the step that dropped it, or `kept`, and the question. Raises ModelError."""
        if sql in self.seen:
            return "repeated", ""
        self.seen.add(sql)
        if not self._has_rows(sql):
            return "empty", ""
        question = tell(sql, self.site.schema, self.writer, seed)
        if question is None:
            return "silent", ""
        if not self._agrees(question, sql):
            return "disagrees", ""
        return ("kept" if self._is_answered(question, sql) else "unlike"), question

    def _has_rows(self, sql: str) -> bool:
        result = self.site.workspace.sandbox.run(sql, _MOST_ROWS)
        if result.status != "ok" or result.table is None or result.truncated or not result.table.num_rows:
            return False
        rows = result.table.to_pylist()
        return any(value not in (None, 0) for row in rows for value in row.values())

    def _agrees(self, question: str, sql: str) -> bool:
        case = EvalCase("", "", question, sql, "", today=self.today)
        row = Examined(Sourced(case, "", ""), "fine", self.site.schema, None, sql)
        settings = Settings(self.today)
        return not any(rule.find([row], settings) for rule in RULES if rule.code in _AGREEMENT)

    def _is_answered(self, question: str, sql: str) -> bool:
        """Whether the whole pipeline of 질문하기, asked afresh, gets the same result on every database that counts."""
        found = answer(self.site.workspace, self.solver, question, AskOptions(today=self.today, rounds=1))
        return found.sql is not None and score_pair(self.ground, sql, found.sql).outcome == "correct"
