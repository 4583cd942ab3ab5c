"""`evaluate`: measure a model (or given SQL) on a question set, here and now; Ctrl-C pauses."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from pathlib import Path

from workbench.ask.options import PARTS
from workbench.cli.ask import iso_date
from workbench.evaluate.case import BadRow, QuestionSet
from workbench.evaluate.judge.rubric import DEFAULT as DEFAULT_RUBRIC
from workbench.evaluate.runs.facts import SHARES, described, duration
from workbench.evaluate.runs.limits import Limits, limits_for
from workbench.evaluate.runs.predictions import Predictions, read_predictions
from workbench.evaluate.runs.process import attend
from workbench.evaluate.runs.progress import progress_of
from workbench.evaluate.runs.start import Plan, start
from workbench.evaluate.runs.summary import Summary, summarize, to_json
from workbench.evaluate.sets import read_set
from workbench.store.runs import Run
from workbench.text import t

OK, FAILED = 0, 1
_LINE_SECONDS, _REDRAW_SECONDS = 10.0, 0.5
_WAIT_SECONDS = 3.0
_MOST_PROBLEMS = 20


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("evaluate", help=t("runs.help_evaluate"))
    parser.add_argument("--dataset", required=True, metavar="PATH", help=t("runs.help_dataset"))
    parser.add_argument("--model", default="", metavar="NAME", help=t("cli.help_model"))
    parser.add_argument("--predictions", type=Path, metavar="FILE", help=t("runs.help_predictions"))
    parser.add_argument("--limit", type=positive, metavar="N", help=t("runs.help_limit"))
    parser.add_argument("--judge", default="none", metavar="NAME|none", help=t("runs.help_judge"))
    parser.add_argument("--rubric", default=DEFAULT_RUBRIC, metavar="NAME|FILE", help=t("runs.help_rubric"))
    add_limits(parser)
    parser.add_argument("--without", type=_parts, default=(), metavar="A,B", help=t("runs.help_without"))
    parser.add_argument("--candidates", type=positive, default=0, metavar="N", help=t("runs.help_candidates"))
    parser.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    parser.add_argument("--run-name", default="", metavar="NAME", help=t("runs.help_run_name"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=evaluate)


def add_limits(parser: argparse.ArgumentParser) -> None:
    """The flags of how fast a judge may be asked and what that may cost."""
    for flag in ("--max-requests-per-minute", "--max-tokens-per-minute"):
        parser.add_argument(flag, type=positive, metavar="N", help=t("runs.help_rate"))
    parser.add_argument("--max-cost", type=_dollars, metavar="DOLLARS", help=t("runs.help_max_cost"))


def limits_given(arguments: argparse.Namespace) -> tuple[int | None, int | None, float | None]:
    """What `add_limits` read: requests and tokens a minute, dollars."""
    return arguments.max_requests_per_minute, arguments.max_tokens_per_minute, arguments.max_cost


def positive(text: str) -> int:
    """argparse type for counts."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(t("runs.bad_count", value=text))
    return int(text)


def _parts(text: str) -> tuple[str, ...]:
    """argparse type for --without: parts of 질문하기 by comma, or all of them."""
    names = PARTS if text == "all" else tuple(filter(None, (name.strip() for name in text.split(","))))
    if not names or not set(names) <= set(PARTS):
        raise argparse.ArgumentTypeError(t("runs.bad_part", value=text, known=", ".join(PARTS)))
    return names


