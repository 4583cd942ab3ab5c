"""The loop that decides what goes out when, and what becomes of what comes back."""

from __future__ import annotations

import asyncio
import heapq
import json
import logging
import random
import resource
import threading
from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import StoreError
from workbench.evaluate.client.account import Account
from workbench.evaluate.client.channel import BrokenOff, Channel
from workbench.evaluate.client.headers import left
from workbench.evaluate.client.ledger import Ledger, Result
from workbench.evaluate.client.limits import Limits, Sent
from workbench.evaluate.client.outcome import Progress
from workbench.evaluate.client.patience import Patience
from workbench.evaluate.client.reply import Answer, Failure, read_reply
from workbench.evaluate.client.settings import ClientSettings
from workbench.evaluate.client.tokens import NOTHING, Learned, Usage
from workbench.evaluate.client.waiting import Item, Waiting
from workbench.text import t

_log = logging.getLogger(__name__)

_TICK = 0.1
_TELL_SECONDS = 1.0
_LONGEST_BACKOFF = 30.0
_NOBODY_THERE = 20
"""Requests given up in a row without one connection made, after which the others are not tried."""
_SPARE_FILES = 64


@dataclass(slots=True)
class Flight:
    """One attempt under way. `slot` is the connection it uses, `expected` what it is thought to cost."""

    item: Item
    slot: int
    number: int
    sent: Sent
    started: float
    expected: float
    limit: asyncio.Timeout


