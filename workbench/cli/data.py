"""`data`: question sets made into data to train on."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

from workbench.ask.options import today_in_seoul
from workbench.cli.ask import iso_date
from workbench.cli.evaluate import positive
from workbench.errors import DataError
from workbench.llm.select import open_model
from workbench.store.whole import write_whole
from workbench.text import t
from workbench.train.data import DataPlan, DataReport, build_dataset, clean_report, report_of, rules_of
from workbench.train.data.files import case_line
from workbench.train.data.plan import PRESETS, Preset
from workbench.train.data.sources import read_sources
from workbench.train.synthesis import PATTERNS, Counts, SynthesisPlan, synthesize, weak_patterns


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("data", help=t("train.data_help"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    build = actions.add_parser("build", help=t("train.data_help_build"))
    _add_sources(build)
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help=t("train.data_help_out"))
    build.add_argument("--name", default="", metavar="NAME", help=t("train.data_help_name"))
    build.add_argument("--held-out-dbs", type=_count, default=20, metavar="N", help=t("train.data_help_databases"))
    build.add_argument("--held-out-questions", type=_count, default=300, metavar="N", help=t("train.data_help_asked"))
    build.add_argument("--held-out-from", default="", metavar="SOURCE", help=t("train.data_help_from"))
    build.add_argument("--shuffle", action="store_true", help=t("train.data_help_shuffle"))
    build.set_defaults(handler=_build)
    clean = actions.add_parser("clean", help=t("train.data_help_clean"))
    _add_sources(clean)
    clean.add_argument("--out", type=Path, metavar="FILE.jsonl", help=t("train.data_help_cleaned"))
    clean.set_defaults(handler=_clean)
    _add_synthesize(actions)
    report = actions.add_parser("report", help=t("train.data_help_report"))
    report.add_argument("folder", type=Path, metavar="DIR")
    report.add_argument("--json", action="store_true", help=t("cli.help_json"))
    report.set_defaults(handler=_report)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    """What `build` and `clean` share: what is read and which rules clean it."""
    parser.add_argument("--source", action="append", required=True, metavar="SET", help=t("train.data_help_source"))
    parser.add_argument("--evaluation-set", action="append", default=[], metavar="SET", help=t("train.data_help_guard"))
    parser.add_argument("--preset", choices=tuple(PRESETS), default="standard", help=t("train.data_help_preset"))
    parser.add_argument("--rules", default="", metavar="A,B", help=t("train.data_help_rules"))
    parser.add_argument("--without", default="", metavar="A,B", help=t("train.data_help_without"))
    parser.add_argument("--also", default="", metavar="A,B", help=t("train.data_help_also"))
    parser.add_argument("--max-tokens", type=positive, default=2048, metavar="N", help=t("train.data_help_tokens"))
    parser.add_argument("--examples", type=_count, default=5, metavar="N", help=t("train.data_help_examples"))
    parser.add_argument("--seed", type=_count, default=42, metavar="N", help=t("train.data_help_seed"))
    parser.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))


def _add_synthesize(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = actions.add_parser("synthesize", help=t("train.synthesis_help"))
    parser.add_argument(
        "--source", action="append", required=True, metavar="SET", help=t("train.synthesis_help_source")
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl", help=t("train.synthesis_help_out"))
    parser.add_argument("--count", type=positive, required=True, metavar="N", help=t("train.synthesis_help_count"))
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--patterns", default="", metavar="A,B", help=t("train.synthesis_help_patterns"))
    which.add_argument("--weak-of", default="", metavar="RUN", help=t("train.synthesis_help_weak"))
    parser.add_argument("--model", metavar="NAME", help=t("cli.help_model"))
    parser.add_argument("--solver", metavar="NAME", help=t("train.synthesis_help_solver"))
    parser.add_argument("--seed", type=_count, default=42, metavar="N", help=t("train.data_help_seed"))
    parser.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=_synthesize)


def _synthesize(arguments: argparse.Namespace) -> int:
    """Exit code 0 when as many pairs are there as were wanted."""
    names = tuple(_listed(arguments.patterns)) or tuple(PATTERNS)
    if arguments.weak_of:
        names = weak_patterns(arguments.weak_of)
    cases = [one.case for source in read_sources(arguments.source) for one in source.cases]
    databases = {(case.ddl, case.data_path): case for case in reversed(cases)}
    today = arguments.today or today_in_seoul()
    plan = SynthesisPlan(
        tuple(reversed(databases.values())), arguments.out, arguments.count, names, today, arguments.seed
    )
    writer = open_model(arguments.model)
    solver = open_model(arguments.solver) if arguments.solver else writer
    counts = synthesize(plan, writer, solver, _tell_counts)
    if arguments.json:
        print(json.dumps({"out": str(arguments.out), "patterns": names, **asdict(counts)}, ensure_ascii=False))
    else:
        print(t("train.synthesis_done", out=arguments.out, **asdict(counts)))
    return 0 if counts.total >= arguments.count else 1


def _tell_counts(counts: Counts, database: str) -> None:
    print(t("train.synthesis_progress", database=database, **asdict(counts)), file=sys.stderr, flush=True)


def _count(text: str) -> int:
    """argparse type: a count, or 0 for none."""
    return 0 if text == "0" else positive(text)


def _plan(arguments: argparse.Namespace, out: Path, **more: Any) -> DataPlan:
    without, only, also = (_listed(getattr(arguments, name)) for name in ("without", "rules", "also"))
    return DataPlan(
        tuple(arguments.source),
        out,
        arguments.today or today_in_seoul(),
        seed=arguments.seed,
        evaluation_sets=tuple(arguments.evaluation_set),
        preset=cast(Preset, arguments.preset),
        rules=rules_of(arguments.preset, without, only, also),
        tokens=arguments.max_tokens,
        examples=arguments.examples,
        **more,
    )


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _build(arguments: argparse.Namespace) -> int:
    plan = _plan(
        arguments,
        arguments.out,
        name=arguments.name,
        held_out_databases=arguments.held_out_dbs,
        held_out_questions=arguments.held_out_questions,
        held_out_from=arguments.held_out_from,
        shuffle=arguments.shuffle or arguments.preset == "published",
    )
    dataset = build_dataset(plan, _Progress())
    _show(report_of(dataset.folder), arguments.json, folder=str(dataset.folder))
    return 0


def _clean(arguments: argparse.Namespace) -> int:
    report, cases = clean_report(_plan(arguments, arguments.out or Path("clean")), _Progress())
    if arguments.out is not None:
        try:
            write_whole(arguments.out, [case_line(case) for case in cases])
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataError(t("train.data_unwritable", folder=arguments.out, reason=reason)) from error
    _show(report, arguments.json)
    return 0


def _report(arguments: argparse.Namespace) -> int:
    _show(report_of(arguments.folder), arguments.json, folder=str(arguments.folder))
    return 0


def _show(report: DataReport, as_json: bool, **more: str) -> None:
    if as_json:
        print(json.dumps({**more, **asdict(report)}, ensure_ascii=False))
        return
    counts = {"rows": report.rows, "raw": report.raw, "held_out": report.held_out}
    print(t("train.data_built", name=report.name, databases=len(report.held_out_databases), **counts))
    for source in report.sources:
        print(t("train.data_source", name=source.name, read=source.read, skipped=source.skipped, rows=source.rows))
    for leak in report.leaks:
        print(t("train.data_leaks", guard=leak.guard, schemas=leak.schemas, questions=leak.questions))
    for rule in report.rules:
        title = t(f"train.data_rule_{rule.code}")
        key = "train.data_removed" if rule.on else "train.data_found"
        print(t(key, code=rule.code, title=title, found=rule.found, removed=rule.removed))
        for one in rule.examples:
            print(f"    {one.id}: {one.question} / {one.gold} / {one.reason}")


class _Progress:
    """A line on stderr every second at most: sql-create-context has 13,948 databases."""

    def __init__(self) -> None:
        self.last = 0.0

    def __call__(self, done: int, total: int, database: str) -> None:
        now = time.monotonic()
        if now - self.last >= 1 or done == total:
            self.last = now
            print(t("train.data_progress", done=done, total=total, database=database), file=sys.stderr, flush=True)
