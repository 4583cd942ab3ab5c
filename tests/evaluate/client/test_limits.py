"""No window ever holds more than the limit, and little of it stays unused."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.client.headers import Left
from workbench.evaluate.client.limits import Limits, Sent

WINDOW, GUARD = 60.0, 0.5


class Sender:
    """Sends as soon as it may, on a clock of its own; answers come back after `latency` with what they took."""

    def __init__(self, requests: int, tokens: int, restored: tuple[Sent, ...] = ()) -> None:
        self.now = 0.0
        self.limits = Limits(requests, tokens, WINDOW, GUARD, 0.0)
        self.limits.restore(restored)
        self.sent: list[tuple[float, float]] = [(one.at, one.tokens) for one in restored]

    def send(self, reserved: float, used: float | None = None) -> Sent:
        for _ in range(10_000):
            seconds = self.limits.wait(reserved, self.now)
            if seconds <= 0:
                break
            self.now += seconds
        one = self.limits.take(reserved, self.now)
        self.sent.append((self.now, reserved if used is None else used))
        if used is not None:
            self.limits.correct(one, used, self.now)
        return one

    def worst(self) -> tuple[int, float]:
        """Most requests and tokens that any window of 60 s holds."""
        requests, tokens, total, first = 0, 0.0, 0.0, 0
        for last, (at, amount) in enumerate(self.sent):
            total += amount
            while self.sent[first][0] <= at - WINDOW:
                total -= self.sent[first][1]
                first += 1
            requests, tokens = max(requests, last - first + 1), max(tokens, total)
        return requests, tokens


@given(
    st.integers(1, 60),
    st.integers(1_000, 20_000),
    st.lists(st.tuples(st.integers(1, 1_000), st.floats(0.1, 1.0), st.floats(0, 40)), min_size=1, max_size=150),
)
def test_no_window_is_over_either_limit_whatever_is_sent_when(
    requests: int, tokens: int, plan: list[tuple[int, float, float]]
) -> None:
    sender = Sender(requests, tokens)
    for reserved, share, idle in plan:
        sender.now += idle if idle > 30 else 0.0  # mostly pressing, sometimes a pause
        sender.send(reserved, reserved * share)
    most_requests, most_tokens = sender.worst()
    assert most_requests <= requests
    assert most_tokens <= tokens + 1e-6


@given(st.lists(st.tuples(st.floats(-60, 0), st.integers(1, 500)), max_size=40))
def test_what_was_sent_before_a_restart_counts(before: list[tuple[float, int]]) -> None:
    restored = tuple(Sent(at, float(tokens)) for at, tokens in sorted(before))
    sender = Sender(40, 20_000, restored)
    for _ in range(60):
        sender.send(100)
    assert sender.worst()[0] <= 40
    assert sender.worst()[1] <= 20_000 + 1e-6


@pytest.mark.parametrize("limit", [10, 60, 600, 10_000])
def test_requests_come_within_two_percent_of_the_limit_from_the_start(limit: int) -> None:
    sender = Sender(limit, 10**9)
    for _ in range(2 * limit + 1):
        sender.send(1)
    assert 2 * limit / (sender.now / 60) > 0.98 * limit
    assert sender.worst()[0] <= limit


@pytest.mark.parametrize(("limit", "each"), [(6_000, 100), (90_000, 730), (1_000_000, 1_111)])
def test_tokens_come_within_two_percent_of_the_limit_though_more_is_reserved_than_used(limit: int, each: int) -> None:
    sender = Sender(10**6, limit)
    sender.send(each * 3, each)
    while sender.now < 180:
        sender.send(each, each)
    used = sum(tokens for _, tokens in sender.sent[1:])
    assert used / (sender.now / 60) > 0.98 * limit
    assert sender.worst()[1] <= limit


def test_late_timers_are_caught_up_but_a_minute_of_silence_is_not() -> None:
    sender = Sender(600, 10**9)
    for _ in range(600):
        sender.now += random.Random(1).random() * 0.02
        sender.send(1)
    assert sender.now < 61
    sender.now += 30
    start = sender.now
    for _ in range(100):
        sender.send(1)
    assert sender.now - start > 8


def test_a_request_as_large_as_the_limit_goes_alone() -> None:
    sender = Sender(100, 1_000)
    sender.send(400)
    sender.send(1_000)
    assert sender.now >= WINDOW


def test_a_request_that_went_out_late_holds_its_place_from_then() -> None:
    sender = Sender(1, 1_000)
    one = sender.send(1)
    sender.limits.went_out(one, 5.0)
    assert sender.limits.wait(1, 5.0) >= WINDOW


def test_a_pause_stops_everything() -> None:
    sender = Sender(600, 10**6)
    sender.limits.pause(7.0, 0.0)
    sender.send(1)
    assert sender.now == 7.0


def test_refusals_slow_down_once_for_all_that_were_under_way_and_the_pace_comes_back() -> None:
    limits = Limits(600, 10**6, WINDOW, GUARD, 0.0)
    together = [Sent(1.0, 1), Sent(1.1, 1), Sent(1.2, 1)]
    for one in together:
        limits.refused(one, 2.0)
    assert limits.factor(2.0) == pytest.approx(0.8)
    limits.refused(Sent(3.0, 1), 3.0)
    assert limits.factor(3.0) == pytest.approx(0.656, abs=0.01)
    assert limits.factor(30.0) == 1.0


def test_refusals_without_end_leave_a_fifth_of_the_pace() -> None:
    limits = Limits(600, 10**6, WINDOW, GUARD, 0.0)
    for second in range(100):
        limits.refused(Sent(second / 10 + 0.01, 1), second / 10 + 0.05)
    assert limits.factor(10.0) >= 0.2


def test_a_server_that_has_less_left_than_we_thought_is_believed() -> None:
    sender = Sender(600, 10**6)
    sender.send(1)
    sender.limits.told(Left(0, 9.0), None, 1, sender.now)
    assert sender.limits.paused_for(sender.now) == 9.0


def test_a_server_that_counts_as_we_do_is_no_reason_to_pause() -> None:
    sender = Sender(10, 10**6)
    for _ in range(9):
        sender.send(1)
    sender.limits.told(Left(0, 60.0), None, 1, sender.now)
    assert sender.limits.paused_for(sender.now) == 0.0


def test_too_few_tokens_left_pause_too_and_never_longer_than_the_window() -> None:
    sender = Sender(600, 1_000_000)
    sender.send(100)
    sender.limits.told(None, Left(50, 4000.0), 100, sender.now)
    assert sender.limits.paused_for(sender.now) == WINDOW
