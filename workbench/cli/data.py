"""`data`: question sets made into data to train on."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from workbench.ask.options import today_in_seoul
from workbench.cli.ask import iso_date
from workbench.cli.evaluate import positive
from workbench.text import t
from workbench.train.data import DataPlan, build_dataset


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("data", help=t("train.data_help"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    build = actions.add_parser("build", help=t("train.data_help_build"))
    build.add_argument("--source", action="append", required=True, metavar="SET", help=t("train.data_help_source"))
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help=t("train.data_help_out"))
    build.add_argument("--name", default="", metavar="NAME", help=t("train.data_help_name"))
    build.add_argument("--held-out-dbs", type=_count, default=20, metavar="N", help=t("train.data_help_databases"))
    build.add_argument("--held-out-questions", type=_count, default=300, metavar="N", help=t("train.data_help_asked"))
    build.add_argument("--held-out-from", default="", metavar="SOURCE", help=t("train.data_help_from"))
    build.add_argument("--seed", type=_count, default=42, metavar="N", help=t("train.data_help_seed"))
    build.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    build.add_argument("--json", action="store_true", help=t("cli.help_json"))
    build.set_defaults(handler=_build)


def _count(text: str) -> int:
    """argparse type: a count, or 0 for none."""
    return 0 if text == "0" else positive(text)


def _build(arguments: argparse.Namespace) -> int:
    plan = DataPlan(
        tuple(arguments.source),
        arguments.out,
        arguments.today or today_in_seoul(),
        arguments.name,
        arguments.seed,
        arguments.held_out_dbs,
        arguments.held_out_questions,
        arguments.held_out_from,
    )
    dataset = build_dataset(plan, _tell)
    counts = {"rows": len(dataset.rows), "raw": len(dataset.raw), "held_out": len(dataset.held_out)}
    if arguments.json:
        facts = {"name": dataset.name, "folder": str(dataset.folder), "digest": dataset.digest, **counts}
        print(json.dumps(facts, ensure_ascii=False))
    else:
        print(t("train.data_built", folder=dataset.folder, **counts))
    return 0


def _tell(done: int, total: int, database: str) -> None:
    print(t("train.data_progress", done=done, total=total, database=database), file=sys.stderr, flush=True)
