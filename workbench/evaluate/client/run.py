"""Sending every request until each has an answer or has failed for good, or somebody or something stops the run."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from workbench.errors import UsageError
from workbench.evaluate.client.dispatch import Dispatch
from workbench.evaluate.client.ledger import Ledger, Result
from workbench.evaluate.client.outcome import Outcome, Progress
from workbench.evaluate.client.request import Request, body_of
from workbench.evaluate.client.resume import check_same
from workbench.evaluate.client.settings import ClientSettings, check_settings
from workbench.evaluate.client.tokens import Learned, Usage, estimate
from workbench.text import t


def run_requests(
    requests: Iterable[Request],
    settings: ClientSettings,
    on_result: Callable[[Result], None] | None = None,
    stop: threading.Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Answer every request; a ledger that exists is resumed. Blocks; call it outside an event loop.

    `requests` is read once, as a stream, before the first is sent. `on_result` is called in this thread after the
    result is safe: first for those of earlier runs, in order, then for new ones as they come; so each is told at least
    once, also to a caller that was killed in between. `stop` lets answers under way come in, then ends.
    `progress` is called about once a second.

    Raises UsageError (settings, an id twice, another run than the ledger's, a request larger than the limit) and
    StoreError (the ledger: disk full, in use, damaged).
    """
    ledger, _ = open_ledger(requests, settings)
    with ledger:
        return answer_all(ledger, settings, on_result, stop, progress)


@dataclass(frozen=True)
class Survey:
    """What is still to be sent, estimated rather too high. cost: US dollars, None where a price is not known."""

    requests: int
    tokens: float
    cost: float | None


def open_ledger(requests: Iterable[Request], settings: ClientSettings) -> tuple[Ledger, Survey]:
    """The ledger of these requests: a new one, or that of an earlier run after it is shown to be the same.

    Raises as `run_requests` does. A refused new run leaves no file.
    """
    check_settings(settings)
    ledger = Ledger(settings.ledger)
    is_new = False
    try:
        is_new = ledger.about("version") is None
        if is_new:
            ledger.register(requests, settings.url)
        else:
            check_same(ledger, requests, settings.url)
        return ledger, _survey(ledger, settings)
    except BaseException:
        ledger.close()
        if is_new:
            settings.ledger.unlink(missing_ok=True)
        raise


def _survey(ledger: Ledger, settings: ClientSettings) -> Survey:
    """Looks at all before anything is paid for."""
    learned, count, tokens = Learned(), 0, 0.0
    cost: float | None = 0.0
    for stored in ledger.pending():
        guess = estimate(body_of(stored.line))
        if guess.least > settings.tokens_per_minute:
            raise UsageError(
                t("client.too_large", id=stored.id, tokens=round(guess.least), limit=settings.tokens_per_minute)
            )
        prompt, completion = learned.parts(guess)
        price = _price(settings, guess.model, Usage(round(prompt), round(completion), 0))
        if price is None and settings.max_cost is not None:
            raise UsageError(t("client.no_price", model=guess.model))
        count, tokens = count + 1, tokens + prompt + completion
        cost = None if cost is None or price is None else cost + price
    return Survey(count, tokens, cost)


def _price(settings: ClientSettings, model: str, usage: Usage) -> float | None:
    return settings.price(model, usage.to_json()) if settings.price else None


def answer_all(
    ledger: Ledger,
    settings: ClientSettings,
    on_result: Callable[[Result], None] | None = None,
    stop: threading.Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """As `run_requests`, for an open ledger."""
    started = time.monotonic()
    resent = ledger.reopen()
    if on_result is not None:
        for result in ledger.results():
            on_result(result)
    dispatch = Dispatch(ledger, settings, on_result, stop or threading.Event(), progress)
    stopped = asyncio.run(dispatch.run())
    return Outcome(ledger.totals(), stopped, dispatch.attempts, resent, time.monotonic() - started)