def _dollars(text: str) -> float:
    """argparse type for --max-cost."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        raise argparse.ArgumentTypeError(t("runs.bad_dollars", value=text))
    return value


def _limits(arguments: argparse.Namespace, judge: str) -> Limits | None:
    """None where no flag asks for anything, so that resuming keeps what the run was started with."""
    given = limits_given(arguments)
    return limits_for(judge, *given) if any(value is not None for value in given) else None


def evaluate(arguments: argparse.Namespace) -> int:
    """Exit code 0 when the run finished, 1 when it was paused, stopped or failed."""
    questions = read_set(arguments.dataset, limit=arguments.limit)
    predictions = read_predictions(arguments.predictions) if arguments.predictions is not None else None
    _tell_problems(questions, predictions)
    judge = "" if arguments.judge == "none" else arguments.judge
    plan = Plan(
        questions,
        arguments.model,
        arguments.run_name.strip(),
        judge,
        arguments.rubric,
        arguments.today,
        predictions,
        _limits(arguments, judge),
        arguments.without,
        arguments.candidates,
    )
    run = start(plan)
    print(t("runs.began", name=run.name, run=run.id), file=sys.stderr, flush=True)
    progress = ProgressLine()
    ended = attend(run.id, progress.tell)
    progress.end()
    if ended is None:
        print(t("runs.ended_gone"), file=sys.stderr)
        return FAILED
    summary = summarize(ended)
    _tell_end(ended, summary)
    print(json.dumps(to_json(ended, summary), ensure_ascii=False) if arguments.json else ended.id)
    return OK if ended.state == "finished" else FAILED


def _tell_problems(questions: QuestionSet, predictions: Predictions | None) -> None:
    problems: list[BadRow] = [*questions.problems, *(predictions.problems if predictions is not None else ())]
    for row in problems[:_MOST_PROBLEMS]:
        print(t("cli.bad_line", number=row.number, message=row.message), file=sys.stderr)
    if len(problems) > _MOST_PROBLEMS:
        print(t("runs.more_problems", count=len(problems) - _MOST_PROBLEMS), file=sys.stderr)
    if predictions is not None:
        known = {case.id for case in questions.cases}
        if unknown := len(predictions.by_id.keys() - known):
            print(t("runs.unknown_ids", count=unknown), file=sys.stderr)


def _tell_end(run: Run, summary: Summary) -> None:
    for name in SHARES:
        print(f"{t(f'runs.figure_{name}')}: {described(getattr(summary, name))}", file=sys.stderr)
    if run.state == "failed":
        print(t("runs.ended_failed", name=run.name, message=run.message), file=sys.stderr)
    if run.state != "finished":
        print(t("runs.paused_how", name=run.name, run=run.id), file=sys.stderr)


class ProgressLine:
    """How it goes, on stderr: one line redrawn on a terminal, a line every ten seconds elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._told_at, self._told = 0.0, ""
        self._state, self._since = "", 0.0

    def tell(self, run: Run) -> None:
        if run.state != self._state:
            self._state, self._since = run.state, time.monotonic()
            if run.state == "pausing":
                self._say(t("runs.pausing"))
        if run.state == "queued" and time.monotonic() - self._since > _WAIT_SECONDS:
            self._say(t("runs.waiting"))
        if run.state not in ("running", "pausing") or not run.phase:
            return
        now = time.monotonic()
        if now - self._told_at < (_REDRAW_SECONDS if self._terminal else _LINE_SECONDS):
            return
        self._told_at = now
        self._say(progress_text(run), redraw=True)

    def _say(self, text: str, redraw: bool = False) -> None:
        if text == self._told:
            return
        self._told = text
        if self._terminal:
            print(f"\r\x1b[K{text}", end="" if redraw else "\n", file=sys.stderr, flush=True)
        else:
            print(text, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._terminal and self._told:
            print(file=sys.stderr)


def progress_text(run: Run) -> str:
    """`채점 12/150 · 지금까지 정확도 62.0% · 1분에 8.1개 · 남은 시간 약 17분`."""
    progress = progress_of(run)
    phase = t(f"runs.phase_{run.phase}")
    counts = {"phase": phase, "done": progress.done, "total": progress.total}
    ex = summarize(run).ex.value
    if run.phase == "judge" or ex is None:
        parts = [t("runs.progress_judge", **counts)]
    else:
        parts = [t("runs.progress", **counts, ex=f"{ex:.1%}")]
    if progress.per_minute is not None:
        parts.append(t("runs.per_minute", count=f"{progress.per_minute:,.1f}"))
    if progress.remaining is not None:
        parts.append(t("runs.remaining", time=duration(progress.remaining)))
    if run.cost:
        parts.append(t("runs.cost_so_far", cost=f"${run.cost:,.2f}"))
    return " · ".join(parts)
