"""Entry of `python -m workbench`: parse, dispatch, turn errors into messages and exit codes."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Sequence

from workbench import __version__
from workbench.cli import ask, check, data, dpo, evaluate, generate, judge, models, runs, score, serve, sweep, train
from workbench.cli.parser import Parser
from workbench.errors import UsageError, WorkbenchError
from workbench.text import t
from workbench.text.reason import reason_of

_log = logging.getLogger(__name__)

OK, FAILED, USAGE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 for ok or warning, 1 for anything else, 2 for wrong usage."""
    _use_utf8()
    logging.basicConfig(level=os.environ.get("WORKBENCH_LOG", "ERROR"), stream=sys.stderr)
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it warns about SQL that we judge ourselves
    parser = Parser(prog="python -m workbench", description=t("cli.about"))
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for part in (serve, ask, generate, check, models, evaluate, judge, runs, score, data, train, sweep, dpo):
        part.register(commands)
    try:
        arguments = parser.parse_args(argv)
        code = int(arguments.handler(arguments))
        if sys.stdout is not None:  # None where the caller closed it
            sys.stdout.flush()  # here, where a full disk or a closed pipe is still a message
        return code
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
        _drop_stdout()
        return FAILED
    except OSError as error:  # a full disk, a folder that may not be written, too many open files
        _log.debug("system error", exc_info=True)
        path = error.filename if isinstance(error.filename, str) else ""
        reason = ": ".join(filter(None, [path, reason_of(error)]))
        print(t("cli.system_error", reason=reason), file=sys.stderr)
        _drop_stdout()
        return FAILED


def _drop_stdout() -> None:
    """What is still buffered for a closed pipe or a full disk would fail again when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _use_utf8() -> None:
    """Korean must survive a C locale and a pipe."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
