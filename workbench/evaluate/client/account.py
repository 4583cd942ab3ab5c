"""What a run has done and spent so far, what it may still spend, and how fast it goes."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from workbench.evaluate.client.ledger import Result, Totals
from workbench.evaluate.client.outcome import Progress
from workbench.evaluate.client.settings import ClientSettings
from workbench.evaluate.client.tokens import Usage

_MINUTE = 60.0


class Account:
    """`totals` are of all runs of the ledger. Costs in US dollars; 0.0 where no price is known."""

    def __init__(self, totals: Totals, settings: ClientSettings) -> None:
        self.totals = totals
        self._price, self._cap = settings.price, settings.max_cost
        self._reserved: dict[int, float] = {}
        self._sent_at: deque[float] = deque()

    def price(self, model: str, usage: Usage) -> float:
        return (self._price(model, usage.to_json()) if self._price else None) or 0.0

    def allows(self, cost: float) -> bool:
        """Whether one more stays under the cap, should all under way cost what is set aside for them."""
        return self._cap is None or self.totals.cost + sum(self._reserved.values()) + cost <= self._cap

    def sent(self, attempt: int, cost: float, now: float) -> None:
        self._sent_at.append(now)
        if self._cap is not None:
            self._reserved[attempt] = cost

    def landed(self, attempt: int) -> None:
        """An attempt is over, whatever came of it."""
        self._reserved.pop(attempt, None)

    def add(self, result: Result) -> None:
        was, answered = self.totals, result.state == "answered"
        self.totals = replace(
            was,
            answered=was.answered + answered,
            failed=was.failed + (not answered),
            cost=was.cost + result.cost,
            prompt_tokens=was.prompt_tokens + result.usage.prompt,
            completion_tokens=was.completion_tokens + result.usage.completion,
        )

    def progress(self, in_flight: int, waiting: float, now: float) -> Progress:
        while self._sent_at and self._sent_at[0] < now - _MINUTE:
            self._sent_at.popleft()
        span = now - self._sent_at[0] if self._sent_at else 0.0
        per_minute = len(self._sent_at) / span * _MINUTE if span > 0 else 0.0
        seconds = self.totals.left / per_minute * _MINUTE if per_minute else None
        return Progress(self.totals, in_flight, per_minute, seconds, waiting)
