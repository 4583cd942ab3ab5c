"""`check` and `run`: one SQL text, or a file of them, judged and (for `run`) executed in the sandbox."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from workbench.ask.cases import ResultFile, read_lines
from workbench.ask.report import rows_to_json
from workbench.ask.workspace import Workspace, open_workspace
from workbench.cli.source import add_source_flags, open_source, tell_notes
from workbench.errors import UsageError
from workbench.settings import SANDBOX
from workbench.sql.check import Checked, check
from workbench.text import t

_TOLD_EVERY = 500
"""Lines between two counts in a log file; on a terminal the count runs along."""
Worker = Callable[[str], dict[str, Any]]


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    checker = commands.add_parser("check", help=t("cli.help_check"))
    runner = commands.add_parser("run", help=t("cli.help_run"))
    for parser, handler in ((checker, check_command), (runner, run_command)):
        add_source_flags(parser)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--sql", metavar="TEXT")
        what.add_argument("--cases", type=Path, metavar="IN.jsonl")
        parser.add_argument("--out", type=Path, metavar="OUT.jsonl")
        parser.add_argument("--json", action="store_true", help=t("cli.help_json"))
        parser.set_defaults(handler=handler)
    runner.add_argument("--limit", type=_positive(int), default=SANDBOX.row_limit, metavar="N")
    runner.add_argument("--timeout", type=_positive(float), default=SANDBOX.timeout_seconds, metavar="SECONDS")


def _positive(kind: type[int] | type[float]) -> Callable[[str], float]:
    def convert(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value < 1e9:
            raise argparse.ArgumentTypeError(t("cli.bad_number", value=text))
        return value

    return convert


def check_command(arguments: argparse.Namespace) -> int:
    """Lint, policy and EXPLAIN, without running."""
    workspace = _open(arguments, "empty")

    def work(sql: str) -> dict[str, Any]:
        found = _check(sql, workspace)
        plan = found.plan.to_json() if found.plan is not None else None
        return {
            "status": found.status,
            "message": found.message,
            "checks": [d.to_json() for d in found.diagnostics],
            "plan": plan,
        }

    return _work(arguments, work, is_example=False)


def run_command(arguments: argparse.Namespace) -> int:
    """Check, then run what passes."""
    workspace = _open(arguments, "examples")

    def work(sql: str) -> dict[str, Any]:
        return run_checked(sql, workspace, arguments.limit, arguments.timeout)

    return _work(arguments, work, workspace.database.is_made_up)


def _open(arguments: argparse.Namespace, without_rows: Literal["examples", "empty"]) -> Workspace:
    database = open_source(arguments, without_rows)
    tell_notes(database)
    return open_workspace(database)


def run_checked(sql: str, workspace: Workspace, limit: int, timeout: float) -> dict[str, Any]:
    """The JSON of `run` for one text: nothing that the checks refuse is executed."""
    found = _check(sql, workspace)
    if found.status not in ("ok", "warning"):
        return {"status": found.status, "message": found.message, **rows_to_json(None), "seconds": 0.0}
    result = workspace.sandbox.run(sql, limit, timeout)
    ran = result.status == "ok"
    return {
        "status": found.status if ran else result.status,
        "message": found.message if ran else result.message,
        **rows_to_json(result),
        "seconds": round(result.seconds, 4),
    }


def _check(sql: str, workspace: Workspace) -> Checked:
    return check(sql, workspace.database, workspace.sandbox, workspace.values, workspace.schema)


def _work(arguments: argparse.Namespace, work: Worker, is_example: bool) -> int:
    if arguments.cases is None:
        item = {"id": None, **work(arguments.sql)}
        if arguments.out is not None:
            with ResultFile(arguments.out, resume=False) as out:
                out.write(item)
        if arguments.json:
            print(json.dumps(item, ensure_ascii=False, allow_nan=False))
        elif arguments.out is None:
            _show(item, is_example)
        return 0 if item["status"] in ("ok", "warning") else 1
    if arguments.out is None:
        raise UsageError(t("cli.cases_need_out"))
    return _work_cases(arguments, work)


def _work_cases(arguments: argparse.Namespace, work: Worker) -> int:
    items, bad = read_lines(arguments.cases, "sql")
    failures = len(bad)
    line_end = "\r" if sys.stderr.isatty() else "\n"
    with ResultFile(arguments.out, resume=False) as out:
        for line in bad:
            print(t("cli.bad_line", number=line.number, message=line.message), file=sys.stderr)
            if line.id is not None:
                out.write({"id": line.id, **work(""), "message": line.message})
        for count, item in enumerate(items, start=1):
            result = {"id": item["id"], **work(item["sql"])}
            failures += result["status"] not in ("ok", "warning")
            out.write(result)
            if sys.stderr.isatty() or count % _TOLD_EVERY == 0 or count == len(items):
                print(t("cli.counted", count=count, total=len(items)), end=line_end, file=sys.stderr)
    return 0 if failures == 0 else 1


def _show(item: dict[str, Any], is_example: bool) -> None:
    status = t(f"cli.status_{item['status']}")
    print(f"{status} {item['message']}")
    for found in item.get("checks", []):
        print(f"- [{found['code']}] {found['start']}-{found['end']} {found['message']}")
    if item.get("columns"):
        if is_example:
            print(t("cli.example_rows"))
        print("\t".join(item["columns"]))
        for row in item["rows"][:50]:
            print("\t".join("" if value is None else str(value) for value in row))
