"""`python -m tests.benchmarks [NAME …] [--quick] [--json FILE]`, `… render [--write]`, `… accuracy [--cases FILE]`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.benchmarks import accuracy, results, table
from tests.benchmarks.isolated import end_cleanly, isolated, run_named
from tests.benchmarks.machine import machine_facts
from tests.benchmarks.measured import GOALS
from tests.benchmarks.progress import say
from workbench.settings import ROOT

NAMES = tuple(dict.fromkeys(goal.measurement for goal in GOALS))
_NOT_QUICK = {"first_answer"}


def main(argv: Sequence[str]) -> int:
    end_cleanly()
    if argv[:1] == ["render"]:
        return _render(argv[1:])
    if argv[:1] == ["accuracy"]:
        parser = argparse.ArgumentParser(prog="python -m tests.benchmarks accuracy")
        accuracy.add_flags(parser)
        return accuracy.run(parser.parse_args(argv[1:]))
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; none: all")
    parser.add_argument("--quick", action="store_true", help="few questions: does it work, roughly how fast")
    parser.add_argument("--json", type=Path, default=results.RESULTS, metavar="FILE", help="where results are appended")
    given = parser.parse_args(argv)
    if unknown := set(given.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    names = given.names or [name for name in NAMES if not (given.quick and name in _NOT_QUICK)]
    failed = [name for name in names if not _measure(name, given.quick, given.json)]
    sys.stdout.write(table.render(results.read(given.json)) + "\n")
    return 1 if failed else 0


def _measure(name: str, quick: bool, file: Path) -> bool:
    """Run one measurement in a process of its own and keep its result. False when it failed: the others go on."""
    say(f"{name} …")
    machine = machine_facts()
    started = time.monotonic()
    try:
        measured = isolated(run_named, name, quick)
    except RuntimeError as error:
        sys.stderr.write(f"{name} failed: {error}\n")
        return False
    seconds = round(time.monotonic() - started, 1)
    entry: dict[str, Any] = {"name": name, "quick": quick, "machine": machine, "seconds": seconds}
    entry |= measured.to_json()
    results.append(entry, file)
    say(f"{name}: {json.dumps(entry['values'])} after {seconds:.0f} s")
    return True


def _render(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks render")
    parser.add_argument("--json", type=Path, default=results.RESULTS, metavar="FILE")
    parser.add_argument("--write", action="store_true", help="put it between the markers of README.md")
    given = parser.parse_args(argv)
    text = table.render(results.read(given.json))
    if given.write:
        table.write(ROOT / "README.md", text)
    else:
        sys.stdout.write(f"{table.START}\n{text}\n{table.END}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
