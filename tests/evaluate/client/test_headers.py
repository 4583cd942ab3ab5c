"""Waiting as servers ask for it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.evaluate.client.headers import Left, left, retry_after, until_reset

NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "3"}, 3.0),
        ({"retry-after": "Mon, 23 Nov 2026 09:00:30 GMT"}, 30.0),
        ({"retry-after": "Mon, 23 Nov 2026 08:59:00 GMT"}, 0.0),
        ({"retry-after": "Mon, 23 Nov 2026 12:00:30 GMT", "date": "Mon, 23 Nov 2026 12:00:00 GMT"}, 30.0),
        ({"retry-after": "1m30s"}, 90.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "later"}, None),
        ({"retry-after": "nan"}, None),
    ],
)
def test_retry_after_in_all_its_spellings(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("6m0s", 360.0), ("120ms", 0.12), ("1s", 1.0), ("1h2m3.5s", 3723.5), ("7", 7.0), ("1d", 86400)],
)
def test_the_time_until_a_limit_is_whole_again(text: str, seconds: float) -> None:
    headers = {"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": text}
    assert left(headers, "requests") == Left(3, seconds)


@pytest.mark.parametrize("text", ["", "soon", "6x", "2026-11-23T09:00:00Z", "1795424400", "m", "-3s"])
def test_what_is_no_time_span_is_not_guessed_at(text: str) -> None:
    assert left({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": text}, "tokens") is None


def test_of_two_limits_the_used_up_one_says_how_long() -> None:
    headers = {
        "x-ratelimit-remaining-requests": "10",
        "x-ratelimit-reset-requests": "50s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "2s",
    }
    assert until_reset(headers) == 2.0
    assert until_reset({}) is None


@given(st.dictionaries(st.sampled_from(["retry-after", "retry-after-ms", "date"]), st.text(max_size=40)))
def test_no_header_breaks_the_reader(headers: dict[str, str]) -> None:
    found = retry_after(headers, NOW)
    assert found is None or found >= 0
