"""A loopback server that speaks enough of OpenAI's chat API, and misbehaves on request. For tests only."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.llm.loopback import ChatHandler, listening


@dataclass
class FakeOpenAI:
    """What the server does. `faults` are used up one a request; after that it answers `answer`.

    Faults: "401", "403", "404", "429", "quota", "500", "long" (context), "reset" (after two pieces), "early" (before
    any), "hang" (no answer), "stall" (two pieces, then silence), "garbage" (not JSON), "no-finish", or
    "refuse:PARAMETER".
    """

    answer: str = "SELECT 1;"
    faults: list[str] = field(default_factory=list)
    models: list[dict[str, Any]] = field(default_factory=lambda: [{"id": "m", "object": "model"}])
    refused: tuple[str, ...] = ()
    piece_seconds: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    pieces_sent: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@contextlib.contextmanager
def serving(fake: FakeOpenAI) -> Iterator[FakeOpenAI]:
    with listening(_Handler, fake) as fake.url:
        try:
            yield fake
        finally:
            fake.closing.set()


_ERRORS = {
    "401": (401, {"message": "Incorrect API key provided: sk-secret", "code": "invalid_api_key"}),
    "403": (403, {"message": "forbidden", "code": "forbidden"}),
    "404": (404, {"message": "no such model", "code": "model_not_found"}),
    "429": (429, {"message": "slow down", "code": "rate_limit_exceeded"}),
    "quota": (429, {"message": "pay", "code": "insufficient_quota"}),
    "500": (500, {"message": "oops", "code": "server_error"}),
    "long": (400, {"message": "maximum context length is 10 tokens", "code": "context_length_exceeded"}),
    "bad": (400, {"message": "your key sk-secret is odd", "code": "weird"}),
}


class _Handler(ChatHandler):
    state: FakeOpenAI

    def do_GET(self) -> None:
        self.reply(200, {"object": "list", "data": self.state.models})

    def do_POST(self) -> None:
        body = self.asked()
        self.state.requests.append(body)
        self.state.keys.append(self.headers.get("Authorization", ""))
        for name in self.state.refused:
            if name in body:
                message = f"Unsupported parameter: '{name}' is not supported with this model."
                self.reply(400, {"error": {"message": message, "param": name, "code": "unsupported_parameter"}})
                return
        fault = self.state.faults.pop(0) if self.state.faults else ""
        if fault in _ERRORS:
            status, error = _ERRORS[fault]
            self.reply(status, {"error": error})
        elif fault == "hang":
            self.state.closing.wait(30)
        elif fault == "early":
            self.close_connection = True
        elif fault == "garbage":
            self._stream([b"data: {not json\n\n"])
        else:
            self._answer(fault)

    def _answer(self, fault: str) -> None:
        words = [self.state.answer[i : i + 4] for i in range(0, len(self.state.answer), 4)]
        self.start_stream()
        with contextlib.suppress(OSError):
            for number, word in enumerate(words):
                if number == 2 and fault == "reset":
                    return
                if number == 2 and fault == "stall":
                    self.state.closing.wait(30)
                    return
                self.event({"choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]})
                self.state.pieces_sent += 1
                time.sleep(self.state.piece_seconds)
            if fault != "no-finish":
                self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            usage = {"prompt_tokens": 11, "completion_tokens": len(words), "total_tokens": 11 + len(words)}
            self.event({"choices": [], "usage": {**usage, "prompt_tokens_details": {"cached_tokens": 7}}})
            self.end_stream()

    def _stream(self, lines: list[bytes]) -> None:
        self.start_stream()
        for line in lines:
            self.wfile.write(line)
