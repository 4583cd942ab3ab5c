"""`ask`: one question, answered."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from typing import Any

from workbench.ask.answer import Answer, StepEvent
from workbench.ask.options import AskOptions
from workbench.ask.pipeline import answer_steps
from workbench.ask.report import answer_to_json
from workbench.ask.workspace import open_workspace
from workbench.cli.source import add_source_flags, open_source, tell_notes
from workbench.llm.select import open_model
from workbench.text import t


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("ask", help=t("cli.help_ask"))
    add_source_flags(parser)
    parser.add_argument("--question", required=True, metavar="TEXT")
    parser.add_argument("--dialect", metavar="D", help=t("cli.help_dialect"))
    parser.add_argument("--today", type=iso_date, metavar="YYYY-MM-DD", help=t("cli.help_today"))
    parser.add_argument("--model", metavar="NAME", help=t("cli.help_model"))
    parser.add_argument("--no-run", action="store_true", help=t("cli.help_no_run"))
    parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
    parser.set_defaults(handler=ask)


def iso_date(text: str) -> dt.date:
    """argparse type for --today."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(t("cli.bad_date", value=text)) from error


def ask(arguments: argparse.Namespace) -> int:
    """Answer one question; exit code 0 when the status is ok or warning."""
    database = open_source(arguments, "empty" if arguments.no_run else "examples", arguments.dialect)
    tell_notes(database)
    options = AskOptions(arguments.model, arguments.today, not arguments.no_run, dialect=arguments.dialect)
    workspace = open_workspace(database)
    found: Answer | None = None
    for item in answer_steps(workspace, open_model(arguments.model), arguments.question, options):
        if isinstance(item, Answer):
            found = item
        else:
            _show_step(item)
    assert found is not None
    item_json = answer_to_json(found, None)
    if arguments.json:
        print(json.dumps(item_json, ensure_ascii=False, allow_nan=False))
    else:
        _show(found, item_json, database.is_made_up)
    return 0 if found.status in ("ok", "warning") else 1


def _show_step(event: StepEvent) -> None:
    if event.state != "running":
        name = t(f"cli.step_{event.step}")
        print(f"[{name}] {event.detail} ({event.seconds:.1f}s)", file=sys.stderr)


def _show(answer: Answer, item: dict[str, Any], is_example: bool) -> None:
    if answer.sql:
        print(answer.sql)
    if answer.message:
        print(answer.message)
    for check in answer.checks:
        print(f"- [{check.code}] {check.message}")
    if answer.sql:
        print(t(f"ask.trust_{answer.trust.level}") + ": " + " ".join(answer.trust.reasons))
    if answer.explanation:
        print(answer.explanation)
    if item["columns"]:
        if is_example:
            print(t("cli.example_rows"))
        print("\t".join(item["columns"]))
        for row in item["rows"][:20]:
            print("\t".join("" if value is None else str(value) for value in row))
