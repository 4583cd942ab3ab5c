"""`judge run|make-requests|import`: a judge asked through files."""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workbench.cli import judge_files
from workbench.errors import UsageError
from workbench.evaluate.client.ledger import Ledger
from workbench.evaluate.client.outcome import Outcome, Progress
from workbench.evaluate.client.output import ledger_path, write_output
from workbench.evaluate.client.request import read_requests
from workbench.evaluate.client.run import Survey, answer_all, open_ledger
from workbench.evaluate.client.settings import ClientSettings, check_settings, is_loopback
from workbench.evaluate.judge.cost import cost_of
from workbench.text import t

DEFAULT_KEY = "OPENAI_API_KEY"
OK, FAILED = 0, 1
_REDRAW_SECONDS, _LINE_SECONDS = 1.0, 5.0
_BAD_SHOWN = 20


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("judge", help=t("client.help_judge"))
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    one = actions.add_parser("run", help=t("client.help_run"))
    one.add_argument("--requests", type=Path, required=True, metavar="IN.jsonl", help=t("client.help_requests"))
    one.add_argument("--save", type=Path, required=True, metavar="OUT.jsonl", help=t("client.help_save"))
    one.add_argument("--request-url", required=True, metavar="URL", help=t("client.help_url"))
    one.add_argument("--max-requests-per-minute", type=_limit, required=True, metavar="N", help=t("client.help_rpm"))
    one.add_argument("--max-tokens-per-minute", type=_limit, required=True, metavar="N", help=t("client.help_tpm"))
    one.add_argument("--max-attempts", type=int, default=5, metavar="N", help=t("client.help_attempts"))
    one.add_argument("--api-key-env", default=DEFAULT_KEY, metavar="NAME", help=t("client.help_key_env"))
    one.add_argument("--max-cost", type=float, metavar="USD", help=t("client.help_max_cost"))
    one.add_argument("--resume", action="store_true", help=t("client.help_resume"))
    one.set_defaults(handler=run)
    judge_files.register(actions)


def _limit(text: str) -> int:
    """The cookbook script takes fractions; a limit is kept by rounding down."""
    try:
        value = math.floor(float(text.replace(",", "").replace("_", "")))
    except (ValueError, OverflowError):
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(t("client.bad_number", value=text))
    return value


def run(arguments: argparse.Namespace) -> int:
    """Send what has no answer yet; exit code 0 when every request of the file has one."""
    settings = _settings(arguments)
    _check_output(arguments.requests, arguments.save, arguments.resume)
    ledger, survey = open_ledger(read_requests(arguments.requests, settings.url), settings)
    with ledger:
        _tell_plan(ledger, survey, settings)
        shown = _Shown()
        with _stop_on_signals() as stop:
            outcome = answer_all(ledger, settings, None, stop, shown.show)
        shown.end()
        write_output(ledger, arguments.save)
        _tell_end(outcome, len(ledger.bad()), arguments.save)
    return OK if outcome.succeeded else FAILED


def _settings(arguments: argparse.Namespace) -> ClientSettings:
    settings = ClientSettings(
        arguments.request_url,
        ledger_path(arguments.save),
        arguments.max_requests_per_minute,
        arguments.max_tokens_per_minute,
        max_attempts=arguments.max_attempts,
        max_cost=arguments.max_cost,
        price=cost_of,
    )
    check_settings(settings)  # the address before its key
    settings = replace(settings, key=_key(arguments.api_key_env, settings.url))
    check_settings(settings)
    return settings


