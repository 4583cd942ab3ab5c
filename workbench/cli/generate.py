"""`generate`: SQL for a file of questions, nothing lost and nothing repeated."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from workbench.ask.batch import Done, run_cases
from workbench.ask.cases import BadLine, ResultFile, read_cases
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import failed_answer
from workbench.ask.report import generated_to_json
from workbench.cli.ask import iso_date
from workbench.llm.select import open_model
from workbench.text import t


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("generate", help=t("cli.help_generate"))
    parser.add_argument("--cases", type=Path, required=True, metavar="IN.jsonl")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.jsonl")
    parser.add_argument("--model", metavar="NAME", help=t("cli.help_model"))
    parser.add_argument("--today", type=iso_date, metavar="D", help=t("cli.help_today"))
    parser.add_argument("--resume", action="store_true", help=t("cli.help_resume"))
    parser.set_defaults(handler=generate)


def generate(arguments: argparse.Namespace) -> int:
    """Write one result line a case; exit code 0 when every line written now is ok or warning."""
    cases, bad = read_cases(arguments.cases)
    options = AskOptions(arguments.model, arguments.today)
    with ResultFile(arguments.out, arguments.resume) as out:
        failures = _write_bad_lines(bad, out, options)
        left = [case for case in cases if str(case.id) not in out.done]
        if len(left) < len(cases):
            print(t("cli.resumed", done=len(cases) - len(left), left=len(left)), file=sys.stderr)
        progress = _Progress(len(left))

        def write(done: Done) -> None:
            out.write(generated_to_json(done.answer, done.id))
            progress.tell(done)

        if left:
            run_cases(left, open_model(arguments.model), options, write)
    return 0 if failures + progress.failures == 0 else 1


def _write_bad_lines(bad: list[BadLine], out: ResultFile, options: AskOptions) -> int:
    for line in bad:
        print(t("cli.bad_line", number=line.number, message=line.message), file=sys.stderr)
        if line.id is not None and str(line.id) not in out.done:
            out.write(generated_to_json(failed_answer("", options, line.message), line.id))
    return len(bad)


class _Progress:
    """Counts on stderr, with the time that is left at the present speed."""

    def __init__(self, total: int) -> None:
        self.total, self.count, self.failures = total, 0, 0
        self.started = time.monotonic()

    def tell(self, done: Done) -> None:
        self.count += 1
        self.failures += done.answer.status not in ("ok", "warning")
        spent = time.monotonic() - self.started
        left = spent / self.count * (self.total - self.count)
        line = t(
            "cli.progress", count=self.count, total=self.total, id=done.id, status=done.answer.status, left=round(left)
        )
        print(line, file=sys.stderr, flush=True)
