"""`runs list|show|compare|export`, and pause, resume, stop, retry: what the 평가 page does, as commands."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, get_args

from workbench.cli.evaluate import add_limits, limits_given, positive, progress_text
from workbench.errors import UsageError
from workbench.evaluate.judge.run_rows import find_run
from workbench.evaluate.runs.compare import Comparison, compare
from workbench.evaluate.runs.export import FORMATS, Format, export
from workbench.evaluate.runs.facts import SHARES, described, facts_of
from workbench.evaluate.runs.limits import change_limits
from workbench.evaluate.runs.process import ensure_worker
from workbench.evaluate.runs.summary import by_trust, summarize, to_json
from workbench.store import runs
from workbench.store.runs import Run, Wish
from workbench.store.whole import save
from workbench.text import t

OK, FAILED = 0, 1
_MOST_IDS = 50
_STARTS: tuple[Wish, ...] = ("resume", "retry")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("runs", help=t("runs.help_runs"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("list", help=t("runs.help_list"))
    one.add_argument("--limit", type=positive, default=1_000, metavar="N", help=t("runs.help_limit_list"))
    one.add_argument("--json", action="store_true", help=t("cli.help_json"))
    one.set_defaults(handler=_list)
    one = actions.add_parser("show", help=t("runs.help_show"))
    one.add_argument("run", metavar="RUN", help=t("runs.help_run"))
    one.add_argument("--json", action="store_true", help=t("cli.help_json"))
    one.set_defaults(handler=_show)
    one = actions.add_parser("compare", help=t("runs.help_compare"))
    one.add_argument("before", metavar="A", help=t("runs.help_run"))
    one.add_argument("after", metavar="B", help=t("runs.help_run"))
    one.add_argument("--json", action="store_true", help=t("cli.help_json"))
    one.set_defaults(handler=_compare)
    one = actions.add_parser("export", help=t("runs.help_export"))
    one.add_argument("run", metavar="RUN", help=t("runs.help_run"))
    one.add_argument("--format", metavar="FORMAT", help=t("runs.help_format"))
    one.add_argument("--out", type=Path, metavar="FILE", help=t("runs.help_out"))
    one.set_defaults(handler=_export)
    for wish in get_args(Wish):
        one = actions.add_parser(wish, help=t(f"runs.help_{wish}"))
        one.add_argument("run", metavar="RUN", help=t("runs.help_run"))
        if wish in _STARTS:
            add_limits(one)
        one.set_defaults(handler=partial(_ask_for, wish=wish))


def _list(arguments: argparse.Namespace) -> int:
    found = runs.every(arguments.limit)
    if arguments.json:
        print(json.dumps([_facts(run) for run in found], ensure_ascii=False))
        return OK
    if not found:
        print(t("runs.no_runs"), file=sys.stderr)
        return OK
    print(t("runs.list_header"))
    for run in found:
        figure = described(summarize(run).ex)
        cells = (run.id, run.name, t(f"runs.state_{run.state}"), run.model, f"{run.done}/{run.total}", figure)
        print("\t".join(" ".join(str(cell).split()) for cell in cells))
    return OK


def _facts(run: Run) -> dict[str, Any]:
    """The run as stored, its JSON texts as JSON, with its figures."""
    stored = asdict(run)
    stored |= {"hashes": json.loads(run.hashes), "options": json.loads(run.options)}
    trust = {level: figure.to_json() for level, figure in by_trust(run).items()}
    del stored["id"]
    return {**to_json(run, summarize(run)), "trust": trust, **stored}


def _show(arguments: argparse.Namespace) -> int:
    run = find_run(arguments.run)
    if arguments.json:
        print(json.dumps(_facts(run), ensure_ascii=False))
        return OK
    for name, value in facts_of(run):
        print(f"{name}: {value}")
    if run.phase:
        print(progress_text(run))
    if run.message:
        print(run.message)
    summary = summarize(run)
    print()
    for name in SHARES:
        print(f"{t(f'runs.figure_{name}')}: {described(getattr(summary, name))}")
    for outcome, count in summary.outcomes.items():
        if count:
            print(f"{t(f'runs.outcome_{outcome}')}: {count:,}")
    for level, figure in by_trust(run).items():
        print(f"{t(f'ask.trust_{level}')}: {described(figure)}")
    return OK


def _compare(arguments: argparse.Namespace) -> int:
    found = compare(find_run(arguments.before), find_run(arguments.after))
    if arguments.json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
        return OK
    _print_comparison(found)
    return OK


def _print_comparison(found: Comparison) -> None:
    print(t("runs.compare_n", n=f"{found.n:,}"))
    print(t("runs.compare_ex", name=found.before.name, figure=described(found.ex_before)))
    print(t("runs.compare_ex", name=found.after.name, figure=described(found.ex_after)))
    print(t("runs.compare_p", difference=f"{100 * found.difference:+.1f}", p=f"{found.p:.3g}"))
    print(t("runs.compare_right", count=len(found.newly_right), ids=_ids(found.newly_right)))
    print(t("runs.compare_wrong", count=len(found.newly_wrong), ids=_ids(found.newly_wrong)))
    if found.other_gold:
        print(t("runs.compare_other", count=len(found.other_gold)))
    if found.ungraded:
        print(t("runs.compare_ungraded", count=len(found.ungraded)))


def _ids(ids: tuple[str, ...]) -> str:
    shown = ", ".join(ids[:_MOST_IDS])
    return f"{shown}, …" if len(ids) > _MOST_IDS else shown or "–"


def _export(arguments: argparse.Namespace) -> int:
    run = find_run(arguments.run)
    suffix = arguments.out.suffix.removeprefix(".").lower() if arguments.out is not None else ""
    format = _format(arguments.format or (suffix if suffix in FORMATS else "jsonl"))
    if arguments.out is None:
        if format == "xlsx":
            raise UsageError(t("runs.need_out", value=format))
        sys.stdout.flush()
        sys.stdout.buffer.write(export(run, format))
        sys.stdout.buffer.flush()
        return OK
    save(arguments.out, [export(run, format)])
    print(t("runs.written", path=arguments.out), file=sys.stderr)
    return OK


def _format(name: str) -> Format:
    for format in FORMATS:
        if format == name.lower():
            return format
    raise UsageError(t("runs.unknown_format", value=name))


def _ask_for(arguments: argparse.Namespace, wish: Wish) -> int:
    """Work goes on in a process of its own; `runs show` says how far it is."""
    before = find_run(arguments.run)
    if wish in _STARTS and any(limits_given(arguments)):
        if not before.judge:
            raise UsageError(t("runs.no_judge_to_limit", name=before.name))
        change_limits(before, *limits_given(arguments))
    run = runs.ask_for(before.id, wish) or before
    if run.state == before.state:
        print(t("runs.wish_ignored", name=run.name, state=t(f"runs.state_{run.state}")), file=sys.stderr)
        return FAILED
    if wish in _STARTS:
        ensure_worker()
        print(t("runs.started_worker"), file=sys.stderr)
    print(run.id)
    return OK
