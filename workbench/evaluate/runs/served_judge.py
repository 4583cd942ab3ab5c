"""A judge behind an address: asked by the client that keeps rate limits, retries, and pays for nothing twice.

The client's ledger is the place where an answer counts first. Whatever it holds goes into the store before anything
new is asked, so a kill between the two costs nothing.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from workbench import settings
from workbench.errors import ModelError
from workbench.evaluate.client.ledger import Ledger, Result
from workbench.evaluate.client.request import Request
from workbench.evaluate.client.run import run_requests
from workbench.evaluate.client.settings import ClientSettings
from workbench.evaluate.judge import cost
from workbench.evaluate.judge.keeping import keep_gated
from workbench.evaluate.judge.record import record
from workbench.evaluate.judge.requests import make_requests, parse_id
from workbench.evaluate.judge.rubric import Rubric
from workbench.evaluate.runs.generate import Work
from workbench.evaluate.runs.heart import Heart
from workbench.evaluate.runs.limits import limits_of
from workbench.evaluate.runs.shown import answers_to_judge, judge_rows
from workbench.llm.select import Served
from workbench.store import verdicts
from workbench.store.verdicts import Verdict
from workbench.text import t


def ask_served(work: Work, rubric: Rubric, place: Served, heart: Heart) -> None:
    """Ask about what has no verdict yet. Raises ModelError where the client had to stop, UsageError, StoreError."""
    ledger, is_priced = _ledger_path(work, rubric), cost.price_of(place.model) is not None
    _take_over(work, rubric, ledger, is_priced)
    waiting = answers_to_judge(work)
    keep_gated(work.run, work.run.judge, rubric, [result.case_id for result in waiting if not result.valid])
    left = [result for result in waiting if result.valid]
    if not left:
        return
    made = make_requests(judge_rows(work, left, rubric), rubric, place.model, work.run.id)
    keep_gated(work.run, work.run.judge, rubric, made.gated)
    requests = [Request(one.id, one.line(), number=number) for number, one in enumerate(made.requests, 1)]
    outcome = run_requests(
        requests,
        _settings(work, place, ledger),
        on_result=lambda result: _keep(work, rubric, result, is_priced),
        stop=heart.stop,
    )
    if outcome.stopped and not heart.stop.is_set():
        raise ModelError(outcome.stopped)
    if not outcome.totals.left:
        _remove(ledger)


def _settings(work: Work, place: Served, ledger: Path) -> ClientSettings:
    limits = limits_of(work.run)
    left = limits.max_cost
    if left is not None:
        said = verdicts.of_run(work.run.id, work.run.judge)
        left -= sum(verdict.cost or 0.0 for verdict in said)
        if left <= 0:
            raise ModelError(t("runs.cost_reached", cost=f"${limits.max_cost:,.2f}"))
    return ClientSettings(
        f"{place.base_url.rstrip('/')}/chat/completions",
        ledger,
        limits.requests_per_minute,
        limits.tokens_per_minute,
        key=place.key,
        max_cost=left,
        price=cost.cost_of,
    )


def _ledger_path(work: Work, rubric: Rubric) -> Path:
    folder = settings.state_dir() / "judging"
    folder.mkdir(exist_ok=True)
    return folder / f"{work.run.id}-{rubric.version}.sqlite3"


def _take_over(work: Work, rubric: Rubric, path: Path, is_priced: bool) -> None:
    """What a killed worker had paid for but not shown yet. The rest is asked anew, out of a new ledger:
    answers may have come or gone meanwhile (a retry, a corrected gold), and this one would refuse them."""
    if not path.exists():
        return
    with Ledger(path) as ledger:
        known = {verdict.case_id for verdict in verdicts.of_run(work.run.id, work.run.judge, rubric.digest)}
        for result in ledger.results():
            parsed = parse_id(result.id)
            if parsed is not None and parsed.case_id not in known and result.state == "answered":
                _keep(work, rubric, result, is_priced)
    _remove(path)


def _remove(path: Path) -> None:
    for tail in ("", "-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)


def _keep(work: Work, rubric: Rubric, result: Result, is_priced: bool) -> None:
    parsed = parse_id(result.id)
    if parsed is None:
        return
    said = record(result.position, {"id": result.id}, {}, json.loads(result.text))
    verdict = Verdict(
        work.run.id,
        parsed.case_id,
        work.run.judge,
        rubric.digest,
        "failed" if said.answer == "missing" else said.answer,
        said.verdict.reason if said.verdict is not None else said.error,
        said.verdict.category if said.verdict is not None else "",
        said.raw,
        result.cost if is_priced else None,
        dt.datetime.now().astimezone().isoformat(timespec="seconds"),
    )
    verdicts.save([verdict])
