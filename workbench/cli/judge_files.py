"""`judge make-requests` and `judge import`: files out to a judge, and back in."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from workbench.errors import UsageError
from workbench.evaluate.judge.agreement import Agreement, Compared, agreement, is_right
from workbench.evaluate.judge.cost import answer_tokens, estimate, price_of, token_counter
from workbench.evaluate.judge.frame import read_frame
from workbench.evaluate.judge.gate import Progress, rows_of_frame
from workbench.evaluate.judge.importing import Imported, import_results
from workbench.evaluate.judge.keeping import Kept, judge_name, keep, keep_gated, with_missing
from workbench.evaluate.judge.model import is_weak, judge_title, served_name
from workbench.evaluate.judge.requests import FORMATS, Made, make_requests, write_requests
from workbench.evaluate.judge.rubric import DEFAULT, Rubric, load_rubric
from workbench.evaluate.judge.run_rows import find_run, rows_of_run
from workbench.store import results, verdicts
from workbench.store.runs import Run
from workbench.text import t

DEFAULT_JUDGE = "gpt-4o"
_SHOWN = 10
_QUOTED = 120
_TOLD_EVERY = 200


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add both to `judge`'s own commands."""
    make = commands.add_parser("make-requests", help=t("judge.help_make"))
    source = make.add_mutually_exclusive_group(required=True)
    source.add_argument("--run", metavar="ID", help=t("judge.help_run"))
    source.add_argument("--frame", type=Path, metavar="FILE", help=t("judge.help_frame"))
    make.add_argument("--rubric", default=DEFAULT, metavar="NAME", help=t("judge.help_rubric"))
    make.add_argument("--model", default="", metavar="NAME", help=t("judge.help_model", name=DEFAULT_JUDGE))
    make.add_argument("--format", choices=FORMATS, default=FORMATS[0], help=t("judge.help_format"))
    make.add_argument("--out", type=Path, required=True, metavar="OUT.jsonl", help=t("judge.help_out"))
    make.set_defaults(handler=make_command)
    read = commands.add_parser("import", help=t("judge.help_import"))
    read.add_argument("--results", type=Path, required=True, metavar="FILE", help=t("judge.help_results"))
    read.add_argument("--requests", type=Path, metavar="FILE", help=t("judge.help_requests"))
    read.add_argument("--json", action="store_true", help=t("cli.help_json"))
    read.set_defaults(handler=import_command)


def make_command(arguments: argparse.Namespace) -> int:
    """Write the file and say on stderr what it will cost."""
    rubric = load_rubric(arguments.rubric)
    if arguments.run is not None:
        made = _of_run(find_run(arguments.run), rubric, arguments.model)
    else:
        made = _of_frame(arguments.frame, rubric, served_name(arguments.model) or DEFAULT_JUDGE)
    write_requests(made.requests, arguments.out, arguments.format)
    print(t("judge.made", count=len(made.requests), path=arguments.out), file=sys.stderr)
    if made.gated:
        print(t("judge.made_gated", count=len(made.gated)), file=sys.stderr)
    if made.requests:
        print(_cost(made, rubric), file=sys.stderr)
    return 0


def _of_run(run: Run, rubric: Rubric, model: str) -> Made:
    wanted = model or ("" if is_weak(run.judge) else run.judge)
    name = served_name(wanted) or DEFAULT_JUDGE
    rows = rows_of_run(run, rubric)
    if not rows:
        raise UsageError(t("judge.nothing_to_judge", run=run.name))
    made = make_requests(rows, rubric, name, run.id)
    keep_gated(run, judge_name(run, name), rubric, made.gated)
    return made


def _of_frame(path: Path, rubric: Rubric, model: str) -> Made:
    frame = read_frame(path)
    if not frame.judgeable:
        raise UsageError(t("judge.frame_lacks", path=path))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return make_requests(rows_of_frame(frame.rows, _progress()), rubric, model, f"frame-{digest}")


def _progress() -> Progress:
    """Counts on stderr: a line redrawn on a terminal, every few hundred rows elsewhere."""
    shown = 0

    def show(done: int, total: int) -> None:
        nonlocal shown
        if sys.stderr.isatty():
            print(t("cli.counted", count=done, total=total), end="\r" if done < total else "\n", file=sys.stderr)
        elif done - shown >= _TOLD_EVERY:
            shown = done
            print(t("cli.counted", count=done, total=total), file=sys.stderr)

    return show


def _cost(made: Made, rubric: Rubric) -> str:
    model = str(made.requests[0].body["model"])
    bodies = (request.body for request in made.requests)
    expected = estimate(model, bodies, token_counter(model), answer_tokens(rubric))
    tokens = f"{expected.prompt_tokens + expected.completion_tokens:,}"
    price = price_of(model)
    if price is None or expected.cost is None:
        return t("judge.made_cost_unknown", tokens=tokens, model=model)
    return t(
        "judge.made_cost",
        tokens=tokens,
        cost=f"{expected.cost:,.2f}" if expected.cost >= 1 else f"{expected.cost:.4f}",
        date=price.listed,
    )


def import_command(arguments: argparse.Namespace) -> int:
    """Count, keep what belongs to a run of this store, and say how far the judge agrees with grading."""
    imported = import_results(arguments.results, arguments.requests)
    if arguments.requests is None:
        imported = with_missing(imported)
    kept = keep(imported)
    if arguments.json:
        print(json.dumps(imported.counts()))
        return 0
    print(t("judge.counted", **imported.counts()))
    _tell_odd(imported)
    for one in kept:
        print(t("judge.saved", run=one.run.name, judge=judge_title(one.judge), count=one.count))
        _tell_agreement(_agreement(one))
    return 0


def _tell_odd(imported: Imported) -> None:
    if imported.records and all(record.answer == "missing" for record in imported.records):
        print(t("judge.no_verdicts"))
    if unreadable := [record.raw for record in imported.records if record.answer == "unreadable"]:
        print(t("judge.unreadable", text=" ".join(unreadable[0].split())[:_QUOTED] or "''"))
    if imported.conflicts:
        print(t("judge.conflicts", ids=_listed(imported.conflicts)))
    if imported.strangers:
        print(t("judge.strangers", count=imported.strangers))
    for row in imported.broken[:_SHOWN]:
        print(t("judge.broken", number=row.number, message=row.message), file=sys.stderr)
    if len(imported.broken) > _SHOWN:
        print(t("judge.broken_more", count=len(imported.broken) - _SHOWN), file=sys.stderr)


def _agreement(kept: Kept) -> Agreement:
    said = {one.case_id: one.answer for one in verdicts.of_run(kept.run.id, kept.judge, kept.rubric_hash)}
    answers = results.select(results.Filters(run=kept.run.id), limit=None)
    return agreement(Compared(answer.case_id, is_right(answer.outcome), said.get(answer.case_id)) for answer in answers)


def _tell_agreement(found: Agreement) -> None:
    if not found.n:
        return
    counts: dict[str, Any] = {"n": found.n, "same": found.same}
    kappa = found.kappa
    if kappa.value is None or kappa.interval is None:
        print(t("judge.agreed_no_kappa", **counts))
    else:
        low, high = f"{kappa.interval.low:.2f}", f"{kappa.interval.high:.2f}"
        apart = {"false_yes": len(found.false_yes), "false_no": len(found.false_no)}
        print(t("judge.agreed", **counts, **apart, kappa=f"{kappa.value:.2f}", low=low, high=high))
    if found.disagreements:
        print(t("judge.disputed", ids=_listed(found.disagreements)))


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(ids[:_SHOWN]) + (" …" if len(ids) > _SHOWN else "")
