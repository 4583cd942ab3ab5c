"""Two limits at once over a sliding window, kept by sending at an even pace.

Even pace rather than a burst and a wait: servers enforce a limit per minute over shorter spans too, two runs one after
the other stay under it together, and fewer requests are under way when the process is killed. The window is the hard
rule behind the pace: whatever was sent, corrected or restored, no window holds more than the limit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from workbench.evaluate.client.headers import Left

_CATCH_UP = 1 / 60
"""Share of the window that may be sent at once after a stall: a late timer must not cost throughput."""
_CUT, _LOWEST, _RECOVERED_PER_SECOND = 0.8, 0.2, 0.02
"""After a 429 the pace is cut, as TCP does; half a minute brings back two cuts and a half."""
_SLACK = 0.02


@dataclass(slots=True)
class Sent:
    """One attempt in the window. `at`: seconds of the caller's clock, moved on when it really went out."""

    at: float
    tokens: float
    expired: bool = False


class Limits:
    """All times are seconds of one monotonic clock, given by the caller."""

    def __init__(self, requests: int, tokens: int, window: float, guard: float, now: float) -> None:
        self.requests, self.tokens = requests, tokens
        self._span = window + guard
        self._window = window
        self._sent: deque[Sent] = deque()
        self._sum = 0.0
        self._next_request = self._next_token = now
        self._paused_until = now
        self._cut_at = now
        self._factor = 1.0

    def restore(self, sent: Iterable[Sent]) -> None:
        """What went out before this process started, oldest first."""
        for one in sent:
            self._sent.append(one)
            self._sum += one.tokens

    def wait(self, tokens: float, now: float) -> float:
        """Seconds until a request of so many tokens may go; 0.0: now. `tokens` is at most the limit."""
        self._expire(now)
        ready = max(self._paused_until, self._next_request, self._next_token)
        excess_requests = len(self._sent) + 1 - self.requests
        excess_tokens = self._sum + tokens - self.tokens
        for one in self._sent:
            if excess_requests <= 0 and excess_tokens <= 1e-6:
                break
            excess_requests -= 1
            excess_tokens -= one.tokens
            ready = max(ready, one.at + self._span)
        return max(0.0, ready - now)

    def take(self, tokens: float, now: float) -> Sent:
        """Count a request as sent. Only after `wait` said 0.0 for it."""
        one = Sent(now, tokens)
        self._sent.append(one)
        self._sum += tokens
        factor, floor = self.factor(now), now - self._window * _CATCH_UP
        self._next_request = max(self._next_request, floor) + self._span / (self.requests * factor)
        self._next_token = max(self._next_token, floor) + tokens * self._span / (self.tokens * factor)
        return one

    def correct(self, one: Sent, tokens: float, now: float) -> None:
        """The server has told what the request really took."""
        if not one.expired:
            self._sum += tokens - one.tokens
        self._next_token += (tokens - one.tokens) * self._span / (self.tokens * self.factor(now))
        one.tokens = tokens

    def went_out(self, one: Sent, now: float) -> None:
        """It was written only now: connecting took its time, or this process was busy."""
        if not one.expired:
            one.at = now

    def pause(self, seconds: float, now: float) -> None:
        """Nothing goes out for so long."""
        self._paused_until = max(self._paused_until, now + seconds)

    def refused(self, one: Sent, now: float) -> None:
        """A 429. Requests sent before the last cut were refused for the same reason and do not cut again."""
        if one.at >= self._cut_at:
            self._factor = max(_LOWEST, self.factor(now) * _CUT)
            self._cut_at = now

    def told(self, requests: Left | None, tokens: Left | None, expected_tokens: float, now: float) -> None:
        """The server's own count. It matters where it leaves less than ours: somebody else uses the account too,
        or the limit is lower than ours. At full pace both say that little is left, which is no reason to wait."""
        self._expire(now)
        room = self.requests - len(self._sent)
        if requests is not None and requests.amount < 1 and room > max(2, self.requests * _SLACK):
            self.pause(min(requests.reset, self._window), now)
        room_tokens = self.tokens - self._sum
        needed = max(expected_tokens, self.tokens * _SLACK)
        if tokens is not None and tokens.amount < expected_tokens and room_tokens > 2 * needed:
            self.pause(min(tokens.reset, self._window), now)

    def factor(self, now: float) -> float:
        """Share of the full pace: 1.0 unless a 429 cut it a short while ago."""
        since = max(0.0, now - max(self._cut_at, self._paused_until))
        return min(1.0, self._factor + since * _RECOVERED_PER_SECOND)

    def paused_for(self, now: float) -> float:
        return max(0.0, self._paused_until - now)

    def _expire(self, now: float) -> None:
        while self._sent and self._sent[0].at + self._span <= now:
            one = self._sent.popleft()
            one.expired = True
            self._sum -= one.tokens
        if not self._sent:
            self._sum = 0.0  # what adding and subtracting left over
