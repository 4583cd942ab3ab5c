"""The loop that decides what goes out when, and what becomes of what comes back."""

from __future__ import annotations

import asyncio
import heapq
import json
import logging
import random
import resource
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import StoreError
from workbench.evaluate.client.channel import BrokenOff, Channel
from workbench.evaluate.client.headers import left
from workbench.evaluate.client.ledger import Ledger, Result, Stored, Totals
from workbench.evaluate.client.limits import Limits, Sent
from workbench.evaluate.client.outcome import Progress
from workbench.evaluate.client.patience import Patience
from workbench.evaluate.client.reply import Answer, Failure, read_reply
from workbench.evaluate.client.request import body_of
from workbench.evaluate.client.settings import ClientSettings
from workbench.evaluate.client.tokens import NOTHING, Estimate, Learned, Usage, estimate
from workbench.text import t

_log = logging.getLogger(__name__)

_TICK = 0.1
_TELL_SECONDS = 1.0
_LONGEST_BACKOFF = 30.0
_NOBODY_THERE = 20
"""Requests given up in a row without one connection made, after which the others are not tried."""
_SPARE_FILES = 64


@dataclass(slots=True)
class Item:
    """A request that has no result yet. `timeouts` of its attempts so far."""

    stored: Stored
    payload: bytes
    guess: Estimate
    attempts: int = 0
    timeouts: int = 0


@dataclass(slots=True)
class Flight:
    """One attempt under way. `cost` is what is set aside for it."""

    item: Item
    slot: int
    number: int
    sent: Sent
    started: float
    cost: float
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
        self._totals = ledger.totals()
        self._learned, self._patience = Learned(), Patience(settings)
        self._fresh = ledger.pending()
        self._next: Item | None = None
        self._retries: list[tuple[float, int, Item]] = []
        self._flights: dict[int, Flight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._free = list(range(_most_in_flight(settings)))
        self._recent: deque[float] = deque()
        self._unreached = 0
        self._reserved = 0.0
        self._stopped = ""
        self._fault: BaseException | None = None
        self.attempts = 0

    async def run(self) -> str:
        """Why it ended early, or an empty text. Raises what the ledger or a callback raised."""
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._limits = self._open_limits()
        ticker = asyncio.create_task(self._tick())
        try:
            async with Channel(self._settings.url, self._settings.key) as self._channel:
                while not self._ended():
                    await self._sleep(self._step())
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
        return not self._flights and not self._retries and self._peek() is None

    def _step(self) -> float:
        """Send one request if one may go now; seconds until something may have changed by itself.

        One, so that it is on its way before the next is thought about, and answers are read in between.
        """
        now = self._loop.time()
        item = self._due(now)
        if item is None or not self._free:
            return self._retries[0][0] - now if self._retries and self._free else _TICK
        tokens = min(self._learned.tokens(item.guess), float(self._settings.tokens_per_minute))
        if (seconds := self._limits.wait(tokens, now)) > 0:
            return seconds
        cost = self._cost_of(item)
        if self._is_over(cost):
            return _TICK
        self._take(item)
        self._send(item, tokens, cost, now)
        return 0.0

    # Which is next

    def _due(self, now: float) -> Item | None:
        """Retries before new ones. While many wait for their retry, nothing new is begun."""
        if self._retries and self._retries[0][0] <= now:
            return self._retries[0][2]
        return self._peek() if len(self._retries) < self._settings.max_in_flight else None

    def _peek(self) -> Item | None:
        if self._next is None and (stored := next(self._fresh, None)) is not None:
            body = body_of(stored.line)
            payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
            self._next = Item(stored, payload, estimate(body))
        return self._next

    def _take(self, item: Item) -> None:
        if item is self._next:
            self._next = None
        else:
            heapq.heappop(self._retries)

    # Money

    def _cost_of(self, item: Item) -> float:
        prompt, completion = self._learned.parts(item.guess)
        return self._price(item.guess.model, Usage(round(prompt), round(completion), 0))

    def _price(self, model: str, usage: Usage) -> float:
        return (self._settings.price(model, usage.to_json()) if self._settings.price else None) or 0.0

    def _is_over(self, cost: float) -> bool:
        """Whether one more would pass the cap. Answers under way may yet turn out cheaper than what is set aside."""
        cap = self._settings.max_cost
        if cap is None or self._totals.cost + self._reserved + cost <= cap:
            return False
        if not self._flights:
            self._stopped = t("client.stopped_cost", cost=f"{self._totals.cost:.4f}", cap=f"{cap:g}")
        return True

    # One attempt

    def _send(self, item: Item, tokens: float, cost: float, now: float) -> None:
        number = self._ledger.sent(item.stored.position, tokens)
        item.attempts += 1
        self.attempts += 1
        self._recent.append(now)
        self._reserved += cost
        sent = self._limits.take(tokens, now)
        flight = Flight(item, heapq.heappop(self._free), number, sent, now, cost, asyncio.timeout(None))
        self._flights[number] = flight
        task = asyncio.create_task(self._fly(flight))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _fly(self, flight: Flight) -> None:
        ended = False
        try:
            outcome = await self._ask(flight)
            ended = True
            self._settle(flight, outcome)
        except Exception as error:  # of the ledger or a callback: the run ends with it
            self._fault = self._fault or error
        finally:
            # Cancelled: no answer came, so the ledger keeps it as under way.
            if ended or self._fault is not None:
                self._wake.set()
            del self._flights[flight.number]
            self._reserved = self._reserved - flight.cost if self._flights else 0.0
            heapq.heappush(self._free, flight.slot)

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
        wait = self._wait(flight, reply)
        if wait > self._settings.longest_pause_seconds:
            self._stopped = self._stopped or t("client.stopped_pause", seconds=round(wait), message=reply.message)
        elif reply.next == "retry" and flight.item.attempts < self._settings.max_attempts:
            heapq.heappush(self._retries, (self._loop.time() + wait, flight.number, flight.item))
        else:
            self._give_up(flight, reply)

    def _wait(self, flight: Flight, reply: Failure) -> float:
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
        cost = self._price(guess.model, usage) if usage.total else flight.cost
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
        was = self._totals
        answered = result.state == "answered"
        self._totals = Totals(
            was.total,
            was.answered + answered,
            was.failed + (not answered),
            was.cost + result.cost,
            was.prompt_tokens + result.usage.prompt,
            was.completion_tokens + result.usage.completion,
        )
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
        while True:
            await asyncio.sleep(_TICK)
            now = self._loop.time()
            if self._stop.is_set() and not self._stopped:
                self._stopped = t("client.stopped_by_user")
                self._wake.set()
            for flight in self._flights.values():
                late = now - flight.started > self._patience.seconds(flight.item.timeouts)
                if late and flight.limit.when() is None:
                    flight.limit.reschedule(now)
            if now - told >= _TELL_SECONDS:
                told = now
                self._tell()

    def _tell(self) -> None:
        if self._progress is None:
            return
        now = self._loop.time()
        while self._recent and self._recent[0] < now - 60:
            self._recent.popleft()
        span = now - self._recent[0] if self._recent else 0.0
        per_minute = len(self._recent) / span * 60 if span > 0 else 0.0
        seconds = self._totals.left / per_minute * 60 if per_minute else None
        waiting = self._limits.paused_for(now)
        try:
            self._progress(Progress(self._totals, len(self._flights), per_minute, seconds, waiting))
        except Exception as error:
            self._fault = self._fault or error

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