class Dispatch:
    """One run. `attempts` counts what it sent."""

    def __init__(
        self,
        ledger: Ledger,
        settings: ClientSettings,
        on_result: Callable[[Result], None] | None,
        stop: threading.Event,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self._ledger, self._settings = ledger, settings
        self._on_result, self._stop, self._progress = on_result, stop, progress
        self._account = Account(ledger.totals(), settings)
        self._learned, self._patience = Learned(), Patience(settings)
        self._waiting = Waiting(ledger, settings.max_in_flight)
        self._flights: dict[int, Flight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = list(range(_most_in_flight(settings)))
        self._unreached = 0
        self._stopped = ""
        self._fault: Exception | None = None
        self.attempts = 0

    async def run(self) -> str:
        """Why it ended early, or an empty text. Raises what the ledger or a callback raised."""
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._limits = self._open_limits()
        ticker = asyncio.create_task(self._tick())
        try:
            async with Channel(self._settings.url, self._settings.key) as self._channel:
                try:
                    while not self._ended():
                        await self._sleep(self._step())
                except StoreError as error:
                    self._fail(error)
                await self._land()
        finally:
            ticker.cancel()
        if self._fault is not None:
            raise self._fault
        self._tell()
        return self._stopped

    def _open_limits(self) -> Limits:
        now, settings = self._loop.time(), self._settings
        limits = Limits(
            settings.requests_per_minute,
            settings.tokens_per_minute,
            settings.window_seconds,
            settings.guard_seconds,
            now,
        )
        recent = self._ledger.recent(settings.window_seconds + settings.guard_seconds)
        limits.restore(Sent(now - age, tokens) for age, tokens in recent)
        return limits

    def _ended(self) -> bool:
        if self._stopped or self._fault is not None:
            return True
        return not self._flights and self._waiting.is_empty()

    # One attempt

    def _step(self) -> float:
        """Send one request if one may go now; seconds until something may have changed by itself.

        One, so that it is on its way before the next is thought about, and answers are read in between.
        """
        now = self._loop.time()
        if not self._free:
            return _TICK
        item = self._waiting.due(now)
        if item is None:
            retry = self._waiting.next_retry()
            return _TICK if retry is None else retry - now
        tokens = min(self._learned.tokens(item.guess), float(self._settings.tokens_per_minute))
        if (seconds := self._limits.wait(tokens, now)) > 0:
            return seconds
        prompt, completion = self._learned.parts(item.guess)
        cost = self._account.price(item.guess.model, Usage(round(prompt), round(completion), 0))
        if not self._account.allows(cost):
            # Answers under way may yet turn out cheaper than what is set aside for them.
            if not self._flights:
                spent, cap = self._account.totals.cost, self._settings.max_cost
                self._stopped = t("client.stopped_cost", cost=f"{spent:.4f}", cap=f"{cap:g}")
            return _TICK
        self._send(item, tokens, cost, now)
        return 0.0

    def _send(self, item: Item, tokens: float, cost: float, now: float) -> None:
        number = self._ledger.sent(item.stored.position, tokens)
        self._waiting.take(item)
        item.attempts += 1
        self.attempts += 1
        self._account.sent(number, cost, now)
        sent = self._limits.take(tokens, now)
        flight = Flight(item, heapq.heappop(self._free), number, sent, now, cost, asyncio.timeout(None))
        self._flights[number] = flight
        task = asyncio.create_task(self._fly(flight))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fly(self, flight: Flight) -> None:
        """When this is cancelled no answer came, so the ledger keeps the attempt as under way."""
        try:
            self._settle(flight, await self._ask(flight))
        except Exception as error:  # of the ledger or a callback: the run ends with it
            self._fail(error)
        finally:
            del self._flights[flight.number]
            self._account.landed(flight.number)
            heapq.heappush(self._free, flight.slot)
            self._wake.set()

    async def _ask(self, flight: Flight) -> Answer | Failure:
        try:
            async with flight.limit:
                raw = await self._channel.post(
                    flight.item.payload, flight.slot, lambda: self._limits.went_out(flight.sent, self._loop.time())
                )
        except TimeoutError:
            flight.item.timeouts += 1
            return Failure("retry", "timeout", t("client.timed_out", seconds=round(self._loop.time() - flight.started)))
        except BrokenOff as error:
            self._unreached = 0 if error.connected else self._unreached
            return Failure("retry", error.kind if error.connected else "unreachable", error.message)
        self._unreached = 0
        reply = read_reply(raw.status, raw.headers, raw.content, self._settings.key)
        now = self._loop.time()
        if isinstance(reply, Answer):
            self._patience.answered(now - flight.started)
        if raw.status != 429:
            self._limits.told(left(raw.headers, "requests"), left(raw.headers, "tokens"), flight.sent.tokens, now)
        return reply

    # What becomes of it

    def _settle(self, flight: Flight, reply: Answer | Failure) -> None:
        if isinstance(reply, Answer):
            self._keep(flight, reply)
            return
        self._ledger.ended(flight.number, flight.sent.tokens)
        _log.info("%s, attempt %d: %s %s", flight.item.stored.id, flight.item.attempts, reply.kind, reply.message)
        if reply.next == "stop":
            self._stopped = self._stopped or _why(reply)
            return
        wait = self._pause(flight, reply)
        if wait > self._settings.longest_pause_seconds:
            self._stopped = self._stopped or t("client.stopped_pause", seconds=round(wait), message=reply.message)
        elif reply.next == "retry" and flight.item.attempts < self._settings.max_attempts:
            self._waiting.again(flight.item, self._loop.time() + wait, flight.number)
        else:
            self._give_up(flight, reply)

    def _pause(self, flight: Flight, reply: Failure) -> float:
        """Seconds before the next attempt, with jitter so that what failed together does not come back together."""
        now = self._loop.time()
        doubled = self._settings.backoff_seconds * 2.0 ** (flight.item.attempts - 1)
        wait = min(_LONGEST_BACKOFF, doubled) * random.uniform(0.5, 1.0)
        if reply.kind == "429":
            self._limits.refused(flight.sent, now)
            if reply.wait is None:
                self._limits.pause(min(wait, self._settings.window_seconds / 4), now)
        if reply.wait is not None:
            wait = reply.wait + random.uniform(0.01, 0.1)
            if reply.pauses_all and wait <= self._settings.longest_pause_seconds:
                self._limits.pause(wait, now)
        return wait

    def _keep(self, flight: Flight, answer: Answer) -> None:
        guess, usage = flight.item.guess, answer.usage or NOTHING
        if answer.usage is not None:
            self._learned.learn(guess, usage)
            self._limits.correct(flight.sent, usage.total, self._loop.time())
        cost = self._account.price(guess.model, usage) if usage.total else flight.expected
        stored = flight.item.stored
        self._finish(Result(stored.position, stored.id, "answered", answer.text, usage, cost), flight)

    def _give_up(self, flight: Flight, reply: Failure) -> None:
        self._unreached += reply.kind == "unreachable"
        if self._unreached >= _NOBODY_THERE:
            self._stopped = self._stopped or t("client.stopped_unreachable", message=reply.message)
        stored = flight.item.stored
        text = json.dumps(reply.to_json(flight.item.attempts), ensure_ascii=False)
        self._finish(Result(stored.position, stored.id, "failed", text, NOTHING, 0.0), flight)

    def _finish(self, result: Result, flight: Flight) -> None:
        self._ledger.finish(result, flight.number)
        self._account.add(result)
        if self._on_result is not None:
            self._on_result(result)

    # Time passing

    async def _sleep(self, seconds: float) -> None:
        """Until then, or until something happened."""
        timer = self._loop.call_later(max(0.0, seconds), self._wake.set)
        await self._wake.wait()
        timer.cancel()
        self._wake.clear()

    async def _tick(self) -> None:
        told = self._loop.time()
        try:
            while True:
                await asyncio.sleep(_TICK)
                now = self._loop.time()
                if self._stop.is_set() and not self._stopped:
                    self._stopped = t("client.stopped_by_user")
                    self._wake.set()
                self._break_off_late(now)
                if now - told >= _TELL_SECONDS:
                    told = now
                    self._tell()
        except Exception as error:  # of a callback
            self._fail(error)

    def _break_off_late(self, now: float) -> None:
        for flight in self._flights.values():
            late = now - flight.started > self._patience.seconds(flight.item.timeouts)
            if late and flight.limit.when() is None:
                flight.limit.reschedule(now)

    def _tell(self) -> None:
        if self._progress is not None:
            now = self._loop.time()
            self._progress(self._account.progress(len(self._flights), self._limits.paused_for(now), now))

    def _fail(self, error: Exception) -> None:
        """The run ends with the first fault."""
        self._fault = self._fault or error
        self._wake.set()

    async def _land(self) -> None:
        """Let answers under way come in: they are paid for. Then break off the rest."""
        if self._tasks:
            # Without a ledger answers are lost anyway.
            lost = isinstance(self._fault, StoreError)
            await asyncio.wait(self._tasks, timeout=_TICK if lost else self._settings.grace_seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _most_in_flight(settings: ClientSettings) -> int:
    """As many as there may be open files for."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, min(settings.max_in_flight, files - _SPARE_FILES if files > 0 else settings.max_in_flight))


def _why(reply: Failure) -> str:
    keys = {
        "401": "client.stopped_key",
        "402": "client.stopped_quota",
        "403": "client.stopped_forbidden",
        "404": "client.stopped_not_found",
        "429": "client.stopped_too_large",
    }
    no_money = "quota" in reply.code or "billing" in reply.code
    key = "client.stopped_quota" if no_money else keys.get(reply.kind, "client.stopped_address")
    return t(key, status=reply.kind, message=reply.message)
