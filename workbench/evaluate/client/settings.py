"""Where requests go, how fast, and when to give up."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from workbench.errors import UsageError
from workbench.text import t

Price = Callable[[str, Mapping[str, Any]], float | None]
"""Model and `usage` as OpenAI's API tells it → US dollars; None where the model's price is not known."""

_SECRET = re.compile(r"(?i)(^|[-_])(key|token|secret|password|sig|signature)$")


@dataclass(frozen=True)
class ClientSettings:
    """url: full address that is posted to. ledger: SQLite file of this run. key: never stored, logged or shown.

    Both limits are for `window_seconds` (a minute) and count every attempt. guard_seconds: a request holds its place in
    the window that much longer, for it may have arrived late (measured on loopback: 0.1 s on two busy cores); the price
    is guard / (window + guard) of the ceiling, 0.8 %.
    max_cost: US dollars over all runs of this ledger; None for no cap. Without `price` cost is not counted.
    """

    url: str
    ledger: Path
    requests_per_minute: int
    tokens_per_minute: int
    key: str = field(default="", repr=False)
    max_attempts: int = 5
    max_cost: float | None = None
    price: Price | None = None
    max_in_flight: int = 512
    window_seconds: float = 60.0
    guard_seconds: float = 0.5
    backoff_seconds: float = 0.5
    """Before the second attempt; doubled before each further one, at most 30 s."""
    timeout_seconds: float = 60.0
    """For one whole answer; doubled each time the same request runs into it."""
    quick_timeout_seconds: float = 20.0
    """The shortest that the timeout becomes once five answers have shown how fast this server is."""
    longest_pause_seconds: float = 600.0
    """A server that wants a longer pause ends the run, which can be resumed."""
    grace_seconds: float = 10.0
    """How long a stopped run waits for answers under way: they are paid for."""


def check_settings(settings: ClientSettings) -> None:
    """Raises UsageError that says which setting cannot be."""
    try:
        parts = urlsplit(settings.url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        good = False
    # A secret in the address would be stored and shown.
    if not good or "@" in parts.netloc or any(_SECRET.search(name) for name, _ in parse_qsl(parts.query)):
        raise UsageError(t("client.bad_url"))
    if settings.requests_per_minute < 1 or settings.tokens_per_minute < 1:
        raise UsageError(t("client.bad_limit"))
    if settings.max_attempts < 1:
        raise UsageError(t("client.bad_attempts"))
    if settings.max_cost is not None and not 0 < settings.max_cost < float("inf"):
        raise UsageError(t("client.bad_cost"))
    if settings.key and not (settings.key.isascii() and settings.key.isprintable() and " " not in settings.key):
        raise UsageError(t("client.bad_key"))


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
