"""One answer against one gold: the verdict, with what it rests on."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.data.database import Database
from workbench.errors import SchemaError, WorkbenchError
from workbench.evaluate.exact import em_set, em_string
from workbench.evaluate.grading.cells import Column, columns_of
from workbench.evaluate.grading.difference import difference
from workbench.evaluate.grading.gold import ROWS, Gold, GoldRun
from workbench.evaluate.grading.ground import Ground, open_ground
from workbench.evaluate.grading.huge import same_rows
from workbench.evaluate.grading.listing import has_loose_list, settled
from workbench.evaluate.grading.matching import Expected, assign
from workbench.evaluate.grading.probe import loose_note, sorts
from workbench.evaluate.grading.reading import Ready, Unfit
from workbench.evaluate.score import Outcome, ResultDifference, Score
from workbench.sandbox.pool import open_sandbox
from workbench.sandbox.result import RunResult
from workbench.schema.dialects import canonical
from workbench.sql.wrapped import is_prose, unwrap
from workbench.text import t

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def ground_or_score(
    case_ddl: str, dialect: str | None, data_path: Path | None, golds: Sequence[str], today: dt.date | None
) -> Iterator[Ground | Score]:
    """`open_ground` for as long as the block runs, or what every answer on it scores because it cannot be opened."""
    try:
        ground = open_ground(case_ddl, dialect, data_path, golds, today)
    except SchemaError as error:
        yield Score("gold_broken", message=error.message)
        return
    except WorkbenchError as error:
        yield Score("grader_error", message=error.message)
        return
    except Exception:
        _log.exception("no ground for %s", data_path or case_ddl[:80])
        yield Score("grader_error", message=t("score.grader_error"))
        return
    with ground:
        yield ground


def score_pair(ground: Ground, gold: str, pred: str | None, dialect: str | None = None) -> Score:
    """Grade `pred` (None or empty: the model gave none) against `gold`. Never raises: its own faults are a Score too.

    dialect: of both, where it is known; None takes the ground's. What does not bind as DuckDB is translated from it.
    """
    try:
        return _score(ground, gold, pred, canonical(dialect) if dialect else ground.dialect)
    except Exception:
        _log.exception("grading failed")
        return Score("grader_error", message=t("score.grader_error"))


def _score(ground: Ground, gold: str, pred: str | None, dialect: str | None) -> Score:
    found = ground.gold(gold, dialect) if gold.strip() else Unfit("invalid_sql", t("score.no_gold"))
    if isinstance(found, Unfit):
        if found.outcome == "grader_error":
            return Score("grader_error", message=found.message)
        return Score("gold_broken", message=t("score.gold_broken", reason=found.message), gold_sql=gold)
    pairing = _Pairing(ground, found, dialect)
    if pred is None or not pred.strip():
        return pairing.end("generation_error", t("score.no_answer"))
    read, offered = pairing.read(pred)
    answer = offered or pred
    exact = Score("wrong", em_string=em_string(gold, answer), em_set=em_set(gold, answer, ground.schema))
    score = pairing.grade(read, is_gold=_bare(answer) == _bare(gold))
    if not exact.em_set and score.sql:
        exact = replace(exact, em_set=em_set(score.gold_sql, score.sql, ground.schema))
    return replace(score, offered=offered, em_string=exact.em_string, em_set=exact.em_set)


def _bare(sql: str) -> str:
    return " ".join(sql.strip().rstrip(";").split())


@dataclass
class _Pairing:
    """One answer while it walks over the databases."""

    ground: Ground
    gold: Gold
    dialect: str | None
    ready: Ready = field(default_factory=lambda: Ready("", ""))
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    strict: bool = True
    forgiving: bool = True
    wanted: list[Expected] = field(default_factory=list)
    given: list[tuple[Column, ...]] = field(default_factory=list)
    choices: dict[bool, tuple[int, ...]] = field(default_factory=dict)
    difference: ResultDifference | None = None
    message: str = ""
    failure: RunResult | None = None

    def end(self, outcome: Outcome, message: str = "") -> Score:
        notes = dict.fromkeys([*self.gold.notes, *self.notes])
        return Score(
            outcome,
            forgiving=outcome == "correct" or (outcome == "wrong" and self.forgiving),
            message=message,
            notes=tuple(notes),
            gold_sql=self.gold.sql,
            sql=self.ready.sql,
            difference=self.difference if outcome == "wrong" else None,
            seconds=self.seconds,
        )

    def read(self, pred: str) -> tuple[Ready | Unfit, str]:
        """The answer made ready, and the SQL that was taken out of fences or sentences; empty where it was bare.

        Only what is no SQL as it stands is looked into, so that bare SQL is never touched.
        """
        read = self._read(pred)
        if isinstance(read, Ready) or read.outcome != "invalid_sql":
            return read, ""
        offered = unwrap(pred)
        if offered is None:
            return (Unfit("invalid_sql", t("clean.no_sql")) if is_prose(pred) else read), ""
        self.notes.append(t("score.unwrapped"))
        return self._read(offered), offered

    def _read(self, pred: str) -> Ready | Unfit:
        read = self.ground.reader.answer(pred, self._dialects(), self.dialect)
        if isinstance(read, Unfit):
            self.ready = Ready(pred, pred)
        return read

    def grade(self, read: Ready | Unfit, is_gold: bool) -> Score:
        """is_gold: the answer is gold to the letter, and so is read as gold was, whatever had to be mended."""
        if isinstance(read, Unfit):
            # Gold may have needed what only runs show, so its fault is looked for first.
            broken = self._broken_gold() if read.outcome != "grader_error" else None
            return broken or self.end(read.outcome, read.message)
        if self.gold.loose_lists and (has_loose_list(read.sql) or not self.gold.ordered_lists):
            read = replace(read, sql=settled(read.sql, all_of_them=not self.gold.ordered_lists))
        self.ready = self.gold.ready if is_gold else read
        clear: list[GoldRun] = []
        doubtful: list[tuple[Database, GoldRun]] = []
        for database, run in self.ground.runs(self.gold):
            if run.expected is None:
                self.failure = run.failure
            elif run.ambiguous:
                doubtful.append((database, run))
            else:
                clear.append(run)
                ended = None if is_gold else self._compare(database, run)
                if ended is not None or self._is_decided():
                    return ended or self.end("wrong", self.message)
        if not clear and not doubtful:
            return self._gold_failed()
        return self._concluded(clear, doubtful, is_gold)

    def _concluded(self, clear: list[GoldRun], doubtful: list[tuple[Database, GoldRun]], is_gold: bool) -> Score:
        """The verdict; databases on which gold itself could give something else speak only where no other does."""
        for database, run in () if clear or is_gold else doubtful:
            ended = self._compare(database, run)
            if ended is not None:
                return ended
        note = loose_note(self.gold.probe)
        self.notes += [note] if note else []
        if doubtful:
            self.notes.append(t("score.ambiguous", count=len(doubtful)) if clear else t("score.any_tie"))
        if not self.strict:
            return self.end("wrong", self.message)
        vacuous = all(run.is_vacuous for run in (*clear, *(run for _, run in doubtful)))
        self.notes += [t("score.vacuous")] if vacuous else []
        return self.end("correct")

    def _is_decided(self) -> bool:
        return not self.strict and not self.forgiving

    def _broken_gold(self) -> Score | None:
        usable = False
        for _, run in self.ground.runs(self.gold):
            usable = usable or run.expected is not None
            self.failure = self.failure or run.failure
            if usable:
                return None
        return self._gold_failed()

    def _gold_failed(self) -> Score:
        failure = self.failure
        if failure is not None and failure.status == "error" and failure.error is None:
            return self.end("grader_error", failure.message)
        reason = failure.message if failure is not None else ""
        return self.end("gold_broken", t("score.gold_broken", reason=reason))

    def _compare(self, database: Database, run: GoldRun) -> Score | None:
        """Grade on one database; a Score only where that ends it."""
        result = self._answer(database)
        if result.status != "ok" or result.table is None:
            return self.end(_outcome(result), result.message)
        assert run.expected is not None
        given = columns_of(result.table)
        if run.huge or result.truncated:
            self._compare_huge(database, run, result, given)
            return None
        self.wanted.append(run.expected)
        self.given.append(given)
        strict = self.strict and self._fits(database, run, forgiving=False)
        self.forgiving = self.forgiving and (strict or self._fits(database, run, forgiving=True))
        if strict and self._is_unsorted(run.expected):
            strict = self.forgiving = False
            self.message = t("score.unsorted")
        if self.strict and not strict:
            assert run.table is not None
            self.difference = difference(database.label, run.expected, run.table, given, result.table)
            self.message = self.message or _told(self.difference)
        self.strict = strict
        return None

    def _fits(self, database: Database, run: GoldRun, forgiving: bool) -> bool:
        """Whether the last result is gold's, or where gold picks among ties what it might as well have picked."""
        if self._holds(forgiving):
            return True
        for other in self.gold.alternatives(database) if run.ambiguous else ():
            self.wanted[-1] = other
            if self._holds(forgiving):
                return True
        assert run.expected is not None
        self.wanted[-1] = run.expected
        return False

    def _answer(self, database: Database) -> RunResult:
        sandbox = open_sandbox(database.path)
        result = sandbox.run(self.ready.sql, ROWS)
        self.seconds += result.seconds
        if result.status == "error" and result.error is not None:
            # Where gold was helped past its rows, the answer is too.
            helped = self.gold.mended_running
            for ready in self.ground.reader.retries(self.ready, result.error, self._dialects(), helped):
                again = sandbox.run(ready.sql, ROWS)
                self.seconds += again.seconds
                if again.status == "ok":
                    self.ready = ready
                    return again
        return result

    def _dialects(self) -> tuple[str, ...]:
        """What the answer may be read as where DuckDB does not take it: what is known of it, and what gold needed."""
        return tuple(dict.fromkeys(d for d in (self.dialect, self.gold.ready.dialect) if d is not None))

    def _holds(self, forgiving: bool) -> bool:
        """Whether one assignment of columns fits every database so far."""
        last = assign(self.wanted[-1:], self.given[-1:], forgiving, self.choices.get(forgiving))
        if last is None:
            return False
        if self.choices.get(forgiving, last) != last:
            last = assign(self.wanted, self.given, forgiving, last)
        if last is not None:
            self.choices[forgiving] = last
        return last is not None

    def _is_unsorted(self, gold: Expected) -> bool:
        """In gold's order, but by luck: without ORDER BY another run may give another."""
        several = gold.ordered and len(set(gold.blocks[gold.start : gold.stop])) > 1
        return several and not sorts(self.ready.sql)

    def _compare_huge(self, database: Database, run: GoldRun, result: RunResult, given: tuple[Column, ...]) -> None:
        assert run.expected is not None
        same = None
        if run.huge and result.truncated:
            columns = (run.expected.columns, given)
            same = same_rows(self.gold.sql, self.ready.sql, columns, database, self.ground.reader.look)
            self.notes.append(t("score.huge", rows=ROWS))
        if not same:
            self.strict = self.forgiving = False
            self.message = t("score.huge_differs", rows=ROWS)


def _outcome(result: RunResult) -> Outcome:
    """An answer that the database refuses to finish is no valid SQL, as in BIRD and Spider, where it scores nothing."""
    if result.status in ("timeout", "limit"):
        return "timeout"
    if result.status == "error" and result.error is None:
        return "grader_error"
    return "invalid_sql"


def _told(found: ResultDifference) -> str:
    if found.order_only:
        return t("score.order")
    if len(found.gold_columns) != len(found.columns):
        return t("score.columns", gold=len(found.gold_columns), count=len(found.columns), place=found.instance)
    if found.gold_rows != found.rows:
        return t("score.rows", gold=found.gold_rows, count=found.rows, place=found.instance)
    return t("score.values", place=found.instance)
