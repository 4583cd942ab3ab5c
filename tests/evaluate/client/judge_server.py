"""A loopback judge with a fixed limit, which counts exactly what it got and misbehaves on request.

In a test's own process (`serving`), or in one of its own so that it shares no interpreter with what it measures
(`python -m tests.evaluate.client.judge_server CONFIG_JSON`, which prints its port; `GET /` tells its counts).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

VERDICT = '{"resolve_yn": "yes"}'
FAULTS = ("429", "500", "reset", "hang", "truncated", "drip", "cut")
Reply = tuple[int, dict[str, str], bytes]


@dataclass
class Judge:
    """What the server does. A request's id is its message's first word.

    faults: id and number of its attempt (from 1) → a fault's name, a reply of its own, or None for an answer. Limits
    are for `window` seconds, counted at arrival; what goes over is counted and, with `enforce`, refused with 429.
    usage: (prompt, completion) tokens of every answer.
    """

    faults: Callable[[str, int], str | Reply | None] = lambda _id, _attempt: None
    latency: float = 0.0
    jitter: float = 0.0
    usage: tuple[int, int] | None = (90, 10)
    max_requests: float = float("inf")
    max_tokens: float = float("inf")
    window: float = 60.0
    enforce: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    content: str = VERDICT
    url: str = ""
    arrivals: list[tuple[float, str]] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    delivered: Counter[str] = field(default_factory=Counter)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    seen_headers: list[dict[str, str]] = field(default_factory=list)
    keep_bodies: bool = True
    violations: int = 0
    most_requests: int = 0
    most_tokens: int = 0
    under_way: int = 0
    most_under_way: int = 0
    in_window: deque[float] = field(default_factory=deque)

    def arrive(self, id: str, now: float) -> bool:
        """Count it; whether it is over a limit. Every request is charged its usage from the moment it arrives."""
        self.arrivals.append((now, id))
        self.attempts[id] += 1
        while self.in_window and self.in_window[0] <= now - self.window:
            self.in_window.popleft()
        each = sum(self.usage or (0, 0))
        count = len(self.in_window) + 1
        over = count > self.max_requests or count * each > self.max_tokens
        self.violations += over
        if not (over and self.enforce):
            self.in_window.append(now)
            self.most_requests = max(self.most_requests, count)
            self.most_tokens = max(self.most_tokens, count * each)
        return over

    def stats(self) -> dict[str, Any]:
        times = [at for at, _ in self.arrivals]
        return {
            "arrivals": len(times),
            "first": times[0] if times else None,
            "last": times[-1] if times else None,
            "violations": self.violations,
            "most_requests": self.most_requests,
            "most_tokens": self.most_tokens,
            "most_under_way": self.most_under_way,
            "delivered": dict(self.delivered),
        }


class _Connection(asyncio.Protocol):
    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.buffer = b""
        self.tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", 0))
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            if first.startswith("GET"):
                self.reply(200, {}, json.dumps(self.judge.stats()).encode())
                continue
            self.asked(headers, rest[:length])

    def asked(self, headers: dict[str, str], content: bytes) -> None:
        judge = self.judge
        body = json.loads(content)
        id = _id_of(body)
        over = judge.arrive(id, time.monotonic())
        if judge.keep_bodies:
            judge.bodies.append(body)
            judge.seen_headers.append(headers)
        fault = judge.faults(id, judge.attempts[id])
        if over and judge.enforce:
            fault = (429, {"retry-after-ms": "200"}, b'{"error": {"code": "rate_limit_exceeded"}}')
        task = asyncio.get_running_loop().create_task(self.answer(id, fault))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def answer(self, id: str, fault: str | Reply | None) -> None:
        judge = self.judge
        judge.under_way += 1
        judge.most_under_way = max(judge.most_under_way, judge.under_way)
        try:
            if judge.latency or judge.jitter:
                await asyncio.sleep(judge.latency + random.random() * judge.jitter)
            if isinstance(fault, tuple):
                self.reply(*fault)
            elif fault is None:
                self.reply(200, judge.headers, _answer(judge))
                judge.delivered[id] += 1
            else:
                await self.misbehave(id, fault)
        finally:
            judge.under_way -= 1

    async def misbehave(self, id: str, fault: str) -> None:
        content = _answer(self.judge)
        if fault == "429":
            self.reply(
                429, {"retry-after-ms": "50"}, b'{"error": {"message": "slow down", "code": "rate_limit_exceeded"}}'
            )
        elif fault == "500":
            self.reply(500, {}, b"<html>Internal Server Error</html>")
        elif fault == "reset":
            self.transport.abort()
        elif fault == "truncated":  # a whole HTTP answer around half a JSON text
            self.reply(200, {}, content[: len(content) // 2])
        elif fault == "cut":  # the connection ends in the middle
            self.write_head(200, {}, len(content))
            self.transport.write(content[: len(content) // 2])
            self.transport.close()
        elif fault == "drip":
            self.write_head(200, {}, len(content))
            for byte in content:
                self.transport.write(bytes([byte]))
                await asyncio.sleep(0.02)
            self.judge.delivered[id] += 1
        else:
            await asyncio.sleep(3600)

    def reply(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.write_head(status, headers, len(content))
        self.transport.write(content)

    def write_head(self, status: int, headers: dict[str, str], length: int) -> None:
        lines = [f"HTTP/1.1 {status} X", "Content-Type: application/json", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def connection_lost(self, error: Exception | None) -> None:
        for task in self.tasks:
            task.cancel()


def _id_of(body: dict[str, Any]) -> str:
    texts = body.get("messages") or [{"content": body.get("input", "")}]
    return str(texts[-1]["content"]).partition(" ")[0]


def _answer(judge: Judge) -> bytes:
    item: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": judge.content}, "finish_reason": "stop"}],
    }
    if judge.usage is not None:
        prompt, completion = judge.usage
        item["usage"] = {
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            "total_tokens": prompt + completion,
        }
    return json.dumps(item).encode()


@contextlib.contextmanager
def serving(judge: Judge) -> Iterator[Judge]:
    """The judge on a free port, in a thread of this process."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def run() -> None:
        server = await loop.create_server(lambda: _Connection(judge), "127.0.0.1", 0)
        judge.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1/chat/completions"
        ready.set()
        await stopped.wait()
        server.close()
        for task in asyncio.all_tasks(loop) - {asyncio.current_task(loop)}:
            task.cancel()

    stopped = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield judge
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)
        loop.close()


def at_random(shares: dict[str, float], seed: int) -> Callable[[str, int], str | None]:
    """Faults by their share of all attempts: the same for the same id and attempt whenever it is asked."""

    def fault(id: str, attempt: int) -> str | None:
        point = random.Random(f"{seed}/{id}/{attempt}").random()
        for name, share in shares.items():
            if point < share:
                return name
            point -= share
        return None

    return fault


def main() -> None:
    config = json.loads(sys.argv[1])
    shares, seed = config.pop("faults", {}), config.pop("seed", 0)
    if "usage" in config:
        config["usage"] = tuple(config["usage"])
    judge = Judge(faults=at_random(shares, seed), keep_bodies=False, **config)
    with serving(judge):
        sys.stdout.write(judge.url + "\n")
        sys.stdout.flush()
        sys.stdin.read()  # until whoever started this goes


if __name__ == "__main__":
    main()
