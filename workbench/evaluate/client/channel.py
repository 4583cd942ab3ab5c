"""Posting bytes over HTTP: connections that are kept, and told apart from everything that may break.

httpx2 rather than the openai library: that one adds its own retries, models and 0.6 s of import to the same
transport. One pool slows down with its size (0.7 ms a request with one connection, 1.6 ms with 100), so several
small ones share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2

from workbench.evaluate.client.settings import is_loopback

_POOL = 32
_CONNECT_SECONDS = 10.0
_IDLE_SECONDS = 20.0
_MOST_BYTES = 32_000_000


class BrokenOff(Exception):
    """No whole answer. `kind` is "connection" or "too_long"; `connected` is False where nobody was there."""

    def __init__(self, kind: str, message: str, connected: bool) -> None:
        super().__init__(message)
        self.kind, self.message, self.connected = kind, message, connected


@dataclass(frozen=True)
class Raw:
    status: int
    headers: Mapping[str, str]
    content: bytes


class Channel:
    """An open way to one address. `slot` is the number of a request under way, from 0: the lowest free one."""

    def __init__(self, url: str, key: str) -> None:
        self._url = url
        self._headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if key:
            # As the cookbook script does for Azure.
            azure = "/deployments" in url
            self._headers |= {"api-key": key} if azure else {"Authorization": f"Bearer {key}"}
        self._certificates = httpx2.create_ssl_context()  # 20 ms, so once for all pools
        self._pools: list[httpx2.AsyncClient] = []

    async def post(self, content: bytes, slot: int, on_written: Callable[[], None]) -> Raw:
        """Raises BrokenOff. `on_written` is called when the whole request has been handed to the network."""

        async def trace(event: str, _info: Mapping[str, Any]) -> None:
            if event.endswith("send_request_body.complete"):
                on_written()

        connected = False
        try:
            async with self._pool(slot // _POOL).stream(
                "POST", self._url, content=content, extensions={"trace": trace}
            ) as response:
                connected = True
                pieces, size = [], 0
                async for piece in response.aiter_bytes():
                    pieces.append(piece)
                    size += len(piece)
                    if size > _MOST_BYTES:
                        raise BrokenOff("too_long", f"more than {_MOST_BYTES} bytes", connected)
                return Raw(response.status_code, response.headers, b"".join(pieces))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            reached = connected or not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout)
            raise BrokenOff("connection", f"{type(error).__name__}: {error}".rstrip(": "), reached) from error

    def _pool(self, number: int) -> httpx2.AsyncClient:
        while len(self._pools) <= number:
            self._pools.append(
                httpx2.AsyncClient(
                    headers=self._headers,
                    verify=self._certificates,
                    timeout=httpx2.Timeout(None, connect=_CONNECT_SECONDS),
                    limits=httpx2.Limits(
                        max_connections=_POOL, max_keepalive_connections=_POOL, keepalive_expiry=_IDLE_SECONDS
                    ),
                    # A proxy set for the outside world must not catch calls to a server on this machine.
                    trust_env=not is_loopback(self._url),
                )
            )
        return self._pools[number]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pool in self._pools:
            await pool.aclose()
