"""Entry of `python -m workbench`: parse, dispatch, turn errors into messages and exit codes."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from workbench import __version__
from workbench.cli import ask, check, generate, models, serve
from workbench.errors import UsageError, WorkbenchError
from workbench.text import t

OK, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 for ok or warning, 1 for anything else, 2 for wrong usage."""
    _use_utf8()
    logging.basicConfig(level=os.environ.get("WORKBENCH_LOG", "ERROR"), stream=sys.stderr)
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns about SQL that we judge ourselves
    parser = argparse.ArgumentParser(prog="python -m workbench", description=t("cli.about"))
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (serve, ask, generate, check, models):
        part.register(commands)
    try:
        arguments = parser.parse_args(argv)
        return int(arguments.handler(arguments))
    except UsageError as error:
        print(error.message, file=sys.stderr)
        return USAGE
    except WorkbenchError as error:
        print(error.message, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(t("cli.interrupted"), file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def _use_utf8() -> None:
    """Korean must survive a C locale and a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