def _key(variable: str, url: str) -> str:
    """The key itself; empty is fine for a server on this machine."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", variable) or variable.startswith("sk_"):
        raise UsageError(t("client.key_is_no_name"))
    key = os.environ.get(variable, "").strip()
    if not key and not is_loopback(url):
        raise UsageError(t("client.no_key", name=variable))
    return key


def _check_output(requests: Path, save: Path, resume: bool) -> None:
    """Answers cost money: none is ever overwritten."""
    ledger = ledger_path(save)
    if not save.parent.is_dir():
        raise UsageError(t("cli.no_folder", path=save.parent))
    if save.exists() and not save.is_file():
        raise UsageError(t("client.not_a_file", path=save))
    if requests.exists() and save.exists() and save.samefile(requests):
        raise UsageError(t("client.same_file", path=save))
    has_lines = save.exists() and save.stat().st_size > 0
    if not resume and (has_lines or _has_run(ledger)):
        raise UsageError(t("client.output_exists", path=save))
    if resume and has_lines and not ledger.exists():
        raise UsageError(t("client.no_ledger", path=save, ledger=ledger.name))


def _has_run(path: Path) -> bool:
    """False also for a record that was begun and killed before its first request."""
    if not path.exists():
        return False
    with Ledger(path) as ledger:
        return ledger.about("version") is not None


@contextlib.contextmanager
def _stop_on_signals() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM let answers under way come in; a second one ends at once."""
    stop = threading.Event()

    def handle(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell_plan(ledger: Ledger, survey: Survey, settings: ClientSettings) -> None:
    bad = ledger.bad()
    for number, message in bad[:_BAD_SHOWN]:
        _say(t("client.bad_line", number=number, message=message))
    if len(bad) > _BAD_SHOWN:
        _say(t("client.more_bad_lines", count=len(bad) - _BAD_SHOWN))
    totals = ledger.totals()
    if totals.answered:
        _say(t("client.resumed", done=totals.answered, left=totals.total - totals.answered - len(bad)))
    if not survey.requests:
        if not totals.total:
            _say(t("client.nothing"))
        return
    span = _span(max(1.0, survey.requests / settings.requests_per_minute * 60))
    _say(t("client.planned", count=survey.requests, tokens=round(survey.tokens), span=span))
    if survey.cost:
        _say(t("client.planned_cost", cost=_dollars(survey.cost)))


def _tell_end(outcome: Outcome, bad: int, path: Path) -> None:
    totals = outcome.totals
    if outcome.resent:
        _say(t("client.resent", count=outcome.resent))
    if outcome.stopped:
        _say(outcome.stopped)
    _say(t("client.finished", answered=totals.answered, total=totals.total, path=path))
    if totals.failed > bad:
        _say(t("client.finished_failed", failed=totals.failed - bad))
    if totals.left:
        _say(t("client.finished_left", left=totals.left))
    if totals.cost:
        _say(
            t(
                "client.finished_cost",
                cost=_dollars(totals.cost),
                prompt=totals.prompt_tokens,
                completion=totals.completion_tokens,
            )
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class _Shown:
    """Progress on stderr: one line redrawn on a terminal, a line every few seconds elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._at = time.monotonic()

    def show(self, progress: Progress) -> None:
        pause = _REDRAW_SECONDS if self._terminal else _LINE_SECONDS
        if time.monotonic() - self._at < pause:
            return
        self._at = time.monotonic()
        text = " · ".join(self._parts(progress))
        print(f"\r\x1b[K{text}" if self._terminal else text, end="" if self._terminal else "\n", file=sys.stderr)
        sys.stderr.flush()

    def _parts(self, progress: Progress) -> Iterator[str]:
        totals = progress.totals
        yield t(
            "client.progress",
            done=totals.answered + totals.failed,
            total=totals.total,
            failed=totals.failed,
            in_flight=progress.in_flight,
            per_minute=progress.per_minute,
        )
        if progress.waiting >= 1:
            yield t("client.progress_waiting", seconds=round(progress.waiting))
        elif progress.seconds_left is not None:
            yield t("client.progress_left", left=_span(progress.seconds_left))
        if totals.cost:
            yield t("client.progress_cost", cost=_dollars(totals.cost))

    def end(self) -> None:
        if self._terminal:
            print("\r\x1b[K", end="", file=sys.stderr)


def _dollars(cost: float) -> str:
    return f"{cost:,.2f}" if cost >= 1 else f"{cost:.4f}"


def _span(seconds: float) -> str:
    return (
        t("client.minutes", count=round(seconds / 60)) if seconds >= 90 else t("client.seconds", count=round(seconds))
    )
