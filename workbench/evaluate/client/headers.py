"""What a server says about waiting: Retry-After in all its spellings, and OpenAI's x-ratelimit headers."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@dataclass(frozen=True)
class Left:
    """How much of one limit is left, and the seconds until all of it is there again."""

    amount: float
    reset: float


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Seconds to wait (never negative), from `retry-after-ms`, else `retry-after` in seconds or as a date.

    A date is read by the server's own clock (its `Date` header), where it gives one: ours may be wrong.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    until = _date(text)
    if until is None:
        return _duration(text)
    return max(0.0, (until - (_date(headers.get("date")) or now)).total_seconds())


def left(headers: Mapping[str, str], kind: str) -> Left | None:
    """`kind` is "requests" or "tokens"; None unless both the rest and its reset are told."""
    amount = _number(headers.get(f"x-ratelimit-remaining-{kind}"))
    text = headers.get(f"x-ratelimit-reset-{kind}") or ""
    reset = _duration(text)
    return Left(amount, reset) if amount is not None and reset is not None else None


def until_reset(headers: Mapping[str, str]) -> float | None:
    """Seconds until the limit that is used up is there again; None where none is told to be."""
    found = [one.reset for one in (left(headers, "requests"), left(headers, "tokens")) if one and one.amount < 1]
    return max(found, default=None)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _duration(text: str) -> float | None:
    """`6m0s`, `120ms`, `1h2m3s`; a bare number is seconds. None for anything else (some servers send a date)."""
    bare = _number(text)
    if bare is not None:
        return bare if bare < 1e8 else None  # a moment since 1970, not a time span
    text = text.strip().lower()
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text.replace(" ", ""):
        return None
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def _date(text: str | None) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
