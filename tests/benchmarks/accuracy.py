"""How often the answer is right: `python -m tests.benchmarks accuracy [--cases FILE]`.

Graded as the product grades (docs/design/grading.md): on the rows that come with a case, else on five instances.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.gold import OFFICE, TODAY
from tests.benchmarks.home import fresh_home
from tests.benchmarks.machine import machine_facts
from tests.benchmarks.progress import say
from tests.benchmarks.timing import wilson
from workbench.ask.answer import Answer
from workbench.ask.batch import Done, run_cases
from workbench.ask.cases import Case
from workbench.ask.options import AskOptions
from workbench.evaluate.grading import open_ground, score_pair
from workbench.evaluate.score import Score
from workbench.llm.select import open_model


@dataclass(frozen=True)
class Question:
    """A case and its gold SQL."""

    case: Case
    sql: str


@dataclass(frozen=True)
class Graded:
    """`strict` and `containing` (extra columns forgiven) are None where gold itself cannot be run."""

    question: Question
    answer: Answer
    strict: bool | None
    containing: bool | None


def add_flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cases", type=Path, default=OFFICE / "questions.jsonl", metavar="FILE")
    parser.add_argument("--model", metavar="NAME")
    parser.add_argument("--today", type=dt.date.fromisoformat, default=TODAY)
    parser.add_argument("--seed", type=int, default=0, help="of the generated instances")
    parser.add_argument("--limit", type=int, help="only so many cases, spread over the file")
    parser.add_argument("--out", type=Path, help="one JSON line a case")
    parser.add_argument("--own-home", action="store_true", help="use this user's prompt cache instead of an empty one")


def run(arguments: argparse.Namespace) -> int:
    questions = read_questions(arguments.cases)
    if arguments.limit:
        questions = questions[:: max(1, len(questions) // arguments.limit)][: arguments.limit]
    with ExitStack() as stack:
        if not arguments.own_home:
            stack.enter_context(fresh_home())
        answers = generate(questions, AskOptions(arguments.model, arguments.today))
        graded = grade(questions, answers, arguments.seed, arguments.today)
    if arguments.out:
        lines = [json.dumps(_to_json(one), ensure_ascii=False) for one in graded]
        arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    facts = machine_facts()
    sys.stdout.write(f"{arguments.cases}, commit {facts['commit']}, {facts['date']}\n\n{report(graded)}\n")
    return 0


def read_questions(path: Path) -> list[Question]:
    """Cases with gold `sql`. `ddl` is DDL text or the name of a .sql file beside the file; else `ddl_path`."""
    questions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        one = json.loads(line)
        ddl, beside = one.get("ddl"), path.parent / f"{one.get('ddl', '')[:100]}.sql"
        if ddl is None or (len(ddl.split()) == 1 and beside.is_file()):
            source = beside if ddl is not None else path.parent / one["ddl_path"]
            ddl = source.read_text(encoding="utf-8")
        data = path.parent / one["data_path"] if one.get("data_path") else None
        today = dt.date.fromisoformat(one["today"]) if one.get("today") else None
        case = Case(str(one["id"]), one["question"], ddl, None, data, one.get("dialect"), today)
        questions.append(Question(case, one["sql"]))
    return questions


def generate(questions: Sequence[Question], options: AskOptions) -> dict[str, Answer]:
    """As `generate` answers them: without `data_path` nothing but the schema is known."""
    answers: dict[str, Answer] = {}

    def note(done: Done) -> None:
        answers[done.id] = done.answer
        say(f"{len(answers)}/{len(questions)} {done.id}: {done.answer.status} {done.answer.seconds:.1f} s")

    run_cases([question.case for question in questions], open_model(options.model), options, note)
    return answers


def grade(questions: Sequence[Question], answers: Mapping[str, Answer], seed: int, today: dt.date) -> list[Graded]:
    """Each answer on the databases of its schema: the rows it came with, else instances made for the golds."""
    groups: dict[Any, list[Question]] = {}
    for question in questions:
        case = question.case
        groups.setdefault((case.ddl, case.dialect, case.data_path, case.today or today), []).append(question)
    graded: dict[str, Graded] = {}
    for (ddl, dialect, data, day), group in groups.items():
        with open_ground(ddl, dialect, data, [one.sql for one in group], day, seed) as ground:
            for one in group:
                answer = answers[one.case.id]
                graded[one.case.id] = _graded(one, answer, score_pair(ground, one.sql, answer.sql or None))
    return [graded[question.case.id] for question in questions]


def _graded(question: Question, answer: Answer, score: Score) -> Graded:
    if score.outcome in ("gold_broken", "grader_error"):
        say(f"{question.case.id}: {score.outcome}: {score.message}")
        return Graded(question, answer, None, None)
    return Graded(question, answer, score.outcome == "correct", score.forgiving)


def report(graded: Sequence[Graded]) -> str:
    """Shares with n and 95 % intervals: all, by status, by trust."""
    counted = [one for one in graded if one.strict is not None]
    lines = [_line("strict", [bool(one.strict) for one in counted])]
    lines.append(_line("extra columns forgiven", [bool(one.containing) for one in counted]))
    lines.append(_line("gives SQL that passes the checks", [one.answer.status in ("ok", "warning") for one in graded]))
    lines.append("")
    for status in dict.fromkeys(one.answer.status for one in counted):
        lines.append(_line(f"status {status}", [bool(o.strict) for o in counted if o.answer.status == status]))
    for level in ("high", "medium", "low"):
        given = [one for one in counted if one.answer.sql and one.answer.trust.level == level]
        if given:
            lines.append(_line(f"trust {level}", [bool(one.strict) for one in given]))
    repaired = [one for one in counted if one.answer.repairs]
    if repaired:
        lines.append(_line("repaired", [bool(one.strict) for one in repaired]))
    if len(counted) < len(graded):
        lines.append(f"{len(graded) - len(counted)} cases not counted: their gold SQL cannot be graded")
    return "\n".join(lines)


def _line(what: str, hits: Sequence[bool]) -> str:
    low, high = wilson(sum(hits), len(hits))
    share = 100 * sum(hits) / len(hits) if hits else 0.0
    return f"{what:<34} {share:5.1f} %  {sum(hits)}/{len(hits)}  (95 %: {100 * low:.1f}-{100 * high:.1f})"


def _to_json(one: Graded) -> dict[str, Any]:
    return {
        "id": one.question.case.id,
        "question": one.question.case.question,
        "gold": one.question.sql,
        "sql": one.answer.sql,
        "status": one.answer.status,
        "trust": one.answer.trust.level,
        "reasons": list(one.answer.trust.reasons),
        "repairs": list(one.answer.repairs),
        "raw": list(one.answer.raw),
        "strict": one.strict,
        "containing": one.containing,
        "seconds": round(one.answer.seconds, 2),
    }
